import { setTimeout as pause } from 'node:timers/promises'
import Type from 'typebox'
import { askForOwnLink } from '../../../modules/registration/index.ts'
import type { Refusal } from '../../../platform/errors/index.ts'
import { statusOf } from '../../frame/errors.ts'
import { invalid, type PublicContext, publicPage, redirectTo } from '../../page.ts'
import { languageOf, wordsIn } from '../language.ts'
import { sayToFamily } from '../say-refusal.ts'
import { AskedView, AskView, LinkOverView } from './ask.view.tsx'
import { askWords } from './ask.words.ts'

/** What cannot be opened is no page of this person's: the same words whatever the reason (VIS-4). Other refusals say their own. */
export function sayOver(context: Pick<PublicContext, 'request'> & { refusal: Refusal }) {
  const { refusal } = context
  if (statusOf(refusal) !== 422) throw refusal
  const isOver = refusal.code === 'own-link.over'
  const language = languageOf(context)
  return invalid(<LinkOverView language={language} words={isOver ? null : sayToFamily(language, refusal)} />)
}

export const askPage = publicPage({
  method: 'GET',
  url: '/my/link',
  handle: (context) => <AskView language={languageOf(context)} />,
})

/** SEC-3: the same answer for an address that is known and one that is not, in body, status and time. */
export const takeAsk = publicPage({
  method: 'POST',
  url: '/my/link',
  body: Type.Object({ address: Type.String({ default: '' }) }),
  async handle(context) {
    const { app, db, clock, body } = context
    const typed = body.address.trim()
    const language = languageOf(context)
    if (typed === '')
      return invalid(<AskView language={language} errors={{ address: wordsIn(askWords, language).missing }} />)
    const siteAddress = app.config.publicUrl
    await askForOwnLink(db, { typed, siteAddress, hash: app.keyedHash, clock, pause })
    app.wakeDelivery?.()
    return redirectTo('/my/link/sent')
  },
})

export const askedPage = publicPage({
  method: 'GET',
  url: '/my/link/sent',
  handle: (context) => <AskedView language={languageOf(context)} />,
})
