import type { Clock } from '../../platform/clock/index.ts'
import { isSameSecret, type KeyedHash } from '../../platform/crypto/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { enqueueDeliveries, smsParts } from '../delivery/index.ts'
import { type Adult, type ForgetContactPoints, findAdult, loadChildren, optOutAdult } from '../people/index.ts'
import { languageOfAdult } from '../preferences/index.ts'
import { findSchoolById, type School } from '../schools/index.ts'
import { sentWords } from './rules/sent.words.ts'
import { optOutOfWish, type Wish } from './rules/what-to-receive.ts'

const lifeDays = 30

/** What one adult may see of what is held: their own details and children, and nobody else (VIS-5). */
export type OwnDetails = { school: School; adult: Adult; children: { forename: string; relationship: string | null }[] }

type Holding = { token: string; hash: KeyedHash; clock: Clock }

/** SEC-2: opens the notices tier for thirty days, for whoever reads the mailbox or phone that was proved. */
export function signOwnLink(of: { schoolId: string; adultId: string; hash: KeyedHash; clock: Clock }): string {
  const until = Math.floor(of.clock.now().getTime() / 1000) + lifeDays * 86_400
  const words = `${of.schoolId}.${of.adultId}.${until}`
  return `${words}.${of.hash(words, signedFor)}`
}

const signedFor = 'link to one’s own details'

/** Refuses alike a link that was never signed, is too old, or whose adult has no current link any more (VIS-4). */
export function findOwnDetails(db: Db, holding: Holding): Promise<OwnDetails> {
  return withOwn(db, holding, async (_trx, own) => own)
}

/** OPT-2, OPT-3: what the person does not want is erased at once, without staff. */
export function chooseWhatToGet(
  db: Db,
  choosing: Holding & { wish: Wish; forget: ForgetContactPoints },
): Promise<void> {
  const { wish, forget, clock } = choosing
  return withOwn(db, choosing, async (trx, { school, adult }) => {
    const channel = optOutOfWish(wish)
    if (channel === null || adult.optOuts.includes(channel)) return
    const actor = { kind: 'family' as const, accountId: null, name: `${adult.forename} ${adult.surname}` }
    const reason = 'chosen on the page of their own details'
    await optOutAdult(trx, { schoolId: school.id, adultId: adult.id, channel, reason, actor, clock, forget })
  })
}

/** Says that the registration is done and where to see it, on a channel that stays. Its message id is the registration's. */
export async function sendOwnLink(
  trx: Trx,
  own: {
    school: School
    registrationId: string
    adultId: string
    to: { email: string; mobile: string }
    wish: Wish
    siteAddress: string
    hash: KeyedHash
    clock: Clock
  },
): Promise<void> {
  const { school, adultId, to, wish, hash, clock } = own
  if (wish === 'nothing') return
  const channel = wish === 'text' ? ('sms' as const) : ('email' as const)
  const link = `${own.siteAddress}/my/${signOwnLink({ schoolId: school.id, adultId, hash, clock })}`
  const words = sentWords[(await languageOfAdult(trx, { schoolId: school.id, adultId })) ?? 'en']
  const body = words.registered(school.name, link, lifeDays)
  const parts = channel === 'sms' ? smsParts(body).parts.length : 0
  const row = {
    messageId: own.registrationId,
    recipientId: adultId,
    channel,
    lane: 'ordinary' as const,
    toAddress: channel === 'sms' ? to.mobile : to.email,
    sender: channel === 'sms' ? school.settings.textSender : school.name,
    subject: channel === 'sms' ? null : words.registeredSubject(school.name),
    body,
    parts,
    costPence: parts * school.settings.costPerTextPence,
  }
  await enqueueDeliveries(trx, { schoolId: school.id, rows: [row], clock })
}

class OwnLinkOver extends Refusal {
  constructor() {
    super(
      'own-link.over',
      'This link cannot be used any more. If you have a question about your details, ask the school office.',
    )
  }
}

async function withOwn<T>(
  db: Db,
  { token, hash, clock }: Holding,
  work: (trx: Trx, own: OwnDetails) => Promise<T>,
): Promise<T> {
  const [schoolId = '', adultId = '', until = '', signature = ''] = token.split('.')
  const isSigned = isSameSecret(hash(`${schoolId}.${adultId}.${until}`, signedFor), signature)
  if (!isSigned || Number(until) * 1000 <= clock.now().getTime()) throw new OwnLinkOver()
  const school = await findSchoolById(db, schoolId)
  return db.inSchool(schoolId, async (trx) => {
    const links = (await loadChildren(trx, { schoolId, adultId })).filter(
      ({ state, origin, pupil }) => state === 'current' && origin === 'web' && pupil.status !== 'leaver',
    )
    if (links.length === 0) throw new OwnLinkOver()
    const children = links.map(({ pupil, relationship }) => ({ forename: pupil.forename, relationship }))
    return work(trx, { school, adult: await findAdult(trx, schoolId, adultId), children })
  })
}
