import { publicPage, redirectTo } from '../../page.ts'
import { DoneView } from './done.view.tsx'
import { backToStart, nextStep, openRegistration } from './holding.ts'
import { registerLanguageOf } from './language.ts'

export const donePage = publicPage({
  method: 'GET',
  url: '/register/done',
  async handle(context) {
    const open = await openRegistration(context)
    const next = nextStep(open)
    return next === '/register/done' ? (
      <DoneView language={registerLanguageOf(context)} open={open} />
    ) : (
      redirectTo(next)
    )
  },
  onRefusal: backToStart,
})
