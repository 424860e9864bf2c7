import { forgetContactPoints } from '../../modules/importing/index.ts'
import { withdrawFromRestricted } from '../../modules/messaging/index.ts'
import { type Adult, decideNotSame, mergeAdults, undoMerge } from '../../modules/people/index.ts'
import { closeWaysInToRestricted } from '../../modules/registration/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { commandActor } from '../actor.ts'
import { findAdultOf } from '../adult/find-adult.ts'
import { defineCommand } from '../command.ts'
import { dryRunOption, schoolOption } from '../options.ts'

const nameOf = (adult: Adult) => `${adult.forename} ${adult.surname}`

export const mergePeopleCommand = defineCommand({
  name: 'people merge',
  summary: 'Make two records of one adult one: children, details and choices move to the first',
  arguments: 'KEPT GONE',
  details: 'KEPT and GONE are ids or full names. The stricter opt-out wins, and what is held stays held.',
  options: {
    school: schoolOption,
    reason: { type: 'string', value: 'TEXT', required: true, words: 'how you know that they are one person' },
    'dry-run': dryRunOption,
  },
  async run(app, { values, positionals }) {
    const db = await app.database()
    const { id: schoolId } = await findSchoolBySlug(db, values.school)
    return db.inSchool(schoolId, async (trx) => {
      const kept = await findAdultOf(trx, schoolId, positionals[0] ?? '')
      const gone = await findAdultOf(trx, schoolId, positionals[1] ?? '')
      const by = { schoolId, actor: commandActor(), clock: app.clock, reason: values.reason }
      const close = [withdrawFromRestricted, closeWaysInToRestricted]
      const pair = { keptId: kept.id, goneId: gone.id, forget: forgetContactPoints, close }
      const { mergeId } = await mergeAdults(trx, { ...by, ...pair, dryRun: values['dry-run'] })
      if (values['dry-run'])
        return { data: { kept: kept.id, gone: gone.id }, words: `Would make ${nameOf(gone)} one with ${nameOf(kept)}.` }
      const words = `${nameOf(kept)} is one record now. Take it back with: bin/gatehouse people unmerge ${mergeId} --school ${values.school}`
      return { data: { merge: mergeId, kept: kept.id, gone: gone.id }, words }
    })
  },
})

export const notSamePeopleCommand = defineCommand({
  name: 'people not-same',
  summary: 'Remember that two adults are not one person, so that nobody is asked again, by an import neither',
  arguments: 'ONE OTHER',
  options: {
    school: schoolOption,
    reason: { type: 'string', value: 'TEXT', words: 'how you know' },
    'dry-run': dryRunOption,
  },
  async run(app, { values, positionals }) {
    const db = await app.database()
    const { id: schoolId } = await findSchoolBySlug(db, values.school)
    return db.inSchool(schoolId, async (trx) => {
      const one = await findAdultOf(trx, schoolId, positionals[0] ?? '')
      const other = await findAdultOf(trx, schoolId, positionals[1] ?? '')
      const by = { schoolId, actor: commandActor(), clock: app.clock, reason: values.reason ?? '' }
      await decideNotSame(trx, { ...by, adultIds: [one.id, other.id], dryRun: values['dry-run'] })
      const words = `${nameOf(one)} and ${nameOf(other)} are two people`
      return {
        data: { one: one.id, other: other.id },
        words: values['dry-run'] ? `Would remember: ${words}.` : `Noted: ${words}.`,
      }
    })
  },
})

export const unmergePeopleCommand = defineCommand({
  name: 'people unmerge',
  summary: 'Take a merge of two adults back, while nothing that it moved has changed since',
  arguments: 'MERGE',
  options: { school: schoolOption, 'dry-run': dryRunOption },
  async run(app, { values, positionals }) {
    const db = await app.database()
    const { id: schoolId } = await findSchoolBySlug(db, values.school)
    const by = { schoolId, actor: commandActor(), clock: app.clock }
    const wanted = { ...by, mergeId: positionals[0] ?? '', dryRun: values['dry-run'] }
    const { id, kept, gone } = await db.inSchool(schoolId, (trx) => undoMerge(trx, wanted))
    const words = values['dry-run'] ? 'This merge can be taken back.' : `${kept} and ${gone} are two records again.`
    return { data: { merge: id }, words }
  },
})
