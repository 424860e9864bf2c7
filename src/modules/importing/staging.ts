import { hash } from 'node:crypto'
import type { Trx } from '../../platform/db/index.ts'
import { copyInto } from '../../platform/db/index.ts'
import type { Inspection } from './reading/inspect-files.ts'
import { readRows } from './reading/read-rows.ts'
import type { PupilRecord, RejectedRow, RowRecords } from './records.ts'
import { keyOfPoint } from './rules/decide-details.ts'
import { applicantPrefix, pupilsThatAreOne, whichListedPupil } from './rules/which-member.ts'
import {
  dropMovedPupils,
  dropRepeats,
  moveToPupils,
  pupilsBearing,
  pupilsSharingRefs,
  weakPupilsAfter,
} from './staging.store.ts'

/** Between the parts of a key; it occurs in no export. */
const separator = '\u001f'

export type StagedCounts = {
  read: number
  rejected: number
  contactRows: number
  contactRowsWithoutId: number
  /** References of pupils of whom a row could not be used: the file was not silent about them. */
  spared: Set<string>
}

/**
 * Streams the files' records into the staging table by COPY (they are made one each afterwards, in SQL) and hands the
 * rejected rows on. Memory stays flat: nothing is held but the last few thousand keys.
 */
export async function stageFiles(
  trx: Trx,
  stage: {
    schoolId: string
    planId: string
    inspection: Inspection
    onRejected: (rows: RejectedRow[]) => Promise<void>
  },
): Promise<StagedCounts> {
  const counts: StagedCounts = { read: 0, rejected: 0, contactRows: 0, contactRowsWithoutId: 0, spared: new Set() }
  const rejected: RejectedRow[] = []
  const lines = stagedLines({ ...stage, counts, rejected })
  await copyInto(
    trx,
    'copy import_rows (school_id, plan_id, kind, key, parent, other, n, file_no, line, is_primary, hash, data) from stdin',
    lines,
  )
  await stage.onRejected(rejected)
  return counts
}

async function* stagedLines(stage: {
  schoolId: string
  planId: string
  inspection: Inspection
  counts: StagedCounts
  rejected: RejectedRow[]
}): AsyncGenerator<string> {
  const { files } = stage.inspection
  // In a delta a contact's pupil may be known from an earlier import only, and is looked up there.
  const isDelta = files.some((file) => file.contents.partial === 'all')
  const listing = new Set(files.filter((file) => file.contents.listsPupils).map((file) => file.name))
  const seen = new RecentKeys()
  const head = `${stage.schoolId}\t${stage.planId}\t`
  for await (const batch of readRows(stage.inspection)) {
    let chunk = ''
    for (const item of batch) {
      stage.counts.read += 1
      if (item.kind === 'rejected') {
        stage.counts.rejected += 1
        stage.rejected.push(item.row)
        for (const ref of item.pupilRefs) stage.counts.spared.add(ref)
        continue
      }
      countContact(stage.counts, item.records)
      const weak = !isDelta && listing.size > 0 && !listing.has(item.file)
      const place = {
        n: stage.counts.read,
        fileNo: files.findIndex((file) => file.name === item.file),
        line: item.line,
      }
      for (const record of recordsOfRow(item.records, weak)) {
        const data = JSON.stringify(record.data)
        // What says otherwise of the same record is no repetition: which of the two counts is decided below.
        if (seen.hasOrAdd(record.kind + separator + record.key + separator + data)) continue
        chunk += `${head}${lineOf(record, data, place)}`
      }
    }
    if (chunk !== '') yield chunk
  }
}

function countContact(counts: StagedCounts, { contact }: RowRecords): void {
  if (!contact) return
  counts.contactRows += 1
  if (contact.misId === null) counts.contactRowsWithoutId += 1
}

export type Staged = {
  kind: string
  key: string
  parent: string | null
  other: string | null
  isPrimary: boolean
  data: unknown
}

/**
 * The records of one row. The *primary* one tells whether the row brought somebody or something new (used) or only repeats
 * what another row brought (merged). A `weak` pupil comes from a file that does not list pupils and is looked up among those of the run.
 */
function* recordsOfRow(row: RowRecords, weak: boolean): Generator<Staged> {
  if (row.pupil?.status === 'pre-admission') {
    yield* recordsOfApplicant(row.pupil, weak)
    return
  }
  const { pupil, staff, contact, link } = row
  const primary = link ? 'link' : staff ? 'staff' : pupil ? 'pupil' : 'group'
  if (pupil) {
    const kind = weak ? 'weak' : 'pupil'
    yield { kind, key: pupil.key, parent: pupil.key, other: null, isPrimary: primary === 'pupil', data: pupil }
    if (!weak)
      for (const ref of pupil.refs)
        yield {
          kind: 'ref',
          key: ref + separator + pupil.key,
          parent: ref,
          other: pupil.key,
          isPrimary: false,
          data: {},
        }
  }
  if (staff) yield { kind: 'staff', key: staff.key, parent: null, other: null, isPrimary: true, data: staff }
  if (contact) yield { kind: 'contact', key: contact.key, parent: null, other: null, isPrimary: false, data: contact }
  if (link)
    yield {
      kind: 'link',
      key: link.pupilKey + separator + link.contactKey,
      parent: link.pupilKey,
      other: link.contactKey,
      isPrimary: true,
      data: link,
    }
  for (const point of row.points) {
    const owner = point.owner + separator + point.ownerKey
    yield {
      kind: 'point',
      key: owner + separator + keyOfPoint(point),
      parent: owner,
      other: null,
      isPrimary: false,
      data: point,
    }
  }
  for (const group of row.groups) {
    const key = [group.pupilKey, group.kind, group.name].join(separator)
    yield { kind: 'group', key, parent: group.pupilKey, other: null, isPrimary: primary === 'group', data: group }
  }
}

/** IMP-21: an application stands by itself; no contact, group or detail of its rows comes along. */
function* recordsOfApplicant(pupil: PupilRecord, weak: boolean): Generator<Staged> {
  const key = applicantPrefix + pupil.key
  yield { kind: 'pupil', key, parent: key, other: null, isPrimary: true, data: { ...pupil, key } }
  if (weak) return
  for (const ref of pupil.refs)
    yield { kind: 'ref', key: ref + separator + key, parent: ref, other: key, isPrimary: false, data: {} }
}

/** PostgreSQL's jsonb takes neither NUL nor half of a surrogate pair; a backslash that was typed is no escape. */
const withoutBadEscapes = (json: string): string =>
  json.replace(/\\(\\|u0000|ud[89a-f][0-9a-f]{2})?/g, (found, escaped: string | undefined) =>
    escaped?.startsWith('u') ? '' : found,
  )

function lineOf(record: Staged, json: string, place: { n: number; fileNo: number; line: number }): string {
  const data = json.includes('\\u') ? withoutBadEscapes(json) : json
  const digest = hash('sha1', data, 'base64')
  return `${[record.kind, text(record.key), text(record.parent), text(record.other), place.n, place.fileNo, place.line, record.isPrimary, digest, text(data)].join('\t')}\n`
}

/** A value in COPY's text form. */
function text(value: string | null): string {
  if (value === null) return '\\N'
  if (!/[\\\t\n\r\0]/.test(value)) return value
  return value
    .replaceAll('\0', '')
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
}

/**
 * Finds the pupils whom a contacts file only names among those that the run lists, and moves what hangs on them over.
 * Returns the keys of those that fit nobody.
 */
export async function resolveWeakPupils(trx: Trx, plan: { schoolId: string; planId: string }): Promise<string[]> {
  const lost: string[] = []
  let after = ''
  for (;;) {
    const weak = await weakPupilsAfter(trx, plan, after, 1000)
    if (weak.length === 0) break
    after = weak.at(-1)?.key ?? after
    const bearing = await pupilsBearing(trx, plan, [...new Set(weak.flatMap((pupil) => pupil.refs))])
    const found = weak.map((pupil) => ({ weak: pupil.key, strong: whichListedPupil(pupil.refs, bearing) }))
    lost.push(...found.flatMap(({ weak: key, strong }) => (strong === null ? [key] : [])))
    const moves = found.flatMap(({ weak: key, strong }) =>
      strong === null || strong === key ? [] : [{ weak: key, strong }],
    )
    if (moves.length > 0) await moveToPupils(trx, plan, moves)
  }
  // Two files may name the same pair, by different references of the pupil.
  await dropRepeats(trx, plan)
  return lost
}

/** A pupil of whom some rows lack the id that others have is one pupil. */
export async function joinListedPupils(trx: Trx, plan: { schoolId: string; planId: string }): Promise<void> {
  const { pupils, bearing } = await pupilsSharingRefs(trx, plan)
  const moves = [...pupilsThatAreOne(pupils, bearing)].map(([weak, strong]) => ({ weak, strong }))
  for (let at = 0; at < moves.length; at += 1000) {
    const part = moves.slice(at, at + 1000)
    await moveToPupils(trx, plan, part)
    await dropMovedPupils(trx, plan, part)
  }
}

/** Rows of a cross product stand close together, so remembering the last keys keeps most repeats out of the database. */
class RecentKeys {
  #young = new Set<string>()
  #old = new Set<string>()

  hasOrAdd(key: string): boolean {
    if (this.#young.has(key) || this.#old.has(key)) return true
    this.#young.add(key)
    if (this.#young.size >= 20_000) {
      this.#old = this.#young
      this.#young = new Set()
    }
    return false
  }
}
