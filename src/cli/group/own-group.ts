import { findPupilsOf } from '../../modules/people/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import type { Output } from '../command.ts'
import { dryRunOption, schoolOption } from '../options.ts'

export const groupOptions = {
  school: schoolOption,
  'dry-run': dryRunOption,
} as const

/** Does the work in one transaction; with `dryRun` everything is tried, said and taken back. */
export async function runOrOnlySay(
  db: Db,
  { schoolId, dryRun }: { schoolId: string; dryRun: boolean },
  work: (trx: Trx) => Promise<Output>,
): Promise<Output> {
  if (!dryRun) return db.inSchool(schoolId, work)
  const tried: Output[] = []
  const takenBack = new Error('tried only')
  await db
    .inSchool(schoolId, async (trx) => {
      tried.push(await work(trx))
      throw takenBack
    })
    .catch((error) => {
      if (error !== takenBack) throw error
    })
  const { data, words } = tried.at(-1) ?? {}
  return { data, words: `Tried only: ${words} Nothing was changed.` }
}

/** The ids of pupils given by admission number. */
export function findPupilsNumbered(trx: Trx, of: { schoolId: string; numbers: string[] }): Promise<string[]> {
  return findPupilsOf(trx, { schoolId: of.schoolId, selectors: of.numbers.map((number) => `pupil:${number}`) })
}
