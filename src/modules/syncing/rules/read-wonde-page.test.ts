import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readWondePage } from './read-wonde-page.ts'
import { retryWait } from './retry-wait.ts'

const origin = 'https://api.wonde.com'
const asked = `${origin}/v1.0/schools/A1/students?page=1`
const page = (pagination: object) => JSON.stringify({ data: [{ id: 'B1' }], meta: { pagination } })
const read = (text: string) => readWondePage(text, { origin, asked })

describe('SEC-7 a page from Wonde', () => {
  const second = `${origin}/v1.0/schools/A1/students?page=2`
  const cases: [string, object, string | null][] = [
    ['the next page', { next: second, more: true }, second],
    ['the next page where older clients saw it', { links: { next: second } }, second],
    ['a next page without its host', { next: '/v1.0/schools/A1/students?page=2' }, second],
    ['the next page by the way that was set up', { next: second.replace('https:', 'http:') }, second],
    ['the end', { next: null, more: false }, null],
    ['the end, where the page names itself', { next: asked }, null],
  ]
  for (const [words, pagination, next] of cases) {
    it(`finds ${words}`, () => assert.deepEqual(read(page(pagination)), { people: [{ id: 'B1' }], next }))
  }

  it('sends the token to no other host', () => {
    for (const next of ['https://api.wonde.com.evil.example/x', 'https://evil.example/', 'http://169.254.169.254/'])
      assert.throws(() => read(page({ next })), /at another address/)
  })

  it('takes no part for the whole', () => {
    assert.throws(() => read(page({ more: true, next: null })), /promised another page/)
    for (const text of ['{}', '{"data":{}}', '{"data":[1]}', '[]', 'null', '<html>']) assert.throws(() => read(text))
  })
})

describe('IMP-23 how long to wait before asking again', () => {
  const now = new Date('2026-11-22T02:00:00Z')
  const cases: [number, string, number][] = [
    [1, '', 2],
    [3, '', 8],
    [1, '30', 30],
    [1, 'Sun, 22 Nov 2026 02:00:45 GMT', 45],
    [1, 'Sun, 22 Nov 2026 01:00:00 GMT', 1],
    [1, '999999', 300],
    [1, 'soon', 2],
  ]
  for (const [tries, retryAfter, seconds] of cases) {
    it(`${seconds} s after try ${tries} with “${retryAfter}”`, () =>
      assert.equal(retryWait({ tries, retryAfter }, now), seconds))
  }
})
