import Type from 'typebox'
import {
  changeNoticeText,
  currentNoticeText,
  listFamiliesTold,
  recordFamiliesTold,
  type School,
} from '../../../modules/schools/index.ts'
import type { Db } from '../../../platform/db/index.ts'
import { besideField } from '../../components/beside-field.ts'
import { invalid, page, redirectTo } from '../../page.ts'
import { FamiliesToldView } from './families-told.view.tsx'

const url = '/schools/:school/settings/families-told'
const here = (school: School) => `/schools/${school.slug}/settings/families-told`

/** OPT-1: what families are told of the use of their details, and when they were told. */
export const familiesToldPage = page({
  method: 'GET',
  url,
  permission: 'settings.change',
  handle: async ({ db, school }) => <FamiliesToldView {...(await load(db, school))} />,
})

export const recordTelling = page({
  method: 'POST',
  url,
  permission: 'settings.change',
  body: Type.Object({ toldOn: Type.String({ default: '' }), channel: Type.String({ default: '' }) }),
  async handle({ db, school, actor, clock, body }) {
    await db.inSchool(school.id, (trx) => recordFamiliesTold(trx, { school, actor, clock, telling: body }))
    return redirectTo(here(school), 'Recorded, with your name.')
  },
  async onRefusal({ db, school, refusal, typed }) {
    const field = refusal.code === 'told-by' ? 'channel' : 'toldOn'
    const seen = await load(db, school)
    return invalid(<FamiliesToldView {...seen} errors={{ [field]: besideField(refusal) }} typed={typed} />)
  },
})

export const changeNotice = page({
  method: 'POST',
  url: `${url}/text`,
  permission: 'settings.change',
  body: Type.Object({ words: Type.String({ default: '' }) }),
  async handle({ db, school, actor, clock, body: { words } }) {
    const text = await db.inSchool(school.id, (trx) => changeNoticeText(trx, { school, words, actor, clock }))
    return redirectTo(here(school), `Text ${text.version} is used from now on. Record it when families were told.`)
  },
  async onRefusal({ db, school, refusal, typed }) {
    const seen = await load(db, school)
    return invalid(<FamiliesToldView {...seen} errors={{ words: besideField(refusal) }} typed={typed} />)
  },
})

function load(db: Db, school: School) {
  return db.inSchool(school.id, async (trx) => ({
    text: await currentNoticeText(trx, school.id),
    told: await listFamiliesTold(trx, school.id),
  }))
}
