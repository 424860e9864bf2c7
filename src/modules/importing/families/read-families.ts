import { hash } from 'node:crypto'
import type { Trx } from '../../../platform/db/index.ts'
import type { RowsDigested } from '../reading/digest-of-rows.ts'
import type { Inspection } from '../reading/inspect-files.ts'
import { type ReadRow, readRows } from '../reading/read-rows.ts'
import type { PupilRecord, RejectedRow } from '../records.ts'
import { chooseRows, tailOf } from './choose-rows.ts'
import { withoutBadEscapes } from './copy-text.ts'
import { type Family, gatherFamily, type RunRow } from './gather-family.ts'
import { type Hash64, HashTable, hash64, NumberList } from './hashes.ts'
import { JoinedKeys } from './joined-keys.ts'
import {
  familiesWithKeys,
  halvesOf,
  KnownFamilies,
  type KnownFamily,
  keysOfFamilies,
  type Totals,
} from './known-families.store.ts'
import { rowsByFamily } from './order-rows.ts'
import { keyOfContact, keyOfRef, keysOfRow } from './records-of-row.ts'
import { RowSpool, type StoredRow } from './row-spool.ts'
import { type Among, isBorneInSnapshot, keysOfAdults, type Tie } from './snapshot.store.ts'

const rowsAtOnce = 1000
const peopleKept = 50_000

export type RunFamily = Family &
  KnownFamily & {
    hashes: Hash64[]
    keys: Hash64[]
    /** One of its rows stands at the end of a file. */
    isAtEnd: boolean
    /** The last run left it with these very rows and keys, and none of them refused. */
    isKnown: boolean
  }

export type FamiliesRead = {
  rejected: RejectedRow[]
  /** References of pupils of whom a row could not be used: the file was not silent about them. */
  spared: Set<string>
  /** The last good line of each file. */
  lastLines: Map<number, number>
  /** Families that nothing is said of otherwise than at the last run, and that were passed over. */
  passedOver: Totals
  /** Ids of families of the last run that are looked at again. */
  lookedAtAgain: string[]
  /** The run was compared with the families that the last one left. */
  follows: boolean
  /** Whether rows and digest number the rows alike: only then may a later run pass families over. */
  aligned: boolean
  /** Whether a pupil of another family of the run, or of one that was passed over, bears one of these references (IMP-25). */
  isBorneElsewhere: (refs: string[], record: PupilRecord) => Promise<boolean>
  /** Some thousand rows' worth at a time, in the order of their first rows. */
  families: () => AsyncGenerator<RunFamily[]>
  clear: () => Promise<void>
}

type Reading = {
  trx: Trx
  plan: { schoolId: string; planId: string }
  inspection: Inspection
  digested: RowsDigested
  /** The families of the last run, where this one can be compared with them. */
  known: KnownFamilies | null
  /** Families that are as they were then are passed over, because all that decides about them is as it was. */
  passOver: boolean
}

/**
 * Reads the rows of a run and puts them together family by family; of large runs they wait in the database meanwhile, so that
 * memory stays flat.
 */
export async function readFamilies(reading: Reading): Promise<FamiliesRead> {
  const { trx, plan, inspection, digested, known } = reading
  const joined = new JoinedKeys()
  const spool = new RowSpool(trx, plan)
  const choice = known && reading.passOver ? chooseRows(digested, known) : null
  const run: Run = {
    ...{ joined, spool, rows: new NumberList(), ofKeys: new NumberList() },
    ...{ rejected: [], spared: new Set(), people: choice ? { contacts: [], pupils: [] } : null },
  }
  const isLookedAt = (number: number) => choice === null || choice.touched.has(number)
  const lastLines = new Map<number, number>()
  const weak = whichFilesOnlyName(inspection)
  let rowsSeen = 0
  let ties: Tie[] | null = null
  const isGood = ({ fileNo, line }: { fileNo: number; line: number }) =>
    lastLines.set(fileNo, Math.max(line, lastLines.get(fileNo) ?? 0))
  const take = (row: ReadRow) => takeRow(run, row, weak[row.fileNo] ?? false)
  const onPassed = (place: { fileNo: number; line: number }) => {
    rowsSeen += 1
    isGood(place)
  }
  const isWanted = (n: number) => choice === null || choice.wants(n)
  for await (const batch of readRows(inspection, { isWanted, onPassed })) {
    rowsSeen += batch.length
    for (const row of batch) {
      if (row.kind === 'row') isGood(row)
      await take(row)
    }
  }
  const aligned = rowsSeen === digested.rowsRead
  if (!aligned && known) {
    await spool.clear()
    return readFamilies({ ...reading, known: null, passOver: false })
  }
  let among: Among | null = null
  if (choice && known) {
    await markFamilies(reading, joined, idsOf(known, isLookedAt))
    among = unsettledOf(run.people, joined)
    ties = await tiesIfFew(reading, among)
    const more = await concernedByKeys(reading, {
      known,
      joined,
      touched: choice.touched,
      ties: ties ?? tiesOf(reading, among),
    })
    const isOfThem = (n: number) => more.has(choice.familyOf(n))
    if (more.size > 0)
      for await (const batch of readRows(inspection, { isWanted: isOfThem, onPassed: () => {} }))
        for (const row of batch) await take(row)
    await markFamilies(
      reading,
      joined,
      idsOf(known, (number) => more.has(number)),
    )
    for (const family of more) choice.touched.add(family)
    if (more.size > 0) ties = null
    among = unsettledOf(run.people, joined)
  }
  await joinByAdults(joined, ties ?? tiesOf(reading, among))
  return {
    rejected: run.rejected,
    spared: run.spared,
    lastLines,
    aligned,
    follows: known !== null,
    isBorneElsewhere: (refs, record) =>
      isBorneElsewhere({ trx, plan, joined, passOver: choice !== null }, refs, record),
    passedOver: (known ?? new KnownFamilies()).totalsOf((number) => !isLookedAt(number)),
    lookedAtAgain: known ? idsOf(known, isLookedAt) : [],
    families: () => gatherAll(run, { digested, known, tail: tailOf(digested) }),
    clear: () => spool.clear(),
  }
}

function idsOf(known: KnownFamilies, isMeant: (number: number) => boolean): string[] {
  const ids: string[] = []
  for (let number = 0; number < known.size; number += 1) if (isMeant(number)) ids.push(known.idOf(number))
  return ids
}

type Ties = Iterable<Tie> | AsyncIterable<Tie>

const tiesOf = ({ trx, plan }: Reading, among: Among | null): Ties => keysOfAdults(trx, plan.schoolId, among)

/** They are asked for twice, and kept meanwhile where they are few. */
async function tiesIfFew(reading: Reading, among: Among | null): Promise<Tie[] | null> {
  const people = among === null ? 0 : among.contacts.length + among.pupils.length
  if (among === null || people > peopleKept) return null
  const ties: Tie[] = []
  for await (const tie of tiesOf(reading, among)) ties.push(tie)
  return ties
}

/**
 * Who is tied to one adult here belongs together, whatever the files say: the children linked to that adult, and the contacts that
 * the adult is known to be, of whom a merge may have made several one (IMP-22).
 */
async function joinByAdults(joined: JoinedKeys, ties: Ties): Promise<void> {
  let last = { adultId: '', number: -1 }
  for await (const { adultId, key } of ties) {
    const number = joined.find(key)
    if (number < 0) continue
    if (last.adultId === adultId) joined.join(last.number, number)
    last = { adultId, number }
  }
}

async function markFamilies({ trx, plan }: Reading, joined: JoinedKeys, ids: string[]): Promise<void> {
  for await (const keys of keysOfFamilies(trx, plan.schoolId, ids)) joined.markFamily(keys)
}

/**
 * Of whom it is to be asked which adults tie them to whom: where all facts are as the last run left them, the adults of a family
 * tie its people to nobody of another, and to one another only where the rows do so as well.
 */
function unsettledOf(people: Among | null, joined: JoinedKeys): Among {
  const unsettled = (keys: string[], keyOf: (key: string) => string) => [
    ...new Set(keys.filter((key) => joined.isUnsettled(keyOf(key)))),
  ]
  return {
    contacts: unsettled(people?.contacts ?? [], keyOfContact),
    pupils: unsettled(people?.pupils ?? [], keyOfRef),
  }
}

/** Families that no row was seen of to change, but of whom a row that is new, or an adult here, ties somebody to those that do. */
async function concernedByKeys(
  { trx, plan }: Reading,
  of: { known: KnownFamilies; joined: JoinedKeys; touched: Set<number>; ties: Ties },
): Promise<Set<number>> {
  const { known, joined, touched } = of
  const tied = new HashTable()
  for await (const { key } of of.ties) if (joined.find(key) < 0) tied.add(hash64(key))
  if (tied.size === 0 && !joined.hasStrangers()) return new Set()
  const named = await familiesWithKeys(trx, plan.schoolId, (key) => joined.has(key) || tied.find(key) >= 0)
  return new Set(named.map((id) => known.numberOf(id)).filter((number) => !touched.has(number)))
}

async function isBorneElsewhere(
  of: { trx: Trx; plan: { schoolId: string }; joined: JoinedKeys; passOver: boolean },
  refs: string[],
  record: PupilRecord,
): Promise<boolean> {
  const own = of.joined.familyOfKey(keyOfRef(record.refs[0] ?? record.key))
  const families = refs.map((ref) => of.joined.familyOfListed(keyOfRef(ref)))
  if (families.some((family) => family >= 0 && family !== own)) return true
  if (!of.passOver) return false
  const isRead = (pupilKey: string) => of.joined.familyOfKey(keyOfRef(pupilKey)) >= 0
  return isBorneInSnapshot(of.trx, of.plan.schoolId, { refs, isRead })
}

type Run = {
  joined: JoinedKeys
  spool: RowSpool
  /** Numbers of the rows that are kept, and beside each the key by which its family is found. */
  rows: NumberList
  ofKeys: NumberList
  rejected: RejectedRow[]
  spared: Set<string>
  /** Keys of their people, where only some rows are looked at. */
  people: Among | null
}

async function takeRow(run: Run, row: ReadRow, weak: boolean): Promise<void> {
  if (row.kind === 'rejected') {
    run.rejected.push(row.row)
    for (const ref of row.pupilRefs) run.spared.add(ref)
    return
  }
  const { n, fileNo, line, records } = row
  const stored: StoredRow = { fileNo, line, weak, records }
  if (records.contact) run.people?.contacts.push(records.contact.key)
  if (records.pupil) run.people?.pupils.push(records.pupil.key)
  run.rows.add(n)
  const keys = keysOfRow(records).map((key) => run.joined.add(key))
  run.ofKeys.add(joinAll(run.joined, keys))
  // Those of the pupil stand first.
  if (records.pupil && !weak) for (const key of keys.slice(0, records.pupil.refs.length)) run.joined.markListed(key)
  await run.spool.add(n, fitForDatabase(stored))
}

/** Without the few signs that PostgreSQL does not take. */
function fitForDatabase(row: StoredRow): StoredRow {
  const text = JSON.stringify(row)
  const fit = withoutBadEscapes(text)
  return fit === text ? row : (JSON.parse(fit) as StoredRow)
}

function joinAll(joined: JoinedKeys, keys: number[]): number {
  const [first = -1, ...others] = keys
  for (const other of others) joined.join(first, other)
  return first
}

/** In a delta a contact's pupil may be known from an earlier import only, and is looked up there. */
function whichFilesOnlyName({ files }: Inspection): boolean[] {
  const isDelta = files.some((file) => file.contents.partial === 'all')
  const someLists = files.some((file) => file.contents.listsPupils)
  return files.map((file) => !isDelta && someLists && !file.contents.listsPupils)
}

async function* gatherAll(
  run: Run,
  { digested, known, tail }: { digested: RowsDigested; known: KnownFamilies | null; tail: Set<number> },
): AsyncGenerator<RunFamily[]> {
  const { order, families } = rowsByFamily(run)
  run.rows.clear()
  run.ofKeys.clear()
  let from = 0
  while (from < order.length) {
    let to = from
    while (to < order.length && (to - from < rowsAtOnce || families[to] === families[to - 1])) to += 1
    const numbers = Array.from(order.subarray(from, to))
    const rows = await run.spool.read(numbers)
    const groups = Map.groupBy(rows, (_, at) => families[from + at])
    yield [...groups.values()].map((of) => familyOf(of, { digested, known, tail }))
    from = to
  }
}

function familyOf(
  rows: RunRow[],
  { digested, known, tail }: { digested: RowsDigested; known: KnownFamilies | null; tail: Set<number> },
): RunFamily {
  const family = gatherFamily(rows)
  const hashes = rows.map(({ n }) => digested.hashes.at(n - 1))
  const keys = [...new Set(rows.flatMap(({ records }) => keysOfRow(records)))].map(hash64)
  const contacts = rows.flatMap(({ records }) => records.contact ?? [])
  const id = idOf(hashes, keys)
  return {
    ...family,
    id,
    hashes,
    keys,
    pupils: 0,
    rowsUsed: 0,
    contactRows: contacts.length,
    contactRowsWithoutId: contacts.filter(({ misId }) => misId === null).length,
    settled: family.rejections.length === 0,
    isAtEnd: rows.some(({ n }) => tail.has(n)),
    isKnown: known?.isSettled(known.numberOf(halvesOf(id))) ?? false,
  }
}

/** The same rows and keys make the same id, in whatever order they come. */
function idOf(hashes: Hash64[], keys: Hash64[]): string {
  const sorted = (list: Hash64[]) => list.map(({ hi, lo }) => `${hi.toString(36)}.${lo.toString(36)}`).sort()
  const hex = hash('sha256', `${sorted(hashes).join()}|${sorted(keys).join()}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
