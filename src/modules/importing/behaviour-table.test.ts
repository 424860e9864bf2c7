import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { linkAdultByHand, optOutAdult } from '../people/index.ts'
import { forgetContactPoints } from './applying.ts'
import { pickContact, snapshotContactsOf } from './picking.ts'
import { type ContactRow, ImportScene, office, report } from './testing.ts'

const ann: ContactRow = { name: 'Ann Hassan', mobile: '07700 900001' }
const annNew: ContactRow = { ...ann, mobile: '07700 900009' }
const annLower: ContactRow = { ...ann, priority: 2 }
const bob: ContactRow = { name: 'Bob Hassan', relationship: 'Father', mobile: '07700 900002' }
const bobLower: ContactRow = { ...bob, priority: 2 }
const amiraAlone = 'Amira Hassan'

describe('IMP-8 the behaviour table', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  after(() => scene.close())

  type Row = {
    today: (scene: ImportScene) => Promise<void>
    settings?: Record<string, string>
    inFile: (ContactRow | string)[]
    after: string[]
    issues: string[]
    /** Numbers that may not be stored anywhere. */
    nowhere?: string[]
  }
  const imported =
    (...rows: ContactRow[]) =>
    async () =>
      void (await scene.import(rows))
  const rows: Record<string, Row> = {
    'no link | Ann P1 | Ann prime mis': {
      today: async () => {},
      inFile: [ann],
      after: ['Ann Hassan prime mis +447700900001'],
      issues: [],
    },
    'Ann prime mis | Ann P1, new mobile | mobile updated': {
      today: imported(ann),
      inFile: [annNew],
      after: ['Ann Hassan prime mis +447700900009'],
      issues: [],
    },
    'Ann prime mis | Bob P1, Ann gone | Bob prime; the link of Ann ends': {
      today: imported(ann),
      inFile: [bob],
      after: ['Bob Hassan prime mis +447700900002'],
      issues: [],
    },
    'Ann prime mis | Bob P1, Ann lower | Bob prime; the link of Ann ends': {
      today: imported(ann),
      inFile: [bob, annLower],
      after: ['Bob Hassan prime mis +447700900002'],
      issues: [],
    },
    'Ann prime mis | Bob P1, Ann lower, lower priorities on | Bob prime, Ann non-prime': {
      today: imported(ann),
      settings: { lowerPriorities: 'yes' },
      inFile: [bob, annLower],
      after: ['Ann Hassan non-prime mis +447700900001', 'Bob Hassan prime mis +447700900002'],
      issues: [],
    },
    'Ann prime web | Ann P1, new mobile | unchanged; differs from MIS': {
      today: () => registered({ prime: true }),
      inFile: [annNew],
      after: ['Ann Hassan prime web +447700900001'],
      issues: ['differs from MIS'],
    },
    'Ann prime web | Bob P1 | Bob not imported as prime; issue raised': {
      today: () => registered({ prime: true }),
      inFile: [bob, annLower],
      after: ['Ann Hassan prime web +447700900001'],
      issues: ['differs from MIS'],
    },
    'Ann prime web | Bob P1, lower priorities on | Bob non-prime; issue raised': {
      today: () => registered({ prime: true }),
      settings: { lowerPriorities: 'yes' },
      inFile: [bob, annLower],
      after: ['Ann Hassan prime web +447700900001', 'Bob Hassan non-prime mis +447700900002'],
      issues: ['differs from MIS'],
    },
    'Ann prime manual | Ann P1 | unchanged; no second Ann': {
      today: () => linkedByHand({ prime: true }),
      inFile: [ann],
      after: ['Ann Hassan prime manual +447700900001'],
      issues: [],
    },
    'Ann prime picked | Ann P1, new mobile | link unchanged, mobile updated': {
      today: async () => {
        await scene.import([bob, annLower])
        await pickedByHand('Ann')
      },
      inFile: [annNew],
      after: ['Ann Hassan prime picked +447700900009'],
      issues: [],
    },
    'Ann non-prime web only | Bob P1 | Bob prime mis': {
      today: () => registered({ prime: false }),
      inFile: [bob, annLower],
      after: ['Ann Hassan non-prime web +447700900001', 'Bob Hassan prime mis +447700900002'],
      issues: [],
    },
    'Ann non-prime web only | Ann P1 | her link becomes prime; her details stay hers': {
      today: () => registered({ prime: false }),
      inFile: [annNew],
      after: ['Ann Hassan prime web +447700900001'],
      issues: ['differs from MIS'],
    },
    'Ann prime mis | no contact at all | link ends; no prime adult': {
      today: imported(ann),
      inFile: [amiraAlone],
      after: [],
      issues: ['no prime adult'],
    },
    'no link | Ann P1, opted out | nothing is stored of her contact points; no prime adult (opted out)': {
      today: annOptedOutUnlinked,
      inFile: [ann],
      after: [],
      issues: ['no prime adult (opted out)'],
      nowhere: ['07700 900001'],
    },
    'no link | Ann P1, opted out in the source | nothing is stored of her contact points; no prime adult (opted out)': {
      today: async () => {},
      inFile: [{ ...ann, optedOut: 'T' }],
      after: [],
      issues: ['no prime adult (opted out)'],
      nowhere: ['07700 900001'],
    },
    'Ann prime mis | Ann P1, opted out in the source | she stays linked without details, and nothing is stored of them':
      {
        today: imported({ ...ann, mobile: '07700 900001', email: 'ann@example.org' }, { ...bobLower, mobile: '' }),
        inFile: [{ ...ann, email: 'ann@example.org', optedOut: 'T' }],
        after: ['Ann Hassan prime mis'],
        issues: ['no prime adult (opted out)'],
        nowhere: ['07700 900001', 'ann@example.org'],
      },
    'no link | Ann P1 opted out, Bob P2 | Bob is not promoted': {
      today: annOptedOutUnlinked,
      inFile: [ann, bobLower],
      after: [],
      issues: ['no prime adult (opted out)'],
    },
    'no link | Ann P1 opted out in the source, Bob P2, lower priorities on | Bob comes in, not as prime': {
      today: async () => {},
      settings: { lowerPriorities: 'yes' },
      inFile: [{ ...ann, optedOut: 'T' }, bobLower],
      after: ['Bob Hassan non-prime mis +447700900002'],
      issues: ['no prime adult (opted out)'],
    },
    'no link | Ann P1 and Bob P1 | both prime; two priority-1 contacts': {
      today: async () => {},
      inFile: [ann, bob],
      after: ['Ann Hassan prime mis +447700900001', 'Bob Hassan prime mis +447700900002'],
      issues: ['two priority-1 contacts'],
    },
  }

  for (const [name, row] of Object.entries(rows)) {
    it(name, async () => {
      await scene.freshSchool()
      await row.today(scene)
      if (row.settings) await scene.set(row.settings)
      await scene.import(row.inFile)
      assert.deepEqual(await scene.links(), row.after)
      assert.deepEqual((await scene.people()).issues, row.issues)
      for (const number of row.nowhere ?? []) assert.deepEqual(await scene.whereStored(number), [], 'OPT-2')
      // A change elsewhere, so that everything is decided anew and not taken for the same file.
      await scene.set({ undoAbove: '60' })
      const again = await scene.plan(report(row.inFile))
      assert.equal(again.unchanged, false)
      assert.deepEqual(await scene.entries(again), [], 'IMP-6: a second run changes nothing')
    })
  }

  /** Ann as she will be once she can register herself: link, details and contact points are hers. */
  async function registered({ prime }: { prime: boolean }): Promise<void> {
    await linkedByHand({ prime })
    await scene.db.asOwner(async (trx) => {
      const school = scene.school.id
      await sql`update links set origin = 'web' where school_id = ${school}`.execute(trx)
      await sql`update adults set origin = 'web', registered_at = now() where school_id = ${school}`.execute(trx)
      await sql`update contact_points set origin = 'web' where school_id = ${school}`.execute(trx)
    })
  }

  async function linkedByHand({ prime }: { prime: boolean }): Promise<void> {
    await scene.import([amiraAlone])
    const adult = { forename: 'Ann', surname: 'Hassan', relationship: 'Mother', phone: '07700 900001', prime }
    await inSchool(async (trx, by) =>
      linkAdultByHand(trx, { ...by, pupilId: await amira(), adult, reason: 'she came to the office' }),
    )
  }

  async function pickedByHand(forename: string): Promise<void> {
    const pupilId = await amira()
    await inSchool(async (trx, by) => {
      const contacts = await snapshotContactsOf(trx, { schoolId: by.schoolId, pupilId })
      const chosen = contacts.find((one) => one.contact.forename === forename)
      return pickContact(trx, {
        ...by,
        pupilId,
        contactKey: chosen?.contactKey ?? '',
        prime: true,
        reason: 'she rings first',
      })
    })
  }

  async function annOptedOutUnlinked(): Promise<void> {
    await scene.import([ann])
    const { adults } = await scene.people()
    const adultId = adults[0]?.id ?? ''
    await inSchool((trx, by) =>
      optOutAdult(trx, {
        ...by,
        adultId,
        channel: 'all',
        reason: 'letter of 3 September',
        forget: forgetContactPoints,
      }),
    )
    await scene.import([amiraAlone])
    assert.deepEqual(await scene.links(), [])
  }

  async function amira(): Promise<string> {
    const { members } = await scene.people()
    return members[0]?.id ?? ''
  }

  type By = { schoolId: string; actor: typeof office; clock: ImportScene['clock'] }
  function inSchool<T>(
    work: (trx: Parameters<Parameters<ImportScene['db']['inSchool']>[1]>[0], by: By) => Promise<T>,
  ): Promise<T> {
    scene.later()
    return scene.db.inSchool(scene.school.id, (trx) =>
      work(trx, { schoolId: scene.school.id, actor: office, clock: scene.clock }),
    )
  }
})
