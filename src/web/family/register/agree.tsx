import Type from 'typebox'
import { agreeAndFinish } from '../../../modules/registration/index.ts'
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
  body: Type.Object({ agreed: Type.Boolean({ default: false }) }),
  async handle(context) {
    if (!context.body.agreed) {
      const open = await openRegistration(context)
      return invalid(
        <AgreeView open={open} errors={{ agreed: 'Tick this if you agree. Without it we keep nothing.' }} />,
      )
    }
    await agreeAndFinish(context.db, holdingOf(context))
    return redirectTo('/register/done')
  },
  onRefusal: backToStart,
})
