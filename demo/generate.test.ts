import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { inProject } from '../src/platform/paths/index.ts'
import { hillPrimarySchool } from './school/hill-primary.ts'

const committed = (name: string) => readFileSync(inProject('demo', 'sims', name))

describe('demo school', () => {
  it('comes out byte for byte as committed', () => {
    for (const [name, bytes] of hillPrimarySchool()) {
      assert.ok(bytes.equals(committed(name)), `demo/sims/${name} is stale: run npm run demo:generate`)
    }
  })

  it('has 420 children on roll, thirty to a class', () => {
    const rows = committed('pupils.csv').toString().trimEnd().split('\r\n').slice(1)
    const onRoll = rows.filter((row) => row.endsWith(','))
    const classes = Map.groupBy(onRoll, (row) => row.split(',')[10])
    assert.equal(onRoll.length, 420)
    assert.deepEqual(
      [...classes.values()].map((children) => children.length),
      Array(14).fill(30),
    )
  })

  it('gives no mobile number to two contacts, but for the families that share one on purpose', () => {
    const rows = committed('contacts.csv').toString().trimEnd().split('\r\n').slice(1)
    const owners = new Map<string, Set<string>>()
    for (const row of rows) {
      for (const [number] of row.replaceAll(/[ -]/g, '').matchAll(/7700900\d{3}/g)) {
        const contact = row.split(',')[4] ?? ''
        owners.set(number, (owners.get(number) ?? new Set()).add(contact))
      }
    }
    const shared = [...owners.values()].filter((contacts) => contacts.size > 1)
    assert.equal(shared.length, 2) // Whitfield (one mother, two records) and Zieliński (one phone, two parents)
  })

  it('lists its awkward families in the README by the names in the files', () => {
    const pupils = committed('pupils.csv').toString()
    const listed = [
      ...committed('../README.md')
        .toString()
        .matchAll(/^\| ([^|]+?) \| \d|^\| ([^|]+?) \| R/gm),
    ]
    const names = listed.flatMap((match) => (match[1] ?? match[2] ?? '').split(' and '))
    assert.ok(names.length >= 35)
    for (const name of names) {
      const [forename, ...surname] = name.split(' ')
      assert.ok(pupils.includes(`,${surname.join(' ')},${forename},`), `${name} is not in pupils.csv`)
    }
  })
})
