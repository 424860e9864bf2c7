import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { findFamily, findPupilsOf } from '../../modules/people/index.ts'
import {
  countWaiting,
  frozenLetters,
  type LettersFor,
  latestBatches,
  lettersOfMember,
  type PrintedWith,
  printLetters,
  resetLetters,
  sumOfTakeUp,
  takeUpByClass,
} from '../../modules/registration/index.ts'
import { findSchoolBySlug, listFamiliesTold } from '../../modules/schools/index.ts'
import { openKeyedHash } from '../../platform/crypto/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'
import { schoolOption } from '../options.ts'

const languages = ['en', 'cy', 'pl', 'ur', 'ar'] as const
const pupil = { type: 'string', value: 'NUMBER', words: 'one pupil, by admission number' } as const

export const printLettersCommand = defineCommand({
  name: 'letters print',
  summary: 'Print security letters to a PDF; the codes stand in it and nowhere else',
  details: 'Letters of these pupils that are out end. No command shows a code again.',
  options: {
    school: schoolOption,
    for: {
      type: 'string',
      choices: ['new', 'not-registered', 'staff', 'staff-not-registered'],
      words: 'new (usual), everybody not registered, or staff and governors: new ones, or all not registered',
    },
    class: { type: 'string', value: 'CLASS', words: 'one class instead' },
    pupil: { ...pupil, multiple: true, words: 'these pupils instead, each by admission number' },
    language: { type: 'string', choices: languages, words: 'the language of the letters (default en)' },
    beside: { type: 'string', choices: ['home', ...languages], words: 'a second language on the back' },
    sort: { type: 'string', choices: ['class', 'family'], words: 'by class (usual), or brothers and sisters together' },
    'each-adult': { type: 'boolean', words: 'a letter for each adult, at their own address' },
    out: { type: 'string', value: 'FILE', required: true, words: 'the PDF to write' },
  },
  async run(app, { values }) {
    const db = await app.database()
    const found = await findSchoolBySlug(db, values.school)
    const numbers = values.pupil ?? []
    const pupilIds: string[] = []
    for (const number of numbers) pupilIds.push(await pupilIdOf(app, found.id, number))
    const { beside } = values
    const { pdf, ...done } = await printLetters(db, {
      school: found,
      actor: commandActor(),
      clock: app.clock,
      letters: readFor({ ...values, pupilIds }),
      language: languageOf(values.language),
      ...(beside === undefined ? {} : { beside: beside === 'home' ? ('home' as const) : languageOf(beside) }),
      pile: values.sort === 'family' ? 'family' : 'class',
      eachAdult: values['each-adult'] ?? false,
      hash: openKeyedHash(app.config.dataFolder),
      siteAddress: `${app.config.publicUrl}/register`,
    })
    const file = resolve(values.out)
    writeFileSync(file, pdf, { mode: 0o600 })
    return { data: { ...done, file }, words: `${done.letters} letters for ${done.members} people are in ${file}.` }
  },
})

function readFor(values: { for?: string | undefined; class?: string | undefined; pupilIds: string[] }): LettersFor {
  const [pupilId] = values.pupilIds
  if (pupilId !== undefined && values.pupilIds.length === 1) return { kind: 'pupil', pupilId }
  if (pupilId !== undefined) return { kind: 'selected', pupilIds: values.pupilIds }
  if (values.class !== undefined) return { kind: 'class', registrationGroup: values.class }
  if (values.for === 'staff') return { kind: 'staff', who: 'new' }
  if (values.for === 'staff-not-registered') return { kind: 'staff', who: 'not registered' }
  return { kind: values.for === 'not-registered' ? 'not registered' : 'new' }
}

export const resetLettersCommand = defineCommand({
  name: 'letters reset',
  summary: 'End the letters of a pupil that are out; links stay',
  options: { school: schoolOption, pupil: { ...pupil, required: true } },
  async run(app, { values }) {
    const db = await app.database()
    const found = await findSchoolBySlug(db, values.school)
    const memberId = await pupilIdOf(app, found.id, values.pupil)
    const by = { school: found, actor: commandActor(), clock: app.clock, memberId }
    const { killed } = await db.inSchool(found.id, (trx) => resetLetters(trx, by))
    return { data: { killed }, words: `${killed} letters open nothing any more.` }
  },
})

export const lettersStatusCommand = defineCommand({
  name: 'letters status',
  summary: 'What was printed, what is frozen, and the letters of one pupil',
  options: { school: schoolOption, pupil },
  async run(app, { values }) {
    const db = await app.database()
    const { id } = await findSchoolBySlug(db, values.school)
    if (values.pupil !== undefined) {
      const memberId = await pupilIdOf(app, id, values.pupil)
      const letters = await db.inSchool(id, (trx) => lettersOfMember(trx, id, memberId))
      const lines = letters.map(
        ({ reference, state, used, places, expiresAt }) =>
          `${reference}  ${state}  ${used} of ${places} used  until ${expiresAt.toISOString().slice(0, 10)}`,
      )
      return { data: letters, words: lines.join('\n') || 'No letter was printed for this pupil.' }
    }
    const data = await db.inSchool(id, async (trx) => ({
      frozen: (await frozenLetters(trx, id)).length,
      batches: await latestBatches(trx, id, 20),
    }))
    const lines = data.batches.map(
      ({ printedAt, what, letters, printedBy, printedWith }) =>
        `${printedAt.toISOString().slice(0, 16)}  ${letters} letters for ${what}, by ${printedBy}${sayTexts(printedWith)}`,
    )
    return { data, words: [`${data.frozen} letters are frozen.`, ...lines].join('\n') }
  },
})

/** Which of the school's own words they were printed with; nothing where they were the words as they come. */
function sayTexts(printedWith: PrintedWith[]): string {
  const own = printedWith.filter(({ version }) => version > 0)
  return own.map(({ kind, language, version }) => `; own words: ${kind} ${language}, version ${version}`).join('')
}

export const registrationStatusCommand = defineCommand({
  name: 'registration status',
  summary: 'How many children have an adult who registered, by class',
  options: { school: schoolOption },
  async run(app, { values }) {
    const db = await app.database()
    const { id } = await findSchoolBySlug(db, values.school)
    const { classes, waiting, told } = await db.inSchool(id, async (trx) => ({
      classes: await takeUpByClass(trx, { schoolId: id, now: app.clock.now() }),
      waiting: await countWaiting(trx, id),
      told: await listFamiliesTold(trx, id),
    }))
    const all = sumOfTakeUp(classes)
    const lines = classes.map(
      (one) =>
        `${one.registrationGroup ?? 'no class'}: ${one.registered} of ${one.pupils} registered, ${one.letterOut} letters out`,
    )
    const sum = `All: ${all.registered} of ${all.pupils} registered, ${all.letterOut} letters out, ${all.noLetter} without a letter`
    const open = `${waiting.claims} registrations to decide, ${waiting.frozen} frozen letters`
    const [last] = told
    const notice = last
      ? `Families were told on ${last.toldOn} by ${last.channel}`
      : 'Nobody recorded that families were told'
    const words = [...lines, sum, open, notice].join('\n')
    return { data: { all, classes, waiting, familiesTold: last ?? null }, words }
  },
})

async function pupilIdOf(app: Parameters<typeof printLettersCommand.run>[0], schoolId: string, number: string) {
  const db = await app.database()
  return db.inSchool(schoolId, async (trx) => {
    const [id] = await findPupilsOf(trx, { schoolId, selectors: [`pupil:${number}`] })
    if (!id) throw new Refusal('no-such-pupil', 'There is no such pupil at this school.')
    return (await findFamily(trx, schoolId, id)).pupil.id
  })
}

function languageOf(typed: string | undefined) {
  return languages.find((language) => language === typed) ?? 'en'
}
