import Type from 'typebox'
import { forgetContactPoints } from '../../../modules/importing/index.ts'
import { chooseWhatToGet, isWish, readOwnLink } from '../../../modules/registration/index.ts'
import { writeCookie } from '../../../platform/http/index.ts'
import { type Answer, type PublicContext, publicPage, redirectTo } from '../../page.ts'
import { languageOf, wordsIn } from '../language.ts'
import { sayOver } from './ask.tsx'
import { AskView } from './ask.view.tsx'
import { askWords } from './ask.words.ts'
import { ChoicesView, MyView } from './my.view.tsx'
import { myWords } from './my.words.ts'
import { findOwnAt, findWhoIfAny, languageOfWho, ownCookie } from './who.ts'

/** Puts the signed link of the address into the browser, and goes on to a page that it opens. */
export async function openOwnLink(context: PublicContext<'/my/:token'>, to: string): Promise<Answer> {
  const { app, clock, params, reply } = context
  writeCookie(reply, ownCookie, params.token)
  const who = await findWhoIfAny(context).catch(() => null)
  if (who?.way !== 'account') return redirectTo(to)
  const { adultId } = readOwnLink({ token: params.token, hash: app.keyedHash, clock })
  if (who.adults.some((adult) => adult.adultId === adultId)) return redirectTo(to)
  return redirectTo(to, { kind: 'warn', words: wordsIn(askWords, languageOf(context)).otherPerson })
}

/** Takes the signed link out of the address, so that it stays in no history. */
export const openMyPage = publicPage({
  method: 'GET',
  url: '/my/:token',
  handle: (context) => openOwnLink(context, '/my'),
  onRefusal: () => redirectTo('/my'),
})

export const myPage = publicPage({
  method: 'GET',
  url: '/my',
  async handle(context) {
    const who = await findWhoIfAny(context)
    const language = await languageOfWho(context, who)
    return who ? <MyView who={who} language={language} /> : <AskView language={language} />
  },
  onRefusal: sayOver,
})

export const choicesPage = publicPage({
  method: 'GET',
  url: '/my/at/:school/choices',
  async handle(context) {
    const { who, own } = await findOwnAt(context)
    return <ChoicesView who={who} own={own} language={languageOf(context)} />
  },
  onRefusal: sayOver,
})

/** OPT-3: without staff, at once. */
export const takeChoice = publicPage({
  method: 'POST',
  url: '/my/at/:school/choices',
  body: Type.Object({ wish: Type.String({ default: '' }) }),
  async handle(context) {
    const words = wordsIn(myWords, languageOf(context))
    const { own, acting } = await findOwnAt(context)
    const { wish } = context.body
    if (!isWish(wish) || wish === 'both')
      return redirectTo(`/my/at/${own.school.slug}/choices`, { kind: 'warn', words: words.notChosen })
    await chooseWhatToGet(context.db, { ...acting, wish, forget: forgetContactPoints })
    return redirectTo('/my', words.changed)
  },
  onRefusal: sayOver,
})
