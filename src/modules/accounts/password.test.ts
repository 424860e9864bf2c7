import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hashPassword, isPassword } from './password.ts'

describe('SEC-1 how passwords are kept', () => {
  it('knows the right one again, however its letters were composed', async () => {
    const stored = await hashPassword('Łódź café harbour')
    assert.match(stored, /^\$argon2id\$v=19\$m=32768,t=3,p=1\$/)
    assert.equal(await isPassword('Łódź café harbour'.normalize('NFD'), stored), true)
    assert.equal(await isPassword('Łódź cafe harbour', stored), false)
  })

  it('is never right where there is no password', async () => assert.equal(await isPassword('', null), false))

  it('turns a flood away in words instead of piling it up', async () => {
    const many = await Promise.allSettled(Array.from({ length: 20 }, () => isPassword('x', null)))
    const refused = many.filter(({ status }) => status === 'rejected')
    assert.equal(refused.length, 4)
    assert.match(String((refused[0] as PromiseRejectedResult).reason), /Try again in a few seconds/)
    assert.equal(await isPassword('x', null), false, 'and takes the next one')
  })
})
