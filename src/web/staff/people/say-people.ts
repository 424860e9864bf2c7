import type { Link } from '../../../modules/people/index.ts'

/** What a link says, in the order offices ask: relationship, ringing order, parental responsibility, home. */
export function sayLink(link: Link, child: string): string[] {
  const facts = [link.relationship ?? 'Relationship not known']
  if (link.priority !== null) facts.push(`priority ${link.priority}`)
  facts.push(responsibility[link.parentalResponsibility])
  if (link.livesWith === 'yes') facts.push(`lives with ${child}`)
  if (link.livesWith === 'no') facts.push('another address')
  return facts
}

const responsibility = {
  yes: 'parental responsibility',
  no: 'no parental responsibility',
  unknown: 'parental responsibility not known',
}

export function nameOf(person: { forename: string; surname: string }): string {
  return `${person.forename} ${person.surname}`.trim()
}

/** `Amira’s`, `James’`: whose it is. */
export function possessive(name: string): string {
  return /s$/i.test(name) ? `${name}’` : `${name}’s`
}

/** Where a person's own page is, under `people/`. */
export function pathOf({ kind, id }: { kind: 'pupil' | 'adult' | 'member'; id: string }): string {
  return `${kind}s/${id}`
}

/** `Year 6`, `Reception`, `Nursery 2`; a year in words of the school's own stays as it is. */
export function sayYear(year: string): string {
  if (/^\d+$/.test(year)) return `Year ${year}`
  if (/^r$/i.test(year)) return 'Reception'
  return /^n\d?$/i.test(year) ? `Nursery${year.slice(1) && ` ${year.slice(1)}`}` : year
}

/** A class name that stays on one line. */
export function sayClass(name: string | null): string {
  return name === null ? '–' : name.replaceAll(' ', '\u00a0')
}
