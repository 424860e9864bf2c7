import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { mayStillBeSent, withdrawFromRestricted } from './index.ts'
import { contentOfTest, openStage, type Stage, sam, stageClock } from './testing.ts'

describe('VIS-3 what waits for a restricted adult', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  const restrict = (child: string, adult: string) =>
    stage.inSchool((trx) =>
      withdrawFromRestricted(trx, {
        schoolId: stage.school.id,
        actor: sam,
        clock: stageClock,
        pupilId: stage.pupil[child] ?? '',
        adultId: stage.adult[adult] ?? '',
      }),
    )
  const statesOf = async (messageId: string) => {
    const names = new Map(Object.entries(stage.adult).map(([name, id]) => [id, name]))
    const copies = await stage.copiesOf(messageId)
    return copies.map(({ recipientId, state, reason }) => `${names.get(recipientId)}: ${reason ?? state}`).sort()
  }

  it('is taken back, and what others get goes on', async () => {
    const { messageId } = await stage.send(contentOfTest())
    await restrict('Kit', 'Diane')
    const states = await statesOf(messageId)
    assert.ok(states.includes('Diane: restricted since'), states.join())
    assert.ok(states.length > 1 && states.filter((one) => one.endsWith(': queued')).length === states.length - 1)
  })
  it('stays where it is about another child of the adult too, and is looked at again before hand-over (DLV-2)', async () => {
    const { messageId } = await stage.send(contentOfTest())
    await restrict('Amira', 'Noor')
    assert.ok((await statesOf(messageId)).includes('Noor: queued'))
    const rows = await stage.copiesOf(messageId)
    assert.equal((await mayStillBeSent(stage.db, { schoolId: stage.school.id, rows })).size, 0)
  })
})
