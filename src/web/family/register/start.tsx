import { setTimeout as pause } from 'node:timers/promises'
import Type from 'typebox'
import { beginRegistration, openLetter, sayVerdict } from '../../../modules/registration/index.ts'
import { writeCookie } from '../../../platform/http/index.ts'
import { invalid, publicPage, redirectTo } from '../../page.ts'
import { registrationCookie } from './holding.ts'
import { StartView } from './start.view.tsx'

/** One answer for everything that is not right (LET-5). */
const wrong =
  'Reference and code do not go together. Check both against your letter: the newest one, if you have several. If it still does not work, ask the school office.'

export const registerPage = publicPage({
  method: 'GET',
  url: '/register',
  handle: () => <StartView />,
})

/** Where the QR code leads: the same form, filled in by a small script where there is one. */
export const scannedPage = publicPage({
  method: 'GET',
  url: '/register/qr',
  handle: () => <StartView scanned />,
})

export const takeLetter = publicPage({
  method: 'POST',
  url: '/register',
  body: Type.Object({
    reference: Type.String({ default: '' }),
    code: Type.String({ default: '' }),
    token: Type.String({ default: '' }),
  }),
  async handle({ app, db, clock, reply, body }) {
    const typed = { reference: body.reference, code: body.code, token: body.token }
    const wait = (milliseconds: number) => pause(milliseconds)
    const answer = await openLetter(db, { typed, hash: app.keyedHash, clock, pause: wait })
    if (answer.verdict === 'wrong') return invalid(<StartView typed={typed} errors={{ reference: wrong }} />)
    if (answer.verdict !== 'right') {
      const words = sayVerdict(answer.verdict, answer.helpContact)
      return invalid(<StartView typed={typed} errors={{ code: words }} />)
    }
    const token = await beginRegistration(db, { letter: answer.letter, hash: app.keyedHash, clock })
    writeCookie(reply, registrationCookie, token)
    return redirectTo('/register/you')
  },
})
