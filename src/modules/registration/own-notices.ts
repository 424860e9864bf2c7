import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { type ContactPoint, channelOfPoint, hasOptedOut, isSharedChannel } from '../people/index.ts'
import { languageOfAdult } from '../preferences/index.ts'
import { insertNotice } from './own.store.ts'
import type { OwnDetails } from './own-details.ts'
import { ownSentWords } from './rules/own-sent.words.ts'
import { whoIsTold } from './rules/who-is-told.ts'
import { type OwnAddress, sendTo } from './sending.ts'

/** VIS-6: tells the new channel and the old one that a detail changed, without an address in the words. */
export async function tellOfChange(
  trx: Trx,
  change: {
    own: OwnDetails
    channel: 'email' | 'sms'
    value: string
    before: readonly ContactPoint[]
    clock: Clock
  },
): Promise<void> {
  const { own, channel, value, before, clock } = change
  const { school } = own
  const shared = await sharedAmong(trx, own, [value, ...before.flatMap((point) => point.value ?? [])])
  const told = whoIsTold({ channel, value, before, shared })
  const { subject, body } = (await wordsFor(trx, own)).changed[channel]
  await tell(trx, {
    own,
    kind: 'changed',
    subject,
    body: body(school.name, school.settings.helpContact),
    to: told,
    clock,
  })
}

/** LNK-6: says to the person's own channels that they removed themselves from a child. The child is named: it is their own act. */
export async function tellOfRemoval(
  trx: Trx,
  removal: { own: OwnDetails; forename: string; clock: Clock },
): Promise<void> {
  const { own, forename, clock } = removal
  const { school, adult } = own
  const reached = adult.contactPoints.flatMap((point) => {
    const channel = channelOfPoint(point)
    const isTheirs = channel !== null && point.usable && point.value !== null && !hasOptedOut(adult.optOuts, channel)
    return isTheirs ? [{ channel, address: point.value ?? '' }] : []
  })
  const shared = await sharedAmong(
    trx,
    own,
    reached.map(({ address }) => address),
  )
  const words = await wordsFor(trx, own)
  const body = words.unlinked(forename, school.name, school.settings.helpContact)
  const to = reached.filter(({ address }) => !shared.has(address))
  await tell(trx, { own, kind: 'unlinked', subject: words.unlinkedSubject(forename), body, to, clock })
}

async function wordsFor(trx: Trx, { school, adult }: OwnDetails) {
  return ownSentWords(await languageOfAdult(trx, { schoolId: school.id, adultId: adult.id }))
}

async function sharedAmong(trx: Trx, { school, adult }: OwnDetails, values: readonly string[]): Promise<Set<string>> {
  const shared = new Set<string>()
  for (const value of values)
    if (await isSharedChannel(trx, { schoolId: school.id, adultId: adult.id, value })) shared.add(value)
  return shared
}

async function tell(
  trx: Trx,
  notice: {
    own: OwnDetails
    kind: 'changed' | 'unlinked'
    subject: string
    body: string
    to: readonly OwnAddress[]
    clock: Clock
  },
): Promise<void> {
  const { own, kind, clock } = notice
  if (notice.to.length === 0) return
  const adultId = own.adult.id
  const messageId = await insertNotice(trx, { schoolId: own.school.id, adultId, kind, at: clock.now() })
  await sendTo(trx, { ...notice, school: own.school, recipientId: adultId, messageId, lane: 'ordinary' })
}
