import fc from 'fast-check'
import { fileOf, TwoSchools } from '../../src/modules/importing/families/testing.ts'
import { forgetContactPoints } from '../../src/modules/importing/index.ts'
import { type ContactRow, type ImportScene, office } from '../../src/modules/importing/testing.ts'
import {
  type ExportedAdult,
  endLink,
  liftOptOut,
  liftRestriction,
  linkAdultByHand,
  listMerges,
  mergeAdults,
  optOutAdult,
  placeRestriction,
  undoMerge,
} from '../../src/modules/people/index.ts'
import { Refusal } from '../../src/platform/errors/index.ts'

/** Seven children who share five adults, some of them under two records or none. */
const kidNames = Array.from({ length: 7 }, (_, i) => `Kim Child${i}`)
const adultNames = Array.from({ length: 5 }, (_, i) => `Pat Adult${i}`)
const mobiles = ['', '07700 900101', '07700 900102', '0770090']

type Row = {
  pupil: number
  adult: number
  /** 1 is a row without a contact id, 2 one with the id of the adult's second record. */
  ids: number
  priority: number
  mobile: number
  second: number
  court: 'T' | 'F' | ''
  /** 0 is a row that cannot be read. */
  broken: number
  /** 0 is somebody who opted out. */
  out: number
  /** 1 is a pupil with a new admission number, 2 one with that of another child. */
  number: number
}

const anyRow: fc.Arbitrary<Row> = fc.record({
  pupil: fc.nat(6),
  adult: fc.nat(4),
  ids: fc.constantFrom(0, 0, 0, 0, 0, 1, 2, 2),
  priority: fc.constantFrom(1, 1, 2, 2, 3),
  mobile: fc.nat(3),
  second: fc.constantFrom(0, 0, 0, 1),
  court: fc.constantFrom('F', 'F', 'F', 'F', '' as const, 'T'),
  broken: fc.nat(14),
  out: fc.nat(25),
  number: fc.nat(17),
})

type Change = { kind: string; at: number; value: number }

/** What happens to a row, or to a link, chosen by a number among what there is. */
const changeOf = (weight: number, kinds: string[], value: fc.Arbitrary<number> = fc.constant(0)) => ({
  weight,
  arbitrary: fc.record({ kind: fc.constantFrom(...kinds), at: fc.nat(30), value }),
})

const anyChange: fc.Arbitrary<Change> = fc.oneof(
  changeOf(4, ['mobile'], fc.nat(3)),
  changeOf(2, ['priority'], fc.integer({ min: 1, max: 3 })),
  changeOf(2, ['broken'], fc.constantFrom(0, 1)),
  changeOf(1, ['court', 'out'], fc.constantFrom(0, 1)),
  changeOf(2, ['gone']),
  changeOf(1, ['pupil gone', 'back']),
  changeOf(1, ['swap'], fc.nat(30)),
  changeOf(1, ['opt out', 'restrict', 'end', 'hand'], fc.nat(4)),
  changeOf(1, ['merge', 'unmerge', 'lift opt-out', 'lift restriction'], fc.nat(30)),
  changeOf(1, ['undo', 'leave out'], fc.nat(6)),
)

export type History = { first: Row[]; days: Change[][]; lower: boolean }

/** A first file, and what the MIS and people change on each of the days after it. */
export const anyHistory: fc.Arbitrary<History> = fc.record({
  first: fc.array(anyRow, { minLength: 4, maxLength: 14 }),
  days: fc.array(fc.array(anyChange, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 6 }),
  lower: fc.boolean(),
})

/** Walks a history at two schools side by side, of which one forgets its families every evening; throws where they differ. */
export async function walkHistory(scene: ImportScene, { first, days, lower }: History): Promise<void> {
  const schools = await TwoSchools.open(scene, { lowerPriorities: lower ? 'yes' : 'no' })
  const mis = new Mis(first)
  let last = mis.file()
  await schools.import(last)
  for (const changes of days) {
    let isReadAgain = false
    for (const change of changes) {
      mis.change(change)
      if (change.kind === 'undo') isReadAgain = (await schools.undo()) || isReadAgain
      if (!isActOfPeople(change)) continue
      await schools.inEach(() => act(scene, change))
      isReadAgain = true
    }
    // Where a file says the same again it is not read, unless somebody did something meanwhile.
    const leftOut = changes.find(({ kind }) => kind === 'leave out')
    if (mis.file() !== last || isReadAgain) await schools.import(mis.file(), leftOut ? numberOf(leftOut.value) : null)
    last = mis.file()
  }
}

/** The rows that the MIS has from day to day, and those that it had. */
class Mis {
  #rows: Row[]
  readonly #away: Row[] = []

  constructor(rows: Row[]) {
    this.#rows = [...rows]
  }

  file(): string {
    return fileOf(this.#rows.map((row) => (row.broken === 0 ? { broken: contactOf(row) } : contactOf(row))))
  }

  change({ kind, at, value }: Change): void {
    if (kind === 'back') this.#rows.push(...this.#away.splice(0))
    const chosen = this.#rows[at % this.#rows.length]
    if (!chosen) return
    if (['mobile', 'priority', 'broken', 'out'].includes(kind)) this.#replace(chosen, { ...chosen, [kind]: value })
    else if (kind === 'court') this.#replace(chosen, { ...chosen, court: value ? 'T' : '' })
    else if (kind === 'gone') this.#send(chosen)
    else if (kind === 'pupil gone') for (const row of this.#rows.filter((r) => r.pupil === at % 7)) this.#send(row)
    else if (kind === 'swap') this.#swap(chosen, this.#rows[value % this.#rows.length] ?? chosen)
  }

  #send(row: Row): void {
    this.#rows = this.#rows.filter((one) => one !== row)
    this.#away.push(row)
  }

  #replace(row: Row, other: Row): void {
    this.#rows = this.#rows.map((one) => (one === row ? other : one))
  }

  #swap(row: Row, other: Row): void {
    this.#rows = this.#rows.map((one) => (one === row ? other : one === other ? row : one))
  }
}

function contactOf(row: Row): ContactRow {
  return {
    pupil: kidNames[row.pupil] ?? '',
    name: adultNames[row.adult] ?? '',
    priority: row.priority,
    mobile: mobiles[row.mobile] ?? '',
    adno: numberOf(row.pupil + (row.number === 1 ? 500 : row.number === 2 ? 1 : 0)),
    email: row.second ? 'pat@example.org' : '',
    id: row.ids === 1 ? '' : String(5000 + row.adult + (row.ids === 2 ? 500 : 0)),
    courtOrder: row.court,
    optedOut: row.out === 0 ? 'T' : 'F',
  }
}

const numberOf = (pupil: number): string => String(100 + pupil)

type Trx = Parameters<typeof endLink>[0]
type By = Pick<Parameters<typeof endLink>[1], 'schoolId' | 'actor' | 'clock'>
type Chosen = { linkId: string; adultId: string; otherId: string }

/** What is done to one of the links. */
const toLinks: Record<string, (trx: Trx, by: By, chosen: Chosen) => Promise<unknown>> = {
  'opt out': (trx, by, { adultId }) =>
    optOutAdult(trx, { ...by, adultId, channel: 'all', reason: 'letter', forget: forgetContactPoints }),
  restrict: (trx, by, { linkId }) =>
    placeRestriction(trx, {
      ...by,
      linkId,
      close: [],
      evidence: 'order of 12 May',
      seenBy: 'H M',
      seenOn: '2026-11-10',
      reviewOn: '2027-05-12',
    }),
  end: (trx, by, { linkId }) => endLink(trx, { ...by, linkId, reason: 'by hand' }),
  'lift opt-out': (trx, by, { adultId }) => liftOptOut(trx, { ...by, adultId, channel: 'all', reason: 'rang' }),
  'lift restriction': (trx, by, { linkId }) => liftRestriction(trx, { ...by, linkId, reason: 'order of 14 May' }),
  merge: (trx, by, { adultId, otherId }) =>
    mergeAdults(trx, {
      ...{ ...by, keptId: adultId, goneId: otherId, reason: 'known', forget: forgetContactPoints, close: [] },
    }),
  unmerge: async (trx, by) => {
    const merge = (await listMerges(trx, by.schoolId)).find(({ undoneAt }) => !undoneAt)
    if (merge) await undoMerge(trx, { ...by, mergeId: merge.id })
  },
}

const isActOfPeople = ({ kind }: Change): boolean => kind === 'hand' || kind in toLinks

/** What people do to a link or a child of these families, the same in either school. What is refused changes nothing. */
async function act(scene: ImportScene, change: Change): Promise<void> {
  scene.later()
  const { adults, members } = await scene.people()
  const by = { schoolId: scene.school.id, actor: office, clock: scene.clock }
  const nameOf = new Map(members.map((member) => [member.id, `${member.forename} ${member.surname}`]))
  const pupil = members.find(({ id }) => nameOf.get(id) === kidNames[change.at % kidNames.length])
  const links = standingLinks(adults, nameOf)
  const chosen = links[change.at % links.length]
  const otherId = links[change.value % links.length]?.adultId ?? ''
  const [forename = '', surname = ''] = (adultNames[change.value] ?? '').split(' ')
  const adult = { forename, surname, phone: '07700 900500', prime: change.at % 2 === 0 }
  try {
    await scene.db.inSchool(scene.school.id, async (trx) => {
      if (change.kind === 'hand' && pupil)
        await linkAdultByHand(trx, { ...by, pupilId: pupil.id, adult, reason: 'came in' })
      if (chosen) await toLinks[change.kind]?.(trx, by, { ...chosen, otherId })
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

/** In an order that does not depend on the ids that newcomers were given. */
function standingLinks(adults: ExportedAdult[], nameOf: ReadonlyMap<string, string>): Omit<Chosen, 'otherId'>[] {
  return adults
    .filter(({ surname }) => surname.startsWith('Adult'))
    .flatMap((adult) => {
      const numbers = adult.contactPoints.map(({ raw }) => raw)
      const known = `${adult.forename} ${adult.surname} ${adult.origin} ${adult.misIds} ${numbers}`
      return adult.links
        .filter((link) => link.endedOn === null)
        .map((link) => ({ linkId: link.id, adultId: adult.id, called: `${known} ${nameOf.get(link.pupilId)}` }))
    })
    .sort((one, other) => (one.called < other.called ? -1 : 1))
}
