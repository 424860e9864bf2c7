import { sql } from 'kysely'
import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { isId, newId } from '../../platform/ids/index.ts'
import { type Actor, holdJournal, recordAct } from '../audit/index.ts'
import { forgetDecision } from './duplicates.store.ts'
import { linksWhere } from './families.store.ts'
import { settleIssuesOfPupil } from './issues.ts'
import {
  decidedSinceMerge,
  insertMerge,
  type Merge,
  merges,
  putBack,
  type RowChange,
  setMergeUndone,
} from './merges.store.ts'
import {
  endMergedLink,
  hasAccount,
  holdAgain,
  markMerged,
  mergedInto,
  moveCourtOrders,
  moveLinks,
  moveMisIds,
  movePoints,
  moveTheRest,
  rowsAbout,
  setFactsOfLink,
  tablesAboutAdults,
} from './merging.store.ts'
import { type ForgetContactPoints, findAdult, optOutAdult } from './opt-outs.ts'
import type { Adult, Link } from './people.types.ts'
import type { CloseToRestricted } from './restricting.ts'
import { givenSinceAnOptOut } from './rules/given-since-opt-out.ts'
import { isHeldBeside } from './rules/link-state.ts'
import { mergedLink } from './rules/merged-link.ts'

type By = { schoolId: string; actor: Actor; clock: Clock }
type Pair = { schoolId: string; keptId: string; goneId: string; at: Date }

/** Whether the details are the person's or the school's, which no import may add to (IMP-5). */
const ownsDetails = ({ origin, registeredAt }: Adult) =>
  registeredAt !== null || origin === 'web' || origin === 'manual'

/** Whose record weighs more: of somebody who registered, then one that was typed here, then one of the MIS. */
const weightOf = (adult: Adult) => (adult.registeredAt ? 2 : 0) + (ownsDetails(adult) ? 1 : 0)

/** Which of two records stays, where nobody says otherwise: the weightier one, else the older. */
export function whichIsKept(one: Adult, other: Adult): { kept: Adult; gone: Adult } {
  const difference = weightOf(one) - weightOf(other)
  const isOne = difference === 0 ? one.id < other.id : difference > 0
  return isOne ? { kept: one, gone: other } : { kept: other, gone: one }
}

/**
 * IMP-22: two records are one person. Links, details, ids of the MIS, opt-outs, sign-in and preferences of the gone record move to the
 * kept one; the stricter opt-out wins (OPT-2), what is held stays held (IMP-14), what one is restricted for is closed to both (VIS-3), and
 * what was sent stays where it was. `dryRun` only checks. Refuses two accounts, and to keep a record of the MIS where the other is of somebody who registered.
 */
export async function mergeAdults(
  trx: Trx,
  wanted: By & {
    keptId: string
    goneId: string
    reason: string
    forget: ForgetContactPoints
    close: CloseToRestricted[]
    dryRun?: boolean
  },
): Promise<{ mergeId: string }> {
  await holdJournal(trx, wanted.schoolId)
  await refuseUnfit(trx, wanted)
  if (wanted.reason.trim() === '')
    throw new Refusal('reason-missing', 'Say how you know that they are one person. Nothing was changed.')
  const mergeId = newId()
  if (!wanted.dryRun) await makeOne(trx, { ...wanted, mergeId })
  return { mergeId }
}

/**
 * Moves all that hangs on the gone record to the kept one and remembers each row before and after, with what `first` does, so that it can
 * be taken back. Whoever calls has refused what does not fit.
 */
export async function makeOne(
  trx: Trx,
  wanted: By & {
    mergeId: string
    keptId: string
    goneId: string
    reason: string
    forget: ForgetContactPoints
    close: CloseToRestricted[]
    first?: () => Promise<void>
  },
): Promise<void> {
  const { schoolId, actor, clock, keptId, goneId, mergeId } = wanted
  const pair: Pair = { schoolId, keptId, goneId, at: clock.now() }
  // Before anything is remembered: whoever parts the two again opens nothing by it.
  await closeToBoth(trx, wanted)
  const tables = await tablesAboutAdults(trx)
  const about = { schoolId, adultIds: [keptId, goneId], tables }
  const before = await rowsAbout(trx, about)
  await wanted.first?.()
  const kept = await findAdult(trx, schoolId, keptId)
  const gone = await findAdult(trx, schoolId, goneId)
  const pupilIds = await moveAllLinks(trx, pair, clock)
  await movePoints(trx, pair, { ofTheMis: !ownsDetails(kept) })
  await moveMisIds(trx, pair)
  await moveTheRest(trx, pair, tables)
  await markMerged(trx, pair)
  const decided = await forgetDecision(trx, pair)
  for (const channel of new Set([...kept.optOuts, ...gone.optOuts]))
    for (const adultId of [goneId, keptId])
      await optOutAdult(trx, { ...wanted, adultId, channel, reason: 'One of two merged records had opted out' })
  for (const pupilId of pupilIds) await settleIssuesOfPupil(trx, wanted, pupilId)
  const rows = changesBetween(before, await rowsAbout(trx, about), keysOf(tables))
  await insertMerge(trx, {
    ...pair,
    id: mergeId,
    reason: wanted.reason.trim(),
    by: actor.name,
    rows: [...rows, ...decided],
  })
  const detail = { merge: mergeId, gone: goneId, name: nameOf(gone), reason: wanted.reason }
  const act = { schoolId, actor, act: 'adult.merged', subject: { kind: 'adult', id: keptId }, detail }
  await recordAct(trx, act, clock.now())
}

async function refuseUnfit(
  trx: Trx,
  { schoolId, keptId, goneId }: { schoolId: string; keptId: string; goneId: string },
): Promise<void> {
  if (keptId === goneId) throw new Refusal('one-record', 'That is one record already. Nothing was changed.')
  const kept = await findAdult(trx, schoolId, keptId)
  const gone = await findAdult(trx, schoolId, goneId)
  for (const adult of [kept, gone])
    if (await mergedInto(trx, schoolId, adult.id))
      throw new Refusal(
        'merged-already',
        `${nameOf(adult)} was merged with another record already. Nothing was changed.`,
      )
  if (weightOf(gone) > weightOf(kept))
    throw new Refusal(
      'keep-the-registered',
      `${nameOf(gone)} ${gone.registeredAt ? 'registered' : 'was typed here'}: keep that record and let the other go. Nothing was changed.`,
    )
  await refuseTwoAccounts(trx, schoolId, [keptId, goneId])
}

/** Nobody's way in is closed by a decision of the office. */
export async function refuseTwoAccounts(trx: Trx, schoolId: string, [one, other]: [string, string]): Promise<void> {
  if (!(await hasAccount(trx, schoolId, one)) || !(await hasAccount(trx, schoolId, other))) return
  throw new Refusal(
    'two-accounts',
    'Both have an account of their own to sign in with, so they cannot become one here. Ask the person which one to keep and to close the other. Nothing was changed.',
  )
}

const nameOf = (adult: Adult) => `${adult.forename} ${adult.surname}`

/** VIS-3: a child for whom one of the two is restricted, and to whom the other was linked without being so, is closed to them as one. */
async function closeToBoth(
  trx: Trx,
  {
    schoolId,
    actor,
    clock,
    keptId,
    goneId,
    close,
  }: By & { keptId: string; goneId: string; close: CloseToRestricted[] },
): Promise<void> {
  const links = await linksWhere(trx, sql`l.school_id = ${schoolId} and l.adult_id in (${keptId}, ${goneId})`)
  const pupilsOf = (is: (link: Link) => boolean) => new Set(links.filter(is).map(({ pupilId }) => pupilId))
  const open = pupilsOf(({ endedOn, restricted }) => endedOn === null && !restricted)
  for (const pupilId of pupilsOf(({ restricted }) => restricted).intersection(open))
    for (const adultId of [keptId, goneId])
      for (const shut of close) await shut(trx, { schoolId, actor, clock, pupilId, adultId })
}

/** Returns the children concerned. */
async function moveAllLinks(trx: Trx, pair: Pair, clock: Clock): Promise<string[]> {
  const { schoolId, keptId, goneId } = pair
  const links = await linksWhere(trx, sql`l.school_id = ${schoolId} and l.adult_id in (${keptId}, ${goneId})`)
  const current = links.filter(({ endedOn }) => endedOn === null)
  const held = new Set(current.filter(isHeldBeside).map(({ pupilId }) => pupilId))
  for (const gone of current.filter(({ adultId }) => adultId === goneId)) {
    const kept = current.find(({ adultId, pupilId }) => adultId === keptId && pupilId === gone.pupilId)
    if (!kept) continue
    await setFactsOfLink(trx, pair, { id: kept.id, ...mergedLink(kept, gone) })
    await endMergedLink(trx, pair, { linkId: gone.id, on: clock.today() })
  }
  await moveLinks(trx, pair)
  await moveCourtOrders(trx, pair)
  const after = await linksWhere(trx, sql`l.school_id = ${schoolId} and l.adult_id = ${keptId} and l.ended_on is null`)
  const loose = after.filter((link: Link) => held.has(link.pupilId) && !isHeldBeside(link))
  for (const { pupilId } of loose) await holdAgain(trx, pair, pupilId)
  return [...new Set(current.map(({ pupilId }) => pupilId))]
}

const keysOf = (tables: { table: string; key: string[] }[]) => new Map(tables.map(({ table, key }) => [table, key]))

type Rows = { table: string; row: Record<string, unknown> }[]

/** Rows that differ, each before and after. A detail that was erased is not remembered (OPT-2). */
function changesBetween(before: Rows, after: Rows, keys: Map<string, string[]>): RowChange[] {
  const named = (rows: Rows) => new Map(rows.map((one) => [identityOf(one.table, one.row, keys), one]))
  const [was, is] = [named(before), named(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    const table = (was.get(name) ?? is.get(name))?.table ?? ''
    const change = { table, before: was.get(name)?.row ?? null, after: is.get(name)?.row ?? null }
    if (JSON.stringify(change.before) === JSON.stringify(change.after)) return []
    return table === 'contact_points' && change.after === null ? [] : [change]
  })
}

function identityOf(table: string, row: Record<string, unknown>, keys: Map<string, string[]>): string {
  return [table, ...(keys.get(table) ?? ['id']).map((column) => String(row[column]))].join('|')
}

/** Columns that change by themselves, without anybody deciding anything. */
const restless = ['updated_at', 'failures', 'blocked_at', 'block_reason', 'usable']

/** Takes a merge back as one step, while nothing that it moved has changed since. Refuses otherwise, and says what has. */
export async function undoMerge(trx: Trx, wanted: By & { mergeId: string; dryRun?: boolean }): Promise<Merge> {
  const { schoolId, actor, clock } = wanted
  await holdJournal(trx, schoolId)
  const [merge] = isId(wanted.mergeId) ? await merges(trx, schoolId, { id: wanted.mergeId, limit: 1 }) : []
  if (!merge) throw new Refusal('no-such-merge', 'There is no such merge at this school.')
  if (merge.undoneAt) throw new Refusal('undone-already', 'This merge was taken back already.')
  const tables = await tablesAboutAdults(trx)
  const keys = keysOf(tables)
  const now = await rowsAbout(trx, { schoolId, adultIds: [merge.keptId, merge.goneId], tables })
  const changed = [
    ...changedSince(merge.rows, now, keys),
    ...(givenSinceAnOptOut(merge.rows, now) ? ['contact points'] : []),
    ...(await decidedSinceMerge(trx, schoolId, merge.keptId, merge.at)),
  ]
  if (changed.length > 0)
    throw new Refusal(
      'changed-since',
      `This merge cannot be taken back as one step, for something has changed since: ${[...new Set(changed)].join(', ')}. Nothing was changed.`,
    )
  if (wanted.dryRun) return merge
  const order = (change: RowChange) => (change.before === null ? 0 : change.after === null ? 2 : 1)
  for (const change of merge.rows.toSorted((a, b) => order(a) - order(b)))
    await putBack(trx, change, keys.get(change.table) ?? ['school_id', 'id'])
  await setMergeUndone(trx, { schoolId, id: merge.id, by: actor.name, at: clock.now() })
  const detail = { merge: merge.id, gone: merge.goneId }
  const act = { schoolId, actor, act: 'adult.merge-undone', subject: { kind: 'adult', id: merge.keptId }, detail }
  await recordAct(trx, act, clock.now())
  return merge
}

function changedSince(changes: RowChange[], now: Rows, keys: Map<string, string[]>): string[] {
  const is = new Map(now.map((one) => [identityOf(one.table, one.row, keys), one.row]))
  const still = (row: Record<string, unknown>) =>
    JSON.stringify(Object.fromEntries(Object.entries(row).filter(([column]) => !restless.includes(column))))
  return changes.flatMap(({ table, before, after }) => {
    const row = is.get(identityOf(table, after ?? before ?? {}, keys))
    const same = after === null ? row === undefined : row !== undefined && still(row) === still(after)
    return same ? [] : [table.replaceAll('_', ' ')]
  })
}

/** The record that this one was merged into; null for one that stands for itself. */
export async function findMergedIntoIfAny(trx: Trx, of: { schoolId: string; adultId: string }): Promise<Adult | null> {
  const keptId = await mergedInto(trx, of.schoolId, of.adultId)
  return keptId === null ? null : findAdult(trx, of.schoolId, keptId)
}

/** The merges of a school, newest first. */
export async function listMerges(trx: Trx, schoolId: string, limit = 20): Promise<Merge[]> {
  return merges(trx, schoolId, { limit })
}
