import type { Trx } from '../../platform/db/index.ts'
import { adultsDecidedOthers, type Family, loadFamilies } from '../people/index.ts'
import type { School } from '../schools/index.ts'
import { pupilsWithLinks } from './changeover.store.ts'
import { contactOf, standingLinksOf } from './links-as-facts.ts'
import { lastAppliedPlan, type Plan, plansOfSchool } from './plans.store.ts'
import { type Branch, branchOfPupil, sayDecision, type Today, todayOf } from './rules/branch-of-pupil.ts'
import { areDetailsProtected } from './rules/decide-details.ts'
import { decidePupil, type StandingLink } from './rules/decide-pupil.ts'
import { everyRefOf } from './rules/which-member.ts'
import { linksOfSnapshot, linksOfWaitingPlan, type SaidLink } from './said-links.store.ts'
import { contentsOfRun } from './what-was-read.ts'

type Origin = StandingLink['origin']

/** A sentence about what would happen, with the rule that decides it and why. */
type Said = { words: string; rule: string; reason: string }

export type PupilChangeover = {
  family: Family
  branch: Branch
  /** What the MIS holds for the child: its priority-1 contacts. */
  firstInMis: string[]
  next: Said[]
  /** What the next import would do once the school's own links were given to the MIS; null where there are none. */
  ifGiven: Said[] | null
  /** Links that may be given to the MIS (LNK-3), with the name of their adult. */
  ofTheSchool: { linkId: string; name: string; origin: 'manual' | 'picked' }[]
  /** Adults whose details stay theirs whatever the MIS says (IMP-5). */
  detailsStay: string[]
}

export type Changeover = {
  linksByOrigin: Record<Origin, number>
  /** Pupils on roll by how their links stand. */
  branches: { today: Today; pupils: number }[]
  pupils: PupilChangeover[]
  /** Where the next page begins, if there is one. */
  next: number | null
  /** What "the MIS says" is taken from: a plan that waits, the last import, or nothing yet. */
  source: { plan: Plan; waits: boolean } | null
  /** Every link of the school's own, for giving them all to the MIS. */
  allOfTheSchool: string[]
}

/**
 * LNK-4: a school's links by owner, and for each pupil what the next import would do to them and why, before anything changes.
 * To be read as the import role, which alone sees what a waiting plan read.
 */
export async function changeoverOf(
  trx: Trx,
  wanted: { school: School; today: Today | null; from: number; limit: number },
): Promise<Changeover> {
  const { school, from, limit } = wanted
  const all = await pupilsWithLinks(trx, school.id)
  const found = all.map(({ id, links }) => ({ id, today: todayOf(links.map((link) => ({ ...link, endedOn: null }))) }))
  const fitting = found.filter(({ today }) => wanted.today === null || today === wanted.today)
  const page = fitting.slice(from, from + limit)
  const source = await sourceOf(trx, school.id)
  const links = all.flatMap((pupil) => pupil.links)
  const count = (origin: Origin) => links.filter((link) => link.origin === origin).length
  return {
    linksByOrigin: { mis: count('mis'), web: count('web'), manual: count('manual'), picked: count('picked') },
    branches: [...Map.groupBy(found, ({ today }) => today)].map(([today, of]) => ({ today, pupils: of.length })),
    pupils: await pupilsOfPage(trx, { school, source, ids: page.map(({ id }) => id) }),
    next: fitting.length > from + limit ? from + limit : null,
    source,
    allOfTheSchool: links.filter(({ origin }) => origin === 'manual' || origin === 'picked').map(({ id }) => id),
  }
}

/** A list of pupils or staff alone says nothing of contacts: it is not asked. */
async function sourceOf(trx: Trx, schoolId: string): Promise<Changeover['source']> {
  const [waiting] = (await plansOfSchool(trx, schoolId, ['ready'], 10)).filter(
    ({ staged, files }) => staged > 0 && contentsOfRun(files).listsContacts,
  )
  if (waiting) return { plan: waiting, waits: true }
  const last = await lastAppliedPlan(trx, schoolId)
  return last ? { plan: last, waits: false } : null
}

async function pupilsOfPage(
  trx: Trx,
  { school, source, ids }: { school: School; source: Changeover['source']; ids: string[] },
): Promise<PupilChangeover[]> {
  const families = await loadFamilies(trx, { schoolId: school.id, pupilIds: ids })
  const adultIds = families.flatMap(({ links }) => links.map(({ adultId }) => adultId))
  const others = await adultsDecidedOthers(trx, { schoolId: school.id, adultIds })
  const refsOf = new Map(families.map(({ pupil }) => [pupil.id, everyRefOf(pupil)]))
  const keys = [...new Set([...refsOf.values()].flat())]
  const said = await contactsSaid(trx, school.id, { source, keys })
  const fields = new Set(source?.plan.files.flatMap(({ columns }) => Object.keys(columns)) ?? [])
  const unsaid = { priority: !fields.has('priority'), relationship: !fields.has('relationship') }
  return families.map((family) => {
    const mine = said.filter(({ pupilKey }) => refsOf.get(family.pupil.id)?.includes(pupilKey))
    const complete = isSaidWhole(source, family.pupil.id)
    const links = standingLinksOf(family.links, others)
    return changeoverOfPupil({ family, links, contacts: mine, settings: school.settings, unsaid, complete })
  })
}

/** IMP-16: as the plan itself takes it; what a file of changes leaves out stands in the snapshot once it is applied. */
function isSaidWhole(source: Changeover['source'], pupilId: string): boolean {
  if (!source) return true
  const holdsChangesOnly = source.waits && contentsOfRun(source.plan.files).partial === 'all'
  return !holdsChangesOnly && !source.plan.spared.includes(pupilId)
}

async function contactsSaid(
  trx: Trx,
  schoolId: string,
  { source, keys }: { source: Changeover['source']; keys: string[] },
): Promise<SaidLink[]> {
  if (!source) return []
  if (source.waits) return linksOfWaitingPlan(trx, { schoolId, planId: source.plan.id }, keys)
  return linksOfSnapshot(trx, schoolId, keys)
}

function changeoverOfPupil(facts: {
  family: Family
  links: StandingLink[]
  contacts: SaidLink[]
  settings: School['settings']
  unsaid: { priority: boolean; relationship: boolean }
  complete: boolean
}): PupilChangeover {
  const { family, links, settings, unsaid, complete } = facts
  const contacts = facts.contacts.map(contactOf)
  const decide = (standing: StandingLink[]) => decidePupil({ contacts, links: standing, settings, complete, unsaid })
  const decision = decide(links)
  const current = family.links.filter(({ endedOn }) => endedOn === null)
  const own = current.filter(({ origin }) => origin === 'manual' || origin === 'picked')
  const given = links.map(
    (link): StandingLink => (link.origin === 'web' || link.endedOn ? link : { ...link, origin: 'mis' }),
  )
  return {
    family,
    branch: branchOfPupil(links, decision),
    firstInMis: contacts.filter(({ priority }) => priority === 1).map(nameOf),
    next: saidOf(decision),
    ifGiven: own.length > 0 ? saidOf(decide(given)) : null,
    ofTheSchool: own.map(({ id, adult, origin }) => ({
      linkId: id,
      name: nameOf(adult),
      origin: origin === 'picked' ? 'picked' : 'manual',
    })),
    detailsStay: current.filter(({ adult }) => areDetailsProtected(adult)).map(({ adult }) => nameOf(adult)),
  }
}

const nameOf = (person: { forename: string; surname: string }) => `${person.forename} ${person.surname}`.trim()

function saidOf({ links }: ReturnType<typeof decidePupil>): Said[] {
  return links.flatMap((link) => {
    const words = sayDecision(link)
    return words === null ? [] : [{ words, rule: link.rule, reason: link.reason }]
  })
}
