import { Type } from 'typebox'
import { isProved, type Opening, openRecovery, proveOpening, sendOpeningCodes } from '../../modules/accounts/index.ts'
import { writeCookie } from '../../platform/http/index.ts'
import { Button } from '../components/button.tsx'
import { FamilyPage } from '../components/family-page.tsx'
import { ErrorSummary, type FieldErrors, Input } from '../components/fields.tsx'
import { Form } from '../components/form.tsx'
import { Note } from '../components/note.tsx'
import { type Language, languageOf, wordsIn } from '../family/language.ts'
import { invalid, publicPage, redirectTo } from '../page.ts'
import { backToRecover, inEqualTime, openedBy, openingCookie, openingOf } from './opening.ts'
import { recoverWords } from './recover.words.ts'

export const recoverPage = publicPage({
  method: 'GET',
  url: '/sign-in/recover',
  handle: ({ request }) => <RecoverView language={languageOf({ request })} />,
})

/** SEC-3: the same answer, in the same time, for every name. */
export const takeName = publicPage({
  method: 'POST',
  url: '/sign-in/recover',
  body: Type.Object({ name: Type.String({ default: '' }) }),
  async handle({ app, db, clock, request, reply, body }) {
    const language = languageOf({ request })
    const recovering = { name: body.name, language, hash: app.keyedHash, clock }
    const token = await inEqualTime(openRecovery(db, recovering))
    app.wakeDelivery?.()
    writeCookie(reply, openingCookie, token)
    return redirectTo('/sign-in/prove')
  },
})

export const provePage = publicPage({
  method: 'GET',
  url: '/sign-in/prove',
  async handle(context) {
    const opening = await openingOf(context)
    if (isProved(opening)) return redirectTo('/sign-in/new')
    return <ProveView opening={opening} language={languageOf(context)} />
  },
  onRefusal: backToRecover,
})

const text = Type.String({ default: '' })

export const takeProofs = publicPage({
  method: 'POST',
  url: '/sign-in/prove',
  body: Type.Object({ emailCode: text, mobileCode: text, savedCode: text }),
  async handle(context) {
    const { db, body } = context
    const language = languageOf(context)
    const words = wordsIn(recoverWords, language)
    const done = await inEqualTime(proveOpening(db, { ...openedBy(context), typed: body }))
    if (done.outcome === 'proved') return redirectTo('/sign-in/new')
    const opening = await openingOf(context)
    const errors: FieldErrors =
      done.outcome === 'wait'
        ? { emailCode: words.wait(done.seconds) }
        : {
            ...(opening.emailProvedAt ? {} : { emailCode: words.proveWrong }),
            ...(opening.mobileProvedAt ? {} : { mobileCode: words.proveWrong }),
          }
    return invalid(<ProveView {...{ opening, language, errors }} />)
  },
  onRefusal: backToRecover,
})

export const takeCodesAgain = publicPage({
  method: 'POST',
  url: '/sign-in/prove/again',
  async handle(context) {
    await inEqualTime(sendOpeningCodes(context.db, openedBy(context)))
    context.app.wakeDelivery?.()
    return redirectTo('/sign-in/prove', wordsIn(recoverWords, languageOf(context)).sentAgain)
  },
  onRefusal: backToRecover,
})

function RecoverView({ language }: { language: Language }) {
  const words = wordsIn(recoverWords, language)
  return (
    <FamilyPage title={words.recoverTitle} lead={words.recoverLead} language={language}>
      <Form action="/sign-in/recover">
        <Input name="name" label={words.name} autocomplete="username" />
        <p class="buttons">
          <Button>{words.goOn}</Button>
        </p>
      </Form>
      <p class="muted after">{words.office}</p>
    </FamilyPage>
  )
}

type ProveProps = { opening: Opening; language: Language; errors?: FieldErrors }

/** The same whether the name is anybody's; what was proved is said as soon as it was. */
function ProveView({ opening, language, errors = {} }: ProveProps) {
  const words = wordsIn(recoverWords, language)
  const isRecovery = opening.kind === 'recovery'
  return (
    <FamilyPage
      title={words.proveTitle}
      lead={isRecovery ? words.proveRecovery : words.proveOwn}
      language={language}
      here="/sign-in/prove"
    >
      <Form action="/sign-in/prove" class="code">
        <ErrorSummary errors={errors} />
        {opening.emailProvedAt ? (
          <Note kind="ok">
            {words.emailCode}: {words.proved}
          </Note>
        ) : (
          <Code name="emailCode" label={words.emailCode} errors={errors} />
        )}
        {opening.mobileProvedAt ? (
          <Note kind="ok">
            {words.mobileCode}: {words.proved}
          </Note>
        ) : (
          <Code name="mobileCode" label={words.mobileCode} errors={errors} />
        )}
        {isRecovery ? (
          <Input name="savedCode" label={words.savedCode} hint={words.savedHint} autocomplete="off" />
        ) : null}
        <p class="buttons">
          <Button>{words.goOn}</Button>
        </p>
      </Form>
      <Form action="/sign-in/prove/again">
        <p class="buttons">
          <Button kind="quiet">{words.sendAgain}</Button>
        </p>
      </Form>
      {isRecovery ? <p class="muted after">{words.office}</p> : null}
    </FamilyPage>
  )
}

function Code({ name, label, errors }: { name: 'emailCode' | 'mobileCode'; label: string; errors: FieldErrors }) {
  const autocomplete = name === 'mobileCode' ? 'one-time-code' : 'off'
  return <Input {...{ name, label, autocomplete }} error={errors[name]} inputmode="numeric" size="middle" />
}
