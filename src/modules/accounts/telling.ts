import type { Clock } from '../../platform/clock/index.ts'
import { isSameSecret, type KeyedHash, sixDigits } from '../../platform/crypto/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { enqueueDeliveries, smsParts } from '../delivery/index.ts'
import { findSchoolById, type School } from '../schools/index.ts'
import { adultsOfAccount } from './account-adults.store.ts'
import {
  accountMessagesAmong,
  countWrongCode,
  deleteAccountMessagesBefore,
  emptyCode,
  insertAccountMessage,
  lockCodesAbout,
} from './account-messages.store.ts'
import { accountIdsWithChannels, channelsOf, type ProvedChannel } from './channels.store.ts'
import { schoolIdsOf } from './roles.store.ts'
import { messageWords, type SignInChange } from './rules/messages.words.ts'

const codeSeconds = 600
const mostCodesAnHour = 4
const mostWrongTries = 5
const noticeDays = 3
const keptDays = 7

/** Where a message goes; `sms` to a mobile. */
export type SendTo = { channel: 'email' | 'sms'; address: string }

/** The school in whose name, and by whose providers, somebody is written to about signing in; null where they belong nowhere. */
export async function schoolToWriteFrom(db: Db, accountId: string): Promise<School | null> {
  const id = await db.inInstance(async (trx) => {
    const [first] = await adultsOfAccount(trx, accountId)
    return first?.schoolId ?? (await schoolIdsOf(trx, accountId))[0] ?? null
  })
  return id ? findSchoolById(db, id) : null
}

/**
 * Sends a six-digit code, about an account or an opening, in a transaction of the school. False where four went to this channel
 * within the hour: they cost money, and who waits for a fifth is better told to do something else.
 */
export async function sendCode(
  trx: Trx,
  sending: { school: School; aboutId: string; to: SendTo; language: string; hash: KeyedHash; clock: Clock },
): Promise<boolean> {
  const { school, aboutId, to, hash, clock } = sending
  const at = clock.now()
  const sent = await lockCodesAbout(trx, { aboutId, since: new Date(at.getTime() - 3_600_000) })
  if (sent.filter(({ channel }) => channel === to.channel).length >= mostCodesAnHour) return false
  await deleteAccountMessagesBefore(trx, new Date(at.getTime() - keptDays * 86_400_000))
  const id = newId()
  const code = sixDigits()
  const words = messageWords(sending.language)
  const expiresAt = new Date(at.getTime() + codeSeconds * 1000)
  const codeHash = hash(code, placeOfCode(id))
  await insertAccountMessage(trx, { id, aboutId, kind: 'code', channel: to.channel, codeHash, sentAt: at, expiresAt })
  await enqueue(trx, { school, id, recipientId: aboutId, to, clock, expiresAt }, [words.codeSubject, words.code(code)])
  return true
}

/** True once for the newest code of a channel, in time and not guessed at. Without `channel`, for the newest of either. */
export async function isSentCode(
  trx: Trx,
  tried: { aboutId: string; code: string; channel?: 'email' | 'sms'; hash: KeyedHash; clock: Clock },
): Promise<boolean> {
  const digits = tried.code.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return false
  const now = tried.clock.now()
  const codes = await lockCodesAbout(trx, {
    aboutId: tried.aboutId,
    since: new Date(now.getTime() - codeSeconds * 1000),
  })
  const newest = (['email', 'sms'] as const)
    .filter((channel) => tried.channel === undefined || tried.channel === channel)
    .flatMap((channel) => codes.find((code) => code.channel === channel) ?? [])
    .filter(({ expiresAt, wrongTries }) => expiresAt > now && wrongTries < mostWrongTries)
  for (const { id, codeHash } of newest) {
    if (codeHash !== null && isSameSecret(tried.hash(digits, placeOfCode(id)), codeHash)) {
      await emptyCode(trx, id)
      return true
    }
    await countWrongCode(trx, id)
  }
  return false
}

function placeOfCode(id: string): string {
  return `sign-in code ${id}`
}

/**
 * S-16, S-17: says on every proved channel of the account, and on `alsoTo` (what it no longer has), that its sign-in was changed. A
 * channel shared with another account is left out while one of its own remains (VIS-5); the words name nobody.
 */
export async function tellOfChange(
  trx: Trx,
  telling: {
    school: School
    accountId: string
    change: SignInChange
    alsoTo?: readonly Pick<ProvedChannel, 'kind' | 'value'>[]
    language: string
    clock: Clock
  },
): Promise<void> {
  const { school, accountId, clock } = telling
  const words = messageWords(telling.language)
  const text = `${words.changed[telling.change]} ${words.notYou(school.name)}`
  const at = clock.now()
  const expiresAt = new Date(at.getTime() + noticeDays * 86_400_000)
  for (const { kind, value } of await channelsToTell(trx, accountId, telling.alsoTo ?? [])) {
    const id = newId()
    const channel = kind === 'email' ? ('email' as const) : ('sms' as const)
    await insertAccountMessage(trx, {
      id,
      aboutId: accountId,
      kind: 'notice',
      channel,
      codeHash: null,
      sentAt: at,
      expiresAt,
    })
    const to = { channel, address: value }
    await enqueue(trx, { school, id, recipientId: accountId, to, clock, expiresAt }, [words.changedSubject, text])
  }
}

async function channelsToTell(
  trx: Trx,
  accountId: string,
  more: readonly Pick<ProvedChannel, 'kind' | 'value'>[],
): Promise<Pick<ProvedChannel, 'kind' | 'value'>[]> {
  const own = await channelsOf(trx, accountId)
  const all = [...own, ...more.filter(({ value }) => !own.some((channel) => channel.value === value))]
  const unshared: typeof all = []
  for (const channel of all) {
    const holders = await accountIdsWithChannels(trx, [channel.value])
    if (holders.every((id) => id === accountId)) unshared.push(channel)
  }
  return unshared.length > 0 ? unshared : all
}

async function enqueue(
  trx: Trx,
  of: { school: School; id: string; recipientId: string; to: SendTo; expiresAt: Date; clock: Clock },
  [subject, text]: [string, string],
): Promise<void> {
  const { school, id, recipientId, to, expiresAt, clock } = of
  const isText = to.channel === 'sms'
  // One typographic apostrophe would make a text Unicode, and three times as dear.
  const body = isText ? text.replaceAll('’', "'") : text
  const parts = isText ? smsParts(body).parts.length : 0
  const row = {
    messageId: id,
    recipientId,
    channel: to.channel,
    // Somebody waits with the page open, or must know at once.
    lane: 'emergency' as const,
    toAddress: to.address,
    sender: isText ? school.settings.textSender : school.name,
    subject: isText ? null : subject,
    body,
    parts,
    costPence: parts * school.settings.costPerTextPence,
    deadlineAt: expiresAt,
  }
  await enqueueDeliveries(trx, { schoolId: school.id, rows: [row], clock })
}

/** DLV-2: messages about signing in among these rows: those that must not go any more, and which rows are ours at all. */
export async function accountMessagesThatMustNotGo(
  db: Db,
  question: { rows: readonly { id: string; messageId: string }[]; clock: Clock },
): Promise<{ ours: Set<string>; refused: Map<string, { reason: string }> }> {
  const ids = [...new Set(question.rows.map(({ messageId }) => messageId))]
  const known = await db.inInstance((trx) => accountMessagesAmong(trx, { ids, now: question.clock.now() }))
  const ours = question.rows.filter(({ messageId }) => known.has(messageId))
  const over = ours.filter(({ messageId }) => !known.get(messageId))
  return {
    ours: new Set(ours.map(({ id }) => id)),
    refused: new Map(over.map(({ id }) => [id, { reason: 'nobody waits for this any more' }])),
  }
}
