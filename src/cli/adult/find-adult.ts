import { type Adult, findAdult, foldName, loadAdults, searchPeople } from '../../modules/people/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { isId } from '../../platform/ids/index.ts'

/** The adult of an id or full name. Refuses what fits nobody or more than one, and then says their ids. */
export async function findAdultOf(trx: Trx, schoolId: string, adult: string): Promise<Adult> {
  if (isId(adult)) return findAdult(trx, schoolId, adult)
  const found = (await searchPeople(trx, { schoolId, text: adult, limit: 1000 })).filter(({ kind }) => kind === 'adult')
  const adults = await loadAdults(trx, { schoolId, adultIds: found.map(({ id }) => id) })
  const named = [...adults.values()].filter(({ forename, surname }) => foldName(forename, surname) === foldName(adult))
  const [one, second] = named
  if (one && !second) return one
  const detailOf = new Map(found.map(({ id, detail }) => [id, detail]))
  const ids = named.map(({ id }) => `${detailOf.get(id)}: ${id}`).join('; ')
  throw new Refusal(
    'no-such-adult',
    ids === ''
      ? `There is no adult “${adult}” at this school. Nothing was changed.`
      : `“${adult}” is more than one adult; use the id. They are: ${ids}. Nothing was changed.`,
  )
}
