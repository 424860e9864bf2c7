import {
  findPupilsOf,
  type GroupOfSchool,
  groupsOfSchool,
  loadFamilies,
  type Member,
} from '../../../modules/people/index.ts'
import type { Trx } from '../../../platform/db/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'

/** The names behind selectors, for `sayTo`. Single children are looked up only where they would be named. */
export async function findNames(
  trx: Trx,
  of: { schoolId: string; selectors: string[][] },
): Promise<{ groups: GroupOfSchool[]; pupils: Member[] }> {
  const groups = of.selectors.flat().some((selector) => selector.startsWith('group:'))
    ? await groupsOfSchool(trx, of.schoolId)
    : []
  const few = of.selectors.map((each) => each.filter((selector) => selector.startsWith('pupil:')))
  return {
    groups,
    pupils: await pupilsOf(trx, { schoolId: of.schoolId, selectors: few.filter((each) => each.length < 4).flat() }),
  }
}

/** The pupils of single-pupil selectors; those that are gone are left out. */
export async function pupilsOf(trx: Trx, of: { schoolId: string; selectors: string[] }): Promise<Member[]> {
  const ids = new Set<string>()
  for (const selector of of.selectors) {
    const [, id] = /^pupil:([0-9a-f-]{36})$/i.exec(selector) ?? []
    if (id) ids.add(id)
    if (id) continue
    const found = await findPupilsOf(trx, { schoolId: of.schoolId, selectors: [selector] }).catch(goneIsNobody)
    for (const id of found) ids.add(id)
  }
  const families = await loadFamilies(trx, { schoolId: of.schoolId, pupilIds: [...ids] })
  return families.map(({ pupil }) => pupil)
}

function goneIsNobody(error: unknown): string[] {
  if (error instanceof Refusal) return []
  throw error
}
