import { mayBeChosen, type StoredEntry } from '../../../modules/importing/index.ts'
import { sentence } from '../../components/sentence.ts'

/** One thing that changes, in words: what it is, how it was, how it will be. */
export type ShownChange = { words: string; before: string | null; after: string | null; more: string | null }

/** What a plan does about one child and one adult (or about the child alone, or somebody of the staff), and why. */
export type PlanRow = {
  key: string
  pupil: { id: string; name: string; admissionNumber: string | null } | null
  adult: string | null
  changes: ShownChange[]
  whys: { rule: string; reason: string }[]
  /** A data issue that would be raised, or settled. */
  issue: 'raised' | 'settled' | null
  /** The numbers of its entries that somebody may leave out. */
  seqs: number[]
  /** Whether the import passes all of this by, or a part of it; `by` whom. */
  leftOut: { how: 'whole' | 'part'; by: string | null } | null
}

/** Groups the entries of a page: all that happens to the same child and adult is one row. Entries come sorted by child. */
export function rowsOfEntries(entries: readonly StoredEntry[]): PlanRow[] {
  const rows = new Map<string, StoredEntry[]>()
  for (const entry of entries) {
    const issue = entry.entity === 'issue' ? `issue ${entry.seq}` : ''
    const key = [entry.pupilId ?? entry.pupilName ?? '', entry.adultId ?? entry.adultName ?? '', issue].join('|')
    rows.set(key, [...(rows.get(key) ?? []), entry])
  }
  return [...rows].map(([key, of]) => rowOf(key, of)).filter((row) => row.changes.length > 0 || row.issue !== null)
}

function rowOf(key: string, entries: StoredEntry[]): PlanRow {
  const [first] = entries
  if (!first) throw new Error('a row without entries')
  const { pupilId, pupilName, admissionNumber, adultName } = first
  const linked = entries.some(({ entity, act }) => entity === 'link' && act === 'add')
  const whys = new Map(entries.map(({ rule, reason }) => [`${rule} ${reason}`, { rule, reason: sentence(reason) }]))
  const issue = first.entity === 'issue' ? (first.act === 'add' ? 'raised' : 'settled') : null
  return {
    key,
    pupil: pupilName === null ? null : { id: pupilId ?? '', name: pupilName, admissionNumber },
    adult: adultName,
    changes: issue ? [] : entries.flatMap((entry) => changesOf(entry, { linked })),
    whys: [...whys.values()],
    issue,
    seqs: entries.filter(mayBeChosen).map(({ seq }) => seq),
    leftOut: leftOutOf(entries),
  }
}

function leftOutOf(entries: StoredEntry[]): PlanRow['leftOut'] {
  const out = entries.filter(({ leftOut }) => leftOut !== null)
  if (out.length === 0) return null
  return { how: out.length === entries.length ? 'whole' : 'part', by: out[0]?.leftOutBy ?? null }
}

function changesOf(entry: StoredEntry, { linked }: { linked: boolean }): ShownChange[] {
  const { entity, act, adultName } = entry
  if (entity === 'link') return changesOfLink(entry)
  if (entity === 'prime') return [shown(`${adultName ?? 'The adult'} becomes prime`)]
  if (entity === 'court order') return changeOfCourtOrder(entry)
  if (entity === 'contact point') return [changeOfPoint(entry)]
  if (act === 'leave') return [shown(entity === 'pupil' ? 'Becomes a leaver' : 'Leaves')]
  if (act === 'update') return changedFields(entry)
  if (entity === 'adult') return linked ? [] : [shown('Comes in', { after: adultName })]
  return [shown(entity === 'pupil' ? 'Comes on roll' : 'Comes to the staff')]
}

function shown(words: string, values: Partial<ShownChange> = {}): ShownChange {
  return { words, before: null, after: null, more: null, ...values }
}

function changesOfLink(entry: StoredEntry): ShownChange[] {
  const { act, adultName, after, before } = entry
  const facts = [textOf(after?.relationship)?.toLowerCase(), after?.prime === true ? 'prime' : 'not prime']
  if (act === 'add') return [shown('Link to', { after: adultName, more: facts.filter(Boolean).join(', ') })]
  if (act === 'end') return [shown('Link ends:', { before: adultName })]
  if (before?.ended_on && !after?.ended_on)
    return [shown('Link begins again:', { after: adultName, more: facts.filter(Boolean).join(', ') })]
  if (before?.prime !== after?.prime)
    return [
      shown(`${adultName ?? 'The adult'} ${after?.prime === true ? 'becomes prime' : 'is prime no longer'}`),
      ...changedFields(entry).filter(({ words }) => words !== 'Prime'),
    ]
  return changedFields(entry)
}

function changeOfCourtOrder({ after, act }: StoredEntry): ShownChange[] {
  if (after?.flag === 'yes') return [shown('Court order flagged: the link is held until a person decides')]
  return act === 'add' ? [] : [shown('Court order', { after: textOf(after?.flag) })]
}

export const kindsOfPoint: Record<string, string> = {
  mobile: 'Mobile',
  landline: 'Landline',
  email: 'Email',
  pager: 'Pager',
}

function changeOfPoint({ act, before, after }: StoredEntry): ShownChange {
  const kind = kindsOfPoint[textOf(after?.kind ?? before?.kind) ?? ''] ?? 'Phone'
  const [was, becomes] = [pointAsText(before), pointAsText(after)]
  if (act === 'end') return shown(kind, { before: was })
  const unusable = after?.usable === false ? `cannot be used: ${textOf(after.reason) ?? 'it is not complete'}` : null
  if (was === becomes) return shown(`${kind} ${becomes ?? ''}`.trim(), { more: unusable ?? 'another place or note' })
  return shown(kind, { before: act === 'add' ? null : was, after: becomes, more: unusable })
}

/** A British mobile as people write it: 07700 900123. */
export function pointAsText(point: Record<string, unknown> | null): string | null {
  const value = textOf(point?.value) ?? textOf(point?.raw)
  return value?.replace(/^\+44(\d{4})(\d{6})$/, '0$1 $2') ?? null
}

export const fieldWords: Record<string, string> = {
  title: 'Title',
  forename: 'Forename',
  surname: 'Surname',
  legal_forename: 'Legal forename',
  legal_surname: 'Legal surname',
  admission_number: 'Admission number',
  upn: 'UPN',
  role: 'Role',
  birth_date: 'Date of birth',
  year: 'Year',
  registration_group: 'Class',
  house: 'House',
  leaving_date: 'Leaving date',
  status: 'Status',
  address: 'Address',
  postcode: 'Postcode',
  relationship: 'Relationship',
  priority: 'Priority',
  parental_responsibility: 'Parental responsibility',
  lives_with: 'Lives with',
  prime: 'Prime',
  mis_id: 'Number in the MIS',
}

const keyWords: Record<string, string> = { id: 'MIS number', adm: 'admission number', upn: 'UPN' }

function changedFields({ before, after }: StoredEntry): ShownChange[] {
  const said = Object.entries(fieldWords).flatMap(([field, words]) => {
    if (!after || !(field in after)) return []
    const [was, becomes] = [textOf(before?.[field]), textOf(after[field])]
    return was === becomes ? [] : [shown(words, { before: was, after: becomes ?? 'nothing' })]
  })
  // Where nothing else changes, the row would stand there empty.
  if (said.length > 0 || !after?.mis_key || after.mis_key === before?.mis_key) return said
  return [shown('Known again by', { before: sayKey(before?.mis_key), after: sayKey(after.mis_key) })]
}

/** `adm:4301`, by which a record is known again, as people say it. */
function sayKey(key: unknown): string | null {
  const [, kind = '', number = ''] = /^(id|adm|upn):(.*)$/.exec(textOf(key) ?? '') ?? []
  if (kind !== '') return `${keyWords[kind]} ${number}`
  return textOf(key) === null ? null : 'name'
}

export function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  return String(value)
}
