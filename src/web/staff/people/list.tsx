import Type from 'typebox'
import {
  type ClassCount,
  classes,
  countsForHome,
  type Family,
  type HomeCounts,
  loadFamilies,
  type Member,
  membersWhere,
  searchPeople,
} from '../../../modules/people/index.ts'
import type { Trx } from '../../../platform/db/index.ts'
import { page, redirectTo } from '../../page.ts'
import { ClassesView, PupilsView, SearchView, StaffView } from './list.view.tsx'
import { pathOf, sayYear } from './say-people.ts'

const mostFound = 50

/** What the tabs count. */
export type PeopleCounts = HomeCounts & { leavers: number; staff: number }

/** Search, classes, one class or year, and the lists behind the figures of the home page (LNK-7). */
export const peoplePage = page({
  method: 'GET',
  url: '/schools/:school/people',
  permission: 'people.read',
  query: Type.Object({
    q: Type.String({ default: '' }),
    class: Type.String({ default: '' }),
    year: Type.String({ default: '' }),
    show: Type.String({ default: '' }),
  }),
  async handle({ db, school, query }) {
    const { id: schoolId } = school
    return db.inSchool(schoolId, async (trx) => {
      if (query.q !== '') return answerSearch(trx, { schoolId, slug: school.slug, text: query.q })
      const ofSchool = { schoolId, counts: await countPeopleOf(trx, schoolId) }
      if (query.class !== '' || query.year !== '') return oneClass(trx, { ...ofSchool, ...query })
      if (query.show === 'staff') {
        return <StaffView counts={ofSchool.counts} staff={await membersWhere(trx, schoolId, { notRole: 'pupil' })} />
      }
      if (isList(query.show)) return oneList(trx, { ...ofSchool, show: query.show })
      return allClasses(trx, ofSchool)
    })
  },
})

const lists = ['no-channel', 'no-prime', 'leavers'] as const
export type ListName = (typeof lists)[number]
const isList = (text: string): text is ListName => lists.some((list) => list === text)

async function countPeopleOf(trx: Trx, schoolId: string): Promise<PeopleCounts> {
  const leavers = await membersWhere(trx, schoolId, { role: 'pupil', status: 'leaver' })
  const staff = await membersWhere(trx, schoolId, { notRole: 'pupil' })
  return { ...(await countsForHome(trx, schoolId)), leavers: leavers.length, staff: staff.length }
}

type OfSchool = { schoolId: string; counts: PeopleCounts }

async function allClasses(trx: Trx, { schoolId, counts }: OfSchool) {
  const waiting = await loadFamilies(trx, {
    schoolId,
    pupilIds: [...new Set([...counts.noChannel, ...counts.noPrime])],
  })
  return <ClassesView counts={counts} classes={await classes(trx, schoolId)} waiting={waiting} />
}

async function oneClass(trx: Trx, { schoolId, counts, ...query }: OfSchool & { class: string; year: string }) {
  const filter = query.class === '' ? { year: query.year } : { registrationGroup: query.class }
  const members = await membersWhere(trx, schoolId, { role: 'pupil', status: 'on roll', ...filter })
  const title = query.class === '' ? sayYear(query.year) : query.class
  return (
    <PupilsView title={title} counts={counts} families={await familiesOf(trx, schoolId, members)} writeTo={query} />
  )
}

async function oneList(trx: Trx, { schoolId, counts, show }: OfSchool & { show: ListName }) {
  if (show === 'leavers') {
    const members = await membersWhere(trx, schoolId, { role: 'pupil', status: 'leaver' })
    return (
      <PupilsView title="Leavers" counts={counts} show={show} families={await familiesOf(trx, schoolId, members)} />
    )
  }
  const pupilIds = show === 'no-channel' ? counts.noChannel : counts.noPrime
  const title = show === 'no-channel' ? 'Pupils nobody can reach' : 'Pupils with no prime adult'
  const families = await loadFamilies(trx, { schoolId, pupilIds })
  return <PupilsView title={title} counts={counts} show={show} families={families.sort(byClassAndName)} />
}

function familiesOf(trx: Trx, schoolId: string, members: Member[]): Promise<Family[]> {
  return loadFamilies(trx, { schoolId, pupilIds: members.map(({ id }) => id) })
}

/** One match opens at once; a class by its name is offered above the people. */
async function answerSearch(trx: Trx, search: { schoolId: string; slug: string; text: string }) {
  const { schoolId, slug, text } = search
  const found = await searchPeople(trx, { schoolId, text, limit: mostFound })
  const classesFound = (await classes(trx, schoolId)).filter((one) => isCalled(one, text))
  const [only, second] = found
  if (only && !second && classesFound.length === 0) return redirectTo(`/schools/${slug}/people/${pathOf(only)}`)
  const pupilIds = found.filter(({ kind }) => kind === 'pupil').map(({ id }) => id)
  return (
    <SearchView
      text={text}
      families={await loadFamilies(trx, { schoolId, pupilIds })}
      others={found.filter(({ kind }) => kind !== 'pupil')}
      classes={classesFound}
      cut={found.length === mostFound}
    />
  )
}

function isCalled({ registrationGroup }: ClassCount, text: string): boolean {
  const plain = (name: string) => name.toLowerCase().replaceAll(/\s+/g, '')
  return registrationGroup !== null && plain(registrationGroup).includes(plain(text))
}

function byClassAndName(a: Family, b: Family): number {
  const keyOf = ({ pupil }: Family) =>
    [pupil.year ?? '', pupil.registrationGroup ?? '', pupil.surname, pupil.forename].join('\u0000')
  return keyOf(a).localeCompare(keyOf(b), 'en-GB', { numeric: true })
}
