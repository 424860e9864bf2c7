import type { Db } from '../../platform/db/index.ts'
import { recordAct } from '../audit/index.ts'
import { type HeldOfAdult, heldOfAdult } from '../people/index.ts'
import { findPreferences } from '../preferences/index.ts'
import { type NoticeKind, noticesOfAdult, registrationsOfAdult } from './own.store.ts'
import { type Acting, actorOf, type OwnDetails, withOwn } from './own-details.ts'

/** Everything that one school holds of one adult, for themselves: nothing of any other adult (SEC-8, VIS-5). */
export type OwnRecord = {
  school: string
  name: { title: string | null; forename: string; surname: string; origin: OwnDetails['adult']['origin'] }
  address: { address: string | null; postcode: string | null } | null
  registeredAt: Date | null
  contactPoints: HeldOfAdult['contactPoints']
  optOuts: HeldOfAdult['optOuts']
  preferences: { language: string | null; digestHour: number; kinds: Record<string, string> }
  children: OwnRecordOfChild[]
  registrations: {
    child: string | null
    relationship: string | null
    emailProvedAt: Date | null
    mobileProvedAt: Date | null
    agreedAt: Date | null
    finishedAt: Date | null
  }[]
  notices: { kind: NoticeKind; at: Date }[]
}

type OwnRecordOfChild = {
  forename: string
  relationship: string | null
  origin: OwnDetails['adult']['origin']
  since: string
  mainContact: boolean
  parentalResponsibility: string
  livesWith: string
}

/** A child is named by the first name, and only while the link is current: an ended one leaves no trace to be seen (VIS-4). */
export function findOwnRecord(db: Db, acting: Acting): Promise<OwnRecord> {
  const { schoolId, adultId } = acting
  const of = { schoolId, adultId }
  return withOwn(db, of, async (trx, own) => {
    const { school, adult, children } = own
    const { title, forename, surname, origin, address, postcode, registeredAt } = adult
    const nameOf = new Map(children.map(({ pupil }) => [pupil.id, pupil.forename]))
    const { language, digestHour, kinds } = await findPreferences(trx, of)
    const registrations = await registrationsOfAdult(trx, of)
    return {
      school: school.name,
      name: { title, forename, surname, origin },
      address: address || postcode ? { address, postcode } : null,
      registeredAt,
      ...(await heldOfAdult(trx, of)),
      preferences: {
        language,
        digestHour,
        kinds: Object.fromEntries(Object.entries(kinds).map(([kind, { choice }]) => [kind, choice])),
      },
      children: children.map(childOf),
      registrations: registrations
        .filter(({ memberId }) => nameOf.has(memberId))
        .map(({ memberId, ...registration }) => ({ child: nameOf.get(memberId) ?? null, ...registration })),
      notices: await noticesOfAdult(trx, of),
    }
  })
}

/** Kept in the journal of the school: somebody took a copy of what is held of them. */
export function noteOwnCopy(db: Db, acting: Acting): Promise<void> {
  const { schoolId, adultId, clock } = acting
  return withOwn(db, acting, async (trx, own) => {
    const subject = { kind: 'adult', id: adultId }
    await recordAct(trx, { schoolId, actor: actorOf(own, acting), act: 'adult.took-own-data', subject }, clock.now())
  })
}

function childOf({ pupil, link }: OwnDetails['children'][number]): OwnRecordOfChild {
  const { relationship, origin, startedOn, prime, parentalResponsibility, livesWith } = link
  const { forename } = pupil
  return { forename, relationship, origin, since: startedOn, mainContact: prime, parentalResponsibility, livesWith }
}
