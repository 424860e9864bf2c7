import type { Trx } from '../../platform/db/index.ts'
import { comparedWithRecord, flagsTakenBack, goneOfTail, type OnRecord, type Tail, yearsMoved } from './brakes.store.ts'
import type { Changes, PlannedFile, PlanWithTail } from './plans.store.ts'
import type { RejectedRow } from './records.ts'
import type { PlanSize } from './rules/brakes.ts'
import { newSchoolYear } from './rules/new-school-year.ts'

type Signs = Pick<PlanSize, 'compared' | 'flags' | 'cut' | 'newYear'>

/** What of a plan is odd beside its size: columns that slipped, an end that is missing, a new school year (IMP-10). */
export async function lookForSigns(
  trx: Trx,
  of: {
    keys: { schoolId: string; planId: string }
    files: PlannedFile[]
    changes: Changes
    rowsRead: number
    rejected: RejectedRow[]
    /** Silence of this run says something: of pupils who are not in it, or of their contacts. */
    whole: boolean
    /** Somebody is on record already, who could be harmed. */
    standing: boolean
    /** The last full list. */
    last: PlanWithTail | null
    /** Its last children who have contacts in this run. */
    withContacts: string[]
    tail: Tail
    lastLines: Map<number, number>
    /** Null where the run passed over who is as before. */
    onRecord: OnRecord | null
    /** Of whom so large a share may change at once. */
    share: number
  },
): Promise<{ signs: Signs; tail: Tail | null }> {
  const { keys, changes, last } = of
  const alike = last !== null && shapeOf(last.files) === shapeOf(of.files)
  const takesAway = changes.pupils.leave + changes.links.end > 0
  const noTail = { asked: 0, gone: 0, without: 0 }
  return {
    signs: {
      compared: of.standing ? await comparedWithRecord(trx, keys, of) : [],
      flags: of.standing ? await flagsTakenBack(trx, keys) : { standing: 0, takenBack: 0 },
      newYear: changes.pupils.update > 0 ? newSchoolYear(await yearsMoved(trx, keys)) : null,
      cut: {
        lastRowCut: takesAway && isLastRowCut(of),
        takesAway,
        rowsRead: of.rowsRead,
        rowsBefore: alike ? last.rowsRead : null,
        tail:
          takesAway && of.whole && last
            ? await goneOfTail(trx, keys, { tail: last.tail, withContacts: of.withContacts })
            : noTail,
      },
    },
    tail: of.whole ? of.tail : null,
  }
}

function isLastRowCut({
  files,
  rejected,
  lastLines,
}: {
  files: PlannedFile[]
  rejected: RejectedRow[]
  lastLines: Map<number, number>
}): boolean {
  const cut = rejected.filter(({ column, reason }) => column === null && /^The row has \d+ cells/.test(reason))
  return files.some((file, at) => cut.some((row) => row.file === file.name && row.line > (lastLines.get(at) ?? 0)))
}

/** The same formats with the same columns. */
function shapeOf(files: PlannedFile[]): string {
  return files
    .map(({ format, columns }) => JSON.stringify([format, Object.entries(columns).sort()]))
    .sort()
    .join('\n')
}
