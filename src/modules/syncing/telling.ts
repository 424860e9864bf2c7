import { createHash } from 'node:crypto'
import { parse } from 'node:path'
import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { listStaff, may, type Permission, writeToStaff } from '../accounts/index.ts'
import { raiseIssue, settleIssue } from '../people/index.ts'
import type { School } from '../schools/index.ts'
import { insertNotice, type NoticeKind, noticesAmong, openNotices, setSettled } from './notices.store.ts'
import { latestRuns, type SyncRun } from './runs.store.ts'

/** What is told, and whom: an email goes to everybody whose role opens `to`. */
type Tell = {
  school: School
  kind: NoticeKind
  /** The matter: told once until it is settled. */
  about: string
  words: string
  to: Permission
  subject: string
  /** Where to look, as a whole address. */
  link: string
  clock: Clock
}

/** A data issue of this kind stands in the work list too. */
const issueKinds: Partial<Record<NoticeKind, string>> = { waits: 'import waits', refused: 'import refused' }

/** Tells people once: on the home page, by email, and in the work list. Nothing happens while the matter is open already. */
export async function tell(db: Db, { school, clock, ...notice }: Tell): Promise<void> {
  const readers = (await listStaff(db, { school })).filter(({ roles }) => may(roles, notice.to))
  const { kind, about, words } = notice
  const schoolId = school.id
  await db.inSchool(schoolId, async (trx) => {
    const id = newId()
    if (!(await insertNotice(trx, { schoolId, id, kind, about, words, toldAt: clock.now() }))) return
    const issue = issueKinds[kind]
    const key = keyOfIssue(kind, about)
    if (issue) await raiseIssue(trx, { schoolId, key, kind: issue, pupilId: null, adultId: null, detail: words, clock })
    await writeToStaff(trx, {
      school,
      readers,
      messageId: id,
      subject: notice.subject,
      text: `${notice.subject}. ${words}\n\n${notice.link}`,
      because: `You get this because you look after the imports of ${school.name}.`,
      clock,
    })
  })
}

/** The matter is over: it is off the home page and the work list, and is told anew when it happens again. */
export async function settle(
  trx: Trx,
  settled: { schoolId: string; kind: NoticeKind; about: string; how: string; clock: Clock },
): Promise<void> {
  const { schoolId, kind, about, how, clock } = settled
  await setSettled(trx, { schoolId, kind, about, at: clock.now() })
  if (issueKinds[kind]) await settleIssue(trx, { schoolId, key: keyOfIssue(kind, about), how, clock })
}

/**
 * By what files that could not be read are told apart: pupils of one machine may be read while contacts of another are not. Of one
 * length, for it is a key.
 */
export function setOfFiles({ source, files }: Pick<SyncRun, 'source' | 'files'>): string {
  const names = files.map(({ name }) => parse(name).name).sort()
  return `${source} ${createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 32)}`
}

/** Files that were refused and come again come every night: of others nobody need be told any more. */
const refusedAgainMs = 20 * 3_600_000

/** IMP-23: files were read, so what was told of earlier ones of that name is over. What was refused beside them stands. */
export async function settleRefused(
  trx: Trx,
  { schoolId, run, clock }: { schoolId: string; run: SyncRun; clock: Clock },
): Promise<void> {
  const since = new Date(clock.now().getTime() - refusedAgainMs)
  const refused = (await latestRuns(trx, schoolId, 100)).filter(
    ({ state, finishedAt }) => state === 'refused' && finishedAt !== null && finishedAt > since,
  )
  const stands = new Set(refused.map(setOfFiles))
  stands.delete(setOfFiles(run))
  for (const { kind, about } of await openNotices(trx, schoolId))
    if (kind === 'refused' && about.split(' ')[0] === run.source && !stands.has(about))
      await settle(trx, { schoolId, kind, about, how: 'later files were read', clock })
}

const keyOfIssue = (kind: NoticeKind, about: string): string => `sync ${kind}|${about}`

/** For delivery, which asks just before hand-over: which rows are emails of ours, and which of them nobody needs any more. */
export async function noticesThatMustNotGo(
  db: Db,
  question: { schoolId: string; rows: readonly { id: string; messageId: string }[] },
): Promise<{ ours: Set<string>; refused: Map<string, { reason: string }> }> {
  const { schoolId, rows } = question
  const ids = [...new Set(rows.map(({ messageId }) => messageId))]
  const notices = await db.inSchool(schoolId, (trx) => noticesAmong(trx, { schoolId, ids }))
  const ours = rows.filter(({ messageId }) => notices.has(messageId))
  const over = ours.filter(({ messageId }) => !notices.get(messageId)?.open)
  return {
    ours: new Set(ours.map(({ id }) => id)),
    refused: new Map(over.map(({ id }) => [id, { reason: 'what it tells of is settled' }])),
  }
}
