import Type from 'typebox'
import { classes, housesOfSchool, makeOwnGroup } from '../../../../modules/people/index.ts'
import type { Trx } from '../../../../platform/db/index.ts'
import { besideField } from '../../../components/beside-field.ts'
import { invalid, page, redirectTo } from '../../../page.ts'
import { NewGroupView } from './new.view.tsx'

const url = '/schools/:school/people/groups/new'
const permission = 'people.change'

export const newGroupPage = page({
  method: 'GET',
  url,
  permission,
  async handle({ db, school }) {
    return <NewGroupView choices={await db.inSchool(school.id, (trx) => choicesOf(trx, school.id))} />
  },
})

export const takeNewGroup = page({
  method: 'POST',
  url,
  permission,
  body: Type.Object({
    name: Type.String({ default: '' }),
    years: Type.Array(Type.String()),
    classes: Type.Array(Type.String()),
    houses: Type.Array(Type.String()),
  }),
  async handle({ db, school, actor, clock, body: { name, ...rule } }) {
    const fills = Object.values(rule).some((list) => list.length > 0)
    const wanted = { schoolId: school.id, name, rule: fills ? rule : null, actor, clock }
    const made = await db.inSchool(school.id, (trx) => makeOwnGroup(trx, wanted))
    const next = fills ? 'It fills itself from now on.' : 'Choose its pupils now.'
    return redirectTo(`/schools/${school.slug}/people/groups/${made.groupId}`, `${made.name} is made. ${next}`)
  },
  async onRefusal({ db, school, refusal, typed }) {
    if (!refusal.code.startsWith('group.name')) throw refusal
    const choices = await db.inSchool(school.id, (trx) => choicesOf(trx, school.id))
    return invalid(<NewGroupView choices={choices} typed={typed} errors={{ name: besideField(refusal) }} />)
  },
})

export type RuleChoices = { years: string[]; classes: string[]; houses: string[] }

async function choicesOf(trx: Trx, schoolId: string): Promise<RuleChoices> {
  const all = await classes(trx, schoolId)
  const inOrder = (list: (string | null)[]) =>
    [...new Set(list.filter((each) => each !== null))].sort((a, b) => a.localeCompare(b, 'en-GB', { numeric: true }))
  return {
    years: inOrder(all.map(({ year }) => year)),
    classes: inOrder(all.map(({ registrationGroup }) => registrationGroup)),
    houses: await housesOfSchool(trx, schoolId),
  }
}
