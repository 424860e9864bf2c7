import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import {
  countsForHome,
  findAdult,
  liftOptOut,
  type OptOutChannel,
  optOutAdult,
  recordOutcomeOfContact,
  reopenContactPoint,
} from './index.ts'
import { peopleScene, refuses } from './testing.ts'

const scene = peopleScene()
const { by, here, journal, linkByHand, linkOf, linkedByImport, pupil } = scene
before(scene.open)
after(scene.close)
beforeEach(scene.freshSchool)

describe('OPT-2 a person who opts out', () => {
  const forgotten: { adultId: string; channels: OptOutChannel[] }[] = []
  const optOut = (adultId: string, channel: OptOutChannel, reason = 'Rang on Monday') =>
    here((trx) =>
      optOutAdult(trx, {
        ...by(),
        adultId,
        channel,
        reason,
        forget: async (_trx, { adultId, channels }) => void forgotten.push({ adultId, channels }),
      }),
    )

  it('has the contact points erased at once, and stays linked without them', async () => {
    const amira = await pupil('Amira Hassan')
    const { adultId, linkId } = await linkedByImport(amira, 'Noor Hassan')
    assert.deepEqual(await optOut(adultId, 'sms'), { erased: 1 })
    const left = await here((trx, schoolId) => findAdult(trx, schoolId, adultId))
    assert.deepEqual([left.optOuts, left.contactPoints.map(({ kind }) => kind)], [['sms'], ['email']])
    assert.deepEqual(await optOut(adultId, 'all'), { erased: 1 })
    const rows = await here((trx) =>
      trx.selectFrom('contact_points').select('id').where('adult_id', '=', adultId).execute(),
    )
    assert.deepEqual(rows, [])
    assert.equal((await linkOf(amira, linkId)).state, 'current')
    assert.deepEqual(forgotten.splice(0), [
      { adultId, channels: ['sms'] },
      { adultId, channels: ['sms', 'all'] },
    ])
  })

  it('OPT-4 is opted in again only with a written reason; each change is journalled', async () => {
    const { adultId } = await linkByHand(await pupil('Amira Hassan'))
    const lift = (reason: string) => here((trx) => liftOptOut(trx, { ...by(), adultId, channel: null, reason }))
    await assert.rejects(lift('She rang'), refuses('not-opted-out'))
    await assert.rejects(optOut(adultId, 'all', ' '), refuses('reason-missing'))
    await optOut(adultId, 'all')
    await assert.rejects(lift(' '), refuses('reason-missing'))
    assert.deepEqual((await here((trx, schoolId) => findAdult(trx, schoolId, adultId))).optOuts, ['all'])
    await lift('She rang on 3 September')
    assert.deepEqual((await here((trx, schoolId) => findAdult(trx, schoolId, adultId))).optOuts, [])
    const acts = (await journal({ subjectId: adultId })).map(({ act }) => act)
    assert.deepEqual(acts, ['adult.opted-in', 'adult.opted-out'])
  })

  it('OPT-5 is told apart from a detail that fails', async () => {
    const amira = await pupil('Amira Hassan')
    const { adultId } = await linkedByImport(amira, 'Noor Hassan')
    const outcome = { ...by(), address: 'mis@example.org', what: 'spam report', failuresToBlock: 3 } as const
    await here((trx) => recordOutcomeOfContact(trx, outcome))
    const adult = await here((trx, schoolId) => findAdult(trx, schoolId, adultId))
    assert.deepEqual([adult.optOuts, adult.contactPoints.length], [[], 2])
  })
})

describe('DLV-5 the health of a contact point', () => {
  it('blocks after failures in a row, everywhere the address stands, and heals when staff open it', async () => {
    const [amira, kit] = [await pupil('Amira Hassan'), await pupil('Kit Mercer')]
    const shared = '07700 900099'
    await linkedByImport(amira, 'Noor Hassan', shared)
    const other = await linkByHand(kit, { phone: shared })
    const fail = () =>
      here((trx) =>
        recordOutcomeOfContact(trx, { ...by(), address: '+447700900099', what: 'failed', failuresToBlock: 2 }),
      )
    const point = async () => (await here((trx, schoolId) => findAdult(trx, schoolId, other.adultId))).contactPoints[0]
    await fail()
    assert.deepEqual([(await point())?.failures, (await point())?.blockedAt], [1, null])
    await fail()
    assert.equal((await point())?.blockReason, '2 failures in a row')
    assert.deepEqual((await here((trx, schoolId) => countsForHome(trx, schoolId))).noChannel, [kit])
    await here(async (trx) => reopenContactPoint(trx, { ...by(), pointId: (await point())?.id ?? '' }))
    assert.deepEqual([(await point())?.failures, (await point())?.blockedAt], [0, null])
    const acts = (await journal({})).map(({ act }) => act).filter((act) => act.startsWith('contact-point'))
    assert.deepEqual(acts, ['contact-point.reopened', 'contact-point.blocked', 'contact-point.blocked'])
  })
})
