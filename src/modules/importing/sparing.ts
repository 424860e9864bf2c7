import type { Trx } from '../../platform/db/index.ts'
import { membersById } from '../people/index.ts'
import type { Decided, Deciding } from './deciding.ts'
import { pupilsLinkedTo } from './facts.store.ts'
import { everyRefOf, refsOfMember } from './rules/which-member.ts'

/**
 * IMP-16: a row about this pupil was rejected, so that what the run does not say of them is not gone. The family is not settled: it is
 * decided again when the row is mended or gone.
 */
export function isSpared({ spared }: Pick<Deciding, 'spared'>, { record, standing }: Decided): boolean {
  const refs = [...record.refs, ...(standing ? refsOfMember(standing) : [])]
  return refs.some((ref) => spared.has(ref))
}

/** The adults of whom a rejected row may have said something: it was about a child of theirs, in this run or on record (IMP-16). */
export async function adultsSpared(
  deciding: Deciding,
  kept: { adultId: string; pupil: Decided }[],
): Promise<Set<string>> {
  const { trx, plan, spared } = deciding
  if (spared.size === 0) return new Set()
  const inRun = kept.flatMap(({ adultId, pupil }) => (isSpared(deciding, pupil) ? adultId : []))
  const linked = await pupilsLinkedTo(
    trx,
    plan.schoolId,
    kept.map(({ adultId }) => adultId),
  )
  const onRecord = linked.flatMap(({ adultId, pupil }) =>
    refsOfMember(pupil).some((ref) => spared.has(ref)) ? adultId : [],
  )
  return new Set([...inRun, ...onRecord])
}

/** Every reference by which the MIS spoke of these pupils. */
export async function refsOfPupils(trx: Trx, schoolId: string, pupilIds: string[]): Promise<string[]> {
  if (pupilIds.length === 0) return []
  const members = await membersById(trx, schoolId, pupilIds)
  return [...new Set([...members.values()].flatMap(everyRefOf))]
}
