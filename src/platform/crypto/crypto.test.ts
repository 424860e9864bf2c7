import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { isSameSecret, openSecretBox } from './index.ts'

describe('secrets that must be had back', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-key-'))
  after(() => rmSync(folder, { recursive: true }))

  it('open again with the same key file, which nobody else may read', () => {
    const sealed = openSecretBox(folder).seal('pässword', 'provider 1')
    assert.equal(openSecretBox(folder).open(sealed, 'provider 1'), 'pässword')
    assert.equal(statSync(join(folder, 'secret.key')).mode & 0o777, 0o600)
    assert.equal(readFileSync(join(folder, 'secret.key')).length, 32)
  })

  it('do not open elsewhere, nor when changed', () => {
    const box = openSecretBox(folder)
    const sealed = box.seal('password', 'provider 1')
    assert.throws(() => box.open(sealed, 'provider 2'))
    assert.throws(() => box.open(`${sealed.slice(0, -4)}AAAA`, 'provider 1'))
    assert.throws(() => box.open('password', 'provider 1'))
  })

  it('look different each time they are sealed', () => {
    const box = openSecretBox(folder)
    assert.notEqual(box.seal('password', 'p'), box.seal('password', 'p'))
  })

  it('are compared whole', () => {
    assert.ok(isSameSecret('abc', 'abc'))
    assert.ok(!isSameSecret('abc', 'abcd'))
    assert.ok(!isSameSecret('', 'abc'))
  })
})
