import Type from 'typebox'
import { askToChange, findOwnChangeIfAny, proveOwnChange } from '../../../modules/registration/index.ts'
import type { Refusal } from '../../../platform/errors/index.ts'
import { familyPage, invalid, type PublicContext, redirectTo } from '../../page.ts'
import { languageOf, wordsIn } from '../language.ts'
import { ChannelView, CodeView } from './change.view.tsx'
import { detailsWords } from './details.words.ts'
import { findOwnOnRecord } from './who.ts'

const text = Type.String({ default: '' })

/** The page that asks for a new email or mobile, and what takes it. */
function channelPages(channel: 'email' | 'sms', url: '/my/at/:school/email' | '/my/at/:school/mobile') {
  const ask = familyPage({
    tier: 'record',
    method: 'GET',
    url,
    async handle(context) {
      const { own } = await findOwnOnRecord(context)
      return <ChannelView own={own} channel={channel} language={languageOf(context)} />
    },
  })
  const take = familyPage({
    tier: 'record',
    method: 'POST',
    url,
    body: Type.Object({ value: text }),
    handle: (context) => takeChannel(context, channel, context.body.value),
    onRefusal: sayTooMany,
  })
  return [ask, take]
}

export const emailPages = channelPages('email', '/my/at/:school/email')
export const mobilePages = channelPages('sms', '/my/at/:school/mobile')

type Context = Parameters<typeof findOwnOnRecord>[0] & Pick<PublicContext, 'app'>

/** DAT-2: a code goes to the new one; nothing is changed before it was typed. */
async function takeChannel(context: Context, channel: 'email' | 'sms', typed: string) {
  const language = languageOf(context)
  const words = wordsIn(detailsWords, language)
  const { app, db } = context
  const { own, acting } = await findOwnOnRecord(context)
  if (await askToChange(db, { ...acting, channel, typed, hash: app.keyedHash })) {
    app.wakeDelivery?.()
    return redirectTo(`/my/at/${own.school.slug}/code`)
  }
  const errors = { value: channel === 'email' ? words.emailWrong : words.mobileWrong }
  return invalid(<ChannelView own={own} channel={channel} language={language} typed={typed} errors={errors} />)
}

function sayTooMany(context: Pick<PublicContext, 'request'> & { refusal: Refusal }) {
  if (context.refusal.code !== 'own-change.codes-sent') throw context.refusal
  return redirectTo('/my/details', { kind: 'warn', words: wordsIn(detailsWords, languageOf(context)).tooMany })
}

export const codePage = familyPage({
  tier: 'record',
  method: 'GET',
  url: '/my/at/:school/code',
  async handle(context) {
    const language = languageOf(context)
    const { own, acting } = await findOwnOnRecord(context)
    const change = await findOwnChangeIfAny(context.db, acting)
    if (change) return <CodeView own={own} change={change} language={language} />
    return redirectTo('/my/details', { kind: 'warn', words: wordsIn(detailsWords, language).noCode })
  },
})

/** DAT-2, LNK-5, OPT-4: the person's at once, everywhere in the school. */
export const takeCode = familyPage({
  tier: 'record',
  method: 'POST',
  url: '/my/at/:school/code',
  body: Type.Object({ code: text }),
  async handle(context) {
    const language = languageOf(context)
    const words = wordsIn(detailsWords, language)
    const { app, db, body } = context
    const { own, acting } = await findOwnOnRecord(context)
    const change = await findOwnChangeIfAny(db, acting)
    if (!change) return redirectTo('/my/details', { kind: 'warn', words: words.noCode })
    if (!(await proveOwnChange(db, { ...acting, code: body.code, hash: app.keyedHash })))
      return invalid(<CodeView own={own} change={change} language={language} errors={{ code: words.codeWrong }} />)
    app.wakeDelivery?.()
    return redirectTo('/my/details', change.channel === 'email' ? words.emailDone : words.mobileDone)
  },
})
