import Type from 'typebox'
import { describeYourself } from '../../../modules/registration/index.ts'
import { invalid, publicPage, redirectTo } from '../../page.ts'
import { backToStart, holdingOf, nextStep, openRegistration } from './holding.ts'
import { YouView } from './you.view.tsx'

const text = Type.String({ default: '' })

export const youPage = publicPage({
  method: 'GET',
  url: '/register/you',
  async handle(context) {
    const open = await openRegistration(context)
    if (nextStep(open) === '/register/done') return redirectTo('/register/done')
    return <YouView open={open} />
  },
  onRefusal: backToStart,
})

export const takeYou = publicPage({
  method: 'POST',
  url: '/register/you',
  body: Type.Object({
    forename: text,
    surname: text,
    relationship: text,
    email: text,
    mobile: text,
    mainContact: Type.Boolean({ default: false }),
  }),
  async handle(context) {
    const { app, db, body } = context
    const errors = await describeYourself(db, { ...holdingOf(context), typed: body })
    if (errors) {
      const open = await openRegistration(context)
      return invalid(<YouView open={open} typed={body} errors={{ ...errors }} />)
    }
    app.wakeDelivery?.()
    return redirectTo('/register/prove')
  },
  onRefusal: backToStart,
})
