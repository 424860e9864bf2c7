import { type Clock, fixedClock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { newId } from '../../platform/ids/index.ts'
import { deliveriesOfMessage } from '../delivery/index.ts'
import { foldName } from '../people/index.ts'
import { createSchool, findSchoolById, type School } from '../schools/index.ts'
import { type MessageContent, reportOfMessage, sendMessage } from './index.ts'

/** A class of awkward families for tests of messages, and the ids of everybody by first name. */
export type Scene = { school: School; pupil: Record<string, string>; adult: Record<string, string> }

type Grown = { name: string; points: string[]; prime?: boolean; courtOrder?: boolean; optedOut?: boolean }
type Child = { name: string; year?: string; class?: string; status?: string; adults: Grown[] }

const noor: Grown = { name: 'Noor Al-Hassan', points: ['+447700900001', 'noor@example.org'] }
const yusuf: Grown = { name: 'Yusuf Al-Hassan', points: ['+447700900002'], prime: false }

const beech: Child[] = [
  { name: 'Amira Al-Hassan', adults: [noor, yusuf] },
  { name: 'Idris Al-Hassan', adults: [noor, yusuf] },
  {
    name: 'Kit Mercer',
    adults: [
      { name: 'Diane Mercer', points: ['diane@example.org'] },
      { name: 'Shaun Mercer', points: ['+447700900003'], courtOrder: true },
    ],
  },
  { name: 'Joe Turner', adults: [] },
  { name: 'Ada Lovell', adults: [{ name: 'Harriet Lovell', points: [], optedOut: true }] },
  {
    name: 'Kacper Zieliński',
    adults: [
      { name: 'Ewa Zielińska', points: ['+447700900004'] },
      { name: 'Tomasz Zieliński', points: ['+447700900004'] },
    ],
  },
  { name: 'Zofia Wójcik', class: '6 Oak', adults: [{ name: 'Łucja Wójcik', points: ['+447700900005'] }] },
  { name: 'Corey Latham', status: 'leaver', adults: [{ name: 'Jo Latham', points: ['jo@example.org'] }] },
]

let words = 0

/** A message to a whole year, with words of its own every time, so that no test meets MSG-6 by accident. */
export function contentOfTest(more: Partial<MessageContent> = {}): MessageContent {
  words += 1
  const usual = { audience: 'prime', channel: 'auto', kind: 'dates', subject: 'Trip', deadlineAt: null } as const
  return { ...usual, to: ['year:6'], body: `The trip leaves at 8:45. ${words}`, ...more }
}

export async function makeScene(db: TestDb, clock: Clock, slug = `s-${newId()}`): Promise<Scene> {
  const actor = { kind: 'system' as const, accountId: null, name: 'Test' }
  const { id } = await createSchool(db, { name: 'Hill Primary School', slug, actor, clock })
  return addFamilies(db, { school: await findSchoolById(db, id), clock })
}

export const stageClock = fixedClock('2026-11-21T09:00:00Z')
export const sam = { kind: 'staff' as const, accountId: null, name: 'Sam Okafor' }

/** Families of a school, and the few steps that tests of messages speak in. */
export type Stage = Scene & Awaited<ReturnType<typeof stageOn>>

/** A stage on a database of its own. Close it. */
export async function openStage(): Promise<Stage> {
  const db = await testDatabase()
  return stageBeside(db)
}

/** The same families at another school of the database. */
export async function stageBeside(db: TestDb): Promise<Stage> {
  const scene = await makeScene(db, stageClock)
  return { ...scene, ...stageOn(db, scene.school) }
}

function stageOn(db: TestDb, school: School) {
  const schoolId = school.id
  const inSchool = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => db.inSchool(schoolId, work)
  return {
    db,
    inSchool,
    send: (content: MessageContent, more: { again?: boolean; clock?: Clock; school?: School } = {}) =>
      sendMessage(db, { school, content, actor: sam, clock: stageClock, again: false, ...more }),
    report: (messageId: string) => inSchool((trx) => reportOfMessage(trx, { schoolId, messageId })),
    copiesOf: (messageId: string) => inSchool((trx) => deliveriesOfMessage(trx, { schoolId, messageId })),
    close: () => db.close(),
  }
}

/** Puts the families into a school that is there already. */
export async function addFamilies(db: TestDb, { school, clock }: { school: School; clock: Clock }): Promise<Scene> {
  const scene: Scene = { school, pupil: {}, adult: {} }
  await db.inSchool(school.id, async (trx) => {
    for (const [at, child] of beech.entries()) await insertChild(trx, scene, { child, at, now: clock.now() })
  })
  return scene
}

async function insertChild(trx: Trx, scene: Scene, { child, at, now }: { child: Child; at: number; now: Date }) {
  const { school } = scene
  const [forename, surname] = inTwo(child.name)
  const pupilId = newId()
  scene.pupil[forename] = pupilId
  const own = { school_id: school.id, created_at: now, updated_at: now }
  await trx
    .insertInto('members')
    .values({
      ...own,
      id: pupilId,
      role: 'pupil',
      status: child.status ?? 'on roll',
      origin: 'manual',
      admission_number: `00430${at + 1}`,
      forename,
      surname,
      year: child.year ?? '6',
      registration_group: child.class ?? '6 Beech',
      name_key: foldName(forename, surname),
    })
    .execute()
  for (const grown of child.adults) {
    const adultId = await adultOf(trx, scene, { grown, now })
    const link = { ...own, id: newId(), pupil_id: pupilId, adult_id: adultId, origin: 'manual', priority: 1 }
    await trx
      .insertInto('links')
      .values({ ...link, prime: grown.prime ?? true, relationship: 'Parent', started_on: '2026-09-01' })
      .execute()
    if (grown.courtOrder) {
      const flag = { school_id: school.id, pupil_id: pupilId, adult_id: adultId, flag: 'yes', origin: 'manual' }
      await trx
        .insertInto('court_order_flags')
        .values({ ...flag, flagged_at: now })
        .execute()
    }
  }
}

async function adultOf(trx: Trx, scene: Scene, { grown, now }: { grown: Grown; now: Date }): Promise<string> {
  const [forename, surname] = inTwo(grown.name)
  const known = scene.adult[forename]
  if (known) return known
  const id = newId()
  scene.adult[forename] = id
  const own = { school_id: scene.school.id, created_at: now, updated_at: now }
  const name = { title: 'Mx', forename, surname, name_key: foldName(forename, surname) }
  await trx
    .insertInto('adults')
    .values({ ...own, ...name, id, origin: 'manual' })
    .execute()
  for (const [position, value] of grown.points.entries()) {
    const kind = value.includes('@') ? 'email' : 'mobile'
    const point = { ...own, id: newId(), adult_id: id, kind, value, raw: value, origin: 'manual', position }
    await trx
      .insertInto('contact_points')
      .values({ ...point, sms_capable: kind === 'mobile', usable: true })
      .execute()
    await trx
      .insertInto('contact_values')
      .values({ school_id: point.school_id, value, point_ids: [point.id] })
      .onConflict((known) => known.columns(['school_id', 'value']).doUpdateSet({ point_ids: [point.id] }))
      .execute()
  }
  if (grown.optedOut) {
    const choice = { school_id: scene.school.id, adult_id: id, channel: 'all', reason: 'asked', set_by: 'Test' }
    await trx
      .insertInto('opt_outs')
      .values({ ...choice, set_at: now })
      .execute()
  }
  return id
}

function inTwo(name: string): [string, string] {
  const [forename = '', ...rest] = name.split(' ')
  return [forename, rest.join(' ')]
}
