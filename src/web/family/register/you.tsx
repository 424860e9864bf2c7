import Type from 'typebox'
import { type DescriptionErrors, describeYourself } from '../../../modules/registration/index.ts'
import type { FieldErrors } from '../../components/fields.tsx'
import { invalid, publicPage, redirectTo } from '../../page.ts'
import { isolated, isolatedNumber, type Language, wordsIn } from '../language.ts'
import { readRelationship } from '../relationship.words.ts'
import { backToStart, holdingOf, nextStep, openRegistration } from './holding.ts'
import { registerLanguageOf } from './language.ts'
import { YouView } from './you.view.tsx'
import { youWords } from './you.words.ts'

const text = Type.String({ default: '' })

export const youPage = publicPage({
  method: 'GET',
  url: '/register/you',
  async handle(context) {
    const open = await openRegistration(context)
    if (nextStep(open) === '/register/done') return redirectTo('/register/done')
    return <YouView language={registerLanguageOf(context)} open={open} />
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
    const language = registerLanguageOf(context)
    const typed = { ...body, relationship: readRelationship(language, body.relationship) }
    const errors = await describeYourself(db, { ...holdingOf(context), typed })
    if (errors) {
      const open = await openRegistration(context)
      return invalid(<YouView language={language} open={open} typed={typed} errors={sayErrors(language, errors)} />)
    }
    app.wakeDelivery?.()
    return redirectTo('/register/prove')
  },
  onRefusal: backToStart,
})

function sayErrors(language: Language, wrong: DescriptionErrors): FieldErrors {
  const { forename, surname, relationship, email, mobile } = wordsIn(youWords, language).errors
  return {
    ...(wrong.forename ? { forename } : {}),
    ...(wrong.surname ? { surname } : {}),
    ...(wrong.relationship ? { relationship } : {}),
    ...(wrong.email ? { email: email(isolated(language, 'name@example.org')) } : {}),
    ...(wrong.mobile ? { mobile: mobile(isolatedNumber(language, '07700 900123')) } : {}),
  }
}
