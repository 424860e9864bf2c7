import type { Clock } from '../../platform/clock/index.ts'
import { isSameSecret, type KeyedHash, sixDigits } from '../../platform/crypto/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import type { School } from '../schools/index.ts'
import { countWrongProof, insertProof, proofsOf, type RegistrationRow, setProved } from './registrations.store.ts'
import { sentWords } from './rules/sent.words.ts'
import { sendTo } from './sending.ts'

const lifeSeconds = 600
const mostOfChannel = 4
const mostWrongTries = 5

type Proving = { school: School; hash: KeyedHash; clock: Clock }

/** Sends a one-time code to each channel that is not proved yet. Refuses after four codes to one channel: they cost money. */
export async function sendCodes(trx: Trx, proving: Proving & { registration: RegistrationRow }): Promise<void> {
  const { school, registration } = proving
  const sent = await proofsOf(trx, { schoolId: school.id, registrationId: registration.id })
  for (const channel of ['email', 'sms'] as const) {
    if (channel === 'email' ? registration.emailProvedAt : registration.mobileProvedAt) continue
    if (sent.filter((proof) => proof.channel === channel).length >= mostOfChannel) {
      throw new Refusal(
        'registration.codes-sent',
        `We have sent several codes. If none arrives, please ask ${school.settings.helpContact}. Nothing is lost: your letter still works.`,
      )
    }
    await sendOne(trx, { ...proving, channel })
  }
}

async function sendOne(
  trx: Trx,
  proving: Proving & { registration: RegistrationRow; channel: 'email' | 'sms' },
): Promise<void> {
  const { school, registration, channel, clock, hash } = proving
  const id = newId()
  const code = sixDigits()
  const at = clock.now()
  const expiresAt = new Date(at.getTime() + lifeSeconds * 1000)
  const codeHash = hash(code, `proof ${id}`)
  await insertProof(trx, { schoolId: school.id, id, registrationId: registration.id, channel, codeHash, at, expiresAt })
  const words = sentWords[registration.language]
  await sendTo(trx, {
    school,
    recipientId: registration.id,
    messageId: id,
    to: [{ channel, address: (channel === 'email' ? registration.email : registration.mobile) ?? '' }],
    // Somebody waits with the page open: it never stands behind a message to everybody.
    lane: 'emergency',
    subject: words.codeSubject(school.name),
    body: words.code(code, school.name),
    deadlineAt: expiresAt,
    clock,
  })
}

/** True when the code is the newest of its channel, in time, and not guessed at; a channel that is proved stays so. */
export async function proveOne(
  trx: Trx,
  proving: Proving & { registration: RegistrationRow; channel: 'email' | 'sms'; code: string },
): Promise<boolean> {
  const { school, registration, channel, clock } = proving
  if (channel === 'email' ? registration.emailProvedAt : registration.mobileProvedAt) return true
  const schoolId = school.id
  const proofs = await proofsOf(trx, { schoolId, registrationId: registration.id })
  const newest = proofs.find((proof) => proof.channel === channel)
  if (!newest || newest.expiresAt <= clock.now() || newest.wrongTries >= mostWrongTries) return false
  const code = proving.code.replaceAll(/\D/g, '')
  if (!isSameSecret(proving.hash(code, `proof ${newest.id}`), newest.codeHash)) {
    if (code !== '') await countWrongProof(trx, { schoolId, id: newest.id })
    return false
  }
  await setProved(trx, { schoolId, id: registration.id, channel, at: clock.now() })
  return true
}
