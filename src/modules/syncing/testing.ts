import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, fixedClock } from '../../platform/clock/index.ts'
import { openSecretBox } from '../../platform/crypto/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { newId } from '../../platform/ids/index.ts'
import { silentLog } from '../../platform/log/index.ts'
import { addStaff } from '../accounts/index.ts'
import type { Actor } from '../audit/index.ts'
import { saveMapping } from '../importing/index.ts'
import { exportPeople } from '../people/index.ts'
import { changeSettings, createSchool, findSchoolById, type School } from '../schools/index.ts'
import { withFamiliesTold } from '../schools/testing.ts'
import type { Credential } from './credentials.store.ts'
import {
  findRun,
  latestRuns,
  makeCredential,
  receivePushedFiles,
  type SyncParts,
  type SyncRun,
  workAtDeskOf,
} from './index.ts'
import { openNotices } from './notices.store.ts'

/** A school to which a machine sends files, with the few steps that tests of syncing speak in. */
export class SyncScene {
  readonly db: TestDb
  readonly ruth: Actor = { kind: 'staff', accountId: null, name: 'Ruth Adeyemi' }
  readonly folder = mkdtempSync(join(tmpdir(), 'gatehouse-sync-'))
  clock: Clock = fixedClock('2026-11-16T08:00:00Z')
  #place: { school: School; credential: Credential } | null = null

  private constructor(db: TestDb) {
    this.db = db
  }

  static async open(): Promise<SyncScene> {
    const scene = new SyncScene(await testDatabase())
    await scene.fresh()
    return scene
  }

  get school(): School {
    if (!this.#place) throw new Error('the scene has no school yet')
    return this.#place.school
  }

  get credential(): Credential {
    if (!this.#place) throw new Error('the scene has no school yet')
    return this.#place.credential
  }

  get parts(): SyncParts {
    const dataFolder = join(this.folder, 'data')
    const { db, clock } = this
    return {
      db,
      clock,
      log: silentLog,
      dataFolder,
      inboxFolder: join(this.folder, 'inbox'),
      publicUrl: 'https://gatehouse.example',
      secretBox: openSecretBox(dataFolder),
      privateTargets: ['127.0.0.1'],
      secondMs: 1,
    }
  }

  get inbox(): string {
    return join(this.parts.inboxFolder, this.school.slug)
  }

  async anotherSchool(): Promise<School> {
    const slug = `hill-${newId().slice(-12)}`
    const { db, clock, ruth } = this
    const school = await createSchool(db, { name: 'Hill Primary School', slug, actor: ruth, clock })
    return withFamiliesTold(db, school, clock)
  }

  /** Goes on with a new school that has an administrator and a credential. */
  async fresh(settings: Record<string, string> = {}): Promise<void> {
    const { db, clock, ruth } = this
    const school = await this.anotherSchool()
    const email = `ruth.${school.slug}@example.org`
    await addStaff(db, { school, roles: ['administrator'], name: ruth.name, email, actor: ruth, clock })
    const { credential } = await makeCredential(db, { school, name: 'SIMS server', actor: ruth, clock })
    this.#place = { school, credential }
    await this.set(settings)
    // As if its token had been used: the tests of tokens stand elsewhere.
    await db.inSchool(school.id, (trx) =>
      trx.updateTable('service_credentials').set({ last_used_at: null }).where('school_id', '=', school.id).execute(),
    )
  }

  async set(values: Record<string, string>): Promise<void> {
    if (Object.keys(values).length > 0) await changeSettings(this.db, { school: this.school, values, actor: this.ruth })
    this.#place = { school: await findSchoolById(this.db, this.school.id), credential: this.credential }
  }

  async saveMapping(name: string, fields: Record<string, string>): Promise<void> {
    const saved = { school: this.school, name, fields, actor: this.ruth, clock: this.clock }
    await this.inSchool((trx) => saveMapping(trx, saved))
  }

  async push(content: string | Buffer, filename = 'contacts.csv'): Promise<SyncRun> {
    const { dataFolder } = this.parts
    mkdirSync(join(dataFolder, 'uploads'), { recursive: true })
    const path = join(dataFolder, 'uploads', newId())
    writeFileSync(path, content)
    const files = [{ filename, path, bytes: Buffer.byteLength(content) }]
    const { school, credential, clock } = this
    await this.db.inSchool(school.id, (trx) =>
      trx
        .updateTable('service_credentials')
        .set({ last_used_at: clock.now() })
        .where('school_id', '=', school.id)
        .execute(),
    )
    const { run, isNew } = await receivePushedFiles(this.db, { school, credential, files, dataFolder, clock })
    if (!isNew) rmSync(path, { force: true })
    return run
  }

  /** One turn at the school's desk, as a worker would do it. */
  async work(): Promise<void> {
    await workAtDeskOf(this.parts, this.school.id)
  }

  run(id: string): Promise<SyncRun> {
    return findRun(this.db, this.school, id)
  }

  runs(): Promise<SyncRun[]> {
    return this.inSchool((trx) => latestRuns(trx, this.school.id, 100))
  }

  async notices(): Promise<string[]> {
    return (await this.inSchool((trx) => openNotices(trx, this.school.id))).map(({ kind }) => kind)
  }

  async emails(): Promise<{ to: string; subject: string | null; body: string }[]> {
    const { id } = this.school
    return this.db.asOwner((trx) =>
      trx
        .selectFrom('deliveries')
        .innerJoin('delivery_texts', (join) =>
          join
            .onRef('delivery_texts.school_id', '=', 'deliveries.school_id')
            .onRef('delivery_texts.id', '=', 'deliveries.text_id'),
        )
        .where('deliveries.school_id', '=', id)
        .select(['deliveries.to_address as to', 'delivery_texts.subject', 'delivery_texts.body'])
        .execute(),
    )
  }

  /** `Ann Hassan prime`: the links that stand. */
  async links(): Promise<string[]> {
    return this.inSchool(async (trx) => {
      const lines: string[] = []
      for await (const page of exportPeople(trx, this.school.id))
        for (const { forename, surname, links } of page.adults)
          for (const link of links.filter(({ endedOn }) => endedOn === null))
            lines.push(`${forename} ${surname} ${link.prime ? 'prime' : 'non-prime'}`)
      return lines.sort()
    })
  }

  /** What stands in the tables of syncing and in the journal. */
  async everythingStored(): Promise<unknown> {
    return this.db.asOwner(async (trx) => [
      await trx.selectFrom('service_credentials').selectAll().execute(),
      await trx.selectFrom('sync_schedules').selectAll().execute(),
      await trx.selectFrom('sync_runs').selectAll().execute(),
      await trx.selectFrom('audit_entries').selectAll().execute(),
    ])
  }

  inSchool<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
    return this.db.inSchool(this.school.id, work)
  }

  later(hours: number): void {
    this.laterSeconds(hours * 3600)
  }

  laterSeconds(seconds: number): void {
    this.clock = fixedClock(new Date(this.clock.now().getTime() + seconds * 1000).toISOString())
  }

  async close(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true })
    await this.db.close()
  }
}
