import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { insertFamiliesTold, insertNoticeText, latestNoticeText, timesTold } from './notices.store.ts'
import type { School } from './schools.ts'

/** The words with which a school tells its families what it does with their details. `madeBy` is null for those of Gatehouse. */
export type NoticeText = { version: number; words: string; madeBy: string | null; madeAt: Date | null }

export const toldBy = ['letter', 'email', 'text', 'newsletter', 'in person'] as const
export type ToldBy = (typeof toldBy)[number]
export type FamiliesTold = {
  id: string
  textVersion: number
  /** `YYYY-MM-DD` */
  toldOn: string
  channel: ToldBy
  recordedBy: string
  recordedAt: Date
}

/** What somebody says of it: when families were told, and how. */
export type Telling = { toldOn: string; channel: string }

const firstText: NoticeText = {
  version: 1,
  words:
    'To write to you about your child and the school, we use the names, telephone numbers and email addresses that are held in the school’s records. We use them for that alone and pass them on to nobody but those who carry our messages. You can ask us at any time to correct what we hold, or not to write to you by text, by email, or at all.',
  madeBy: null,
  madeAt: null,
}

/** OPT-1: the words that are in use now. */
export async function currentNoticeText(trx: Trx, schoolId: string): Promise<NoticeText> {
  return (await latestNoticeText(trx, schoolId)) ?? firstText
}

/** OPT-1: a new version; what families were told before stays recorded with its own. Refuses empty and unchanged words. */
export async function changeNoticeText(
  trx: Trx,
  change: { school: School; words: string; actor: Actor; clock: Clock },
): Promise<NoticeText> {
  const { school, actor, clock } = change
  const words = change.words.replaceAll('\r\n', '\n').trim()
  const before = await currentNoticeText(trx, school.id)
  if (words.length < 40)
    throw new Refusal('notice.too-short', 'Say what is used, for what, and how to object. Nothing was changed.')
  if (words === before.words) throw new Refusal('notice.same', 'These are the words already. Nothing was changed.')
  const text = { version: before.version + 1, words, madeBy: actor.name, madeAt: clock.now() }
  await insertNoticeText(trx, school.id, text)
  const subject = { kind: 'notice', id: school.id }
  const act = { schoolId: school.id, actor, act: 'notice.changed', subject, detail: { version: text.version } }
  await recordAct(trx, act, clock.now())
  return text
}

/** OPT-1: records that families were told, with the text in use. Refuses a date to come, a date that is none, an unknown way. */
export async function recordFamiliesTold(
  trx: Trx,
  record: { school: School; telling: Telling; actor: Actor; clock: Clock },
): Promise<void> {
  const { school, actor, clock } = record
  const { toldOn, channel } = readTelling(record.telling, clock.today(school.timeZone))
  const { version: textVersion } = await currentNoticeText(trx, school.id)
  const id = newId()
  const at = clock.now()
  await insertFamiliesTold(trx, school.id, { id, textVersion, toldOn, channel, recordedBy: actor.name, recordedAt: at })
  const act = { schoolId: school.id, actor, act: 'families.told', subject: { kind: 'notice', id } }
  await recordAct(trx, { ...act, detail: { toldOn, channel, textVersion } }, at)
}

/** When families were told, the latest first. */
export function listFamiliesTold(trx: Trx, schoolId: string): Promise<FamiliesTold[]> {
  return timesTold(trx, schoolId)
}

function readTelling({ toldOn, channel }: Telling, today: string): { toldOn: string; channel: ToldBy } {
  const day = toldOn.trim()
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
  if (!isDay)
    throw new Refusal('told-on', 'Say on which day families were told, such as 2026-11-01. Nothing was changed.')
  if (day > today)
    throw new Refusal('told-on', 'That day is still to come. Tell families first, then record it. Nothing was changed.')
  const found = toldBy.find((each) => each === channel.trim())
  if (!found) throw new Refusal('told-by', `Say how families were told: ${toldBy.join(', ')}. Nothing was changed.`)
  return { toldOn: day, channel: found }
}
