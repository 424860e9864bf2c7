import { countsForHome, type DataIssue, type Family, listIssues, loadFamilies } from '../../../modules/people/index.ts'
import type { Trx } from '../../../platform/db/index.ts'
import { sayWhy } from '../people/reach-of-pupil.ts'
import { nameOf } from '../people/say-people.ts'
import { type IssueKind, inOrderOfHarm, standingKinds } from './kinds.ts'

/** One line of the list: whom it is about and what is wrong. `issueId` where a person may set it aside. */
export type Line = {
  key: string
  pupilId: string | null
  pupilName: string | null
  pupilClass: string | null
  adultId: string | null
  adultName: string | null
  detail: string
  issueId: string | null
}

export type Worklist = { kind: IssueKind; lines: Line[] }[]

/** What asks for a person's eye, in order of harm: the standing lists as they are now, then what imports raised. */
export async function loadWorklist(trx: Trx, schoolId: string): Promise<Worklist> {
  const counts = await countsForHome(trx, schoolId)
  const issues = await listIssues(trx, schoolId)
  const said = new Set<string>()
  const standing = { 'no working channel': counts.noChannel, 'no prime adult': counts.noPrime }
  const lines = new Map<string, Line[]>()
  for (const kind of standingKinds) {
    const families = await loadFamilies(trx, { schoolId, pupilIds: standing[kind] })
    // One that opted out leaves a child without a prime adult too: said once, with the reason that tells more.
    const raised = issues.filter((issue) => issue.kind.startsWith(kind) && standing[kind].includes(issue.pupilId ?? ''))
    for (const { id } of raised) said.add(id)
    lines.set(
      kind,
      families.sort(byClass).map((family) => lineOfFamily(family, raised)),
    )
  }
  for (const [kind, found] of Map.groupBy(
    issues.filter(({ id }) => !said.has(id)),
    (issue) => issue.kind,
  )) {
    lines.set(kind, [...(lines.get(kind) ?? []), ...found.map(lineOfIssue)])
  }
  const kinds = [...lines].filter(([, found]) => found.length > 0).map(([kind]) => kind)
  return inOrderOfHarm(kinds).map((kind) => ({ kind, lines: lines.get(kind.kind) ?? [] }))
}

function lineOfFamily(family: Family, raised: DataIssue[]): Line {
  const { pupil } = family
  const issue = raised.find(({ pupilId }) => pupilId === pupil.id)
  return {
    key: pupil.id,
    pupilId: pupil.id,
    pupilName: nameOf(pupil),
    pupilClass: pupil.registrationGroup,
    adultId: null,
    adultName: null,
    detail: issue?.detail ?? `${sayWhy(family)}.`,
    issueId: issue?.id ?? null,
  }
}

function lineOfIssue(issue: DataIssue): Line {
  const { id, pupilId, pupilName, pupilClass, adultId, adultName, detail } = issue
  return { key: id, pupilId, pupilName, pupilClass, adultId, adultName, detail, issueId: id }
}

function byClass(a: Family, b: Family): number {
  const keyOf = ({ pupil }: Family) => [pupil.year ?? '', pupil.registrationGroup ?? '', nameOf(pupil)].join('\u0000')
  return keyOf(a).localeCompare(keyOf(b), 'en-GB', { numeric: true })
}
