import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, it } from 'node:test'
import { Refusal } from '../../platform/errors/index.ts'
import { defaultLetterText, fillLetterText, type LetterKind, type LetterLanguage } from './index.ts'
import { renderSecurityLetters, type SecurityLetterPage } from './security-letter.ts'

// The text is read back with poppler's pdftotext, as a parent's screen reader or a search would; without it those tests
// are skipped with a word.
const noPdftotext = spawnSync('pdftotext', ['-v']).error ? 'pdftotext (poppler-utils) is not installed' : false

type Wanted = Partial<SecurityLetterPage> & { seed: number; language?: LetterLanguage; kind?: LetterKind }

/** A letter whose names, reference and codes occur on no other. */
function letter({ seed, language = 'en', kind = 'family', ...over }: Wanted): SecurityLetterPage {
  const id = seed.toString().padStart(4, '0')
  const member = over.member ?? { name: `Pupil${id} Testchild${id}`, class: '3B' }
  const school = {
    name: 'Hill Primary School',
    address: '12 Hill Road',
    phone: '020 7946 0123',
    email: null,
    crest: null,
  }
  const places = kind === 'family' ? [1, 2, 3, 4] : [1]
  const text = defaultLetterText(kind, language)
  const fields = {
    pupil: member,
    school,
    places: places.length,
    expiresOn: '2026-12-21',
    siteAddress: 'https://hill.example/r',
  }
  return {
    kind,
    language,
    school,
    member,
    addressee: null,
    siteAddress: fields.siteAddress,
    reference: `REF${id}X`,
    codes: places.map((place) => ({ place, code: `C${id}${place}KKKK`, url: `https://hill.example/r#${id}${place}` })),
    expiresOn: fields.expiresOn,
    ...fillLetterText(text, fields, language),
    ...over,
  }
}

function pagesOf(pdf: Uint8Array): string[] {
  const { stdout } = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf, maxBuffer: 64 * 1024 * 1024 })
  return stdout.toString('utf8').split('\f').slice(0, -1)
}

describe('LET-7 VIS-5 a batch for families at two addresses', { skip: noPdftotext }, () => {
  const families = Array.from({ length: 12 }, (_, family) =>
    ['Anna', 'Bogdan'].map((name, side) =>
      letter({
        seed: family * 2 + side,
        kind: 'single-adult',
        member: { name: `Child${family}x Both`, class: '3B' },
        addressee: {
          name: `${name}${family}x Wrong`,
          addressLines: [`${family}${side}7 Road${family}${side}x`, `PC${family}${side} 1AA`],
        },
      }),
    ),
  ).flat()

  it('shows on no sheet another adult, another address, another reference or another code', async () => {
    const sheets = pagesOf(await renderSecurityLetters(families))
    assert.equal(sheets.length, families.length)
    sheets.forEach((sheet, index) => {
      families.forEach(({ addressee, reference, codes, member }, other) => {
        const theirs = [addressee?.name, ...(addressee?.addressLines ?? []), ...codes.map(({ code }) => printed(code))]
        for (const words of [...theirs, inFours(reference)]) {
          assert.equal(sheet.includes(words ?? ''), index === other, `sheet ${index}: ${words}`)
        }
        if (member.name !== families[index]?.member.name) assert.ok(!sheet.includes(member.name))
      })
    })
  })

  it('keeps names, addresses and codes out of everything but the sheet', async () => {
    const outside = Buffer.from(await renderSecurityLetters(families)).toString('latin1')
    assert.doesNotMatch(outside, /Anna\d|Bogdan\d|Road\d|C00\d\d1KKKK|REF00|\/Author|dc:creator/)
  })
})

describe('LET-7 a family letter', { skip: noPdftotext }, () => {
  it('names no adult even when one was handed over', async () => {
    const addressee = { name: 'Anna Wrong', addressLines: ['12 Hidden Road'] }
    const [sheet = ''] = pagesOf(await renderSecurityLetters([letter({ seed: 1, addressee })]))
    assert.doesNotMatch(sheet, /Anna|Hidden/)
  })

  it('says school, pupil, class, site, reference, codes, places, last day, notice with opt-out and help', async () => {
    const [sheet = ''] = pagesOf(await renderSecurityLetters([letter({ seed: 1 })]))
    for (const words of [
      'Hill Primary School',
      'Pupil0001',
      '3B',
      'hill.example/r',
      'REF0 001X',
      'C0001 1KKKK',
      'C0001 4KKKK',
      'letter: 4',
      '21 December 2026',
      'stop all messages',
      '020 7946 0123',
    ]) {
      assert.ok(sheet.includes(words), words)
    }
  })
})

describe('LET-8 a batch', () => {
  it('stands in one PDF, in the order given, one child a page', { skip: noPdftotext }, async () => {
    const batch = Array.from({ length: 100 }, (_, seed) => letter({ seed: (seed * 37) % 100 }))
    const sheets = pagesOf(await renderSecurityLetters(batch))
    assert.deepEqual(
      sheets.map((sheet) => /Pupil\d{4} Testchild\d{4}/.exec(sheet)?.[0]),
      batch.map(({ member }) => member.name),
    )
  })

  for (const language of ['en', 'cy', 'pl', 'ur', 'ar'] as const) {
    it(`keeps to one page each in ${language}, with long names too, tagged and in its language`, async () => {
      const member = {
        name: `${'Featherstonehaugh-Cholmondeley '.repeat(2)}Nguyễn Thị Minh Khai`,
        class: 'Blwyddyn 3 a 4',
      }
      const addressee = {
        name: 'Ms Aleksandra Wójcik',
        addressLines: ['Flat 4', 'Rhiwbina House', '2 Road', 'Town', 'OK4 9ZZ'],
      }
      const batch = [
        letter({ seed: 1, language, member }),
        letter({ seed: 2, language }),
        letter({ seed: 3, language, kind: 'single-adult', addressee, member }),
        letter({ seed: 4, language, kind: 'staff' }),
      ]
      const pdf = Buffer.from(await renderSecurityLetters(batch)).toString('latin1')
      assert.equal(pdf.match(/\/Type \/Page\b(?!s)/g)?.length, batch.length)
      assert.match(pdf, /pdfuaid:part>1</)
      assert.match(pdf, new RegExp(`/Lang \\(${language}`))
    })
  }

  it('prints names with markup, signs no font has and turned directions, and the rest of the batch', async () => {
    const nasty = ['#panic("x")', '*a* _b_ $c$ <d> @e // f', '李 😀', '\u202egnp.exe', '{{pupil.name}}', '\ud800', '']
    const batch = nasty.map((name, seed) => letter({ seed, member: { name, class: null } }))
    await renderSecurityLetters(batch)
  })

  it('leaves out a crest that is no picture, and takes one that is', async () => {
    const withCrest = (crest: Uint8Array) =>
      [1, 2, 3].map((seed) => letter({ seed, school: { ...letter({ seed }).school, crest } }))
    await renderSecurityLetters(withCrest(Buffer.from('GIF89a')))
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    await renderSecurityLetters(withCrest(Buffer.from(svg)))
  })

  it('refuses a damaged crest in words', async () => {
    for (const crest of ['89504e470d0a1a0a0000', 'ffd8ffe000104a46', Buffer.from('<svg><oops').toString('hex')]) {
      const school = { ...letter({ seed: 1 }).school, crest: Buffer.from(crest, 'hex') }
      await assert.rejects(
        renderSecurityLetters([letter({ seed: 1, school })]),
        (error) => error instanceof Refusal && error.code === 'letters.crest-unreadable',
      )
    }
  })
})

const printed = (code: string) => `${code.slice(0, 5)} ${code.slice(5)}`
const inFours = (reference: string) => `${reference.slice(0, 4)} ${reference.slice(4)}`
