import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPhones } from './read-phones.ts'

function read(text: string): string {
  return readPhones(text)
    .map((point) => `${point.kind} ${point.value}${point.usable ? '' : ' unusable'}${point.smsCapable ? ' sms' : ''}`)
    .join('; ')
}

describe('IMP-1 mobiles and landlines, told apart by the number plan', () => {
  const kinds: [string, string][] = [
    ['07700 900123', 'mobile +447700900123 sms'],
    ['07700 900000', 'mobile +447700900000 sms'],
    ['07700 900999', 'mobile +447700900999 sms'],
    ['07700 901000', 'unknown null unusable'],
    ['020 7946 0001', 'landline +442079460001'],
    ['016064 1234', 'landline +44160641234'],
    ['2079460001', 'landline +442079460001'],
    ['7700900123.0', 'mobile +447700900123 sms'],
    ['447700900123.00', 'mobile +447700900123 sms'],
    ['070 1234 5678', 'personal +447012345678'],
    ['07600 123456', 'pager +447600123456'],
    ['07624 123456', 'mobile +447624123456 sms'],
    ['07781 123456', 'mobile +447781123456 sms'],
    ['07797 292290', 'mobile +447797292290 sms'],
    ['0800 123 1234', 'freephone +448001231234'],
    ['0900 123 4567', 'premium +449001234567'],
    ['030 1234 5678', 'uan +443012345678'],
    ['056 1234 5678', 'voip +445612345678'],
    ['+353 85 012 3456', 'mobile +353850123456 sms'],
    ['+48 512 345 678', 'mobile +48512345678 sms'],
    ['1-202-555-0104', 'mobile +12025550104 sms'],
    ['+33 1 22 33 44 55', 'landline +33122334455'],
    ['+1 (500) 555 0104', 'personal +15005550104'],
  ]
  for (const [text, expected] of kinds) it(`reads ${text}`, () => assert.equal(read(text), expected))

  it('says in plain words why a landline gets no texts', () => {
    assert.equal(readPhones('020 7946 0001')[0]?.reason, 'This is a landline, so it gets no texts.')
  })
})

describe('IMP-16 nearly right numbers are recovered, in the order of the steps', () => {
  const nearlyRight: [string, string][] = [
    ['+07044123456', '+447044123456'],
    ['0+44(0)7779123456', '+447779123456'],
    ['0+447988123456', '+447988123456'],
    ['00447911123456', '+447911123456'],
    ['04407379123456', '+447379123456'],
    ['0447300123456', '+447300123456'],
    ['000007392123456', '+447392123456'],
    ['0007465123456', '+447465123456'],
    ['007341123456', '+447341123456'],
    ['001708123456', '+441708123456'],
    ['+01158123456', '+441158123456'],
    ['+01323123456', '+441323123456'],
    ['+03332123456', '+443332123456'],
    ['+04915161123456', '+4915161123456'],
    ['\u200b\t\t+44 (0)7723 456 789\ufeff \r\n', '+447723456789'],
    ['1‑202–555—010−4', '+12025550104'],
    ['007 (8) (495) 123-45-67', '+74951234567'],
    ['230 5 2512345', '+23052512345'],
    ['+43 676 111 222 333 4', '+436761112223334'],
    ['="07700900123"', '+447700900123'],
    ["'07700900123", '+447700900123'],
    ['7700900123', '+447700900123'],
    ['447700900123', '+447700900123'],
    ['4.47700900123E+11', '+447700900123'],
    ['01234/567890', '+441234567890'],
    ['07700  900123', '+447700900123'],
  ]
  for (const [text, value] of nearlyRight) {
    it(`recovers ${JSON.stringify(text)}`, () => {
      const points = readPhones(text)
      assert.deepEqual(
        points.map((point) => [point.value, point.usable, point.raw]),
        [[value, true, text]],
      )
    })
  }

  const refused = (
    '772345678910|0772345678910|0044772345678910|+44 (0)7723 456 789 10|0772345678|004477234567|00447723456|+44 (0)7723 456 78|' +
    '07890x32109|07723 456789...|07723 ☟☜⬇⬆☞☝|07";DROP TABLE;"|+44 07ab cde fgh|ALPHANUM3R1C|80100000000|1234567|+682 1234|' +
    '+12345 12345 12345 6|(07417)4123456|(06)25123456|+00263 71123456|+0065951123456|00129123456|003570123456|0038097123456|' +
    '00407833123456|0041903123456|005915209123456|00617584123456|0064 495123456|00667123456|0092363123456|009677337123456|' +
    '079111234567|07911 1234567|077009001234|0121 496 01234|016174567890|047354123456|0049 160 123456|0400 123 4567|0800 11 12|4.47E+11|4.4770090E+11|4,47701E+11|3.3122334455E+11'
  ).split('|')
  for (const text of refused) {
    it(`refuses ${text} with a reason`, () => {
      const [point, ...others] = readPhones(text)
      assert.equal(others.length, 0)
      assert.deepEqual([point?.value, point?.usable, point?.smsCapable, point?.raw], [null, false, false, text])
      assert.match(point?.reason ?? '', /\.$/)
    })
  }

  const lookAlikes: [string, string][] = [
    ['O7700 900123', '+447700900123'],
    ['077OO 900123', '+447700900123'],
    ['07700 90012l', '+447700900121'],
    ['07723 456789...', '+447723456789'],
  ]
  for (const [text, suggestion] of lookAlikes) {
    it(`suggests, and does not use, what ${text} was meant to be`, () => {
      assert.deepEqual(
        readPhones(text).map((point) => [point.value, point.suggestion]),
        [[null, suggestion]],
      )
    })
  }
})

describe('IMP-12 several numbers in one cell', () => {
  const cells: [string, (string | null)[]][] = [
    ['020 7946 0000 / 07700 900123', ['+442079460000', '+447700900123']],
    ['07700 900123 or 07700 900124', ['+447700900123', '+447700900124']],
    ['07700900123;07700900124, 02079460001', ['+447700900123', '+447700900124', '+442079460001']],
    ['07700900123 & 07700900124 | 07700900125', ['+447700900123', '+447700900124', '+447700900125']],
    ['07700900123 07700900124', ['+447700900123', '+447700900124']],
    ['07700900123|07700900124', ['+447700900123', '+447700900124']],
    ['020 7946 0001|+44 (0)7700 900124', ['+442079460001', '+447700900124']],
    ['07700900123or07700900124', ['+447700900123', '+447700900124']],
    ['0770090012|07700900124', [null, null]],
    ['07700 900123\n020 7946 0001', ['+447700900123', '+442079460001']],
    ['07700 900123 from 01/09/2026', ['+447700900123']],
    ['+44 (0)20 7946 0001', ['+442079460001']],
  ]
  for (const [cell, values] of cells) {
    it(`reads ${JSON.stringify(cell)} in its order`, () => {
      assert.deepEqual(
        readPhones(cell).map((point) => point.value),
        values,
      )
    })
  }
  it('keeps the text of each part and the note of each number', () => {
    assert.deepEqual(
      readPhones('mum 07700 900123 / dad 07700 900124').map((point) => [point.raw, point.note]),
      [
        ['mum 07700 900123', 'mum'],
        ['dad 07700 900124', 'dad'],
      ],
    )
  })
  it('flags a cell of 20 characters, where SIMS cuts it', () => {
    assert.match(readPhones('020 7946 0000/077009')[0]?.note ?? '', /077009.*20 characters/)
  })
})

describe('IMP-16 notes and placeholders', () => {
  const notes: [string, string | null, boolean][] = [
    ["07700 900123 mum's work", "mum's work", true],
    ['07700 900123 after 5pm', 'after 5pm', true],
    ['text only 07700 900123', 'text only', true],
    ['07700 900123 ex-dir', 'ex-dir', true],
    ['07700900123mum', 'mum', true],
    ['07700 900123 DO NOT USE', 'DO NOT USE', false],
    ['OLD 07700 900123', 'OLD', false],
    ['07700 900123 (wrong number)', 'wrong number', false],
    ['07700 900123 DNU', 'DNU', false],
    ['07700 900123 (not to be used)', 'not to be used', false],
    ['07700 900123 - no longer in use', 'no longer in use', false],
    ['07700 900123 (deceased)', 'deceased', false],
    ['07700 900123 phone stolen', 'phone stolen', false],
  ]
  for (const [text, note, usable] of notes) {
    it(`keeps the note of ${text}${usable ? '' : ' and does not use the number'}`, () => {
      const points = readPhones(text)
      assert.deepEqual(
        points.map((point) => [point.value, point.note, point.usable]),
        [['+447700900123', note, usable]],
      )
      if (!usable) assert.match(points[0]?.reason ?? '', /note beside it/)
    })
  }
  for (const text of ['', '  ', 'n/a', 'None', '-', 'TBC', '0', '00000 000000', 'ex-directory']) {
    it(`finds nothing in ${JSON.stringify(text)}`, () => assert.deepEqual(readPhones(text), []))
  }
  it("knows the school's own placeholders", () => {
    assert.deepEqual(readPhones('see office', { placeholders: ['See Office'] }), [])
  })
})

describe('IMP-6 every spelling of a number is one number', () => {
  const digits = fc.integer({ min: 0, max: 999 }).map((n) => `7700900${String(n).padStart(3, '0')}`)
  const prefix = fc.constantFrom('0', '+44', '0044', '+44 (0)', '0+44(0)', '00', '44', '')
  const gaps = fc.array(fc.constantFrom('', ' ', '-', '\u00a0', '\u2011'), { minLength: 9, maxLength: 9 })
  it('gives the same E.164, whatever the prefix and the gaps', () => {
    fc.assert(
      fc.property(digits, prefix, gaps, (national, start, between) => {
        const text = start + [...national].map((digit, index) => digit + (between[index] ?? '')).join('')
        assert.deepEqual(
          readPhones(text).map((point) => point.value),
          [`+44${national}`],
        )
      }),
    )
  })
  it('never throws and always keeps the text, whatever stands in the cell', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const point of readPhones(text)) assert.ok(point.usable === false || point.value !== null)
      }),
    )
  })
})
