import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readEmails } from './read-emails.ts'

function values(text: string): (string | null)[] {
  return readEmails(text).map((point) => point.value)
}

describe('IMP-1 email addresses of one cell', () => {
  const good: [string, string[]][] = [
    ['ann@example.org', ['ann@example.org']],
    ['Ann.Jones@Example.ORG', ['ann.jones@example.org']],
    ["ann.o'neill@example.org", ["ann.o'neill@example.org"]],
    ['ann+school@sub.example.co.uk', ['ann+school@sub.example.co.uk']],
    ['_______@example.org', ['_______@example.org']],
    ['email@double--hyphen.com', ['email@double--hyphen.com']],
    ['Ann Jones <ann@example.org>', ['ann@example.org']],
    ['mailto:ann@example.org', ['ann@example.org']],
    ['ann@example.org;', ['ann@example.org']],
    ['ann@example.org.', ['ann@example.org']],
    ['\u200b ann@example.org\t', ['ann@example.org']],
    ['ann@example.org; bob@example.org', ['ann@example.org', 'bob@example.org']],
    ['ann@example.org bob@example.org', ['ann@example.org', 'bob@example.org']],
    ['ann@example.org / bob@example.org', ['ann@example.org', 'bob@example.org']],
    ['ann@example.org or bob@example.org', ['ann@example.org', 'bob@example.org']],
    ['Bob <bob@example.org>, Ann <ann@example.org>', ['bob@example.org', 'ann@example.org']],
  ]
  for (const [text, expected] of good)
    it(`reads ${JSON.stringify(text)}`, () => assert.deepEqual(values(text), expected))

  it('keeps the address as typed beside its normal form', () => {
    const [point] = readEmails('Ann.Jones@Example.ORG')
    assert.deepEqual(
      [point?.raw, point?.value, point?.kind],
      ['Ann.Jones@Example.ORG', 'ann.jones@example.org', 'email'],
    )
  })
})

describe('IMP-16 addresses that are not used come with a reason', () => {
  const bad = [
    'plainaddress',
    '@example.org',
    'ann@',
    'email@123.123.123.123',
    'email@[123.123.123.123]',
    'no-tld@domain',
    'middle-semicolon@domain.co;uk',
    '"quoted-local"@example.org',
    'lots@example..org',
    'two..dots@example.org',
    'multiple@domains@example.org',
    'ann jones@example.org',
    'ann@exam ple.com',
    'ann@example.co uk',
    'ann@dom_ain.com',
    'ann@example.com|gov.uk',
    'comma,in-local@example.org',
    'ann@domain,example.org',
    'pound£@example.org',
    'local-with-’-apostrophe@example.org',
    'josé@example.org',
    '.ann@example.org',
    'brackets(in)local@example.org',
    'info@xn---something.com',
    `too-long-${'a'.repeat(320)}@example.org`,
  ]
  for (const text of bad) {
    it(`refuses ${text.slice(0, 50)}`, () => {
      assert.deepEqual(
        readEmails(text).map((point) => [point.value, point.usable, point.raw]),
        [[null, false, text]],
      )
      assert.ok(readEmails(text)[0]?.reason)
    })
  }
  it('never takes the end of an address with a space for an address: it may be a stranger', () => {
    assert.ok(!values('ann jones@example.org').includes('jones@example.org'))
  })
  const suggestions: [string, string | null, string][] = [
    ['ann@gmail.con', 'ann@gmail.con', 'ann@gmail.com'],
    ['ann@hotmial.com', 'ann@hotmial.com', 'ann@hotmail.com'],
    ['o’neill@example.org', null, "o'neill@example.org"],
    ['josé@example.org', null, 'jose@example.org'],
    ['ann@ example.org', null, 'ann@example.org'],
    ['ann@example.co uk', null, 'ann@example.co.uk'],
  ]
  for (const [text, value, suggestion] of suggestions) {
    it(`only suggests for ${text}`, () => {
      assert.deepEqual(
        readEmails(text).map((point) => [point.value, point.suggestion]),
        [[value, suggestion]],
      )
    })
  }
  it('does not use an address of exactly 60 characters, where SIMS cuts it', () => {
    const [point] = readEmails(`${'a'.repeat(48)}@example.org`)
    assert.deepEqual([point?.usable, /60 characters/.test(point?.reason ?? '')], [false, true])
    assert.equal(readEmails(`${'a'.repeat(47)}@example.org`)[0]?.usable, true)
  })
})

describe('IMP-16 notes and placeholders beside addresses', () => {
  const notes: [string, string, boolean][] = [
    ['ann@example.org (work)', 'work', true],
    ['Mum: ann@example.org', 'Mum', true],
    ['ann@example.org DO NOT USE', 'DO NOT USE', false],
    ['old: ann@example.org', 'old', false],
  ]
  for (const [text, note, usable] of notes) {
    it(`keeps the note of ${text}`, () => {
      assert.deepEqual(
        readEmails(text).map((p) => [p.value, p.note, p.usable]),
        [['ann@example.org', note, usable]],
      )
    })
  }
  for (const text of ['', 'n/a', 'none', 'No Email', '-', 'x@x.com', 'noemail@school.example', 'no@email.com', 'TBC']) {
    it(`finds nothing in ${JSON.stringify(text)}`, () => assert.deepEqual(readEmails(text), []))
  }
})

describe('IMP-6 the same address is always the same normal form', () => {
  it('whatever the case and the wrapping', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9]{1,11}$/)
    const wrap = fc.constantFrom('@@', '<@@>', 'Ann <@@>', 'mailto:@@', ' @@ ', '@@;', '"@@"')
    fc.assert(
      fc.property(name, wrap, fc.boolean(), (local, form, upper) => {
        const address = `q${local}@example.org`
        assert.deepEqual(values(form.replace('@@', upper ? address.toUpperCase() : address)), [address])
      }),
    )
  })
})
