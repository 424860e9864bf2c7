import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { destinationOf, problemsOfHttpSms, problemsOfSmtp } from './provider-problems.ts'

const smtp = {
  host: 'smtp.example.org',
  port: 587,
  security: 'starttls' as const,
  user: null,
  fromAddress: 'office@school.example',
  replyTo: null,
  connections: 4,
  ratePerSecond: null,
}
const gateway = {
  url: 'https://gateway.example/send',
  method: 'POST' as const,
  contentType: 'application/json' as const,
  body: '{"to":"{{to}}","text":"{{text}}"}',
  success: { statuses: [] },
  connections: 4,
  ratePerSecond: null,
  timeoutMs: 10_000,
  receipts: null,
}

describe('SEC-7 settings of providers are checked when saved', () => {
  it('takes good ones', () => {
    assert.deepEqual(problemsOfSmtp(smtp), {})
    assert.deepEqual(problemsOfHttpSms(gateway, { Authorization: 'Bearer abc' }), {})
    const get = { ...gateway, url: 'https://g.example/?to={{to}}&text={{text}}', method: 'GET' as const, body: '' }
    assert.deepEqual(problemsOfHttpSms(get, {}), {})
  })

  const badMail: [string, Partial<typeof smtp>][] = [
    ['host', { host: 'smtp example' }],
    ['port', { port: 70_000 }],
    ['port', { port: Number.NaN }],
    ['fromAddress', { fromAddress: 'office' }],
    ['fromAddress', { fromAddress: 'a@b.example\r\nBcc: c@d.example' }],
    ['connections', { connections: 0 }],
  ]
  for (const [field, facts] of badMail) {
    it(`mail server: ${JSON.stringify(facts)}`, () => {
      assert.deepEqual(Object.keys(problemsOfSmtp({ ...smtp, ...facts })), [field])
    })
  }

  const badGateway: [string, Partial<typeof gateway>, Record<string, string>?][] = [
    ['url', { url: 'ftp://gateway.example' }],
    ['url', { url: 'https://user:password@gateway.example/' }],
    ['body', { body: '{"to":"{{to}}"}' }],
    ['body', { body: '{"to":"{{to}}","text":{{text}}}' }],
    ['body', { body: '{"to":"{{to}}","text":"{{text}} {{pupil}}"}' }],
    ['headers', {}, { 'X-Key\r\nEvil': 'x' }],
    ['headers', {}, { 'X-Key': 'x\r\nEvil: y' }],
  ]
  for (const [field, facts, headers] of badGateway) {
    it(`gateway: ${JSON.stringify({ ...facts, ...headers })}`, () => {
      assert.deepEqual(Object.keys(problemsOfHttpSms({ ...gateway, ...facts }, headers ?? {})), [field])
    })
  }

  it('a bad pattern', () => {
    assert.deepEqual(
      Object.keys(problemsOfHttpSms({ ...gateway, success: { statuses: [], matches: '(' } } as never, {})),
      ['matches'],
    )
  })

  it('knows when a held secret would go elsewhere', () => {
    assert.equal(destinationOf(smtp), destinationOf({ ...smtp, host: 'SMTP.example.org' }))
    assert.notEqual(destinationOf(smtp), destinationOf({ ...smtp, port: 25 }))
    assert.equal(destinationOf({ url: 'https://g.example/a' }), destinationOf({ url: 'https://g.example/b?to={{to}}' }))
    assert.notEqual(destinationOf({ url: 'https://g.example/a' }), destinationOf({ url: 'https://evil.example/a' }))
  })
})
