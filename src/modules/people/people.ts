import { sql } from 'kysely'
import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { pointsWithValue, setHealth } from './adults.store.ts'
import {
  adultsById,
  familiesOf,
  linksOfPupils,
  linksWhere,
  membersById,
  personsById,
  pointsOf,
} from './families.store.ts'
import { countPeople, type Found, groupNamesOf, idsAfter, peopleMatching, pupilIdsOfSelector } from './find.store.ts'
import { pupilIdsByRuleOf, ruleGroupNamesOf } from './groups.ts'
import type { Adult, ContactPoint, Family, Link, Member, Person } from './people.types.ts'
import { healthAfter } from './rules/failures-block.ts'
import { foldName } from './rules/fold-name.ts'
import { readEmails } from './rules/read-emails.ts'
import { readPhones } from './rules/read-phones.ts'
import { standingIssues } from './rules/standing-issues.ts'

/** Pupils with their links and adults, in the order asked for; unknown ids are left out. */
export async function loadFamilies(trx: Trx, wanted: { schoolId: string; pupilIds: string[] }): Promise<Family[]> {
  return familiesOf(trx, wanted.schoolId, wanted.pupilIds)
}

/** All links of each of these pupils, ended ones too, with who the adults are and without how they are reached. */
export async function loadLinks(
  trx: Trx,
  wanted: { schoolId: string; pupilIds: string[] },
): Promise<Map<string, (Link & { adult: Person })[]>> {
  return linksOfPupils(trx, wanted, personsById)
}

/** Adults by id, with contact points, opt-outs and MIS ids. */
export async function loadAdults(
  trx: Trx,
  wanted: { schoolId: string; adultIds: string[] },
): Promise<Map<string, Adult>> {
  return adultsById(trx, wanted.schoolId, wanted.adultIds)
}

/** The pupils an adult is or was linked to, current links first. */
export async function loadChildren(
  trx: Trx,
  wanted: { schoolId: string; adultId: string },
): Promise<(Link & { pupil: Member })[]> {
  const links = await linksWhere(trx, sql`l.school_id = ${wanted.schoolId} and l.adult_id = ${wanted.adultId}`)
  const pupils = await membersById(trx, wanted.schoolId, [...new Set(links.map((link) => link.pupilId))])
  return links.flatMap((link) => {
    const pupil = pupils.get(link.pupilId)
    return pupil ? [{ ...link, pupil }] : []
  })
}

/** A member of the school who is no pupil. Throws a Refusal where there is none. */
export async function findStaffMember(trx: Trx, schoolId: string, memberId: string): Promise<Member> {
  const member = (await membersById(trx, schoolId, [memberId])).get(memberId)
  if (!member || member.role === 'pupil')
    throw new Refusal('no-such-member', 'There is no such member of staff at this school.')
  return member
}

/** Names of the groups a member is in. */
export async function groupsOfMember(trx: Trx, schoolId: string, memberId: string): Promise<string[]> {
  const members = [...(await membersById(trx, schoolId, [memberId])).values()]
  return (await allGroupNamesOf(trx, schoolId, members)).get(memberId) ?? []
}

/** Names of the groups of each member: chosen, brought in, and self-filling ones. */
async function allGroupNamesOf(trx: Trx, schoolId: string, members: Member[]): Promise<Map<string, string[]>> {
  const ids = members.map(({ id }) => id)
  const listed = await groupNamesOf(trx, schoolId, ids)
  const byRule = await ruleGroupNamesOf(trx, { schoolId, members })
  return new Map(ids.map((id) => [id, [...(listed.get(id) ?? []), ...(byRule.get(id) ?? [])].sort()]))
}

/** Who these adults are, without how they are reached. */
export async function loadPersons(
  trx: Trx,
  wanted: { schoolId: string; adultIds: string[] },
): Promise<Map<string, Person>> {
  return personsById(trx, wanted.schoolId, wanted.adultIds)
}

/** Adults' contact points, by adult. */
export async function loadAdultPoints(
  trx: Trx,
  wanted: { schoolId: string; adultIds: string[] },
): Promise<Map<string, ContactPoint[]>> {
  return pointsOf(trx, wanted.schoolId, 'adult_id', wanted.adultIds)
}

/** Members' own contact points, by member. */
export async function loadMemberPoints(
  trx: Trx,
  wanted: { schoolId: string; memberIds: string[] },
): Promise<Map<string, ContactPoint[]>> {
  return pointsOf(trx, wanted.schoolId, 'member_id', wanted.memberIds)
}

/** Finds pupils, adults and staff by any part of a name, by a whole phone number or email, or a pupil by admission number. */
export async function searchPeople(
  trx: Trx,
  search: { schoolId: string; text: string; limit?: number },
): Promise<Found[]> {
  const words = foldName(search.text)
    .split(' ')
    .filter((word) => word !== '')
  if (words.length === 0) return []
  const text = search.text.trim()
  const details = [...readPhones(text), ...readEmails(text)].flatMap(({ value }) => value ?? [])
  return peopleMatching(trx, { schoolId: search.schoolId, words, text, details, limit: search.limit ?? 50 })
}

/**
 * Pupil ids for selectors such as `year:7`, `group:7A`, `pupil:001234`, `all`, each pupil once, in the order found.
 * Refuses a selector of another form, and one that finds nobody, so that a slip of the pen is never an empty message.
 */
export async function findPupilsOf(trx: Trx, wanted: { schoolId: string; selectors: string[] }): Promise<string[]> {
  const ids = new Set<string>()
  for (const selector of wanted.selectors) {
    const [kind = '', ...rest] = selector.split(':')
    const value = rest.join(':').trim()
    if (!['year', 'group', 'pupil', 'unregistered'].includes(kind) && selector !== 'all') {
      throw new Refusal(
        'bad-selector',
        `“${selector}” is no group of pupils. Use year:7, group:7A, pupil:ADMISSION-NUMBER, unregistered, unregistered:7A or all.`,
      )
    }
    const listed = await pupilIdsOfSelector(trx, wanted.schoolId, { kind, value })
    const byRule = kind === 'group' ? await pupilIdsByRuleOf(trx, { schoolId: wanted.schoolId, idOrName: value }) : []
    const found = [...listed, ...byRule]
    if (found.length === 0) throw new Refusal('nobody-found', `“${selector}” finds no pupil on roll. Nothing was done.`)
    for (const id of found) ids.add(id)
  }
  return [...ids]
}

export type HomeCounts = {
  pupils: number
  linkedAdults: number
  openIssues: number
  /** LNK-7: pupils on roll with no prime adult. */
  noPrime: string[]
  /** LNK-7: pupils on roll whom nobody can reach. */
  noChannel: string[]
}

/** The standing lists of the home page (LNK-7), as pupil ids. Walks the school in pages. */
export async function countsForHome(trx: Trx, schoolId: string): Promise<HomeCounts> {
  const counts: HomeCounts = { ...(await countPeople(trx, schoolId)), noPrime: [], noChannel: [] }
  for await (const pupilIds of pagesOfIds(trx, 'members', schoolId)) {
    for (const family of await familiesOf(trx, schoolId, pupilIds)) {
      if (family.pupil.role !== 'pupil') continue
      const issues = standingIssues(family)
      if (issues.includes('no prime adult')) counts.noPrime.push(family.pupil.id)
      if (issues.includes('no working channel')) counts.noChannel.push(family.pupil.id)
    }
  }
  return counts
}

/** Ids of a school's members or adults, a thousand at a time. */
export async function* pagesOfIds(trx: Trx, table: 'members' | 'adults', schoolId: string): AsyncGenerator<string[]> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const ids = await idsAfter(trx, { table, schoolId, after, limit: 1000 })
    if (ids.length > 0) yield ids
    if (ids.length < 1000) return
    after = ids.at(-1) ?? after
  }
}

export type ExportedMember = Member & { groups: string[]; contactPoints: ContactPoint[] }
export type ExportedAdult = Adult & { links: (Link & { admissionNumber: string | null })[] }

/** Everybody of the school, a page at a time: members first, then adults with their links. */
export async function* exportPeople(
  trx: Trx,
  schoolId: string,
): AsyncGenerator<{ members: ExportedMember[]; adults: ExportedAdult[] }> {
  for await (const ids of pagesOfIds(trx, 'members', schoolId)) {
    const members = await membersById(trx, schoolId, ids)
    const groups = await allGroupNamesOf(trx, schoolId, [...members.values()])
    const points = await pointsOf(trx, schoolId, 'member_id', ids)
    const page = [...members.values()].map((member) => ({
      ...member,
      groups: groups.get(member.id) ?? [],
      contactPoints: points.get(member.id) ?? [],
    }))
    yield { members: page, adults: [] }
  }
  for await (const ids of pagesOfIds(trx, 'adults', schoolId)) {
    const adults = await adultsById(trx, schoolId, ids)
    const links = await linksWhere(trx, sql`l.school_id = ${schoolId} and l.adult_id = any(${ids})`)
    const pupils = await membersById(trx, schoolId, [...new Set(links.map((link) => link.pupilId))])
    const linksOf = Map.groupBy(links, (link) => link.adultId)
    const page = [...adults.values()].map((adult) => ({
      ...adult,
      links: (linksOf.get(adult.id) ?? []).map((link) => ({
        ...link,
        admissionNumber: pupils.get(link.pupilId)?.admissionNumber ?? null,
      })),
    }))
    yield { members: [], adults: page }
  }
}

/** DLV-5: counts an outcome against every contact point of that address in the school. */
export async function recordOutcomeOfContact(
  trx: Trx,
  outcome: {
    schoolId: string
    address: string
    what: 'delivered' | 'failed' | 'spam report'
    failuresToBlock: number
    actor: Actor
    clock: Clock
  },
): Promise<void> {
  for (const point of await pointsWithValue(trx, outcome.schoolId, outcome.address)) {
    const health = healthAfter(
      { failures: point.failures, blocked: point.blocked },
      outcome.what,
      outcome.failuresToBlock,
    )
    if (!health) continue
    const at = outcome.clock.now()
    await setHealth(trx, { schoolId: outcome.schoolId, id: point.id, ...health, at })
    if (health.blockReason === null) continue
    const subject = { kind: 'contact point', id: point.id }
    await recordAct(
      trx,
      {
        schoolId: outcome.schoolId,
        actor: outcome.actor,
        act: 'contact-point.blocked',
        subject,
        detail: { reason: health.blockReason, adultId: point.adultId },
      },
      at,
    )
  }
}

/** DLV-5: staff open a blocked contact point again. */
export async function reopenContactPoint(
  trx: Trx,
  wanted: { schoolId: string; pointId: string; actor: Actor; clock: Clock },
): Promise<void> {
  const at = wanted.clock.now()
  await setHealth(trx, { schoolId: wanted.schoolId, id: wanted.pointId, failures: 0, blockReason: null, at })
  const subject = { kind: 'contact point', id: wanted.pointId }
  await recordAct(trx, { schoolId: wanted.schoolId, actor: wanted.actor, act: 'contact-point.reopened', subject }, at)
}
