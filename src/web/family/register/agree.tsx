import Type from 'typebox'
import { flaggedContactOf, forgetContactPoints } from '../../../modules/importing/index.ts'
import { agreeAndFinish, isNewsChoice, isWish } from '../../../modules/registration/index.ts'
import type { FieldErrors } from '../../components/fields.tsx'
import { invalid, publicPage, redirectTo } from '../../page.ts'
import { wordsIn } from '../language.ts'
import { AgreeView } from './agree.view.tsx'
import { agreeWords } from './agree.words.ts'
import { backToStart, holdingOf, nextStep, openRegistration } from './holding.ts'
import { registerLanguageOf } from './language.ts'

export const agreePage = publicPage({
  method: 'GET',
  url: '/register/agree',
  async handle(context) {
    const open = await openRegistration(context)
    const next = nextStep(open)
    return next === '/register/agree' ? (
      <AgreeView language={registerLanguageOf(context)} open={open} />
    ) : (
      redirectTo(next)
    )
  },
  onRefusal: backToStart,
})

export const takeAgreement = publicPage({
  method: 'POST',
  url: '/register/agree',
  body: Type.Object({
    agreed: Type.Boolean({ default: false }),
    wish: Type.String({ default: '' }),
    news: Type.String({ default: '' }),
    consent: Type.Boolean({ default: false }),
  }),
  async handle(context) {
    const { agreed, wish, consent } = context.body
    const news = isNewsChoice(context.body.news) ? context.body.news : 'usual'
    const choices = { news, consent }
    if (!agreed || !isWish(wish)) {
      const open = await openRegistration(context)
      const language = registerLanguageOf(context)
      const { noWish, notAgreed } = wordsIn(agreeWords, language)
      const errors: FieldErrors = {
        ...(isWish(wish) ? {} : { wish: noWish }),
        ...(agreed ? {} : { agreed: notAgreed }),
      }
      return invalid(<AgreeView language={language} open={open} wish={wish} choices={choices} errors={errors} />)
    }
    await agreeAndFinish(context.db, {
      ...holdingOf(context),
      wish,
      choices,
      forget: forgetContactPoints,
      flaggedContactOf,
      siteAddress: context.app.config.publicUrl,
    })
    context.app.wakeDelivery?.()
    return redirectTo('/register/done')
  },
  onRefusal: backToStart,
})
