import { smsParts } from '../../delivery/index.ts'
import type { Copy } from './audience.ts'
import {
  fillIn,
  jointNames,
  type MergeField,
  type MergeValues,
  readTemplate,
  type Template,
  valuesForPaper,
} from './merge-fields.ts'

/** A copy as the adult will read it. `parts` and `costPence` are 0 for emails. */
export type RenderedCopy = Copy & {
  subject: string | null
  body: string
  parts: number
  costPence: number
  /** Fields that had nothing to fill in. */
  empty: MergeField[]
  /** Characters that came in with a name or class and make the text dearer (MSG-8). */
  costlyNames: string[]
}

export type PersonNames = { title: string | null; forename: string; surname: string }
export type PupilNames = PersonNames & { registrationGroup: string | null; year: string | null }

export type RenderingFacts = {
  subject: string
  body: string
  schoolName: string
  costPerTextPence: number
  pupils: Map<string, PupilNames>
  adults: Map<string, PersonNames>
}

/** Fills in and counts each copy. Pure. Throws the refusals of `readTemplate`. */
export function renderCopies(copies: Copy[], facts: RenderingFacts): RenderedCopy[] {
  const subject = readTemplate(facts.subject)
  const body = readTemplate(facts.body)
  const typed = new Set(smsParts(wordsOf(body)).costly)
  return copies.map((copy) => {
    const values = valuesFor(copy, facts)
    const filled = fillIn(body, values)
    if (copy.channel === 'email') {
      const heading = fillIn(subject, values)
      const empty = [...new Set([...heading.empty, ...filled.empty])]
      return { ...copy, subject: heading.text, body: filled.text, parts: 0, costPence: 0, empty, costlyNames: [] }
    }
    const { parts, costly } = smsParts(filled.text)
    return {
      ...copy,
      subject: null,
      body: filled.text,
      parts: parts.length,
      costPence: parts.length * facts.costPerTextPence,
      empty: filled.empty,
      costlyNames: costly.filter((character) => !typed.has(character)),
    }
  })
}

/** The words as they go home on paper with one child. */
export function renderForPaper(body: string, pupil: PupilNames, schoolName: string): string {
  const template = readTemplate(body)
  const values = valuesOf([pupil], undefined, schoolName)
  return fillIn(template, valuesForPaper(values, template)).text
}

const wordsOf = (template: Template) => template.filter((piece) => typeof piece === 'string').join('')

function valuesFor(copy: Copy, { pupils, adults, schoolName }: RenderingFacts): MergeValues {
  const about = copy.pupilIds.flatMap((id) => pupils.get(id) ?? [])
  return valuesOf(about, adults.get(copy.adultId), schoolName)
}

/** In a general message the pupil fields are never asked for; then the first child stands in. */
function valuesOf(about: PupilNames[], adult: PersonNames | undefined, schoolName: string): MergeValues {
  const pupil = about[0]
  return {
    'pupil.forename': pupil?.forename ?? '',
    'pupil.surname': pupil?.surname ?? '',
    'pupil.name': nameOf(pupil),
    'pupil.class': pupil?.registrationGroup ?? '',
    'pupil.year': pupil?.year ?? '',
    children: jointNames(about.map(({ forename }) => forename)),
    'adult.title': adult?.title ?? '',
    'adult.forename': adult?.forename ?? '',
    'adult.surname': adult?.surname ?? '',
    'adult.name': nameOf(adult),
    'school.name': schoolName,
  }
}

const nameOf = (person: PersonNames | undefined) => (person ? `${person.forename} ${person.surname}`.trim() : '')
