import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { membersById } from './families.store.ts'
import {
  deleteGroup,
  deleteGroupMembers,
  groupsWhere,
  insertGroupMembers,
  insertOwnGroup,
  isNameTaken,
  memberIdsOfGroup,
  pupilsForRules,
  type StoredGroup,
  updateNameOfGroup,
} from './groups.store.ts'
import type { Member } from './people.types.ts'
import { fitsRule, type GroupRule, isEmptyRule, type PupilInSchool } from './rules/fits-rule.ts'

/** A group of the MIS (read-only) or of the school's own; `pupils` counts those on roll who are in it today. */
export type GroupOfSchool = StoredGroup

type By = { schoolId: string; actor: Actor; clock: Clock }

const longestName = 60

/** IMP-20: every group of the school, by kind and name. */
export async function groupsOfSchool(trx: Trx, schoolId: string): Promise<GroupOfSchool[]> {
  return counted(trx, schoolId, await groupsWhere(trx, { schoolId }))
}

/** One group. Throws a Refusal where there is none. */
export async function findGroup(trx: Trx, of: { schoolId: string; groupId: string }): Promise<GroupOfSchool> {
  const [group] = await counted(trx, of.schoolId, await groupsWhere(trx, { schoolId: of.schoolId, id: of.groupId }))
  if (group) return group
  throw new Refusal('group.not-found', 'There is no such group at this school. Somebody may have deleted it.')
}

/** The school's own group of this name or id. Throws a Refusal for none, and for one of the MIS. */
export async function findOwnGroupNamed(trx: Trx, of: { schoolId: string; name: string }): Promise<GroupOfSchool> {
  const found = await groupsWhere(trx, { schoolId: of.schoolId, idOrName: of.name.trim() })
  const group = found.find(({ kind }) => kind === 'own') ?? found[0]
  if (!group) throw new Refusal('group.not-found', `There is no group called “${of.name}” at this school.`)
  return requireOwn(group)
}

async function counted(trx: Trx, schoolId: string, groups: StoredGroup[]): Promise<GroupOfSchool[]> {
  if (groups.every(({ rule }) => rule === null)) return groups
  const pupils = await pupilsForRules(trx, schoolId)
  return groups.map((group) => {
    const { rule } = group
    return rule === null ? group : { ...group, pupils: pupils.filter((pupil) => fitsRule(rule, pupil)).length }
  })
}

/** Who is in a group today, by surname. In a chosen one also leavers, who get nothing but may come back. */
export async function pupilsOfGroup(trx: Trx, of: { schoolId: string; group: GroupOfSchool }): Promise<Member[]> {
  const { schoolId, group } = of
  const ids = await pupilIdsOfGroup(trx, { schoolId, group })
  const members = await membersById(trx, schoolId, ids)
  return ids.flatMap((id) => members.get(id) ?? [])
}

async function pupilIdsOfGroup(trx: Trx, of: { schoolId: string; group: GroupOfSchool }): Promise<string[]> {
  const { rule, id: groupId } = of.group
  if (rule === null) return memberIdsOfGroup(trx, { schoolId: of.schoolId, groupId })
  return idsFitting(rule, await pupilsForRules(trx, of.schoolId))
}

function idsFitting(rule: GroupRule, pupils: (PupilInSchool & { id: string })[]): string[] {
  return pupils.filter((pupil) => fitsRule(rule, pupil)).map(({ id }) => id)
}

/** The pupils whom self-filling groups of this name or id hold today; none where there is no such group. */
export async function pupilIdsByRuleOf(trx: Trx, of: { schoolId: string; idOrName: string }): Promise<string[]> {
  const rules = (await groupsWhere(trx, of)).flatMap(({ rule }) => rule ?? [])
  if (rules.length === 0) return []
  const pupils = await pupilsForRules(trx, of.schoolId)
  return rules.flatMap((rule) => idsFitting(rule, pupils))
}

/** The names of the self-filling groups that these pupils are in today. */
export async function ruleGroupNamesOf(
  trx: Trx,
  of: { schoolId: string; members: readonly Member[] },
): Promise<Map<string, string[]>> {
  const groups = (await groupsWhere(trx, { schoolId: of.schoolId })).filter(({ rule }) => rule !== null)
  if (groups.length === 0) return new Map()
  const onRoll = of.members.filter(({ role, status }) => role === 'pupil' && status === 'on roll')
  return new Map(
    onRoll.map((pupil) => [
      pupil.id,
      groups.filter(({ rule }) => rule !== null && fitsRule(rule, pupil)).map(({ name }) => name),
    ]),
  )
}

/**
 * IMP-20: makes a group of the school's own: filled by hand, or by itself where a rule is given. Refuses a name that a
 * group or a class has already, and a rule that asks nothing.
 */
export async function makeOwnGroup(
  trx: Trx,
  wanted: By & { name: string; rule?: GroupRule | null },
): Promise<{ groupId: string; name: string }> {
  const { schoolId, rule = null } = wanted
  const name = await freeName(trx, { schoolId, name: wanted.name, except: null })
  if (rule && isEmptyRule(rule)) {
    throw new Refusal('group.rule-empty', 'Choose at least one year, class or house. Nothing was saved.')
  }
  const id = newId()
  await insertOwnGroup(trx, { schoolId, id, name, rule, at: wanted.clock.now() })
  await record(trx, wanted, { act: 'group.made', group: { id, name }, detail: rule ? { rule } : {} })
  return { groupId: id, name }
}

async function freeName(trx: Trx, of: { schoolId: string; name: string; except: string | null }): Promise<string> {
  const name = of.name.replaceAll(/\s+/g, ' ').trim()
  if (name === '') throw new Refusal('group.name-missing', 'Give the group a name. Nothing was saved.')
  if (name.length > longestName) {
    throw new Refusal('group.name-long', `A name has at most ${longestName} letters. Nothing was saved.`)
  }
  if (await isNameTaken(trx, { ...of, name })) {
    throw new Refusal(
      'group.name-taken',
      `A group or class is called “${name}” already. Choose another name. Nothing was saved.`,
    )
  }
  return name
}

/** Gives an own group another name; messages under way keep it, as they hold it by its id. */
export async function renameOwnGroup(trx: Trx, wanted: By & { groupId: string; name: string }): Promise<void> {
  const { schoolId } = wanted
  const group = requireOwn(await findGroup(trx, wanted))
  const name = await freeName(trx, { schoolId, name: wanted.name, except: group.id })
  if (name === group.name) return
  await updateNameOfGroup(trx, { schoolId, id: group.id, name })
  await record(trx, wanted, { act: 'group.renamed', group: { id: group.id, name }, detail: { before: group.name } })
}

/**
 * Puts pupils into an own group; says how many came in and how many were in it already. Refuses when every one of them
 * was, when one is no pupil of the school, and for groups of the MIS or with a rule.
 */
export async function addToGroup(
  trx: Trx,
  wanted: By & { groupId: string; pupilIds: readonly string[] },
): Promise<{ added: number; already: number }> {
  const group = requireChosen(await findGroup(trx, wanted))
  const pupils = await requirePupils(trx, wanted)
  const memberIds = pupils.map(({ id }) => id)
  const { schoolId, groupId } = wanted
  const added = await insertGroupMembers(trx, { schoolId, groupId, memberIds, at: wanted.clock.now() })
  if (added.length === 0) throw new Refusal('group.in-already', sayInAlready(pupils, group.name))
  await record(trx, wanted, { act: 'group.pupils-added', group, pupilIds: added })
  return { added: added.length, already: pupils.length - added.length }
}

function sayInAlready(pupils: Member[], group: string): string {
  const [only] = pupils
  const who = pupils.length === 1 && only ? `${only.forename} ${only.surname} is` : 'All of these pupils are'
  return `${who} in ${group} already. Nothing was changed.`
}

async function requirePupils(trx: Trx, of: { schoolId: string; pupilIds: readonly string[] }): Promise<Member[]> {
  const ids = [...new Set(of.pupilIds)]
  if (ids.length === 0) throw new Refusal('group.nobody', 'Choose at least one pupil. Nothing was changed.')
  const members = await membersById(trx, of.schoolId, ids)
  const pupils = ids.flatMap((id) => members.get(id) ?? []).filter(({ role }) => role === 'pupil')
  if (pupils.length === ids.length) return pupils
  throw new Refusal('group.no-pupil', 'Only pupils of this school can be in a group. Nothing was changed.')
}

/** Takes pupils out of an own group. Refuses when none of them was in it, and for groups of the MIS or with a rule. */
export async function removeFromGroup(
  trx: Trx,
  wanted: By & { groupId: string; pupilIds: readonly string[] },
): Promise<{ removed: number }> {
  const { schoolId, groupId } = wanted
  const group = requireChosen(await findGroup(trx, wanted))
  const pupils = await requirePupils(trx, wanted)
  const removed = await deleteGroupMembers(trx, { schoolId, groupId, memberIds: pupils.map(({ id }) => id) })
  if (removed.length === 0)
    throw new Refusal('group.not-in', `Nobody of these is in ${group.name}. Nothing was changed.`)
  await record(trx, wanted, { act: 'group.pupils-removed', group, pupilIds: removed })
  return { removed: removed.length }
}

/** Deletes an own group. The pupils stay, and so do messages sent to it. */
export async function deleteOwnGroup(trx: Trx, wanted: By & { groupId: string }): Promise<void> {
  const group = requireOwn(await findGroup(trx, wanted))
  await deleteGroup(trx, { schoolId: wanted.schoolId, id: group.id })
  await record(trx, wanted, { act: 'group.deleted', group, detail: { pupils: group.pupils } })
}

/** IMP-20: groups of the MIS follow the MIS. */
function requireOwn(group: GroupOfSchool): GroupOfSchool {
  if (group.kind === 'own') return group
  throw new Refusal(
    'group.of-mis',
    `${group.name} comes from the MIS and follows it. Change it there, or make a group of your own. Nothing was changed.`,
  )
}

function requireChosen(group: GroupOfSchool): GroupOfSchool {
  if (requireOwn(group).rule === null) return group
  const words = `${group.name} fills itself by years, classes or houses, so nobody is put in or taken out by hand. Nothing was changed.`
  throw new Refusal('group.by-rule', words)
}

type GroupAct = { act: string; group: { id: string; name: string }; pupilIds?: string[]; detail?: object }

/** One pupil is named in the journal as the pupil it is about; of several, each id is kept. */
async function record(trx: Trx, { schoolId, actor, clock }: By, of: GroupAct): Promise<void> {
  const { act, group, pupilIds = [], detail } = of
  const [only, second] = pupilIds
  const subject = { kind: 'group', id: group.id }
  const many = second === undefined ? {} : { pupils: pupilIds.length, pupilIds }
  const about = only !== undefined && second === undefined ? { pupilId: only } : {}
  const entry = { schoolId, actor, act, subject, ...about, detail: { group: group.name, ...many, ...detail } }
  await recordAct(trx, entry, clock.now())
}
