import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { FORMAT_NAMES, type FormatName, notePlan, planImport } from '../../modules/importing/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'
import { schoolOption } from '../options.ts'
import { planAsData, planAsWords } from './plan-as-data.ts'

export const planImportCommand = defineCommand({
  name: 'import plan',
  summary: 'Read MIS files and say what an import would do, with the rule that decided each change',
  arguments: 'FILE…',
  details: 'Nothing of the school is changed. Give the files of one export together: pupils, contacts, staff, groups.',
  options: {
    school: schoolOption,
    format: {
      type: 'string',
      choices: ['auto', ...FORMAT_NAMES],
      words: 'how the files are written; auto (usual) finds out',
    },
    note: { type: 'string', value: 'WORDS', words: 'a note kept beside the plan, for whoever looks at it next' },
    mapping: {
      type: 'string',
      value: 'FILE',
      words: 'a JSON file {field: caption} for columns with names of your own',
    },
  },
  async run(app, { values, positionals }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    const mapping = values.mapping === undefined ? undefined : await readMapping(values.mapping)
    const plan = await planImport(db, {
      school,
      files: positionals.map((path) => ({ name: basename(path), path: resolve(path) })),
      format: (values.format ?? 'auto') as 'auto' | FormatName,
      ...(mapping ? { mapping } : {}),
      actor: commandActor(),
      clock: app.clock,
    })
    const note = { school, planId: plan.id, words: values.note ?? '', actor: commandActor(), clock: app.clock }
    if (values.note !== undefined) await notePlan(db, note)
    const data = await db.inSchool(school.id, (trx) => planAsData(trx, plan))
    return { data, words: planAsWords(plan, { school, rejected: data.rejected }) }
  },
})

async function readMapping(path: string): Promise<Record<string, string>> {
  const help = 'A mapping is a JSON object such as {"admissionNumber": "Student no."}. Nothing was changed.'
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Refusal('mapping-missing', `The mapping file ${path} cannot be read. ${help}`)
  })
  const mapping = parseJson(text)
  const isMapping =
    mapping !== null &&
    typeof mapping === 'object' &&
    Object.values(mapping).every((value) => typeof value === 'string')
  if (!isMapping) throw new Refusal('mapping-not-json', `The mapping file ${path} is not what it should be. ${help}`)
  return mapping as Record<string, string>
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
