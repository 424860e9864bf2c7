import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isRole, may, type Permission, permissionTable, type Role, roles, rolesThatMay } from './permissions.ts'

describe('SEC-5 who may do what', () => {
  const cases: [Role[], Permission, boolean][] = [
    [['office'], 'messages.send', true],
    [['office'], 'import.plan', true],
    [['office'], 'import.apply', false],
    [['data-owner'], 'import.apply', true],
    [['data-owner'], 'court-order.decide', false],
    [['safeguarding-lead'], 'court-order.decide', true],
    [['head'], 'court-order.decide', true],
    [['office'], 'court-order.decide', false],
    [['sender'], 'messages.read', true],
    [['sender'], 'messages.send', false],
    [['teacher'], 'people.read', false],
    [['dpo'], 'audit.read', true],
    [['dpo'], 'people.change', false],
    [['office'], 'settings.change', false],
    [['office'], 'letters.design', false],
    [['data-owner'], 'letters.design', true],
    [['desk-helper'], 'home.read', false],
    [['teacher', 'office'], 'people.read', true],
    [[], 'home.read', false],
  ]
  for (const [held, permission, open] of cases) {
    it(`${held.join(' and ') || 'nobody'} ${open ? 'may' : 'may not'} ${permission}`, () => {
      assert.equal(may(held, permission), open)
    })
  }

  it('opens every act to the administrator, so that no school is ever stuck; but for restrictions, which are the head’s (VIS-2)', () => {
    for (const permission of Object.keys(permissionTable) as Permission[])
      assert.equal(may(['administrator'], permission), permission !== 'restriction.decide', permission)
    assert.ok(may(['administrator'], 'staff.manage'), 'can make somebody the head')
  })

  it('says who could help', () => assert.deepEqual(rolesThatMay('import.apply'), ['Administrator', 'Data owner']))

  it('knows a role from other words', () => {
    assert.ok(roles.every(isRole))
    assert.equal(isRole('toString'), false)
  })
})
