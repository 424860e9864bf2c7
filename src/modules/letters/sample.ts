import { fillLetterText } from './rules/letter-text.ts'
import type { LetterLanguage, SecurityLetterPage } from './security-letter.ts'
import { letterWords } from './words/words.ts'

const crest = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 70"><path d="M4 4h52v32c0 16-14 26-26 30C18 62 4 52 4 36z" fill="#0e4f4b"/><path d="M12 40l10-14 8 9 8-13 10 18z" fill="#f6c66b"/></svg>',
)
const school = {
  name: 'Oakfield Primary School',
  address: '12 Hill Road\nOakfield\nOK1 2AB',
  phone: '020 7946 0123',
  email: 'office@oakfield.example',
  crest,
}
const siteAddress = 'https://oakfield.example/register'

/**
 * One invented letter of each kind, the first for a long name, to look at, to try an envelope with, and to measure by.
 * `vary` makes references and codes differ; none of them opens anything.
 */
export function sampleLetters(
  language: LetterLanguage,
  { expiresOn, vary = 0 }: { expiresOn: string; vary?: number },
): SecurityLetterPage[] {
  const names = ['Llewellyn Featherstonehaugh-Cholmondeley', 'Zoë Nguyễn', 'Sam Sample']
  return (['family', 'single-adult', 'staff'] as const).map((kind, index) => {
    const places = kind === 'family' ? [1, 2, 3, 4] : [1]
    const member = { name: names[index] ?? '', class: kind === 'staff' ? null : '3B' }
    const fields = { pupil: member, school, places: places.length, expiresOn, siteAddress }
    const reference = `SAMP${String(vary).padStart(4, '0')}`
    return {
      kind,
      language,
      school,
      member,
      addressee: kind === 'single-adult' ? addressee : null,
      siteAddress,
      reference,
      codes: places.map((place) => ({
        place,
        code: `SAMP${place}${String(vary).padStart(5, '0')}`,
        url: `${siteAddress}#r=${reference}&t=SAMP${place}${String(vary).padStart(21, '0')}`,
      })),
      expiresOn,
      ...fillLetterText(letterWords(language).defaultText[kind], fields, language),
    }
  })
}

const addressee = {
  name: 'Ms Aleksandra Wójcik-Fernández',
  addressLines: ['Flat 4, Rhiwbina House', '227 Long Meadow Road', 'Oakfield', 'OK4 9ZZ'],
}
