import Type from 'typebox'
import { proveChannels, sendCodesAgain } from '../../../modules/registration/index.ts'
import { invalid, publicPage, redirectTo } from '../../page.ts'
import { wordsIn } from '../language.ts'
import { backToStart, holdingOf, nextStep, openRegistration, sayRefusal } from './holding.ts'
import { registerLanguageOf } from './language.ts'
import { ProveView } from './prove.view.tsx'
import { proveWords } from './prove.words.ts'

export const provePage = publicPage({
  method: 'GET',
  url: '/register/prove',
  async handle(context) {
    const open = await openRegistration(context)
    const next = nextStep(open)
    return next === '/register/prove' ? (
      <ProveView language={registerLanguageOf(context)} open={open} />
    ) : (
      redirectTo(next)
    )
  },
  onRefusal: backToStart,
})

export const takeCodes = publicPage({
  method: 'POST',
  url: '/register/prove',
  body: Type.Object({ emailCode: Type.String({ default: '' }), mobileCode: Type.String({ default: '' }) }),
  async handle(context) {
    const { db, body } = context
    const proved = await proveChannels(db, { ...holdingOf(context), ...body })
    if (proved.email && proved.mobile) return redirectTo(nextStep(await openRegistration(context)))
    const open = await openRegistration(context)
    const language = registerLanguageOf(context)
    const { wrong } = wordsIn(proveWords, language)
    const errors = {
      ...(proved.email ? {} : { emailCode: wrong }),
      ...(proved.mobile ? {} : { mobileCode: wrong }),
    }
    return invalid(<ProveView language={language} open={open} typed={body} errors={errors} />)
  },
  onRefusal: backToStart,
})

export const takeSendAgain = publicPage({
  method: 'POST',
  url: '/register/prove/again',
  async handle(context) {
    await sendCodesAgain(context.db, holdingOf(context))
    context.app.wakeDelivery?.()
    return redirectTo('/register/prove', wordsIn(proveWords, registerLanguageOf(context)).sentAgain)
  },
  onRefusal: async (context) =>
    context.refusal.code === 'registration.codes-sent'
      ? redirectTo('/register/prove', { kind: 'warn', words: await sayRefusal(context) })
      : backToStart(context),
})
