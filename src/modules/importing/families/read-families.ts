import { hash } from 'node:crypto'
import type { Trx } from '../../../platform/db/index.ts'
import type { RowsDigested } from '../reading/digest-of-rows.ts'
import type { Inspection } from '../reading/inspect-files.ts'
import { type ReadRow, readRows } from '../reading/read-rows.ts'
import type { PupilRecord, RejectedRow, RowRecords } from '../records.ts'
import { chooseRows, tailOf } from './choose-rows.ts'
import { type Family, gatherFamily, type RunRow } from './gather-family.ts'
import { type Hash64, hash64, NumberList } from './hashes.ts'
import { JoinedKeys } from './joined-keys.ts'
import { halvesOf, KnownFamilies, type KnownFamily, type Totals } from './known-families.store.ts'
import { makeInTurns } from './one-ahead.ts'
import { rowsByFamily } from './order-rows.ts'
import { PeopleNamed } from './people-named.ts'
import { noteDigests } from './record-digest.ts'
import { keyOfRef, keysOfRow, nameOfLink, separator } from './records-of-row.ts'
import { RowSpool, type StoredRow } from './row-spool.ts'
import { isBorneInSnapshot, keysOnRecord } from './snapshot.store.ts'
import { joinByRecord, joinChangedByRecord } from './tied-on-record.ts'

const rowsAtOnce = 500

export type RunFamily = Family &
  KnownFamily & {
    hashes: Hash64[]
    keys: Hash64[]
    /** One of its rows stands at the end of a file. */
    isAtEnd: boolean
    /** The last run left it with these very rows and keys, and none of them refused. */
    isKnown: boolean
    /** `pupil␟key`, `contact␟key` and `link␟key` of rows that the last run had in a family that it left settled. None where all is decided again. */
    namedBefore: ReadonlySet<string>
    /** How many pupils the families of the last run had to which these rows belonged. */
    pupilsBefore: number
    /** How many rows with a contact these had. */
    contactRowsBefore: number
    /** Keys of contacts in rows that were in none of them. */
    contactsOfNewRows: ReadonlySet<string>
    /** These families were plain, all of them. */
    wasPlain: boolean
    /** The last run left it as plain with these very rows and keys. */
    isKnownAsPlain: boolean
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
  lookedAtAgain: () => Iterable<string>
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
  known?.forgetRows()
  if (choice === null) known?.forgetCounts()
  const people = choice && new PeopleNamed()
  const [rows, ofKeys] = [new NumberList(), new NumberList()]
  const run: Run = { joined, spool, rows, ofKeys, rejected: [], spared: new Set(), people }
  const isLookedAt = (number: number) => choice === null || choice.touched.has(number)
  const lastLines = new Map<number, number>()
  const weak = whichFilesOnlyName(inspection)
  let rowsSeen = 0
  const isGood = ({ fileNo, line }: { fileNo: number; line: number }) =>
    lastLines.set(fileNo, Math.max(line, lastLines.get(fileNo) ?? 0))
  const take = (row: ReadRow) => takeRow(run, row, weak[row.fileNo] ?? false)
  const onPassed = (passed: { rows: number; fileNo: number; line: number }) => {
    rowsSeen += passed.rows
    isGood(passed)
  }
  const isWanted = (n: number) => choice === null || choice.wants(n)
  // Where every row is read they are of no use, and in the way of much that waits.
  const placesOfFiles = digested.placesOfFiles.splice(0).filter(() => choice !== null)
  for await (const batch of readRows(inspection, { isWanted, onPassed, placesOfFiles })) {
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
  if (choice && known && people) {
    const readAlso = async (families: Set<number>) => {
      const isOfThem = (n: number) => families.has(choice.familyOf(n))
      for await (const batch of readRows(inspection, { isWanted: isOfThem, onPassed: () => {}, placesOfFiles }))
        for (const row of batch) await take(row)
    }
    const { schoolId } = plan
    await joinChangedByRecord({ trx, schoolId, joined, known, touched: choice.touched, people, readAlso })
  } else await joinByRecord(joined, keysOnRecord(trx, plan.schoolId, null))
  const passedOver = (known ?? new KnownFamilies()).totalsOf((number) => !isLookedAt(number))
  const familyBefore = (n: number) => {
    // Where every family is looked at, it is counted how many people are on record (IMP-10).
    const number = passedOver.families > 0 ? (choice?.familyOf(n) ?? -1) : -1
    return number >= 0 && known?.isSettled(number) ? number : -1
  }
  const isPassedOver = choice && known ? (id: string) => !isLookedAt(known.numberOf(halvesOf(id))) : null
  return {
    rejected: run.rejected,
    spared: run.spared,
    lastLines,
    aligned,
    follows: known !== null,
    isBorneElsewhere: (refs, record) =>
      isBorneElsewhere({ trx, schoolId: plan.schoolId, joined, isPassedOver }, refs, record),
    passedOver,
    lookedAtAgain: () => (known ? idsOf(known, isLookedAt) : []),
    families: () => gatherAll(run, { digested, known, tail: tailOf(digested), familyBefore }),
    clear: () => spool.clear(),
  }
}

function* idsOf(known: KnownFamilies, isMeant: (number: number) => boolean): Generator<string> {
  for (let number = 0; number < known.size; number += 1) if (isMeant(number)) yield known.idOf(number)
}

async function isBorneElsewhere(
  of: { trx: Trx; schoolId: string; joined: JoinedKeys; isPassedOver: ((familyId: string) => boolean) | null },
  refs: string[],
  record: PupilRecord,
): Promise<boolean> {
  const own = of.joined.familyOfKey(keyOfRef(record.refs[0] ?? record.key))
  const families = refs.map((ref) => of.joined.familyOfListed(keyOfRef(ref)))
  if (families.some((family) => family >= 0 && family !== own)) return true
  return of.isPassedOver !== null && isBorneInSnapshot(of.trx, of.schoolId, { refs, isPassedOver: of.isPassedOver })
}

type Run = {
  joined: JoinedKeys
  spool: RowSpool
  /** Numbers of the rows that are kept, and beside each the key by which its family is found. */
  rows: NumberList
  ofKeys: NumberList
  rejected: RejectedRow[]
  spared: Set<string>
  /** Their people, where only some rows are looked at. */
  people: PeopleNamed | null
}

async function takeRow(run: Run, row: ReadRow, weak: boolean): Promise<void> {
  if (row.kind === 'rejected') {
    run.rejected.push(row.row)
    for (const ref of row.about) run.spared.add(ref)
    return
  }
  const { n, fileNo, line, records } = row
  const stored: StoredRow = { fileNo, line, weak, records }
  run.people?.note(records)
  run.rows.add(n)
  const keys = keysOfRow(records).map((key) => run.joined.add(key))
  run.ofKeys.add(joinAll(run.joined, keys))
  // Those of the pupil stand first.
  if (records.pupil && !weak) for (const key of keys.slice(0, records.pupil.refs.length)) run.joined.markListed(key)
  await run.spool.add(n, stored)
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

type Gathering = {
  digested: RowsDigested
  known: KnownFamilies | null
  tail: Set<number>
  /** The number of the family in which the last run had the row of this number, where it left that settled; or -1. */
  familyBefore: (n: number) => number
}

async function* gatherAll(run: Run, gathering: Gathering): AsyncGenerator<RunFamily[]> {
  const order = rowsByFamily(run)
  run.rows.clear()
  run.ofKeys.clear()
  let from = 0
  while (from < order.length) {
    let to = from
    while (to < order.length && (to - from < rowsAtOnce || !order.isFirst(to))) to += 1
    const families: RunRow[][] = []
    for (const [at, row] of (await run.spool.read(order.numbers(from, to))).entries())
      if (order.isFirst(from + at)) families.push([row])
      else families.at(-1)?.push(row)
    yield await makeInTurns(families, (rows) => familyOf(rows, gathering))
    from = to
  }
}

function familyOf(rows: RunRow[], { digested, known, tail, familyBefore }: Gathering): RunFamily {
  const family = gatherFamily(rows)
  if (known) noteDigests(family.records.values())
  const hashes = rows.map(({ n }) => digested.hashes.at(n - 1))
  const keys = [...new Set(rows.flatMap(({ records }) => keysOfRow(records)))].map(hash64)
  const contacts = rows.flatMap(({ records }) => records.contact ?? [])
  const id = idOf(hashes, keys)
  const before = [...new Set(rows.map(({ n }) => familyBefore(n)))].filter((number) => number >= 0)
  const asKnown = known?.numberOf(halvesOf(id)) ?? -1
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
    plain: false,
    isAtEnd: rows.some(({ n }) => tail.has(n)),
    isKnown: known?.isSettled(asKnown) ?? false,
    isKnownAsPlain: known?.isPlain(asKnown) ?? false,
    namedBefore: new Set(rows.flatMap(({ n, records }) => (familyBefore(n) >= 0 ? namedIn(records) : []))),
    pupilsBefore: before.reduce((sum, number) => sum + (known?.pupilsOf(number) ?? 0), 0),
    contactRowsBefore: before.reduce((sum, number) => sum + (known?.contactRowsOf(number) ?? 0), 0),
    contactsOfNewRows: new Set(
      rows.flatMap(({ n, records }) => (familyBefore(n) < 0 && records.contact ? records.contact.key : [])),
    ),
    wasPlain: before.length > 0 && before.every((number) => known?.isPlain(number) ?? false),
  }
}

const namedIn = ({ pupil, contact, link }: RowRecords): string[] => [
  ...(pupil ? [`pupil${separator}${pupil.key}`] : []),
  ...(contact ? [`contact${separator}${contact.key}`] : []),
  ...(link ? [nameOfLink(link.pupilKey, link.contactKey)] : []),
]

/** The same rows and keys make the same id, in whatever order they come. */
function idOf(hashes: Hash64[], keys: Hash64[]): string {
  const sorted = (list: Hash64[]) => list.map(({ hi, lo }) => `${hi.toString(36)}.${lo.toString(36)}`).sort()
  const hex = hash('sha256', `${sorted(hashes).join()}|${sorted(keys).join()}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
