import type { Plan } from '../../../modules/importing/index.ts'
import { formatNumber } from '../../components/bar.tsx'

/** The last import that was applied: when, by whom, and what it did in a few words. */
export type LastImport = { at: Date; by: string; words: string; old: boolean }

/** After this many days the contacts are said to be getting old. */
const daysUntilOld = 14

export function sayLastImport(
  run: Pick<Plan, 'appliedAt' | 'appliedBy' | 'changes'> | null,
  now: Date,
): LastImport | null {
  if (!run?.appliedAt) return null
  const { pupils, members, adults, links, contactPoints } = run.changes
  const changes = [pupils, members, adults, links, contactPoints]
    .flatMap((counts) => Object.values(counts))
    .reduce((sum, count) => sum + count, 0)
  return {
    at: run.appliedAt,
    by: run.appliedBy ?? 'Gatehouse',
    words: changes === 0 ? 'Nothing had changed.' : changes === 1 ? '1 change.' : `${formatNumber(changes)} changes.`,
    old: now.getTime() - run.appliedAt.getTime() > daysUntilOld * 86_400_000,
  }
}
