import type { Clock } from '../../platform/clock/index.ts'
import { isSameSecret, type KeyedHash } from '../../platform/crypto/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { isId } from '../../platform/ids/index.ts'
import { channelOfPoint, hasOptedOut, readEmails, readPhones, whoProvedChannel } from '../people/index.ts'
import { languageOfAdult } from '../preferences/index.ts'
import type { School } from '../schools/index.ts'
import { countAsk, insertNotice } from './own.store.ts'
import { listOwnDetails, type OwnAdult, OwnLinkOver } from './own-details.ts'
import { ownSentWords } from './rules/own-sent.words.ts'
import { sentWords } from './rules/sent.words.ts'
import type { Wish } from './rules/what-to-receive.ts'
import { type OwnAddress, sendTo } from './sending.ts'

const lifeDays = 30
const signedFor = 'link to one’s own details'

/** SEC-2: opens the notices tier for thirty days, for whoever reads the mailbox or phone that was proved. */
export function signOwnLink(of: { schoolId: string; adultId: string; hash: KeyedHash; clock: Clock }): string {
  const until = Math.floor(of.clock.now().getTime() / 1000) + lifeDays * 86_400
  const words = `${of.schoolId}.${of.adultId}.${until}`
  return `${words}.${of.hash(words, signedFor)}`
}

/** Whose link it is. Refuses alike one that was never signed and one that is too old. */
export function readOwnLink({ token, hash, clock }: { token: string; hash: KeyedHash; clock: Clock }): OwnAdult {
  const [schoolId = '', adultId = '', until = '', signature = ''] = token.split('.')
  const isSigned = isSameSecret(hash(`${schoolId}.${adultId}.${until}`, signedFor), signature)
  if (!isSigned || !isId(adultId) || Number(until) * 1000 <= clock.now().getTime()) throw new OwnLinkOver()
  return { schoolId, adultId }
}

type Linking = { school: School; adultId: string; siteAddress: string; hash: KeyedHash; clock: Clock }

/** Says that the registration is done and where to see it, on a channel that stays. Its message id is the registration's. */
export async function sendOwnLink(
  trx: Trx,
  own: Linking & { registrationId: string; to: { email: string; mobile: string }; wish: Wish },
): Promise<void> {
  const { school, adultId, to, wish, clock } = own
  if (wish === 'nothing') return
  const words = sentWords[(await languageOfAdult(trx, { schoolId: school.id, adultId })) ?? 'en']
  const address =
    wish === 'text' ? { channel: 'sms' as const, address: to.mobile } : { channel: 'email' as const, address: to.email }
  await sendTo(trx, {
    school,
    recipientId: adultId,
    messageId: own.registrationId,
    to: [address],
    lane: 'ordinary',
    subject: words.registeredSubject(school.name),
    body: words.registered(school.name, addressOfOwnLink(own), lifeDays),
    clock,
  })
}

/** Where the page of this adult's own details opens, signed. */
export function addressOfOwnLink(linking: Linking): string {
  return `${linking.siteAddress}/my/${signOwnLink({ ...linking, schoolId: linking.school.id })}`
}

const askWindowSeconds = 3600
const mostAsks = 3
const shortestAnswer = 250

/**
 * Sends the link again to a channel that was proved, for somebody without an account: one link for each adult who proved it. Says nothing
 * of whether there is one, and takes as long either way (SEC-3). More than three asks an hour for one address send nothing.
 */
export async function askForOwnLink(
  db: Db,
  ask: {
    typed: string
    siteAddress: string
    hash: KeyedHash
    clock: Clock
    pause(milliseconds: number): Promise<void>
  },
): Promise<void> {
  const startedAt = performance.now()
  const { typed, hash, clock } = ask
  const value = normalOf(typed)
  const valueHash = hash(value, provedChannelPlace)
  const at = clock.now()
  const notBefore = new Date(at.getTime() - askWindowSeconds * 1000)
  const proved = await db.inInstance(async (trx) => {
    const asks = await countAsk(trx, { valueHash, at, notBefore })
    return asks > mostAsks ? [] : whoProvedChannel(trx, valueHash)
  })
  const own = await listOwnDetails(db, { adults: proved })
  for (const { school, adult } of own) {
    const point = adult.contactPoints.find((each) => each.value === value && each.provedAt !== null)
    const channel = point ? channelOfPoint(point) : null
    if (!channel || hasOptedOut(adult.optOuts, channel)) continue
    const linking = { ...ask, school, adultId: adult.id }
    await db.inSchool(school.id, (trx) => sendAgain(trx, linking, { channel, address: value }))
  }
  await ask.pause(Math.max(shortestAnswer - (performance.now() - startedAt), 0))
}

async function sendAgain(trx: Trx, linking: Linking, to: OwnAddress): Promise<void> {
  const { school, adultId, clock } = linking
  const of = { schoolId: school.id, adultId }
  const words = ownSentWords(await languageOfAdult(trx, of))
  await sendTo(trx, {
    school,
    recipientId: adultId,
    messageId: await insertNotice(trx, { ...of, kind: 'link', at: clock.now() }),
    to: [to],
    // Somebody waits for it.
    lane: 'emergency',
    subject: words.linkSubject(school.name),
    body: words.link(school.name, addressOfOwnLink(linking), lifeDays),
    clock,
  })
}

/** Binds the hashes of the directory of proved channels. */
export const provedChannelPlace = 'proved channel'

/** An email or mobile in its normal form; what is neither stays as it was typed and is nobody's. */
function normalOf(typed: string): string {
  const [point] = typed.includes('@') ? readEmails(typed) : readPhones(typed)
  return point?.value ?? typed.trim().slice(0, 200)
}
