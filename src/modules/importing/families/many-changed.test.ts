import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { RowsDigested } from '../reading/digest-of-rows.ts'
import { chooseRows } from './choose-rows.ts'
import { HashList, hash64 } from './hashes.ts'
import { JoinedKeys } from './joined-keys.ts'
import { halvesOf, KnownFamilies, packHashes } from './known-families.store.ts'
import { PeopleNamed } from './people-named.ts'
import { keyOfContact, keyOfRef } from './records-of-row.ts'
import type { Tie } from './snapshot.store.ts'
import { concerned } from './tied-on-record.ts'

const rowsOfFamily = 3
const rowOf = (n: number, day: number) => hash64(`row ${n} as on day ${day}`)

/** So many rows as the last run left them, three a family. */
function knownOf(rows: number): KnownFamilies {
  const known = new KnownFamilies({ families: rows / rowsOfFamily, rows })
  const family = { pupils: 1, rowsUsed: 3, contactRows: 3, contactRowsWithoutId: 0, settled: true, plain: true }
  for (let n = 1; n <= rows; n += rowsOfFamily) {
    const id = halvesOf(`${n.toString(16).padStart(8, '0')}-0000-8000-8000-000000000000`)
    const bytes = packHashes([rowOf(n, 0), rowOf(n + 1, 0), rowOf(n + 2, 0)])
    known.add(id, family, { bytes, from: 0, to: bytes.length })
  }
  return known
}

/** The first so many of them say something else today. */
function digestedOf(rows: number, changed: number): RowsDigested {
  const hashes = new HashList()
  for (let n = 1; n <= rows; n += 1) hashes.add(rowOf(n, n <= changed ? 1 : 0))
  return { digest: '', rowsRead: rows, hashes, rowsOfFiles: [rows], placesOfFiles: [null] }
}

describe('IMP-6 a run of which many rows changed', () => {
  for (const [what, rows, changed, isChosen] of [
    ['a hundredth of many', 150_000, 1_500, true],
    ['four tenths of many', 150_000, 60_000, true],
    ['more than half of many', 150_000, 90_000, false],
    ['all of many, as in a new school year', 150_000, 150_000, false],
    ['all of an ordinary school', 3_000, 3_000, true],
  ] as const)
    it(`${isChosen ? 'passes over those that did not' : 'looks at all'}: ${what}`, () => {
      const choice = chooseRows(digestedOf(rows, changed), knownOf(rows))
      assert.equal(choice !== null, isChosen)
      if (!choice) return
      assert.ok(choice.wants(1))
      assert.ok(choice.wants(rows), 'the end of a file is always looked at')
      assert.equal(choice.wants(rows - 60), changed === rows)
    })

  it('asks for people by their keys as long as these are few', () => {
    const people = new PeopleNamed()
    const rowWith = (contact: string, refs: string[]) =>
      ({ contact: { key: contact }, pupil: { refs } }) as unknown as Parameters<PeopleNamed['note']>[0]
    const isMeant = { contact: (key: string) => key !== 'id:2', pupil: () => true }
    for (const key of ['id:1', 'id:2', 'id:1']) people.note(rowWith(key, ['id:9', 'upn:9']))
    people.note({ contact: null, pupil: null })
    assert.deepEqual(people.among(isMeant), { contacts: ['id:1'], pupils: ['id:9', 'upn:9'] })
    for (let n = 0; n < 100_000; n += 1) people.note(rowWith(`id:many ${n}`, []))
    assert.equal(people.among(isMeant), null)
    people.note(rowWith('id:one more', []))
    assert.equal(people.among(isMeant), null, 'and never again')
  })

  it('of all ties takes those of whoever its rows name and leave open', async () => {
    const joined = new JoinedKeys()
    const contact = (name: string) => keyOfContact(`id:${name}`)
    const pupil = (name: string) => keyOfRef(`id:${name}`)
    const kim = joined.add(pupil('Kim'))
    joined.join(kim, joined.add(contact('Ann')))
    joined.add(contact('Bob'))
    // The last run had Kim and Ann in one family, and nobody else has their keys.
    joined.markFamily([hash64(pupil('Kim')), hash64(contact('Ann'))])
    const tie = (personId: string, ...keys: string[]): Tie[] => keys.map((key) => ({ personId, key }))
    const ties = [
      ...tie('1 settled by the last run', contact('Ann'), pupil('Kim')),
      ...tie('2 named and open', pupil('Lee'), contact('Bob'), contact('Bob of before')),
      ...tie('3 named by nobody', contact('Cat'), pupil('Max')),
    ]
    const concernedOf = async (all: Tie[]) => {
      const found: Tie[] = []
      for await (const one of concerned(all, joined)) found.push(one)
      return found
    }
    const found = await concernedOf(ties)
    assert.deepEqual(
      found,
      ties.filter(({ personId }) => personId.startsWith('2')),
    )
    assert.deepEqual(await concernedOf([...ties].reverse()), [...found].reverse())
    assert.deepEqual(await concernedOf([]), [])
  })
})
