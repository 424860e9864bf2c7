import type { StoredEntry } from '../../../modules/importing/index.ts'
import type { ContactPoint, Family, Link, Member } from '../../../modules/people/index.ts'
import { sentence } from '../../components/sentence.ts'
import { fieldWords, kindsOfPoint, pointAsText, textOf } from './plan-rows.ts'

/** One fact of a child or of one of its adults: as it is, and as it will be. Null is nothing. */
type Fact = { words: string; before: string | null; after: string | null }

/** A child, or one adult of the child, with all that is known before and after the import, and why it changes. */
export type Side = {
  key: string
  name: string
  facts: Fact[]
  whys: { rule: string; reason: string }[]
}

type Columns = Record<string, unknown>

/**
 * A child and its adults before and after a plan, side by side: of a plan that waits, everything that is known now beside what
 * would be; of one that is over (`family` null) what it changed alone. What was left out of the plan changes nothing.
 */
export function beforeAndAfter(family: Family | null, entries: readonly StoredEntry[]): Side[] {
  const counted = entries.filter(({ leftOut }) => leftOut === null)
  const [first] = entries
  const links = (family?.links ?? []).filter(({ endedOn }) => endedOn === null)
  const adultIds = new Set([
    ...links.map(({ adultId }) => adultId),
    ...entries.flatMap((entry) => (entry.entity === 'issue' ? [] : (entry.adultId ?? []))),
  ])
  const child: Side = {
    key: 'pupil',
    name: family ? `${family.pupil.forename} ${family.pupil.surname}` : (first?.pupilName ?? 'The child'),
    ...sideOfPupil(
      family?.pupil ?? null,
      counted.filter(({ entity, adultId }) => entity !== 'issue' && adultId === null),
    ),
  }
  const adults = [...adultIds].map((adultId) => {
    const link = links.find((one) => one.adultId === adultId) ?? null
    const of = counted.filter((entry) => entry.adultId === adultId && entry.entity !== 'issue')
    const named = entries.find((entry) => entry.adultId === adultId)?.adultName
    const name = link ? `${link.adult.forename} ${link.adult.surname}` : (named ?? 'An adult')
    return { key: adultId, name, ...sideOfAdult(link, of) }
  })
  return [child, ...adults].filter(({ facts }) => facts.length > 0)
}

function sideOfPupil(pupil: Member | null, entries: StoredEntry[]): Pick<Side, 'facts' | 'whys'> {
  const own = entries.filter(({ entity }) => entity === 'pupil')
  return {
    facts: [...factsOf(pupil ? columnsOfPupil(pupil) : null, own), ...pointsAfter([], entries)],
    whys: whysOf(entries),
  }
}

function sideOfAdult(
  link: (Link & { adult: { contactPoints: ContactPoint[]; forename: string; surname: string } }) | null,
  entries: StoredEntry[],
): Pick<Side, 'facts' | 'whys'> {
  const ofLink = entries.filter(({ entity }) => entity === 'link' || entity === 'prime')
  const names = entries.filter(({ entity, act }) => entity === 'adult' && act === 'update')
  const ends = ofLink.some(({ act }) => act === 'end')
  const comes = ofLink.some(({ act }) => act === 'add')
  const linked = { words: 'Link', before: comes ? null : 'linked', after: ends ? 'ended' : 'linked' }
  const facts = ends
    ? factsOf(link ? columnsOfLink(link) : null, []).map((fact) => ({ ...fact, after: null }))
    : factsOf(link ? columnsOfLink(link) : null, ofLink)
  return {
    facts: [
      ...(link || ofLink.length > 0 ? [linked] : []),
      ...facts,
      ...factsOf(null, names),
      ...pointsAfter(link?.adult.contactPoints ?? [], entries),
    ],
    whys: whysOf(entries),
  }
}

function factsOf(now: Columns | null, entries: StoredEntry[]): Fact[] {
  const before: Columns = { ...now }
  for (const entry of entries) if (now === null) Object.assign(before, entry.before)
  const after = Object.assign({}, before, ...entries.map((entry) => entry.after ?? {})) as Columns
  return Object.entries(fieldWords).flatMap(([field, words]) => {
    const [was, becomes] = [sayValue(before[field]), sayValue(after[field])]
    return was === null && becomes === null ? [] : [{ words, before: was, after: becomes }]
  })
}

function sayValue(value: unknown): string | null {
  if (value === true) return 'yes'
  return value === false ? 'no' : textOf(value)
}

function pointsAfter(points: ContactPoint[], entries: StoredEntry[]): Fact[] {
  const changes = entries.filter(({ entity }) => entity === 'contact point')
  const standing = points.map((point) => {
    const change = changes.find(({ entityId }) => entityId === point.id)
    const before = pointAsText({ value: point.value, raw: point.raw })
    const after = change ? (change.act === 'end' ? null : pointAsText(change.after)) : before
    return { words: kindsOfPoint[point.kind] ?? 'Phone', before, after }
  })
  const others = changes
    .filter(({ entityId }) => !points.some(({ id }) => id === entityId))
    .map(({ before, after }) => ({
      words: kindsOfPoint[textOf(after?.kind ?? before?.kind) ?? ''] ?? 'Phone',
      before: pointAsText(before),
      after: pointAsText(after),
    }))
  return [...standing, ...others]
}

function whysOf(entries: StoredEntry[]): Side['whys'] {
  const whys = new Map(entries.map(({ rule, reason }) => [`${rule} ${reason}`, { rule, reason: sentence(reason) }]))
  return [...whys.values()]
}

const columnsOfPupil = (pupil: Member): Columns => ({
  forename: pupil.forename,
  surname: pupil.surname,
  admission_number: pupil.admissionNumber,
  birth_date: pupil.birthDate,
  year: pupil.year,
  registration_group: pupil.registrationGroup,
  house: pupil.house,
  leaving_date: pupil.leavingDate,
  status: pupil.status,
})

const columnsOfLink = (link: Link): Columns => ({
  relationship: link.relationship,
  priority: link.priority,
  parental_responsibility: link.parentalResponsibility,
  lives_with: link.livesWith,
  prime: link.prime,
})
