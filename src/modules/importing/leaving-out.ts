import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import type { School } from '../schools/index.ts'
import { changesOf } from './changes-of-plan.ts'
import {
  entriesAbout,
  type MarkedEntry,
  markLeftOut,
  pupilOfPlanIfAny,
  seqsOfPupil,
  type Who,
  whoIsIn,
} from './leaving-out.store.ts'
import { findPlan } from './planning.ts'
import { type Plan, planById, setChanges } from './plans.store.ts'
import { isErasure, leftOutWith, mayBeChosen } from './rules/left-out.ts'

/** Entries by their numbers in the plan, or everything that stands under one child (by id, or admission number). */
export type Chosen = { seqs: number[] } | { pupilId: string } | { admissionNumber: string }

type Leave = { school: School; planId: string; chosen: Chosen; actor: Actor; clock: Clock; dryRun?: boolean }

/**
 * How many entries are passed by now that were not before, and how many of these only because of the others. `erased`: how many were asked
 * for and stay in the plan, because they erase what somebody opted out of (OPT-2).
 */
export type LeftOut = { chosen: number; needed: number; erased: number }

/**
 * Leaves entries of a waiting plan out, with what cannot stand without them; they come again with the next plan (IMP-9).
 * Refuses a plan that waits no more. Journalled.
 */
export async function leaveOut(db: Db, wanted: Leave): Promise<LeftOut> {
  return mark(db, wanted, 'leave')
}

/** Takes entries that were left out into the plan again, and what was left out because of them alone. */
export async function takeAgain(db: Db, wanted: Leave): Promise<LeftOut> {
  return mark(db, wanted, 'take')
}

async function mark(db: Db, wanted: Leave, what: 'leave' | 'take'): Promise<LeftOut> {
  const { school } = wanted
  await findPlan(db, school, wanted.planId)
  return db.inSchool(school.id, async (trx) => {
    const plan = await planById(trx, school.id, wanted.planId, { lock: true })
    if (plan?.state !== 'ready')
      throw new Refusal('plan-not-ready', 'This plan waits no more, so nothing of it can be left out. Nothing changed.')
    const keys = { schoolId: school.id, planId: plan.id }
    const seqs = await seqsOf(trx, keys, wanted.chosen)
    const entries = await connectedEntries(trx, keys, seqs)
    const chosen = new Set(entries.filter((entry) => entry.leftOut === 'chosen').map(({ seq }) => seq))
    for (const entry of entries.filter(({ seq }) => seqs.includes(seq))) {
      if (what === 'leave' && mayBeChosen(entry)) chosen.add(entry.seq)
      if (what === 'take') chosen.delete(entry.seq)
    }
    const erased = what === 'leave' ? entries.filter((entry) => seqs.includes(entry.seq) && isErasure(entry)).length : 0
    const marked = marksOf(entries, chosen)
    const counts = { ...marked.counts, erased }
    if (wanted.dryRun) return counts
    await write(trx, keys, { marked, by: wanted.actor.name })
    await setChanges(trx, { ...keys, changes: await changesOf(trx, keys, plan.changes.leftOut) })
    await journal(trx, plan, { ...wanted, what, counts })
    return counts
  })
}

async function seqsOf(trx: Trx, keys: { schoolId: string; planId: string }, chosen: Chosen): Promise<number[]> {
  if ('seqs' in chosen) return chosen.seqs
  if ('pupilId' in chosen) return seqsOfPupil(trx, keys, chosen.pupilId)
  const pupilId = await pupilOfPlanIfAny(trx, keys, chosen.admissionNumber)
  if (pupilId === null)
    throw new Refusal(
      'no-such-entry',
      `This plan says nothing of a pupil with the admission number “${chosen.admissionNumber}”. Nothing was changed.`,
    )
  return seqsOfPupil(trx, keys, pupilId)
}

/** The entries of these people and of everybody they hang together with: brothers, sisters and their adults, and whose number passes on. */
async function connectedEntries(
  trx: Trx,
  keys: { schoolId: string; planId: string },
  seqs: number[],
): Promise<MarkedEntry[]> {
  let who = await whoIsIn(trx, keys, seqs)
  for (;;) {
    const entries = await entriesAbout(trx, keys, who)
    const more = {
      pupilIds: [...new Set([...who.pupilIds, ...entries.flatMap(({ pupilId }) => pupilId ?? [])])],
      adultIds: [...new Set([...who.adultIds, ...entries.flatMap(({ adultId }) => adultId ?? [])])],
      keys: [
        ...new Set([
          ...who.keys,
          ...entries.flatMap(({ keyBefore, keyAfter }) => [keyBefore ?? [], keyAfter ?? []].flat()),
        ]),
      ],
    }
    if (sizeOf(more) === sizeOf(who)) return entries
    who = more
  }
}

const sizeOf = ({ pupilIds, adultIds, keys }: Who): number => pupilIds.length + adultIds.length + keys.length

type Marks = { chosen: number[]; needed: number[]; none: number[]; counts: Omit<LeftOut, 'erased'> }

function marksOf(entries: MarkedEntry[], chosen: Set<number>): Marks {
  const needed = leftOutWith(entries, chosen)
  const now = ({ seq }: MarkedEntry) => (chosen.has(seq) ? 'chosen' : needed.has(seq) ? 'needed' : null)
  const becomes = (how: 'chosen' | 'needed' | null) =>
    entries.filter((entry) => now(entry) === how && entry.leftOut !== how).map(({ seq }) => seq)
  return {
    chosen: becomes('chosen'),
    needed: becomes('needed'),
    none: becomes(null),
    counts: {
      chosen: becomes('chosen').length + becomes(null).length,
      needed: becomes('needed').length,
    },
  }
}

async function write(
  trx: Trx,
  keys: { schoolId: string; planId: string },
  { marked, by }: { marked: Marks; by: string },
): Promise<void> {
  await markLeftOut(trx, keys, { seqs: marked.chosen, how: 'chosen', by })
  await markLeftOut(trx, keys, { seqs: marked.needed, how: 'needed', by })
  await markLeftOut(trx, keys, { seqs: marked.none, how: null, by: null })
}

/** Not about an import that happened, so that the plan itself does not take it for a change of facts. */
async function journal(
  trx: Trx,
  plan: Plan,
  facts: Leave & { what: 'leave' | 'take'; counts: LeftOut },
): Promise<void> {
  const { school, actor, clock, counts, chosen } = facts
  await recordAct(
    trx,
    {
      schoolId: school.id,
      actor,
      act: facts.what === 'leave' ? 'import-plan.left-out' : 'import-plan.taken-again',
      subject: { kind: 'import plan', id: plan.id },
      ...('pupilId' in chosen ? { pupilId: chosen.pupilId } : {}),
      detail: { entries: counts.chosen + counts.needed },
    },
    clock.now(),
  )
}
