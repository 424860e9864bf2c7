import { type Clock, dayAfter } from '../../platform/clock/index.ts'
import type { Db } from '../../platform/db/index.ts'
import {
  checkLetterText,
  type LetterKind,
  type LetterLanguage,
  type LetterText,
  pictureOfSecurityLetter,
  renderSecurityLetters,
} from '../letters/index.ts'
import { type Member, membersWhere } from '../people/index.ts'
import type { School } from '../schools/index.ts'
import { loadLetterhead, pageOf } from './making-sheets.ts'

type Preview = {
  school: School
  kind: LetterKind
  language: LetterLanguage
  words?: LetterText
  siteAddress: string
  clock: Clock
}

/**
 * LET-7: a letter as it would be printed, with the longest name of the school and codes that open nothing. `words` as somebody
 * is writing them; the words in use without. `picture` is SVG for a screen. Refuses as saving would.
 */
export async function previewLetter(
  db: Db,
  preview: Preview,
): Promise<{ pdf(): Promise<Uint8Array>; picture(): Promise<string> }> {
  const { school, kind, language, words, siteAddress, clock } = preview
  if (words) checkLetterText(words)
  const { head, member } = await db.inSchool(school.id, async (trx) => ({
    head: await loadLetterhead(trx, preview),
    member: longestAmong(
      await membersWhere(trx, school.id, kind === 'staff' ? { notRole: 'pupil' } : { role: 'pupil', limit: 10_000 }),
    ),
  }))
  const places = kind === 'family' ? school.settings.letterPlaces : 1
  const page = pageOf(
    head,
    {
      kind,
      language,
      member,
      addressee:
        kind === 'single-adult' ? { name: 'Ms Sam Sample', addressLines: ['1 Sample Road', 'Sampleford'] } : null,
      reference: 'SAMPLE00',
      codes: Array.from({ length: places }, (_, at) => ({
        place: at + 1,
        code: 'SAMPLE0000',
        url: `${siteAddress}/qr#SAMPLE00.SAMPLESAMPLESAMPLESAMP`,
      })),
      expiresOn: dayAfter(clock.today(school.timeZone), school.settings.letterDays),
    },
    words,
  )
  return { pdf: () => renderSecurityLetters([page]), picture: () => pictureOfSecurityLetter(page) }
}

function longestAmong(members: Member[]): { name: string; class: string | null } {
  const named = members.map(({ forename, surname, registrationGroup }) => ({
    name: `${forename} ${surname}`,
    class: registrationGroup,
  }))
  return named.toSorted((left, right) => right.name.length - left.name.length)[0] ?? { name: 'Sam Sample', class: '3B' }
}
