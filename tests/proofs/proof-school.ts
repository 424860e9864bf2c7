import { sql } from 'kysely'
import { forgetContactPoints, lastRun, planImport, undoRun } from '../../src/modules/importing/index.ts'
import { type ContactRow, type ImportScene, office, report } from '../../src/modules/importing/testing.ts'
import {
  convertLinksToMis,
  decideCourtOrder,
  endLink,
  liftOptOut,
  linkAdultByHand,
  optOutAdult,
  setPrime,
} from '../../src/modules/people/index.ts'
import { openLetter, type Wish } from '../../src/modules/registration/index.ts'
import { printAndRead, register, testHash } from '../../src/modules/registration/testing.ts'
import { Refusal } from '../../src/platform/errors/index.ts'
import type { Model } from './model.ts'
import type { Step } from './walk.ts'

type Walking = { model: Model; choose(below: number): number }
type LinkNow = {
  id: string
  adultId: string
  pupilId: string
  origin: string
  relationship: string | null
  name: string
}

const pupils = ['Amira Hassan', 'Idris Hassan', 'Kit Other']
const names = ['Ann Hassan', 'Bob Hassan', 'Cleo Other', 'Dev Other']
const places = 2
const wishes: { wish: Wish; optOut: 'email' | 'sms' | 'all' | null }[] = [
  { wish: 'both', optOut: null },
  { wish: 'email', optOut: 'sms' },
  { wish: 'text', optOut: 'email' },
  { wish: 'nothing', optOut: 'all' },
]

/** A real school on a real database, walked by the acts its people have. */
export class ProofSchool {
  protected readonly scene: ImportScene
  private spentCode: { reference: string; code: string } | null = null

  constructor(scene: ImportScene) {
    this.scene = scene
  }

  /** A fresh school with its pupils, in the database there is. */
  async begin(): Promise<void> {
    this.spentCode = null
    await this.scene.freshSchool({ letterPlaces: String(places), lowerPriorities: 'yes' })
    await this.scene.import(pupils)
  }

  async take(step: Step, walking: Walking): Promise<void> {
    this.scene.later()
    if (step === 'import') return this.importReport(walking)
    if (step === 'undo the last import') return this.undo()
    if (step === 'register by letter') return this.register(walking, null)
    if (step === 'a used code again') return this.useCodeAgain()
    if (step === 'link by hand') return this.linkByHand(walking)
    const link = await this.anyLink(walking.choose, step)
    if (!link) return
    if (step === 'a parent changes their mobile') return this.register(walking, link)
    await this.actOn(step, link, walking)
  }

  /** Who comes in, with whatever the MIS says today. */
  protected async importReport({ choose }: Walking): Promise<void> {
    const { scene } = this
    const files = [scene.write(report(anyRows(choose)))]
    const plan = await planImport(scene.db, { school: scene.school, files, actor: office, clock: scene.clock })
    await scene.apply(plan)
  }

  private async undo(): Promise<void> {
    const { db, school, clock } = this.scene
    const run = await db.inSchool(school.id, (trx) => lastRun(trx, school.id))
    if (run) await undoRun(db, { school, runId: run.id, actor: office, clock })
  }

  /** LET-9 by the real way: a letter is printed, a code typed, both channels proved. The same person again is a change of mobile. */
  private async register({ model, choose }: Walking, again: LinkNow | null): Promise<void> {
    const { db, school, clock } = this.scene
    const { wish, optOut } = wishes[again ? 0 : choose(wishes.length)] ?? { wish: 'both' as const, optOut: null }
    const name = again?.name ?? names[choose(names.length)] ?? ''
    const pupilId = again?.pupilId ?? (await this.pupilId(pupils[choose(pupils.length)] ?? ''))
    const [forename = '', surname = ''] = name.split(' ')
    const email = `${forename.toLowerCase()}@example.org`
    const mobile = `+44770090020${choose(10)}`
    const [sheet] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId }, clock })
    const code = sheet?.codes[0] ?? ''
    const reference = sheet?.reference ?? ''
    const relationship = 'Carer'
    const registrant = {
      forename,
      surname,
      relationship,
      email,
      mobile: mobile.replace('+44', '0'),
      mainContact: choose(2) === 0,
    }
    await register(db, { reference, code, clock, registrant, wish })
    this.spentCode = { reference, code }
    const done = await this.lastRegistration()
    if (!done?.adultId || !done.linkId) return
    const values = [email, mobile]
    model.registered({ adultId: done.adultId, linkId: done.linkId, pupilId, name, relationship, values, optOut })
  }

  /** LET-2. */
  private async useCodeAgain(): Promise<void> {
    if (!this.spentCode) return
    const { db, clock } = this.scene
    const typed = { ...this.spentCode, token: '' }
    const answer = await openLetter(db, { typed, hash: testHash, clock, pause: async () => {} })
    if (answer.verdict === 'right') throw new Error('LET-2: a code opened twice')
  }

  private async linkByHand({ model, choose }: Walking): Promise<void> {
    const { db, school, clock } = this.scene
    const name = names[choose(names.length)] ?? ''
    const [forename = '', surname = ''] = name.split(' ')
    const pupilId = await this.pupilId(pupils[choose(pupils.length)] ?? '')
    const values = [`+44770090050${choose(10)}`]
    const adult = { forename, surname, phone: values[0], prime: choose(2) === 0 }
    const wanted = { schoolId: school.id, actor: office, clock, pupilId, reason: 'a walk', adult }
    const made = await db.inSchool(school.id, (trx) => linkAdultByHand(trx, wanted))
    model.linkedByHand({ ...made, pupilId, name, values })
  }

  private async actOn(step: Step, link: LinkNow, { model, choose }: Walking): Promise<void> {
    const { db, school, clock } = this.scene
    const by = { schoolId: school.id, actor: office, clock, linkId: link.id, adultId: link.adultId, reason: 'a walk' }
    const channel = (['email', 'sms', 'all'] as const)[choose(3)] ?? 'all'
    const prime = step === 'make prime'
    const decision = step === 'keep a court order' ? ('kept' as const) : ('released' as const)
    const before = await this.isPrime(link.id)
    await db.inSchool(school.id, async (trx) => {
      if (prime || step === 'make non-prime') await setPrime(trx, { ...by, prime })
      if (step === 'end a link') await endLink(trx, by)
      if (step === 'give a link to the MIS') await convertLinksToMis(trx, { ...by, linkIds: [link.id] })
      if (step === 'opt out') await optOutAdult(trx, { ...by, channel, forget: forgetContactPoints })
      if (step === 'lift an opt-out') await liftOptOut(trx, { ...by, channel: null })
      if (step.endsWith('court order')) await decideCourtOrder(trx, { ...by, decision, evidence: 'a walk' })
    })
    if ((prime || step === 'make non-prime') && before !== prime)
      model.takenInHand(link.id, owned(link), { ended: false })
    if (step === 'end a link') model.takenInHand(link.id, owned(link), { ended: true })
    if (step === 'give a link to the MIS' && link.origin !== 'mis') model.convertedToMis(link.id, link.adultId)
    if (step === 'opt out') model.optedOut(link.adultId, channel)
    if (step === 'lift an opt-out') model.optedIn(link.adultId)
    if (step.endsWith('court order')) model.decided(link.pupilId, link.adultId, decision)
  }

  /** Everything in the database that is not the MIS's, in the model's words. Which link is prime is left out: IMP-8 lets an import say it. */
  async ownedLines(): Promise<string[]> {
    const id = this.scene.school.id
    const lines = await this.look<{ line: string }>(sql`
      select format('adult %s is %s: %s %s', id, origin, forename, surname) as line
        from adults where school_id = ${id} and origin <> 'mis'
      union all select format('point %s %s is %s', adult_id, value, origin)
        from contact_points where school_id = ${id} and origin <> 'mis' and ended_at is null
      union all select format('link %s is %s: %s %s %s %s', id, origin, pupil_id, adult_id, coalesce(relationship, '-'),
          case when ended_on is null then 'stands' else 'ended' end)
        from links where school_id = ${id} and origin <> 'mis'
      union all select format('opted out %s %s', adult_id, channel) from opt_outs where school_id = ${id}
      union all select format('decided %s %s %s', pupil_id, adult_id, decision) from court_order_decisions where school_id = ${id}`)
    return lines.map(({ line }) => line).sort()
  }

  /** OPT-2: nothing of a channel somebody opted out of. LET-1: no more registered adults than places. LET-2: no code twice. */
  async brokenPromises(): Promise<string[]> {
    const id = this.scene.school.id
    const lines = await this.look<{ line: string }>(sql`
      select 'OPT-2 ' || c.raw as line from contact_points c join opt_outs o on o.school_id = c.school_id and o.adult_id = c.adult_id
        where c.school_id = ${id} and c.ended_at is null
          and (o.channel = 'all' or (o.channel = 'email') = (c.kind = 'email')) and (o.channel <> 'sms' or c.sms_capable)
      union all select 'LET-1 ' || pupil_id from links
        where school_id = ${id} and origin = 'web' and ended_on is null group by pupil_id having count(*) > ${places}
      union all select 'LET-2 ' || letter_id from registrations
        where school_id = ${id} and state in ('registered', 'with the office') group by letter_id, place having count(*) > 1`)
    return lines.map(({ line }) => line)
  }

  protected async pupilId(name: string): Promise<string> {
    const [forename = ''] = name.split(' ')
    const [row] = await this.look<{ id: string }>(sql`
      select id from members where school_id = ${this.scene.school.id} and role = 'pupil' and forename = ${forename}`)
    if (!row) throw new Refusal('no-such-pupil', `${name} is not there`)
    return row.id
  }

  private async anyLink(choose: Walking['choose'], step: Step): Promise<LinkNow | undefined> {
    const links = await this.look<LinkNow>(sql`
      select l.id, l.adult_id as "adultId", l.pupil_id as "pupilId", l.origin, l.relationship, a.forename || ' ' || a.surname as name
      from links l join adults a on a.school_id = l.school_id and a.id = l.adult_id
      where l.school_id = ${this.scene.school.id} and l.ended_on is null order by l.id`)
    const fitting = step === 'a parent changes their mobile' ? links.filter(({ origin }) => origin === 'web') : links
    return fitting[choose(Math.max(1, fitting.length))]
  }

  private async isPrime(linkId: string): Promise<boolean> {
    const [row] = await this.look<{ prime: boolean }>(sql`
      select prime from links where school_id = ${this.scene.school.id} and id = ${linkId}`)
    return row?.prime === true
  }

  private async lastRegistration() {
    const [row] = await this.look<{ adultId: string | null; linkId: string | null }>(sql`
      select adult_id as "adultId", link_id as "linkId" from registrations
      where school_id = ${this.scene.school.id} order by created_at desc, id desc limit 1`)
    return row
  }

  protected look<Row>(query: ReturnType<typeof sql>): Promise<Row[]> {
    return this.scene.db.asOwner(async (trx) => (await query.execute(trx)).rows as Row[])
  }
}

const owned = ({ pupilId, adultId, relationship }: LinkNow) => ({ pupilId, adultId, relationship })

/** Rows as a MIS might have them on any day: some pupils without a contact, mobiles that change, court orders that come and go. */
export function anyRows(choose: (below: number) => number): (ContactRow | string)[] {
  const rows = pupils.flatMap((pupil) =>
    names
      .filter(() => choose(2) === 0)
      .map((name) => ({
        pupil,
        name,
        priority: 1 + choose(3),
        relationship: ['Mother', 'Father', 'Carer'][choose(3)] ?? 'Carer',
        mobile: choose(4) === 0 ? '' : `07700 90010${choose(10)}`,
        email: choose(3) === 0 ? `${name.split(' ')[0]?.toLowerCase()}${choose(3)}@example.com` : '',
        courtOrder: choose(8) === 0 ? ('T' as const) : ('F' as const),
        optedOut: choose(12) === 0 ? ('T' as const) : ('F' as const),
      })),
  )
  return [...rows, ...pupils.filter((pupil) => !rows.some((row) => row.pupil === pupil))]
}
