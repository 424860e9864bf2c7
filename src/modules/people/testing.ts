import assert from 'node:assert/strict'
import { fixedClock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { type AuditEntry, listEntries, systemActor } from '../audit/index.ts'
import { createSchool } from '../schools/index.ts'
import { type Family, findFamily, foldName, linkAdultByHand, takeAdultFromMis } from './index.ts'
import { insertLink } from './links.store.ts'
import { readEmails } from './rules/read-emails.ts'
import { readPhones } from './rules/read-phones.ts'

export const clock = fixedClock('2026-11-21T09:00:00Z')
const actor = { kind: 'staff' as const, accountId: null, name: 'Sam Okafor' }

/** What the office types of an adult, where a test does not care. */
export const typed = { forename: 'Ruth', surname: 'Marsh', relationship: 'Aunt', prime: true }

export const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

/** A school with pupils and adults as the office or an import leaves them. Open it before the tests, with a fresh school for each. */
export function peopleScene() {
  let db: TestDb
  let schoolId = ''
  let admissions = 0

  /** Does something in the school as it is used: in a transaction of its own. */
  const here = <T>(work: (trx: Trx, schoolId: string) => Promise<T>): Promise<T> =>
    db.inSchool(schoolId, (trx) => work(trx, schoolId))
  const by = () => ({ schoolId, actor, clock })
  const family = (pupilId: string): Promise<Family> => here((trx) => findFamily(trx, schoolId, pupilId))
  const journal = (filter: { pupilId?: string; subjectId?: string }): Promise<AuditEntry[]> =>
    here((trx) => listEntries(trx, schoolId, filter))

  return {
    here,
    by,
    family,
    journal,
    async open() {
      db = await testDatabase()
    },
    close: () => db.close(),
    async freshSchool() {
      const slug = `s-${newId()}`
      schoolId = (await createSchool(db, { name: 'Hill Primary School', slug, actor: systemActor, clock })).id
    },
    async pupil(name: string, more: { status?: string; year?: string; class?: string; role?: string } = {}) {
      const [forename = '', surname = ''] = name.split(' ')
      const id = newId()
      admissions += 1
      const at = clock.now()
      const own = { school_id: schoolId, id, origin: 'mis', created_at: at, updated_at: at }
      const row = {
        ...own,
        role: more.role ?? 'pupil',
        status: more.status ?? 'on roll',
        admission_number: String(admissions).padStart(6, '0'),
        forename,
        surname,
        year: more.year ?? '6',
        registration_group: more.class ?? '6 Beech',
        name_key: foldName(forename, surname),
      }
      await here((trx) => trx.insertInto('members').values(row).execute())
      return id
    },
    linkByHand: (pupilId: string, adult: Partial<Parameters<typeof linkAdultByHand>[1]['adult']> = {}) =>
      here((trx) =>
        linkAdultByHand(trx, { ...by(), pupilId, adult: { ...typed, ...adult }, reason: 'Told by telephone' }),
      ),
    /** An adult as an import leaves them: everything of origin `mis`. */
    async linkedByImport(pupilId: string, name: string, phone = '07700 900050') {
      const [forename = '', surname = ''] = name.split(' ')
      const [adultId, linkId, at] = [newId(), newId(), clock.now()]
      const contact = { misId: '71', title: null, forename, surname }
      const found = [...readPhones(phone), ...readEmails('mis@example.org')]
      const points = found.map((point, position) => ({ ...point, position }))
      await here(async (trx) => {
        await takeAdultFromMis(trx, { schoolId, adultId, misKey: `id:${newId()}`, contact, points, at })
        const says = { relationship: 'Mother', priority: 1, parentalResponsibility: 'yes', livesWith: 'yes' } as const
        const own = { schoolId, id: linkId, pupilId, adultId, origin: 'mis', prime: true, reason: null } as const
        await insertLink(trx, { ...own, ...says, startedOn: clock.today(), at })
      })
      return { adultId, linkId }
    },
    async linkOf(pupilId: string, linkId: string) {
      const link = (await family(pupilId)).links.find(({ id }) => id === linkId)
      assert.ok(link)
      return link
    },
    actsOf: async (pupilId: string) => (await journal({ pupilId })).map(({ act }) => act).reverse(),
  }
}
