import { openSignInFromOwnLink } from '../../../modules/registration/index.ts'
import { readCookie, writeCookie } from '../../../platform/http/index.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { Form } from '../../components/form.tsx'
import { publicPage, redirectTo } from '../../page.ts'
import { openingCookie } from '../../sign-in/opening.ts'
import { type Language, languageOf, wordsIn } from '../language.ts'
import { keepWords } from '../register/keep.words.ts'
import { findWho, ownCookie } from './who.ts'

/** For who came by a signed link: a way to sign in, once both channels were proved anew. */
export const keepPage = publicPage({
  method: 'GET',
  url: '/my/sign-in',
  async handle(context) {
    const { way } = await findWho(context)
    return way === 'account' ? redirectTo('/account/security') : <KeepView language={languageOf(context)} />
  },
  onRefusal: () => redirectTo('/my/link'),
})

export const takeKeep = publicPage({
  method: 'POST',
  url: '/my/sign-in',
  async handle(context) {
    const { app, db, clock, request, reply } = context
    const language = languageOf(context)
    const token = readCookie(request, ownCookie) ?? ''
    const done = await openSignInFromOwnLink(db, { token, language, hash: app.keyedHash, clock })
    const words = wordsIn(keepWords, language)
    if (done.outcome === 'has a sign-in') return redirectTo('/sign-in', { kind: 'warn', words: words.hasOne })
    if (done.outcome !== 'opened') return redirectTo('/my', { kind: 'warn', words: words.needsBoth })
    app.wakeDelivery?.()
    writeCookie(reply, openingCookie, done.token)
    return redirectTo('/sign-in/prove')
  },
  onRefusal: () => redirectTo('/my/link'),
})

function KeepView({ language }: { language: Language }) {
  const words = wordsIn(keepWords, language)
  return (
    <FamilyPage title={words.title} language={language}>
      <Card>
        <p>{words.why}</p>
        <p>{words.codesFirst}</p>
        <Form action="/my/sign-in">
          <p class="buttons">
            <Button>{words.sendBoth}</Button>
          </p>
        </Form>
      </Card>
      <p>
        <a href="/sign-in?next=/my">{words.haveOne}</a>
      </p>
    </FamilyPage>
  )
}
