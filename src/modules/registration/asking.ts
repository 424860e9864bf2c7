import type { Clock } from '../../platform/clock/index.ts'
import type { KeyedHash } from '../../platform/crypto/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { smsParts } from '../delivery/index.ts'
import { type Adult, channelOfPoint, findAdult, isWorkingChannel, loadChildren } from '../people/index.ts'
import { languageOfAdult } from '../preferences/index.ts'
import type { School } from '../schools/index.ts'
import { insertNotice, lastQuestions } from './own.store.ts'
import { addressOfOwnLink } from './own-link.ts'
import { ownSentWords } from './rules/own-sent.words.ts'
import { type OwnAddress, sendTo } from './sending.ts'

/** What asking an adult would send, to the letter. */
export type Question = {
  adult: Adult
  to: OwnAddress
  subject: string
  body: string
  parts: number
  /** When they were asked before; null where they were not. */
  asked: { at: Date; by: string } | null
}

type Asking = { school: School; adultId: string; siteAddress: string; hash: KeyedHash; clock: Clock }

const daysBetweenQuestions = 3

/**
 * IMP-7, DLV-5: works out how an adult would be asked whether what is held of them is right: by the first channel that works, email
 * before text, with the link to their own page where they have one. Refuses where nothing of theirs works, or they are not linked.
 */
export async function planQuestion(trx: Trx, asking: Asking): Promise<Question> {
  const { school, adultId } = asking
  const of = { schoolId: school.id, adultId }
  const adult = await findAdult(trx, school.id, adultId)
  const links = (await loadChildren(trx, of)).filter(({ state }) => state === 'current')
  if (links.length === 0)
    throw new Refusal('question.not-linked', 'This adult has no current link, so they are not written to.')
  const to = addressToAsk(adult)
  if (!to)
    throw new Refusal(
      'question.no-channel',
      `No email and no mobile of ${adult.forename} ${adult.surname} works. Telephone them, or give the child a letter.`,
    )
  const words = ownSentWords(await languageOfAdult(trx, of))
  const hasPage = links.some(({ origin, pupil }) => origin === 'web' && pupil.status !== 'leaver')
  const body = words.question(school.name, hasPage ? addressOfOwnLink(asking) : null, school.settings.helpContact)
  const asked = (await lastQuestions(trx, { schoolId: school.id, adultIds: [adultId] })).get(adultId) ?? null
  const parts = to.channel === 'sms' ? smsParts(body).parts.length : 0
  return { adult, to, subject: words.questionSubject(school.name), body, parts, asked }
}

/** Sends what `planQuestion` shows. Refuses a second question within three days. */
export async function askFamily(trx: Trx, asking: Asking & { actor: Actor; about: string }): Promise<Question> {
  const { school, adultId, actor, clock } = asking
  const question = await planQuestion(trx, asking)
  const at = clock.now()
  if (question.asked && at.getTime() - question.asked.at.getTime() < daysBetweenQuestions * 86_400_000)
    throw new Refusal('question.asked', 'They were asked less than three days ago. Nothing was sent. Give them time.')
  const notice = { schoolId: school.id, adultId, kind: 'question' as const, at, askedBy: actor.name }
  const messageId = await insertNotice(trx, notice)
  const { to, subject, body } = question
  await sendTo(trx, { school, recipientId: adultId, messageId, to: [to], lane: 'ordinary', subject, body, clock })
  const act = { schoolId: school.id, actor, act: 'family.asked', subject: { kind: 'question', id: messageId } }
  await recordAct(trx, { ...act, detail: { adultId, by: to.channel, about: asking.about } }, at)
  return question
}

function addressToAsk(adult: Adult): OwnAddress | null {
  const working = adult.contactPoints.flatMap((point) => {
    const channel = channelOfPoint(point)
    if (channel === null || point.value === null || !isWorkingChannel(point, adult.optOuts)) return []
    return [{ channel, address: point.value }]
  })
  return working.find(({ channel }) => channel === 'email') ?? working[0] ?? null
}
