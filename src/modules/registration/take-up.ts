import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { countRegisteredAdults, membersWhere } from '../people/index.ts'
import type { School } from '../schools/index.ts'
import { firstRegistrations } from './done.store.ts'
import { lettersOut } from './letters.store.ts'
import { type TakeUpPoint, takeUpOverTime } from './rules/over-time.ts'

/** Pupils on roll by how far their families are: each stands in exactly one of the last three. */
export type TakeUp = { pupils: number; registered: number; letterOut: number; noLetter: number }
export type TakeUpOfClass = TakeUp & { registrationGroup: string | null; adults: number }

/** LET-14: who registered, by class. */
export async function takeUpByClass(
  trx: Trx,
  { schoolId, now }: { schoolId: string; now: Date },
): Promise<TakeUpOfClass[]> {
  const pupils = await membersWhere(trx, schoolId, { role: 'pupil', status: 'on roll', limit: 10_000 })
  const registered = await countRegisteredAdults(trx, schoolId)
  const letters = await lettersOut(trx, schoolId, now)
  const classes = Map.groupBy(pupils, ({ registrationGroup }) => registrationGroup)
  return [...classes]
    .map(([registrationGroup, members]) => {
      const done = members.filter(({ id }) => registered.has(id))
      const waiting = members.filter(({ id }) => !registered.has(id) && letters.get(id)?.live)
      return {
        registrationGroup,
        pupils: members.length,
        adults: done.reduce((sum, { id }) => sum + (registered.get(id) ?? 0), 0),
        registered: done.length,
        letterOut: waiting.length,
        noLetter: members.length - done.length - waiting.length,
      }
    })
    .toSorted((left, right) => collator.compare(left.registrationGroup ?? '', right.registrationGroup ?? ''))
}

const collator = new Intl.Collator('en-GB', { numeric: true })

/** LET-14: how take-up grew since the first letters were printed; empty before that. */
export async function loadTakeUpOverTime(
  trx: Trx,
  { school, clock }: { school: School; clock: Clock },
): Promise<TakeUpPoint[]> {
  const { firstPrinted, firstOfEach } = await firstRegistrations(trx, school.id)
  if (!firstPrinted) return []
  const dayOf = (at: Date) => at.toLocaleDateString('en-CA', { timeZone: school.timeZone })
  const today = clock.today(school.timeZone)
  return takeUpOverTime({ from: dayOf(firstPrinted), today, firsts: firstOfEach.map(dayOf) })
}

/** Several classes taken together. */
export function sumOfTakeUp(classes: TakeUp[]): TakeUp {
  const sum = (of: (each: TakeUp) => number) => classes.reduce((total, each) => total + of(each), 0)
  return {
    pupils: sum(({ pupils }) => pupils),
    registered: sum(({ registered }) => registered),
    letterOut: sum(({ letterOut }) => letterOut),
    noLetter: sum(({ noLetter }) => noLetter),
  }
}
