import Type from 'typebox'
import { forgetContactPoints } from '../../../modules/importing/index.ts'
import { chooseWhatToGet, findOwnDetails, isWish } from '../../../modules/registration/index.ts'
import type { Refusal } from '../../../platform/errors/index.ts'
import { type BrowserCookie, readCookie, writeCookie } from '../../../platform/http/index.ts'
import { invalid, type PublicContext, publicPage, redirectTo } from '../../page.ts'
import { LinkOverView, MyView } from './my.view.tsx'

const ownCookie: BrowserCookie = { name: 'gatehouse-own' }

const holdingOf = ({ app, clock, request }: Pick<PublicContext, 'app' | 'clock' | 'request'>) => ({
  token: readCookie(request, ownCookie) ?? '',
  hash: app.keyedHash,
  clock,
})

const sayOver = ({ refusal }: { refusal: Refusal }) => invalid(<LinkOverView words={refusal.words} />)

/** Takes the signed link out of the address, so that it stays in no history. */
export const openMyPage = publicPage({
  method: 'GET',
  url: '/my/:token',
  handle({ params, reply }) {
    writeCookie(reply, ownCookie, params.token)
    return redirectTo('/my')
  },
})

export const myPage = publicPage({
  method: 'GET',
  url: '/my',
  async handle(context) {
    return <MyView own={await findOwnDetails(context.db, holdingOf(context))} />
  },
  onRefusal: sayOver,
})

/** OPT-3: without staff, at once. */
export const takeChoice = publicPage({
  method: 'POST',
  url: '/my/choices',
  body: Type.Object({ wish: Type.String({ default: '' }) }),
  async handle(context) {
    const { wish } = context.body
    if (!isWish(wish) || wish === 'both')
      return redirectTo('/my', { kind: 'warn', words: 'Nothing was chosen, so nothing was changed.' })
    await chooseWhatToGet(context.db, { ...holdingOf(context), wish, forget: forgetContactPoints })
    return redirectTo('/my', 'It is done. What you do not want is erased.')
  },
  onRefusal: sayOver,
})
