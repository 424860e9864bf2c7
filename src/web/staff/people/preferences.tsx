import Type from 'typebox'
import { findAdult } from '../../../modules/people/index.ts'
import {
  choosePreferences,
  findPreferences,
  isKindChoice,
  type KindChoice,
  type MessageKind,
  messageKinds,
} from '../../../modules/preferences/index.ts'
import type { School } from '../../../modules/schools/index.ts'
import type { Db } from '../../../platform/db/index.ts'
import { besideField } from '../../components/beside-field.ts'
import { readId } from '../../frame/parse.ts'
import { invalid, page, redirectTo } from '../../page.ts'
import { PreferencesView } from './preferences.view.tsx'
import { nameOf } from './say-people.ts'

const permission = 'opt-out.change'
const url = '/schools/:school/people/adults/:id/preferences'
const body = Type.Object({
  ...Object.fromEntries(messageKinds.map((kind) => [`kind-${kind}`, Type.String({ default: '' })])),
  reason: Type.String({ default: '' }),
})

export const adultPreferencesPage = page({
  method: 'GET',
  url,
  permission,
  handle: async ({ db, school, params }) => <PreferencesView {...(await load(db, school, params.id))} />,
})

/** OPT-7: only because the person asked; how, is kept. */
export const takeAdultPreferences = page({
  method: 'POST',
  url,
  permission,
  body,
  async handle({ db, school, actor, clock, params, body: typed }) {
    const wanted = { kinds: kindsIn(typed) }
    const { adult, changed } = await db.inSchool(school.id, async (trx) => {
      const adult = await findAdult(trx, school.id, readId(params.id))
      const of = { schoolId: school.id, adultId: adult.id, wanted, actor, reason: typed.reason, clock }
      return { adult, changed: await choosePreferences(trx, of) }
    })
    const done = `What ${nameOf(adult)} gets is changed from now on.`
    const back = `/schools/${school.slug}/people/adults/${adult.id}`
    return redirectTo(back, changed > 0 ? done : { kind: 'warn', words: 'Nothing was different. Nothing was changed.' })
  },
  async onRefusal({ db, school, params, refusal, typed }) {
    const field = { 'reason-missing': 'reason', 'preference.consent-by-person': 'kind-fundraising' }[refusal.code]
    if (!field) throw refusal
    const shown = await load(db, school, params.id)
    return invalid(<PreferencesView {...shown} typed={typed} errors={{ [field]: besideField(refusal) }} />)
  },
})

function load(db: Db, school: School, id: string) {
  return db.inSchool(school.id, async (trx) => {
    const adult = await findAdult(trx, school.id, readId(id))
    return { adult, preferences: await findPreferences(trx, { schoolId: school.id, adultId: adult.id }) }
  })
}

function kindsIn(typed: Record<string, unknown>): Partial<Record<MessageKind, KindChoice>> {
  const said = messageKinds.flatMap((kind) => {
    const choice = typed[`kind-${kind}`]
    return isKindChoice(choice) ? [[kind, choice] as const] : []
  })
  return Object.fromEntries(said)
}
