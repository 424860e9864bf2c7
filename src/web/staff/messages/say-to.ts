import type { Family, GroupOfSchool, Member } from '../../../modules/people/index.ts'
import { sayYear } from '../people/say-people.ts'

/** Who was picked, in words: `Year 6`, `6 Beech and 2 children`. Single children are named while there are few. */
export function sayTo(selectors: string[], names: { groups: GroupOfSchool[]; pupils: Member[] }): string {
  const parts = selectors
    .filter((selector) => !selector.startsWith('pupil:'))
    .map((selector) => sayOne(selector, names))
  const single = selectors.filter((selector) => selector.startsWith('pupil:'))
  if (single.length > 3) parts.push(`${single.length} children`)
  else parts.push(...single.map((selector) => nameOf(selector.slice(6), names.pupils)))
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? 'nobody yet')
}

function sayOne(selector: string, { groups }: { groups: GroupOfSchool[] }): string {
  if (selector === 'all') return 'the whole school'
  const [kind, ...rest] = selector.split(':')
  const value = rest.join(':')
  if (kind === 'year') return sayYear(value)
  if (kind === 'unregistered') return `children${value ? ` of ${value}` : ''} without a registered adult`
  return groups.find(({ id }) => id === value)?.name ?? value
}

function nameOf(idOrNumber: string, pupils: Member[]): string {
  const pupil = pupils.find(({ id, admissionNumber }) => id === idOrNumber || admissionNumber === idOrNumber)
  return pupil ? `${pupil.forename} ${pupil.surname}` : `pupil ${idOrNumber}`
}

/** How it goes out, in words. */
export const channelWords = {
  auto: 'email where there is one, else text',
  sms: 'text',
  email: 'email',
  both: 'email and text',
} as const

export const audienceWords = {
  prime: 'prime adults',
  all: 'all adults who may receive',
  household: 'one adult in each household',
} as const

/** `1 child`, `58 children`. */
export const children = (count: number) => counted(count, 'child', 'children')
export const adults = (count: number) => counted(count, 'adult')
const emails = (count: number) => counted(count, 'email')
const texts = (count: number) => counted(count, 'text')

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`
}

/** `49 emails and 15 texts`. */
export function sayCopies(counts: { emails: number; texts: number }): string {
  const parts = [counts.emails > 0 ? emails(counts.emails) : '', counts.texts > 0 ? texts(counts.texts) : '']
  return parts.filter(Boolean).join(' and ') || 'nothing'
}

/** The name of a child among these families. */
export function nameOfPupil(families: Family[], pupilId: string): string {
  const pupil = families.find((family) => family.pupil.id === pupilId)?.pupil
  return pupil ? `${pupil.forename} ${pupil.surname}` : ''
}
