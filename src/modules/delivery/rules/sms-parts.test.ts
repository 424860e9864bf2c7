import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { plainerSpelling, smsParts } from './sms-parts.ts'

const cases: [why: string, text: string, encoding: 'GSM-7' | 'UCS-2', units: number, parts: number][] = [
  ['nothing', '', 'GSM-7', 0, 1],
  ['160 plain letters', 'a'.repeat(160), 'GSM-7', 160, 1],
  ['161 plain letters', 'a'.repeat(161), 'GSM-7', 161, 2],
  ['306 plain letters', 'a'.repeat(306), 'GSM-7', 306, 2],
  ['307 plain letters', 'a'.repeat(307), 'GSM-7', 307, 3],
  ['918 plain letters', 'a'.repeat(918), 'GSM-7', 918, 6],
  ['80 euro signs, two septets each', '€'.repeat(80), 'GSM-7', 160, 1],
  ['81 euro signs', '€'.repeat(81), 'GSM-7', 162, 2],
  ['an escape pair at the seam moves whole', `${'a'.repeat(152)}€${'a'.repeat(10)}`, 'GSM-7', 164, 2],
  ['seams that lose a septet need a part more', '€'.repeat(153), 'GSM-7', 306, 3],
  ['70 letters and a Welsh one', `${'a'.repeat(69)}ŵ`, 'UCS-2', 70, 1],
  ['71 with a Polish one', `${'a'.repeat(70)}Ł`, 'UCS-2', 71, 2],
  ['134 UCS-2 units', 'ł'.repeat(134), 'UCS-2', 134, 2],
  ['135 UCS-2 units', 'ł'.repeat(135), 'UCS-2', 135, 3],
  ['35 faces, two units each', '😀'.repeat(35), 'UCS-2', 70, 1],
  ['a face at the seam moves whole', `${'a'.repeat(66)}😀${'a'.repeat(10)}`, 'UCS-2', 78, 2],
  ['accents of the alphabet', 'éèùìòàÇÄÖÑÜäöñüß', 'GSM-7', 16, 1],
  ['a small cedilla is not in it', 'ç', 'UCS-2', 1, 1],
  ['Spanish a with acute is not in it', 'á', 'UCS-2', 1, 1],
  ['a back-tick is not in it', '`', 'UCS-2', 1, 1],
  ['a curly quote is not in it', 'don’t', 'UCS-2', 5, 1],
  ['a tab is not in it', 'a\tb', 'UCS-2', 3, 1],
  ['line breaks are', 'a\r\nb', 'GSM-7', 4, 1],
  ['Greek capitals are', 'ΔΦΓΛΩΠΨΣΘΞ', 'GSM-7', 10, 1],
]

describe('MSG-8 parts of a text', () => {
  for (const [why, text, encoding, units, parts] of cases) {
    it(`counts ${why}`, () => {
      const counted = smsParts(text)
      assert.deepEqual([counted.encoding, counted.units, counted.parts.length], [encoding, units, parts])
    })
  }

  it('names each dear character once', () => {
    assert.deepEqual(smsParts('Łucja’s ŵŵ Łucja').costly, ['Ł', '’', 'ŵ'])
  })

  it('says how much room is left in the last part', () => {
    assert.equal(smsParts('a'.repeat(142)).room, 18)
    assert.equal(smsParts('a'.repeat(161)).room, 145)
  })

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 500 }),
    fc.string({ unit: fc.constantFrom('a', '€', '\n', 'é', '[', '|'), maxLength: 500 }),
    fc.string({ unit: fc.constantFrom('a', 'ŵ', '😀', '€'), maxLength: 400 }),
  )

  it('cuts so that the parts joined are the text, none is too long and no pair is split', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { encoding, parts } = smsParts(text)
        assert.equal(parts.join(''), text)
        const limit = parts.length === 1 ? { 'GSM-7': 160, 'UCS-2': 70 } : { 'GSM-7': 153, 'UCS-2': 67 }
        for (const part of parts) {
          const units = encoding === 'UCS-2' ? part.length : [...part].length + [...part].filter(isEscaped).length
          assert.ok(units <= limit[encoding])
          if (parts.length > 1) assert.ok(part.length > 0)
          if (text.isWellFormed()) assert.ok(part.isWellFormed())
        }
      }),
    )
  })

  it('offers plain punctuation and leaves letters alone', () => {
    const offer = plainerSpelling('Łucja’s trip – bring “lunch”…')
    assert.equal(offer?.text, 'Łucja\'s trip - bring "lunch"...')
    assert.deepEqual(offer?.replaced.at(0), ['’', "'"])
    assert.equal(plainerSpelling('Siân Gŵyn-Davies'), null)
  })
})

const isEscaped = (character: string) => '^{}\\[~]|€\f'.includes(character)
