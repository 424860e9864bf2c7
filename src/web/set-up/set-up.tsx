import { Type } from 'typebox'
import { acceptInvitation, findInvitation } from '../../modules/accounts/index.ts'
import { listSchools } from '../../modules/schools/index.ts'
import { invalid, publicPage, redirectTo } from '../page.ts'
import { keepSignedIn, nameOfBrowser } from '../sign-in/browser.ts'
import { SetUpView } from './set-up.view.tsx'

const text = Type.String({ default: '' })
const form = Type.Object({ schoolName: text, name: text, email: text, password: text, code: text })

/** The same page for both kinds of one-time link; the token stays in the address and works once. */
function pagesAt<const Url extends '/first-administrator/:token' | '/invitations/:token'>(url: Url) {
  const shown = publicPage({
    method: 'GET',
    url,
    async handle({ db, clock, params }) {
      const { token } = params as { token: string }
      const invitation = await findInvitation(db, { token, clock })
      const needsSchool = !invitation.school && (await listSchools(db)).length === 0
      return <SetUpView action={url.replace(':token', token)} invitation={invitation} needsSchool={needsSchool} />
    },
  })
  const taken = publicPage({
    method: 'POST',
    url,
    body: form,
    async handle({ app, db, clock, params, body, request, reply }) {
      const { token } = params as { token: string }
      const done = await acceptInvitation(db, {
        token,
        setUp: body,
        browser: nameOfBrowser(request),
        secretBox: app.secretBox,
        clock,
      })
      if (done.outcome === 'done') {
        await keepSignedIn(app, reply, done)
        return redirectTo('/', 'Your sign-in is ready. Next time use your email, your password and the app.')
      }
      const invitation = await findInvitation(db, { token, clock })
      const needsSchool = !invitation.school && (await listSchools(db)).length === 0
      const view = { action: url.replace(':token', token), invitation, needsSchool, typed: body, errors: done.errors }
      return invalid(<SetUpView {...view} />)
    },
  })
  return [shown, taken]
}

export const setUpPages = [...pagesAt('/first-administrator/:token'), ...pagesAt('/invitations/:token')]
