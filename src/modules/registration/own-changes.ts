import type { Clock } from '../../platform/clock/index.ts'
import { isSameSecret, type KeyedHash, sixDigits } from '../../platform/crypto/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { takeProvedChannel } from '../accounts/index.ts'
import { pointToProvedChannel, takeOwnChannel, takeOwnName } from '../people/index.ts'
import { languageOfAdult } from '../preferences/index.ts'
import type { School } from '../schools/index.ts'
import {
  countWrongChange,
  emptyOtherChanges,
  forgetOldChanges,
  insertOwnChange,
  lockOwnChanges,
  type OwnChange,
  setChangeDone,
} from './own.store.ts'
import { type Acting, actorOf, withOwn } from './own-details.ts'
import { provedChannelPlace } from './own-link.ts'
import { tellOfChange } from './own-notices.ts'
import { nameIfAny, usableEmailIfAny, usableMobileIfAny } from './rules/read-description.ts'
import { sentWords } from './rules/sent.words.ts'
import { sendTo } from './sending.ts'

const lifeSeconds = 600
const windowSeconds = 3600
const mostInWindow = 4
const mostWrongTries = 5

/** LNK-5: the person's name, at once, everywhere in the school. Answers the fields that hold no name; none when it is done. */
export async function changeOwnName(
  db: Db,
  changing: Acting & { typed: { forename: string; surname: string } },
): Promise<('forename' | 'surname')[]> {
  const { schoolId, adultId, clock, typed } = changing
  const [forename, surname] = [nameIfAny(typed.forename), nameIfAny(typed.surname)]
  if (forename === null || surname === null)
    return [...(forename === null ? ['forename' as const] : []), ...(surname === null ? ['surname' as const] : [])]
  await withOwn(db, changing, (trx, own) =>
    takeOwnName(trx, { schoolId, adultId, clock, actor: actorOf(own, changing), forename, surname }),
  )
  return []
}

/** DAT-2: sends a code to the new email or mobile; nothing changes before it was typed. False for what is none. */
export async function askToChange(
  db: Db,
  asking: Acting & { channel: 'email' | 'sms'; typed: string; hash: KeyedHash },
): Promise<boolean> {
  const { channel, typed, hash, clock, schoolId, adultId } = asking
  const value = channel === 'email' ? usableEmailIfAny(typed) : usableMobileIfAny(typed)
  if (value === null) return false
  await withOwn(db, asking, async (trx, { school }) => {
    const at = clock.now()
    await forgetOldChanges(trx, { schoolId, before: new Date(at.getTime() - windowSeconds * 1000) })
    const earlier = await lockOwnChanges(trx, { schoolId, adultId })
    if (earlier.length >= mostInWindow)
      throw new Refusal(
        'own-change.codes-sent',
        `We have sent several codes. Nothing was changed. Try again in an hour, or ask ${school.settings.helpContact}.`,
      )
    const id = newId()
    const code = sixDigits()
    const expiresAt = new Date(at.getTime() + lifeSeconds * 1000)
    const codeHash = hash(code, `own change ${id}`)
    await insertOwnChange(trx, { schoolId, adultId, id, channel, value, codeHash, sentAt: at, expiresAt })
    await emptyOtherChanges(trx, { schoolId, adultId, except: id })
    await sendCode(trx, { school, id, adultId, channel, value, code, expiresAt, clock })
  })
  return true
}

/** The change that waits for its code, as the page asking for it shows it; null when there is none. */
export function findOwnChangeIfAny(
  db: Db,
  acting: Acting,
): Promise<{ channel: 'email' | 'sms'; value: string } | null> {
  return withOwn(db, acting, async (trx) => {
    const change = await waitingChange(trx, acting)
    return change?.value ? { channel: change.channel, value: change.value } : null
  })
}

/**
 * DAT-2, LNK-5, OPT-4: the code was typed, so the email or mobile is the person's at once, everywhere in the school. The old channel and
 * the new are told (VIS-6). False when the code is not right, too old, or guessed at.
 */
export async function proveOwnChange(db: Db, proving: Acting & { code: string; hash: KeyedHash }): Promise<boolean> {
  const { schoolId, adultId, clock, hash } = proving
  return withOwn(db, proving, async (trx, own) => {
    const change = await waitingChange(trx, proving)
    if (!change?.value || change.wrongTries >= mostWrongTries) return false
    const { id, channel, value } = change
    const code = proving.code.replaceAll(/\D/g, '')
    if (!isSameSecret(hash(code, `own change ${id}`), change.codeHash)) {
      if (code !== '') await countWrongChange(trx, { schoolId, id })
      return false
    }
    const act = { schoolId, adultId, clock, actor: actorOf(own, proving) }
    const { before } = await takeOwnChannel(trx, { ...act, channel, value })
    await pointToProvedChannel(trx, { schoolId, adultId, channel, valueHash: hash(value, provedChannelPlace) })
    if (proving.accountId) {
      const kind = channel === 'email' ? ('email' as const) : ('mobile' as const)
      await takeProvedChannel(trx, { accountId: proving.accountId, kind, value, clock })
    }
    await setChangeDone(trx, { schoolId, id, at: clock.now() })
    await tellOfChange(trx, { own, channel, value, before, clock })
    return true
  })
}

async function waitingChange(trx: Trx, { schoolId, adultId, clock }: Acting): Promise<OwnChange | null> {
  const [newest] = await lockOwnChanges(trx, { schoolId, adultId })
  return newest && newest.doneAt === null && newest.expiresAt > clock.now() ? newest : null
}

async function sendCode(
  trx: Trx,
  sending: {
    school: School
    id: string
    adultId: string
    channel: 'email' | 'sms'
    value: string
    code: string
    expiresAt: Date
    clock: Clock
  },
): Promise<void> {
  const { school, adultId, channel, value, code, expiresAt, clock } = sending
  const words = sentWords[(await languageOfAdult(trx, { schoolId: school.id, adultId })) ?? 'en']
  await sendTo(trx, {
    school,
    recipientId: adultId,
    messageId: sending.id,
    to: [{ channel, address: value }],
    // Somebody waits with the page open: it never stands behind a message to everybody.
    lane: 'emergency',
    subject: words.codeSubject(school.name),
    body: words.code(code, school.name),
    deadlineAt: expiresAt,
    clock,
  })
}
