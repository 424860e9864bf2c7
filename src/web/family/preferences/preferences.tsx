import { familyActor } from '../../../modules/audit/index.ts'
import { choosePreferences, findPreferences } from '../../../modules/preferences/index.ts'
import type { OwnDetails } from '../../../modules/registration/index.ts'
import type { Db } from '../../../platform/db/index.ts'
import { type PublicContext, publicPage, redirectTo } from '../../page.ts'
import { completeLanguages, languageOf, wordsIn } from '../language.ts'
import { sayOver } from '../my/ask.tsx'
import { findOwnAt, findWho, languageOfWho } from '../my/who.ts'
import { PreferencesView, WhichSchoolView } from './preferences.view.tsx'
import { preferencesWords } from './preferences.words.ts'
import { preferencesBody, wantedOf } from './preferences-form.ts'

const url = '/my/at/:school/preferences'

/** To the one school of the person; who is at several picks one. */
export const whichPreferencesPage = publicPage({
  method: 'GET',
  url: '/my/preferences',
  async handle(context) {
    const who = await findWho(context)
    const [only, second] = who.own
    if (only && !second) return redirectTo(`/my/at/${only.school.slug}/preferences`)
    return <WhichSchoolView who={who} language={await languageOfWho(context, who)} />
  },
  onRefusal: sayOver,
})

export const preferencesPage = publicPage({
  method: 'GET',
  url,
  async handle(context) {
    const { who, own } = await findOwnAt(context)
    const preferences = await preferencesOf(context.db, own)
    const language = await languageOfWho(context, who)
    return <PreferencesView who={who} own={own} preferences={preferences} language={language} />
  },
  onRefusal: sayOver,
})

/** OPT-3: at any time, without staff, at once. */
export const takePreferences = publicPage({
  method: 'POST',
  url,
  body: preferencesBody,
  async handle(context) {
    const { own, acting } = await findOwnAt(context)
    const { language, changed } = await keepPreferences(context, { own, accountId: acting.accountId })
    const words = wordsIn(preferencesWords, language)
    // The browser remembers a language chosen by hand, so that this choice is not overruled by an older one.
    const spoken = completeLanguages.includes(language) ? `?lang=${language}` : ''
    const back = `/my/at/${own.school.slug}/preferences${spoken}`
    return redirectTo(back, changed > 0 ? words.saved : { kind: 'warn', words: words.nothing })
  },
  onRefusal: sayOver,
})

/** Writes what the form says of this person. */
async function keepPreferences(
  context: Pick<PublicContext<string, unknown, typeof preferencesBody>, 'db' | 'clock' | 'body' | 'request'>,
  { own: { school, adult }, accountId }: { own: OwnDetails; accountId: string | null },
) {
  const { db, clock, body } = context
  const of = { schoolId: school.id, adultId: adult.id }
  const actor = familyActor(adult, accountId)
  const wanted = wantedOf(body)
  const changed = await db.inSchool(school.id, (trx) => choosePreferences(trx, { ...of, wanted, actor, clock }))
  const chosen = completeLanguages.find((each) => each === wanted.language)
  return { changed, language: chosen ?? languageOf(context) }
}

function preferencesOf(db: Db, { school, adult }: OwnDetails) {
  return db.inSchool(school.id, (trx) => findPreferences(trx, { schoolId: school.id, adultId: adult.id }))
}
