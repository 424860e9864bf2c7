import type { Clock } from '../../platform/clock/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { systemActor } from '../audit/index.ts'
import { recordFamiliesTold } from './notices.ts'
import type { School } from './schools.ts'

/** OPT-1: the school told its families by letter, so that contacts may come in. Returns the school. */
export async function withFamiliesTold(db: Db, school: School, clock: Clock): Promise<School> {
  const telling = { toldOn: clock.today(school.timeZone), channel: 'letter' }
  await db.inSchool(school.id, (trx) => recordFamiliesTold(trx, { school, telling, actor: systemActor, clock }))
  return school
}
