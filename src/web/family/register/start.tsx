import { setTimeout as pause } from 'node:timers/promises'
import Type from 'typebox'
import { beginRegistration, openLetter } from '../../../modules/registration/index.ts'
import { writeCookie } from '../../../platform/http/index.ts'
import { invalid, publicPage, redirectTo } from '../../page.ts'
import { registrationCookie } from './holding.ts'
import { registerLanguageOf } from './language.ts'
import { letterErrors } from './letter-errors.ts'
import { StartView } from './start.view.tsx'

export const registerPage = publicPage({
  method: 'GET',
  url: '/register',
  handle: (context) => <StartView language={registerLanguageOf(context)} />,
})

/** Where the QR code leads: the same form, filled in by a small script where there is one. */
export const scannedPage = publicPage({
  method: 'GET',
  url: '/register/qr',
  handle: (context) => <StartView language={registerLanguageOf(context)} scanned />,
})

export const takeLetter = publicPage({
  method: 'POST',
  url: '/register',
  body: Type.Object({
    reference: Type.String({ default: '' }),
    code: Type.String({ default: '' }),
    token: Type.String({ default: '' }),
  }),
  async handle(context) {
    const { app, db, clock, reply, body } = context
    const language = registerLanguageOf(context)
    const answer = await openLetter(db, { typed: body, hash: app.keyedHash, clock, pause })
    if (answer.verdict !== 'right') {
      return invalid(<StartView language={language} typed={body} errors={letterErrors(language, answer)} />)
    }
    const token = await beginRegistration(db, { letter: answer.letter, hash: app.keyedHash, clock })
    writeCookie(reply, registrationCookie, token)
    return redirectTo('/register/you')
  },
})
