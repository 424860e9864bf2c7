import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { fillTemplate, unknownFields } from './fill-template.ts'

const values = { to: '+447700900123', text: 'He said "hi" & left\n{{to}}', sender: 'Oakfield', reference: 'r-1' }

describe('SEC-7 a text cannot break out of the gateway template', () => {
  it('is escaped for JSON', () => {
    const body = fillTemplate('{"to":"{{to}}","text":"{{ text }}"}', values, 'json')
    assert.deepEqual(JSON.parse(body), { to: values.to, text: values.text })
  })

  it('is escaped for a form', () => {
    const body = fillTemplate('to={{to}}&text={{text}}', values, 'urlencoded')
    assert.deepEqual(Object.fromEntries(new URLSearchParams(body)), { to: values.to, text: values.text })
  })

  it('comes back whole from JSON, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(JSON.parse(fillTemplate('{"t":"{{text}}"}', { ...values, text }, 'json')).t, text)
      }),
    )
  })

  it('names the fields that do not exist', () => {
    assert.deepEqual(unknownFields('{{to}} {{pupil}} {{ constructor }}'), ['pupil', 'constructor'])
  })
})
