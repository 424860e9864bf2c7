import { setTimeout as pause } from 'node:timers/promises'
import Type from 'typebox'
import { flaggedContactOf, forgetContactPoints } from '../../../modules/importing/index.ts'
import { addChild, beginRegistration, findChildToAdd, openLetter } from '../../../modules/registration/index.ts'
import type { Refusal } from '../../../platform/errors/index.ts'
import { writeCookie } from '../../../platform/http/index.ts'
import { familyPage, invalid, type PublicContext, redirectTo } from '../../page.ts'
import { languageOf, wordsIn } from '../language.ts'
import { holdingOf, registrationCookie, sayRefusal } from '../register/holding.ts'
import { letterErrors } from '../register/letter-errors.ts'
import { readRelationship } from '../relationship.words.ts'
import { AddView, ConfirmView } from './children.view.tsx'
import { childrenWords } from './children.words.ts'
import { findAccountWho } from './who.ts'

export const addPage = familyPage({
  tier: 'notices',
  method: 'GET',
  url: '/my/add-child',
  async handle(context) {
    await findAccountWho(context)
    return <AddView language={languageOf(context)} />
  },
})

/** LET-12: the child's letter and nothing else; the same answers as to everybody who holds one (LET-5). */
export const takeAdd = familyPage({
  tier: 'notices',
  method: 'POST',
  url: '/my/add-child',
  body: Type.Object({ reference: Type.String({ default: '' }), code: Type.String({ default: '' }) }),
  async handle(context) {
    const { app, db, clock, reply, body } = context
    const language = languageOf(context)
    await findAccountWho(context)
    const typed = { ...body, token: '' }
    const answer = await openLetter(db, { typed, hash: app.keyedHash, clock, pause })
    if (answer.verdict !== 'right') {
      return invalid(<AddView language={language} typed={body} errors={letterErrors(language, answer)} />)
    }
    writeCookie(
      reply,
      registrationCookie,
      await beginRegistration(db, { letter: answer.letter, hash: app.keyedHash, clock }),
    )
    return redirectTo('/my/add-child/confirm')
  },
})

type Context = PublicContext

async function addingOf(context: Omit<Context, 'body' | 'query'>) {
  const { accountId, adults, own } = await findAccountWho(context)
  return { ...holdingOf(context), accountId, adults, own }
}

export const confirmPage = familyPage({
  tier: 'notices',
  method: 'GET',
  url: '/my/add-child/confirm',
  async handle(context) {
    const language = languageOf(context)
    const child = await findChildToAdd(context.db, await addingOf(context))
    if (child.state === 'registered' || child.state === 'with the office') return redirectTo('/my')
    // Not everything that another school needs was proved yet: the whole way, with the code that was typed already.
    if (!child.known && !child.brings) return redirectTo('/register/you')
    return <ConfirmView child={child} language={language} />
  },
  onRefusal: backToAdd,
})

export const takeConfirm = familyPage({
  tier: 'notices',
  method: 'POST',
  url: '/my/add-child/confirm',
  body: Type.Object({
    relationship: Type.String({ default: '' }),
    mainContact: Type.Boolean({ default: false }),
    agreed: Type.Boolean({ default: false }),
  }),
  async handle(context) {
    const { app, db, body } = context
    const language = languageOf(context)
    const words = wordsIn(childrenWords, language)
    const adding = await addingOf(context)
    const child = await findChildToAdd(db, adding)
    const show = (errors: Record<string, string>) =>
      invalid(<ConfirmView child={child} language={language} typed={body} errors={errors} />)
    if (!child.known && !body.agreed) return show({ agreed: words.agreeWrong })
    const siteAddress = app.config.publicUrl
    const relationship = readRelationship(language, body.relationship)
    const done = await addChild(db, {
      ...adding,
      ...body,
      relationship,
      forget: forgetContactPoints,
      flaggedContactOf,
      siteAddress,
    })
    if (done === 'no relationship') return show({ relationship: words.relationshipWrong })
    app.wakeDelivery?.()
    return redirectTo('/my', done === 'linked' ? words.added : words.office)
  },
  onRefusal: backToAdd,
})

/** Back to the letter, which says why: full, used, over (LET-2, LET-6), in the same words as for everybody. */
async function backToAdd(context: Omit<Context, 'body' | 'query'> & { refusal: Refusal }) {
  if (!context.refusal.code.startsWith('registration.')) throw context.refusal
  return redirectTo('/my/add-child', { kind: 'warn', words: await sayRefusal(context) })
}
