import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Refusal } from '../../../platform/errors/index.ts'
import { letterWords } from '../words/words.ts'
import { checkLetterText, fillLetterText } from './letter-text.ts'

const text = (paragraph: string) => ({ paragraphs: [paragraph], notice: ['Notice'], help: 'Help' })
const languages = ['en', 'cy', 'pl', 'ur', 'ar'] as const
const kinds = ['family', 'single-adult', 'staff'] as const
const fields = {
  pupil: { name: 'Zoë {{places}}', class: '3B' },
  school: { name: 'Hill Primary' },
  places: 3,
  expiresOn: '2026-12-01',
  siteAddress: 'https://hill.example/register',
}
const plain = (words: string) => words.replace(/[\u2068\u2069]/g, '')

describe('LET-7 the text of a letter when it is saved', () => {
  for (const [words, code] of [
    ['Dear {{pupil.name}} of {{pupil.class}}, {{ school.name }}', null],
    ['{{places}} {{expires}} {{site}}', null],
    ['One { brace } is only a brace', null],
    ['Dear {{adult.name}}', 'letters.unknown-field'],
    ['Dear {{PUPIL.NAME}}', 'letters.unknown-field'],
    ['Dear {{}}', 'letters.unknown-field'],
    ['Dear {{pupil.name', 'letters.open-field'],
    ['Dear pupil.name}}', 'letters.open-field'],
    ['Dear {{pupil.name}} {{places', 'letters.open-field'],
  ] as const) {
    it(`${code ?? 'takes'}: ${words}`, () => {
      if (code === null) return checkLetterText(text(words))
      assert.throws(
        () => checkLetterText(text(words)),
        (error) => error instanceof Refusal && error.code === code,
      )
    })
  }

  it('looks into the notice and the help as well', () => {
    assert.throws(() => checkLetterText({ ...text('a'), notice: ['{{x}}'] }))
    assert.throws(() => checkLetterText({ ...text('a'), help: '{{x}}' }))
  })

  for (const language of languages) {
    it(`takes every default text in ${language}, each with its notice, opt-out and help`, () => {
      for (const kind of kinds) {
        const standard = letterWords(language).defaultText[kind]
        checkLetterText(standard)
        assert.ok(standard.notice.length >= 2 && standard.help !== '')
      }
    })
  }
})

describe('LET-7 merge fields', () => {
  it('are filled in once, so that a name cannot bring in another field', () => {
    const { paragraphs } = fillLetterText(text('{{pupil.name}}, {{pupil.class}}'), fields, 'en')
    assert.equal(plain(paragraphs[0] ?? ''), 'Zoë {{places}}, 3B')
  })

  for (const [language, expected] of [
    ['en', 'by 1 December 2026'],
    ['cy', 'by 1 Rhagfyr 2026'],
    ['pl', 'by 1 grudnia 2026'],
    ['ar', 'by 1 ديسمبر 2026'],
  ] as const) {
    it(`say the last day as people say it in ${language}`, () => {
      assert.equal(fillLetterText(text('by {{expires}}'), fields, language).paragraphs[0], expected)
    })
  }

  it('keep a name of another direction together', () => {
    assert.equal(fillLetterText(text('{{school.name}}'), fields, 'ar').paragraphs[0], '\u2068Hill Primary\u2069')
  })
})
