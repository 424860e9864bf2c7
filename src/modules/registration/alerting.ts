import type { Clock } from '../../platform/clock/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { listStaff, may, writeToStaff } from '../accounts/index.ts'
import { raiseIssue } from '../people/index.ts'
import { findSchoolById, listSchools, type School } from '../schools/index.ts'
import { schoolsGuessedAt } from './letters.store.ts'
import { alertAbove } from './rules/guessing.ts'

type Guessed = { schoolId: string | null; ofSchool: number; ofInstance: number; clock: Clock; notBefore: Date }

/**
 * LET-5: tells schools that somebody is guessing, once an hour: the one whose letters are tried; and where strangers try all over the
 * instance, every school with a wrong try within the hour, or all of them where no reference was right. It stands on Home and in
 * the work list, and goes to the administrators by email, by the school's own provider.
 */
export async function alertOffices(db: Db, guessed: Guessed): Promise<void> {
  const { schoolId, ofSchool, ofInstance, clock } = guessed
  if (schoolId !== null && ofSchool === alertAbove.school + 1) {
    const words = `${alertAbove.school} wrong codes were typed within an hour. Look at the frozen letters.`
    await alertOffice(db, { school: await findSchoolById(db, schoolId), words, clock })
  }
  if (ofInstance !== alertAbove.instance + 1) return
  const words = `${alertAbove.instance} wrong codes were typed within an hour at this and other schools. Look at the frozen letters.`
  for (const school of await schoolsConcerned(db, guessed)) await alertOffice(db, { school, words, clock })
}

async function schoolsConcerned(db: Db, { notBefore }: Guessed): Promise<School[]> {
  const all = await listSchools(db)
  const tried = new Set(await db.inInstance((trx) => schoolsGuessedAt(trx, notBefore)))
  return tried.size === 0 ? all : all.filter(({ id }) => tried.has(id))
}

async function alertOffice(db: Db, alert: { school: School; words: string; clock: Clock }): Promise<void> {
  const { school, words, clock } = alert
  const schoolId = school.id
  const readers = (await listStaff(db, { school })).filter(({ roles }) => may(roles, 'settings.change'))
  await db.inSchool(schoolId, async (trx) => {
    const key = `guessing|${clock.now().toISOString().slice(0, 13)}`
    const issue = { kind: 'guessing at letters', pupilId: null, adultId: null, detail: words, clock }
    const messageId = await raiseIssue(trx, { schoolId, key, ...issue })
    if (messageId === null) return
    await writeToStaff(trx, {
      school,
      readers,
      messageId,
      subject: 'Somebody is guessing at letters',
      text: `${words} Answers come slower meanwhile, and families get in all the same. The list of registrations shows the letters.`,
      because: `You get this as an administrator of ${school.name}.`,
      clock,
    })
  })
}
