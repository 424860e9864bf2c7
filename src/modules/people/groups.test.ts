import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { fixedClock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { listEntries } from '../audit/index.ts'
import { createSchool } from '../schools/index.ts'
import {
  addToGroup,
  deleteOwnGroup,
  exportPeople,
  findOwnGroupNamed,
  findPupilsOf,
  groupsOfSchool,
  makeOwnGroup,
  pupilsOfGroup,
  removeFromGroup,
  renameOwnGroup,
} from './index.ts'

let db: TestDb
let schoolId: string
const clock = fixedClock('2026-11-21T09:00:00Z')
const actor = { kind: 'staff' as const, accountId: null, name: 'Sam Okafor' }
const pupil: Record<string, string> = {}
let misGroup: string

before(async () => {
  db = await testDatabase()
  const made = await createSchool(db, { name: 'Hill Primary', slug: 'hill', actor, clock })
  schoolId = made.id
  await inSchool(async (trx) => {
    await insertPupil(trx, 'Amira', { year: '6', registration_group: '6 Beech', house: 'Red' })
    await insertPupil(trx, 'Idris', { year: '4', registration_group: '4 Ash', house: 'Red' })
    await insertPupil(trx, 'Kit', { year: '6', registration_group: '6 Oak', house: 'Blue' })
    await insertPupil(trx, 'Corey', { year: '6', registration_group: '6 Oak', house: 'Red', status: 'leaver' })
    misGroup = newId()
    await sql`insert into groups (school_id, id, kind, name, origin, created_at)
      values (${schoolId}, ${misGroup}, 'class', '6/Ma1', 'mis', ${clock.now()})`.execute(trx)
    await sql`insert into group_members (school_id, group_id, member_id, origin, created_at)
      values (${schoolId}, ${misGroup}, ${pupil.Amira}, 'mis', ${clock.now()})`.execute(trx)
  })
})
after(() => db.close())

const inSchool = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => db.inSchool(schoolId, work)
const by = () => ({ schoolId, actor, clock })
const make = (name: string, rule?: { years?: string[]; classes?: string[]; houses?: string[] }) =>
  inSchool((trx) =>
    makeOwnGroup(trx, { ...by(), name, rule: rule ? { years: [], classes: [], houses: [], ...rule } : null }),
  )
const idsOf = (...names: string[]) => names.map((name) => pupil[name] ?? '')
const add = (groupId: string, ...names: string[]) =>
  inSchool((trx) => addToGroup(trx, { ...by(), groupId, pupilIds: idsOf(...names) }))
const remove = (groupId: string, ...names: string[]) =>
  inSchool((trx) => removeFromGroup(trx, { ...by(), groupId, pupilIds: idsOf(...names) }))
const found = async (selector: string) => {
  const ids = await inSchool((trx) => findPupilsOf(trx, { schoolId, selectors: [selector] }))
  return Object.keys(pupil).filter((name) => ids.includes(pupil[name] ?? ''))
}
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

async function insertPupil(trx: Trx, forename: string, facts: Record<string, string>): Promise<void> {
  const id = newId()
  pupil[forename] = id
  const own = { school_id: schoolId, created_at: clock.now(), updated_at: clock.now() }
  const names = { forename, surname: 'Hill', name_key: `hill ${forename.toLowerCase()}` }
  await trx
    .insertInto('members')
    .values({ ...own, ...names, id, role: 'pupil', origin: 'mis', status: 'on roll', ...facts })
    .execute()
}

describe('IMP-20 a group of the school’s own', () => {
  it('is made, filled, and found by name whatever its capitals, without those who left', async () => {
    const { groupId } = await make('  Steel   band ')
    assert.deepEqual(await add(groupId, 'Amira', 'Idris', 'Corey'), { added: 3, already: 0 })
    assert.deepEqual(await found('group:steel BAND'), ['Amira', 'Idris'])
    assert.deepEqual(await found(`group:${groupId}`), ['Amira', 'Idris'])
    const group = (await inSchool((trx) => groupsOfSchool(trx, schoolId))).find(({ id }) => id === groupId)
    assert.deepEqual([group?.name, group?.kind, group?.origin, group?.pupils], ['Steel band', 'own', 'manual', 2])
  })

  it('takes a pupil once', async () => {
    const { groupId } = await make('Choir')
    await add(groupId, 'Amira')
    await assert.rejects(add(groupId, 'Amira'), refused('group.in-already'))
    assert.deepEqual(await add(groupId, 'Amira', 'Kit', 'Kit'), { added: 1, already: 1 })
    assert.deepEqual(await remove(groupId, 'Amira'), { removed: 1 })
    await assert.rejects(remove(groupId, 'Amira'), refused('group.not-in'))
    assert.deepEqual(await found('group:Choir'), ['Kit'])
  })

  it('has a name that nothing else has', async () => {
    await assert.rejects(make('  '), refused('group.name-missing'))
    await assert.rejects(make('x'.repeat(61)), refused('group.name-long'))
    for (const taken of ['choir', '6/ma1', '6 BEECH']) await assert.rejects(make(taken), refused('group.name-taken'))
    const { groupId } = await make('Chess')
    const rename = (name: string) => inSchool((trx) => renameOwnGroup(trx, { ...by(), groupId, name }))
    await assert.rejects(rename('Choir'), refused('group.name-taken'))
    await rename('CHESS')
    assert.equal((await inSchool((trx) => findOwnGroupNamed(trx, { schoolId, name: 'chess' }))).name, 'CHESS')
  })

  it('leaves the groups of the MIS as they are', async () => {
    const groupId = misGroup
    await assert.rejects(add(groupId, 'Kit'), refused('group.of-mis'))
    await assert.rejects(remove(groupId, 'Amira'), refused('group.of-mis'))
    await assert.rejects(
      inSchool((trx) => renameOwnGroup(trx, { ...by(), groupId, name: 'Other' })),
      refused('group.of-mis'),
    )
    await assert.rejects(
      inSchool((trx) => deleteOwnGroup(trx, { ...by(), groupId })),
      refused('group.of-mis'),
    )
    assert.deepEqual(await found('group:6/Ma1'), ['Amira'])
  })

  it('goes without its pupils', async () => {
    const { groupId } = await make('Football')
    await add(groupId, 'Kit')
    await inSchool((trx) => deleteOwnGroup(trx, { ...by(), groupId }))
    await assert.rejects(found('group:Football'), refused('nobody-found'))
    assert.deepEqual(await found(`pupil:${pupil.Kit}`), ['Kit'])
  })

  it('SEC-6 journals who was put in and taken out', async () => {
    const { groupId } = await make('Eco club')
    await add(groupId, 'Amira')
    await add(groupId, 'Kit', 'Idris')
    await remove(groupId, 'Amira')
    const entries = await inSchool((trx) => listEntries(trx, schoolId))
    const own = entries.filter(({ subjectId }) => subjectId === groupId)
    assert.deepEqual(
      own.map(({ act, pupilId }) => [act, pupilId]),
      [
        ['group.pupils-removed', pupil.Amira],
        ['group.pupils-added', null],
        ['group.pupils-added', pupil.Amira],
        ['group.made', null],
      ],
    )
    const { pupilIds = [] } = (own[1]?.detail ?? {}) as { pupilIds?: string[] }
    assert.deepEqual(pupilIds.toSorted(), idsOf('Kit', 'Idris').toSorted())
  })
})

describe('IMP-20 a group that fills itself', () => {
  it('holds whoever fits on the day it is used', async () => {
    const { groupId } = await make('Red in Year 6', { years: ['6'], houses: ['Red'] })
    assert.deepEqual(await found('group:Red in Year 6'), ['Amira'])
    await inSchool((trx) =>
      trx
        .updateTable('members')
        .set({ house: 'Red' })
        .where('id', '=', pupil.Kit ?? '')
        .execute(),
    )
    assert.deepEqual(await found(`group:${groupId}`), ['Amira', 'Kit'])
    const group = await inSchool((trx) => findOwnGroupNamed(trx, { schoolId, name: 'Red in Year 6' }))
    const pupils = await inSchool((trx) => pupilsOfGroup(trx, { schoolId, group }))
    assert.deepEqual(
      pupils.map(({ forename }) => forename),
      ['Amira', 'Kit'],
    )
    assert.equal((await inSchool((trx) => groupsOfSchool(trx, schoolId))).find(({ id }) => id === groupId)?.pupils, 2)
  })

  it('takes nobody by hand, and asks for something', async () => {
    const { groupId } = await make('All red', { houses: ['Red'] })
    await assert.rejects(add(groupId, 'Kit'), refused('group.by-rule'))
    await assert.rejects(make('Nothing', {}), refused('group.rule-empty'))
  })

  it('stands beside the other groups of a pupil in the export', async () => {
    const names: string[] = []
    await inSchool(async (trx) => {
      for await (const { members } of exportPeople(trx, schoolId)) {
        names.push(...members.filter(({ forename }) => forename === 'Amira').flatMap(({ groups }) => groups))
      }
    })
    for (const name of ['6/Ma1', 'Steel band', 'Red in Year 6']) assert.ok(names.includes(name), name)
  })
})
