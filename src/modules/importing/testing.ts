import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Clock, fixedClock } from '../../platform/clock/index.ts'
import { type TestDb, testDatabase } from '../../platform/db/testing.ts'
import { newId } from '../../platform/ids/index.ts'
import type { Actor } from '../audit/index.ts'
import { type ExportedAdult, type ExportedMember, exportPeople, listIssues } from '../people/index.ts'
import { changeSettings, createSchool, findSchoolById, type School } from '../schools/index.ts'
import { withFamiliesTold } from '../schools/testing.ts'
import { applyPlan } from './applying.ts'
import { changeoverOf } from './changeover.ts'
import { entriesOf } from './plan-entries.store.ts'
import { type PlanRequest, planImport } from './planning.ts'
import type { Plan } from './plans.store.ts'
import { undoRun } from './undoing.ts'

export const office: Actor = { kind: 'staff', accountId: null, name: 'Sam Okafor' }

/** One contact row as a SIMS report has it; what is not given is what most rows have. */
export type ContactRow = {
  adno?: string
  pupil?: string
  id?: string
  name: string
  title?: string
  priority?: number | ''
  relationship?: string
  mobile?: string
  email?: string
  parental?: 'T' | 'F' | ''
  courtOrder?: 'T' | 'F' | ''
  livesWith?: 'T' | 'F' | ''
  optedOut?: 'T' | 'F'
}

const columns =
  'Adno,P_Forename,P_Surname,DOB,Year,Reg,ContactID,Title,Forename,Surname,Relationship,Priority,Mobile number,Home Email,Parental responsibility,Court order,Lives with Pupil,Opted out'

/** A report of pupils with their contacts. A name alone is a pupil without a contact. */
export function report(rows: (ContactRow | string)[]): string {
  const lines = rows.map((row) => {
    if (typeof row === 'string') return `${pupilCells({ name: '', pupil: row, adno: adnoOf(row) })},,,,,,,,,,,,`
    const [forename = '', ...surname] = row.name.split(' ')
    const contact = [
      row.id ?? idOf(row.name),
      row.title ?? '',
      forename,
      surname.join(' '),
      row.relationship ?? 'Mother',
      row.priority ?? 1,
    ]
    const details = [
      row.mobile ?? '',
      row.email ?? '',
      row.parental ?? 'T',
      row.courtOrder ?? 'F',
      row.livesWith ?? 'T',
      row.optedOut ?? 'F',
    ]
    return [pupilCells(row), ...contact, ...details].join(',')
  })
  return `${columns}\n${lines.join('\n')}\n`
}

function pupilCells(row: ContactRow): string {
  const [forename = '', ...surname] = (row.pupil ?? 'Amira Hassan').split(' ')
  return [
    row.adno ?? adnoOf(row.pupil ?? 'Amira Hassan'),
    forename,
    surname.join(' '),
    '15/05/2015',
    'Year  6',
    '6 Beech',
  ].join(',')
}

/** Numbers made from names, so that a test need not invent them. */
const adnoOf = (name: string): string => String(1000 + (sumOf(name) % 9000)).padStart(6, '0')
const idOf = (name: string): string => String(20_000 + (sumOf(name) % 70_000))
const sumOf = (name: string): number =>
  [...name].reduce((sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0), 7) % 1_000_003

/** A school on a database of its own, with the few steps that tests of importing speak in. */
export class ImportScene {
  readonly db: TestDb
  readonly folder = mkdtempSync(join(tmpdir(), 'gatehouse-import-'))
  school: School
  clock: Clock = fixedClock('2026-11-16T08:00:00Z')

  private constructor(db: TestDb, school: School) {
    this.db = db
    this.school = school
  }

  static async open(options: { prepared?: boolean } = {}): Promise<ImportScene> {
    const db = await testDatabase(options)
    return new ImportScene(db, await ImportScene.newSchool(db))
  }

  static async newSchool(db: TestDb): Promise<School> {
    const clock = fixedClock('2026-09-01T08:00:00Z')
    const slug = `hill-${newId().slice(-12)}`
    const school = await createSchool(db, { name: 'Hill Primary School', slug, actor: office, clock })
    return withFamiliesTold(db, school, clock)
  }

  /** Goes on with a fresh school in the same database. */
  async freshSchool(settings: Record<string, string> = {}): Promise<void> {
    this.school = await ImportScene.newSchool(this.db)
    await this.set({ brakeLinksShare: '1', brakeLeaversShare: '1', ...settings })
  }

  async set(values: Record<string, string>): Promise<void> {
    await changeSettings(this.db, { school: this.school, values, actor: office })
    this.school = await findSchoolById(this.db, this.school.id)
  }

  /** Time passes between two steps, so that what a step wrote can be told from what another wrote. */
  later(): void {
    const next = new Date(this.clock.now().getTime() + 60_000)
    this.clock = fixedClock(next.toISOString())
  }

  write(content: string | Buffer, name = 'contacts.csv'): { name: string; path: string } {
    const path = join(this.folder, `${newId()}-${name}`)
    writeFileSync(path, content)
    return { name, path }
  }

  plan(content: string | { name: string; path: string }[], options: Partial<PlanRequest> = {}): Promise<Plan> {
    const files = typeof content === 'string' ? [this.write(content)] : content
    return planImport(this.db, { school: this.school, files, actor: office, clock: this.clock, ...options })
  }

  async apply(plan: Plan, options: { confirmHeld?: boolean } = {}): Promise<Plan> {
    this.later()
    return applyPlan(this.db, { school: this.school, planId: plan.id, actor: office, clock: this.clock, ...options })
  }

  undo(run: { id: string }): Promise<Plan> {
    return undoRun(this.db, { school: this.school, runId: run.id, actor: office, clock: this.clock })
  }

  async import(rows: (ContactRow | string)[]): Promise<Plan> {
    return this.apply(await this.plan(report(rows)))
  }

  entries(plan: Plan) {
    return this.db.inSchool(this.school.id, (trx) =>
      entriesOf(trx, { schoolId: this.school.id, planId: plan.id, limit: 100_000 }),
    )
  }

  async people(): Promise<{ members: ExportedMember[]; adults: ExportedAdult[]; issues: string[] }> {
    return this.db.inSchool(this.school.id, async (trx) => {
      const people = { members: [] as ExportedMember[], adults: [] as ExportedAdult[] }
      for await (const page of exportPeople(trx, this.school.id)) {
        people.members.push(...page.members)
        people.adults.push(...page.adults)
      }
      return { ...people, issues: (await listIssues(trx, this.school.id)).map((issue) => issue.kind) }
    })
  }

  /** The links as people speak of them: `Ann Hassan prime mis +447700900001`. Ended ones are left out. */
  async links(): Promise<string[]> {
    const { adults } = await this.people()
    const lines = adults.flatMap((adult) =>
      adult.links
        .filter((link) => link.endedOn === null)
        .map((link) => {
          const held = link.state === 'current' ? [] : ['held']
          const values = adult.contactPoints.map((point) => point.value ?? `?${point.raw}`)
          return [
            `${adult.forename} ${adult.surname}`,
            link.prime ? 'prime' : 'non-prime',
            link.origin,
            ...held,
            ...values,
          ].join(' ')
        }),
    )
    return lines.sort()
  }

  /** The tables in which a number or email still stands, however it is written. */
  async whereStored(value: string): Promise<string[]> {
    const digits = value.replace(/^0/, '').replaceAll(' ', ' ?')
    const tables = [
      ...['contact_points', 'contact_values', 'mis_records', 'mis_record_changes', 'import_plan_entries'],
      ...['import_staging', 'import_rows', 'data_issues', 'audit_entries'],
    ]
    return this.db.asOwner(async (trx) => {
      const found: string[] = []
      for (const table of tables) {
        const { rows } = await sql`
          select from ${sql.table(table)} t where school_id = ${this.school.id} and t::text ~ ${digits} limit 1`.execute(
          trx,
        )
        if (rows.length > 0) found.push(table)
      }
      return found
    })
  }

  /** LNK-4: what the changeover page says that the next import does to a pupil's links. */
  async nextOf(pupil: string): Promise<string[]> {
    const wanted = { school: this.school, today: null, from: 0, limit: 100 }
    const { pupils } = await this.db.inSchool(this.school.id, (trx) => changeoverOf(trx, wanted), { role: 'import' })
    const said = pupils.find(({ family }) => `${family.pupil.forename} ${family.pupil.surname}` === pupil)
    return (said?.next ?? []).map(({ words }) => words).sort()
  }

  async close(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true })
    await this.db.close()
  }
}
