import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { findFamily, findPupilsOf } from '../../modules/people/index.ts'
import {
  frozenLetters,
  type LettersFor,
  latestBatches,
  lettersOfMember,
  printLetters,
  resetLetters,
  sumOfTakeUp,
  takeUpByClass,
} from '../../modules/registration/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { openKeyedHash } from '../../platform/crypto/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'

const school = { type: 'string', value: 'SCHOOL', required: true, words: 'the slug of the school' } as const
const pupil = { type: 'string', value: 'NUMBER', words: 'one pupil, by admission number' } as const

export const printLettersCommand = defineCommand({
  name: 'letters print',
  summary: 'Print security letters to a PDF; the codes stand in it and nowhere else',
  details: 'Letters of these pupils that are out end. No command shows a code again.',
  options: {
    school,
    for: { type: 'string', choices: ['new', 'not-registered'], words: 'new (usual), or everybody not registered' },
    class: { type: 'string', value: 'CLASS', words: 'one class instead' },
    pupil,
    out: { type: 'string', value: 'FILE', required: true, words: 'the PDF to write' },
  },
  async run(app, { values }) {
    const db = await app.database()
    const found = await findSchoolBySlug(db, values.school)
    const pupilId = values.pupil === undefined ? null : await pupilIdOf(app, found.id, values.pupil)
    const letters: LettersFor =
      pupilId !== null
        ? { kind: 'pupil', pupilId }
        : values.class !== undefined
          ? { kind: 'class', registrationGroup: values.class }
          : { kind: values.for === 'not-registered' ? 'not registered' : 'new' }
    const { pdf, ...done } = await printLetters(db, {
      school: found,
      actor: commandActor(),
      clock: app.clock,
      letters,
      hash: openKeyedHash(app.config.dataFolder),
      siteAddress: `${app.config.publicUrl}/register`,
    })
    const file = resolve(values.out)
    writeFileSync(file, pdf, { mode: 0o600 })
    return { data: { ...done, file }, words: `${done.letters} letters for ${done.members} people are in ${file}.` }
  },
})

export const resetLettersCommand = defineCommand({
  name: 'letters reset',
  summary: 'End the letters of a pupil that are out; links stay',
  options: { school, pupil: { ...pupil, required: true } },
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
  options: { school, pupil },
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
      ({ printedAt, what, letters, printedBy }) =>
        `${printedAt.toISOString().slice(0, 16)}  ${letters} letters for ${what}, by ${printedBy}`,
    )
    return { data, words: [`${data.frozen} letters are frozen.`, ...lines].join('\n') }
  },
})

export const registrationStatusCommand = defineCommand({
  name: 'registration status',
  summary: 'How many children have an adult who registered, by class',
  options: { school },
  async run(app, { values }) {
    const db = await app.database()
    const { id } = await findSchoolBySlug(db, values.school)
    const classes = await db.inSchool(id, (trx) => takeUpByClass(trx, { schoolId: id, now: app.clock.now() }))
    const all = sumOfTakeUp(classes)
    const lines = classes.map(
      (one) =>
        `${one.registrationGroup ?? 'no class'}: ${one.registered} of ${one.pupils} registered, ${one.letterOut} letters out`,
    )
    const sum = `All: ${all.registered} of ${all.pupils} registered, ${all.letterOut} letters out, ${all.noLetter} without a letter`
    return { data: { all, classes }, words: [...lines, sum].join('\n') }
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
