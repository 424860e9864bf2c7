import Type from 'typebox'
import { forgetContactPoints } from '../../../modules/importing/index.ts'
import { agreeAndFinish, isWish } from '../../../modules/registration/index.ts'
import type { FieldErrors } from '../../components/fields.tsx'
import { invalid, publicPage, redirectTo } from '../../page.ts'
import { AgreeView } from './agree.view.tsx'
import { backToStart, holdingOf, nextStep, openRegistration } from './holding.ts'

export const agreePage = publicPage({
  method: 'GET',
  url: '/register/agree',
  async handle(context) {
    const open = await openRegistration(context)
    const next = nextStep(open)
    return next === '/register/agree' ? <AgreeView open={open} /> : redirectTo(next)
  },
  onRefusal: backToStart,
})

export const takeAgreement = publicPage({
  method: 'POST',
  url: '/register/agree',
  body: Type.Object({ agreed: Type.Boolean({ default: false }), wish: Type.String({ default: '' }) }),
  async handle(context) {
    const { agreed, wish } = context.body
    if (!agreed || !isWish(wish)) {
      const open = await openRegistration(context)
      const errors: FieldErrors = {
        ...(isWish(wish) ? {} : { wish: 'Choose what you want to get.' }),
        ...(agreed ? {} : { agreed: 'Tick this if you agree. Without it we keep nothing.' }),
      }
      return invalid(<AgreeView open={open} wish={wish} errors={errors} />)
    }
    await agreeAndFinish(context.db, {
      ...holdingOf(context),
      wish,
      forget: forgetContactPoints,
      siteAddress: context.app.config.publicUrl,
    })
    context.app.wakeDelivery?.()
    return redirectTo('/register/done')
  },
  onRefusal: backToStart,
})
