import Type from 'typebox'
import {
  addToGroup,
  type ClassCount,
  classes,
  findGroup,
  findPupilsOf,
  type GroupOfSchool,
  loadFamilies,
  type Member,
  pupilsOfGroup,
  removeFromGroup,
  searchPeople,
} from '../../../../modules/people/index.ts'
import type { Trx } from '../../../../platform/db/index.ts'
import { readId } from '../../../frame/parse.ts'
import { page, redirectTo, sayWhyAt } from '../../../page.ts'
import { GroupView } from './group.view.tsx'
import { sayPupils } from './say-group.ts'

export type ShownGroup = {
  group: GroupOfSchool
  pupils: Member[]
  classes: ClassCount[]
  /** What was typed to find pupils, and those found who are not in the group yet; null when nothing was typed. */
  search: { text: string; found: Member[]; alreadyIn: number; cut: boolean } | null
}

const mostFound = 20

export const groupPage = page({
  method: 'GET',
  url: '/schools/:school/people/groups/:id',
  permission: 'people.read',
  query: Type.Object({ find: Type.String({ default: '' }) }),
  async handle({ db, school, params, query }) {
    const wanted = { schoolId: school.id, groupId: readId(params.id), find: query.find }
    return <GroupView {...(await db.inSchool(school.id, (trx) => load(trx, wanted)))} />
  },
})

async function load(
  trx: Trx,
  { schoolId, groupId, find }: { schoolId: string; groupId: string; find: string },
): Promise<ShownGroup> {
  const group = await findGroup(trx, { schoolId, groupId })
  const pupils = await pupilsOfGroup(trx, { schoolId, group })
  const shown = { group, pupils, classes: await classes(trx, schoolId), search: null }
  if (find === '') return shown
  const matching = await searchPeople(trx, { schoolId, text: find, limit: 60 })
  const pupilIds = matching.filter(({ kind }) => kind === 'pupil').map(({ id }) => id)
  const found = (await loadFamilies(trx, { schoolId, pupilIds })).map(({ pupil }) => pupil)
  const inIt = new Set(pupils.map(({ id }) => id))
  const fresh = found.filter(({ id, status }) => !inIt.has(id) && status === 'on roll')
  const alreadyIn = found.filter(({ id }) => inIt.has(id)).length
  return {
    ...shown,
    search: { text: find, found: fresh.slice(0, mostFound), alreadyIn, cut: fresh.length > mostFound },
  }
}

/** Pupils ticked, or a whole class as it is today. */
export const addPupilsPage = page({
  method: 'POST',
  url: '/schools/:school/people/groups/:id/add',
  permission: 'people.change',
  body: Type.Object({ pupils: Type.Array(Type.String()), class: Type.String({ default: '' }) }),
  async handle({ db, school, actor, clock, params, body }) {
    const { id: schoolId } = school
    const groupId = readId(params.id)
    const { added, already } = await db.inSchool(schoolId, async (trx) => {
      const ofClass = body.class === '' ? [] : await findPupilsOf(trx, { schoolId, selectors: [`group:${body.class}`] })
      const pupilIds = [...body.pupils.map(readId), ...ofClass]
      return addToGroup(trx, { schoolId, groupId, pupilIds, actor, clock })
    })
    const also = already > 0 ? ` ${sayPupils(already)} had been in the group already.` : ''
    return redirectTo(`/schools/${school.slug}/people/groups/${groupId}`, `${sayPupils(added)} added.${also}`)
  },
  onRefusal: (context) => sayWhyAt(context, `/people/groups/${context.params.id}`),
})

export const removePupilPage = page({
  method: 'POST',
  url: '/schools/:school/people/groups/:id/remove',
  permission: 'people.change',
  body: Type.Object({ pupil: Type.String({ default: '' }) }),
  async handle({ db, school, actor, clock, params, body }) {
    const groupId = readId(params.id)
    const wanted = { schoolId: school.id, groupId, pupilIds: [readId(body.pupil)], actor, clock }
    await db.inSchool(school.id, (trx) => removeFromGroup(trx, wanted))
    return redirectTo(`/schools/${school.slug}/people/groups/${groupId}`, '1 pupil taken out of the group.')
  },
  onRefusal: (context) => sayWhyAt(context, `/people/groups/${context.params.id}`),
})
