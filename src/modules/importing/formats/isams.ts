import { foldCaption } from '../rules/fold-name.ts'
import { meaningOf } from './fields.ts'
import type { Format } from './format.ts'
import { recognisedBy } from './recognise.ts'
import type { Unpivot } from './unpivot.ts'

/** How iSAMS marks what belongs to the second person of a contact record. */
const SECOND = /^(?:secondperson|2ndperson|person2|secondary|second|2nd)(?=[a-z])/
const FIRST = /^(?:1stperson|firstperson|person1|1st|first)(?=title|forename|surname|initials)/

/**
 * iSAMS. A contact record may hold two people, who come in as two. *Contact Only* means no communication about the pupil, so
 * nothing of their details is kept.
 */
export const isams: Format = {
  name: 'isams',
  words: 'iSAMS',
  recognise: recognisedBy('iSAMS', {
    only: [
      'contactonly',
      'allmerges',
      'relationshipraw',
      'studenthome',
      'labelsalutation',
      'lettersalutation',
      'secondaryforename',
      'secondarysurname',
      'isamsid',
      'pupilschoolcode',
    ],
  }),
  synonyms: {
    contactonly: 'optedOut',
    relationshipraw: 'relationship',
    studenthome: 'livesWith',
    schoolid: 'pupilId',
    isamsid: 'pupilId',
    schoolcode: 'admissionNumber',
  },
  unpivot: secondPerson,
  dayFirstByDefault: true,
}

/** Two people of one record share address and flags; each has a name, and perhaps an email and a mobile, of their own. */
function secondPerson(captions: string[]): Unpivot | null {
  const folded = captions.map(foldCaption)
  const isSecond = folded.map(
    (caption) => SECOND.test(caption) && meaningOf(`contact${caption.replace(SECOND, '')}`) !== null,
  )
  if (!isSecond.some((second, index) => second && /surname|forename/.test(folded[index] ?? ''))) return null
  const own = folded.map((caption) => caption.replace(FIRST, ''))
  const kept = captions.flatMap((caption, index) =>
    isSecond[index] ? [] : [{ caption: shown(caption, folded[index], own[index]), index }],
  )
  const secondOf = (index: number) => {
    const meaning = meaningOf(contactOf(own[index] ?? ''))?.meaning
    return folded.findIndex(
      (caption, at) => isSecond[at] && meaningOf(contactOf(caption.replace(SECOND, '')))?.meaning === meaning,
    )
  }
  const isOwn = ({ index }: { index: number }) => PERSONAL.test(contactOf(own[index] ?? ''))
  return {
    captions: kept.map(({ caption }) => caption),
    people: [
      { cells: kept.map(({ index }) => index), signs: kept.filter(isOwn).map(({ index }) => index) },
      {
        cells: kept.map((one) => {
          if (isContactId(folded[one.index] ?? '')) return { column: one.index, suffix: '/2' }
          if (!isOwn(one)) return one.index
          const second = secondOf(one.index)
          return second < 0 ? null : second
        }),
        signs: folded.flatMap((caption, index) => (isSecond[index] && /surname|forename/.test(caption) ? [index] : [])),
      },
    ],
  }
}

const PERSONAL =
  /^contact(title|forename|surname|initials|email|emailaddress|mobile|mobilenumber|mobilephone|workemail|worktelephone)/
const contactOf = (caption: string) => (caption.startsWith('contact') ? caption : `contact${caption}`)
const isContactId = (caption: string) => meaningOf(caption)?.meaning === 'id' && meaningOf(caption)?.side === 'contact'
/** `1st Person Forename` → `Contact forename`; what is not changed is shown as it stands. */
const shown = (caption: string, folded: string | undefined, own: string | undefined) =>
  folded === own ? caption : `Contact ${own}`
