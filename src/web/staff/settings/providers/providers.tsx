import { randomBytes } from 'node:crypto'
import Type from 'typebox'
import { recordAct } from '../../../../modules/audit/index.ts'
import {
  failingProviders,
  findProvider,
  listProviders,
  type Outcome,
  problemsOfProvider,
  removeProvider,
  type ShownProvider,
  saveProvider,
  type TypedSetup,
  tryProvider,
} from '../../../../modules/delivery/index.ts'
import { Refusal } from '../../../../platform/errors/index.ts'
import type { FieldErrors } from '../../../components/fields.tsx'
import { type Answer, type Fields, invalid, page, redirectTo, type StaffContext } from '../../../page.ts'
import { ProviderView } from './provider.view.tsx'
import { type FormKind, formOf, newForm, readTyped, setupOf, type Typed } from './provider-form.ts'
import { ProvidersView } from './providers.view.tsx'

const url = '/schools/:school/settings/providers'
const permission = 'settings.change'

export const providersPage = page({
  method: 'GET',
  url,
  permission,
  async handle({ db, school }) {
    const shown = await db.inSchool(school.id, async (trx) => ({
      providers: await listProviders(trx, school.id),
      failing: await failingProviders(trx, school.id),
    }))
    return <ProvidersView {...shown} />
  },
})

export const newProviderPage = page({
  method: 'GET',
  url: `${url}/new`,
  permission,
  query: Type.Object({ kind: Type.String({ default: 'smtp' }) }),
  handle: ({ query }) => <ProviderView kind={kindOf(query.kind)} provider={null} typed={newForm(kindOf(query.kind))} />,
})

export const addProvider = page({
  method: 'POST',
  url: `${url}/new`,
  permission,
  handle: (context) => save(context, null),
})

export const providerPage = page({
  method: 'GET',
  url: `${url}/:id`,
  permission,
  async handle({ db, school, params }) {
    const provider = await db.inSchool(school.id, (trx) => findProvider(trx, { schoolId: school.id, id: params.id }))
    return <ProviderView kind={provider.kind} provider={provider} typed={formOf(provider)} />
  },
})

export const changeProvider = page({
  method: 'POST',
  url: `${url}/:id`,
  permission,
  async handle(context) {
    const { db, school, params } = context
    return save(
      context,
      await db.inSchool(school.id, (trx) => findProvider(trx, { schoolId: school.id, id: params.id })),
    )
  },
})

/** DLV-4: sends one message now and says in plain words what the provider answered. */
export const tryProviderPage = page({
  method: 'POST',
  url: `${url}/:id/try`,
  permission,
  body: Type.Object({ to: Type.String({ default: '' }) }),
  async handle({ app, db, school, actor, params, body }) {
    const here = `/schools/${school.slug}/settings/providers/${params.id}`
    if (!body.to) return redirectTo(here, { kind: 'warn', words: 'Nothing was sent: type where the trial should go.' })
    const outcome = await tryProvider(app.delivery, {
      schoolId: school.id,
      id: params.id,
      to: body.to,
      sender: school.name,
      subject: `A trial from ${school.name}`,
      body: `This is a trial from ${school.name}, sent by ${actor.name}. It reached you, so messages can be sent.`,
    })
    await db.inSchool(school.id, (trx) =>
      recordAct(trx, {
        schoolId: school.id,
        actor,
        act: 'provider.tried',
        subject: { kind: 'provider', id: params.id },
        detail: { outcome: outcome.kind },
      }),
    )
    return redirectTo(here, { kind: outcome.kind === 'accepted' ? 'done' : 'warn', words: sayOutcome(outcome) })
  },
})

export const removeProviderPage = page({
  method: 'POST',
  url: `${url}/:id/remove`,
  permission,
  async handle({ db, school, actor, params }) {
    const of = { schoolId: school.id, id: params.id }
    const { name } = await db.inSchool(school.id, async (trx) => {
      const provider = await findProvider(trx, of)
      await removeProvider(trx, of)
      const subject = { kind: 'provider', id: params.id }
      await recordAct(trx, {
        schoolId: school.id,
        actor,
        act: 'provider.removed',
        subject,
        detail: { name: provider.name },
      })
      return provider
    })
    return redirectTo(
      `/schools/${school.slug}/settings/providers`,
      `${name} was removed. What it sent keeps its history.`,
    )
  },
})

function kindOf(text: unknown): FormKind {
  return text === 'http-sms' ? 'http-sms' : 'smtp'
}

type Context = Pick<StaffContext, 'app' | 'db' | 'school' | 'actor'> & { body: Fields }

async function save(context: Context, provider: ShownProvider | null): Promise<Answer> {
  const kind = provider?.kind ?? kindOf(context.body.kind)
  const typed = readTyped(kind, context.body)
  const receiptSecret = wantsReceiptSecret(provider, typed) ? randomBytes(24).toString('base64url') : null
  const { setup, errors } =
    provider?.kind === 'simulated'
      ? { setup: { kind: 'simulated' as const, settings: provider.settings, secrets: {} }, errors: {} }
      : setupOf(kindOf(kind), typed, receiptSecret)
  const wrong: FieldErrors = { ...problemsOfProvider(setup), ...errors }
  if (Object.keys(wrong).length > 0)
    return invalid(<ProviderView kind={kind} provider={provider} typed={typed} errors={wrong} />)
  const id = await write(context, { provider, typed, setup })
  if (typeof id !== 'string') return invalid(<ProviderView kind={kind} provider={provider} typed={typed} errors={id} />)
  const saved = await context.db.inSchool(context.school.id, (trx) =>
    findProvider(trx, { schoolId: context.school.id, id }),
  )
  if (receiptSecret) {
    const address = `${context.app.config.publicUrl}/hooks/text-receipts/${context.school.id}/${id}/${receiptSecret}`
    return <ProviderView kind={kind} provider={saved} typed={formOf(saved)} receiptAddress={address} />
  }
  return redirectTo(`/schools/${context.school.slug}/settings/providers/${id}`, `${saved.name} was saved. Try it now.`)
}

/** A secret for receipts is made when they are switched on, or asked for anew. */
function wantsReceiptSecret(provider: ShownProvider | null, typed: Typed): boolean {
  if (!typed.takesReceipts) return false
  return provider?.kind !== 'http-sms' || provider.settings.receipts === null || Boolean(typed.newReceiptAddress)
}

/** The id, or what is wrong beside which field. */
async function write(
  { app, db, school, actor }: Context,
  { provider, typed, setup }: { provider: ShownProvider | null; typed: Typed; setup: TypedSetup },
): Promise<string | FieldErrors> {
  const schoolId = school.id
  try {
    return await db.inSchool(schoolId, async (trx) => {
      const id = await saveProvider(trx, app.delivery, {
        schoolId,
        ...(provider ? { id: provider.id } : {}),
        name: typed.name ?? '',
        priority: Number.parseInt(typed.priority ?? '', 10) || 1,
        enabled: Boolean(typed.enabled),
        setup,
      })
      const act = provider ? 'provider.changed' : 'provider.added'
      const detail = { kind: setup.kind, settings: setup.settings, secretsChanged: Object.keys(setup.secrets) }
      await recordAct(trx, { schoolId, actor, act, subject: { kind: 'provider', id }, detail })
      return id
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const field = /^provider\.(password|headers)-again$/.exec(error.code)?.[1]
    if (!field) throw error
    return { [field]: error.words }
  }
}

function sayOutcome(outcome: Outcome): string {
  const said = outcome.answer ? ` It said: “${outcome.answer}”.` : ''
  if (outcome.kind === 'accepted') return `It was taken.${said} Look now whether it arrives.`
  if (outcome.kind === 'uncertain') return `${outcome.reason}, so nobody knows whether it went.${said}`
  return `Nothing was sent. ${outcome.reason}.${said}`
}
