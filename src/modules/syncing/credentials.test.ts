import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { listEntries } from '../audit/index.ts'
import { endCredential, findCredentialByTokenIfAny, listCredentials, makeCredential } from './index.ts'
import { SyncScene } from './testing.ts'

describe('IMP-23 a service credential', () => {
  let scene: SyncScene
  before(async () => {
    scene = await SyncScene.open()
  })
  after(() => scene.close())

  it('opens its own school with its token, is kept as a hash only, and notes when it was used', async () => {
    const { db, school, clock } = scene
    const { credential, token } = await makeCredential(db, { school, name: 'Night box', actor: scene.ruth, clock })
    assert.match(token, /^gatehouse_[\w-]{43}$/)
    const found = await findCredentialByTokenIfAny(db, { school, token, clock })
    assert.equal(found?.id, credential.id)
    const listed = await db.inSchool(school.id, (trx) => listCredentials(trx, school.id))
    assert.deepEqual(listed.find(({ id }) => id === credential.id)?.lastUsedAt, clock.now())
    const everywhere = JSON.stringify(await scene.everythingStored())
    assert.ok(!everywhere.includes(token) && !everywhere.includes(token.slice(10)), 'the token is nowhere')
  })

  it('opens nothing at another school, nor once it is ended, and both stand in the journal', async () => {
    const { db, school, clock } = scene
    const { credential, token } = await makeCredential(db, { school, name: 'Old box', actor: scene.ruth, clock })
    const other = await scene.anotherSchool()
    assert.equal(await findCredentialByTokenIfAny(db, { school: other, token, clock }), null)
    await endCredential(db, { school, credentialId: credential.id, actor: scene.ruth, clock })
    assert.equal(await findCredentialByTokenIfAny(db, { school, token, clock }), null)
    const acts = await db.inSchool(school.id, (trx) => listEntries(trx, school.id, { act: 'service-credential' }))
    assert.deepEqual(
      acts.slice(0, 2).map(({ act, actorName }) => [act, actorName]),
      [
        ['service-credential.ended', 'Ruth Adeyemi'],
        ['service-credential.made', 'Ruth Adeyemi'],
      ],
    )
  })

  it('refuses a name that says nothing, and one that is taken', async () => {
    const { db, school, clock } = scene
    const make = (name: string) => makeCredential(db, { school, name, actor: scene.ruth, clock })
    await assert.rejects(make('  '), /a name of at most/)
    await make('Twice')
    await assert.rejects(make('Twice'), /There is a credential “Twice” already/)
  })
})
