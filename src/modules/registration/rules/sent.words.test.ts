import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { smsParts } from '../../delivery/index.ts'
import { sentWords } from './sent.words.ts'

const school = 'Hill Primary School'
const link = `https://gate.example/my/${'x'.repeat(140)}`

describe('LET-9 what is sent to who registers, in their language', () => {
  for (const [language, code, registered, encoding] of [
    ['en', 1, 2, 'GSM-7'],
    ['cy', 1, 2, 'GSM-7'],
    ['pl', 1, 2, 'GSM-7'],
    ['ur', 2, 5, 'UCS-2'],
    ['ar', 2, 4, 'UCS-2'],
  ] as const) {
    it(`costs ${code} and ${registered} texts in ${language}`, () => {
      const words = sentWords[language]
      const texts = [words.code('123456', school), words.registered(school, link, 30)].map(smsParts)
      assert.deepEqual(
        texts.map(({ parts, encoding: as }) => [parts.length, as]),
        [
          [code, encoding],
          [registered, encoding],
        ],
      )
    })

    it(`has the code first and the link whole in ${language}`, () => {
      const words = sentWords[language]
      assert.match(words.code('123456', school), /^123456 /)
      assert.match(words.registered(school, link, 30), new RegExp(`(^| )${link} `))
      assert.ok(words.codeSubject(school).includes(school) && words.registeredSubject(school).includes(school))
    })
  }
})
