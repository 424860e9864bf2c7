import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { ErrorPage } from '../components/error-page.tsx'
import { FamilyErrorPage, isForFamilies } from '../family/error-page.tsx'
import { ProveAgain, RecordPaused, SignInFirst, statusOf } from './errors.ts'
import type { Visit } from './frame.ts'
import type { Fields } from './parse.ts'

type Show = (view: VNode, status: number) => Promise<FastifyReply>

/** The one place where an error becomes an answer: a refusal in its own words, anything else as a fault with a number. */
export function answerError(error: unknown, visit: Visit, show: Show): FastifyReply | Promise<FastifyReply> {
  const { request, reply } = visit
  if (error instanceof SignInFirst && request.method === 'GET')
    return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303)
  if (error instanceof ProveAgain && request.method === 'GET')
    return reply.redirect(`/sign-in?again=yes&next=${encodeURIComponent(request.url)}`, 303)
  // The page of one's own sign-in says until when, in the person's language.
  if (error instanceof RecordPaused && request.method === 'GET') return reply.redirect('/account/security', 303)
  // Nothing was typed that could be lost: once the person has signed in, they find the same button again.
  if (error instanceof ProveAgain && safeToShow(visit.bodyFields).length === 0 && !wantsJson(request.headers.accept))
    return reply.redirect(`/sign-in?again=yes&next=${encodeURIComponent(pageBefore(request))}`, 303)
  if (error instanceof Refusal) return showRefusal(error, visit, show)
  const status = clientStatusIfAny(error)
  if (status && isForFamilies(request.url))
    return show(<FamilyErrorPage request={request} status={status} back={pageBefore(request)} />, status)
  if (status)
    return show(
      <ErrorPage
        title="This did not arrive whole"
        words="Something in what your browser sent could not be read. Nothing was changed. Go back and try again."
      />,
      status,
    )
  return showFault(error, visit, show)
}

function showRefusal(
  refusal: Refusal,
  { request, reply, bodyFields }: Visit,
  show: Show,
): FastifyReply | Promise<FastifyReply> {
  const status = statusOf(refusal)
  const back = status === 404 ? '/' : pageBefore(request)
  // Asked for by a script of a page, which shows the words where they belong.
  if (wantsJson(request.headers.accept)) return reply.status(status).send({ refusal: refusal.words })
  if (isForFamilies(request.url)) {
    const start = back === '/' && request.url.startsWith('/register') ? '/register' : back
    return show(<FamilyErrorPage request={request} status={status} refusal={refusal} back={start} />, status)
  }
  return show(
    <ErrorPage title={titleOf(status)} words={refusal.words} typed={safeToShow(bodyFields)} back={back} />,
    status,
  )
}

function showFault(error: unknown, { app, request }: Visit, show: Show): FastifyReply | Promise<FastifyReply> {
  const fault = newId()
  const facts = error instanceof Error ? { error: error.message, stack: error.stack } : { error: String(error) }
  // The path without its query: queries may hold names.
  app.log.error({ fault, method: request.method, path: request.url.split('?')[0], ...facts }, 'a page failed')
  if (isForFamilies(request.url))
    return show(<FamilyErrorPage request={request} status={500} fault={fault} back={pageBefore(request)} />, 500)
  return show(
    <ErrorPage
      title="Something went wrong here"
      words={`This is our fault, not yours. Nothing more was changed. Try again in a minute; if it goes on, give whoever looks after Gatehouse this number: ${fault}`}
    />,
    500,
  )
}

/** The page from which this one was asked for, when it is one of ours. */
function pageBefore({ headers: { referer, host } }: FastifyRequest): string {
  if (!referer || !URL.canParse(referer)) return '/'
  const before = new URL(referer)
  return before.host === host ? `${before.pathname}${before.search}` : '/'
}

function titleOf(status: number): string {
  if (status === 404) return 'There is no such page'
  if (status === 403) return 'This is not open to you'
  if (status === 401) return 'Please sign in again'
  return 'This could not be done'
}

/** Faults of the request itself, as Fastify reports them (a body too large, a broken encoding). */
function clientStatusIfAny(error: unknown): number | null {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  return status >= 400 && status < 500 ? status : null
}

function wantsJson(accept: string | undefined): boolean {
  return accept?.startsWith('application/json') ?? false
}

/** What was typed, so that no work is lost; never a password or a code. */
function safeToShow(fields: Fields): [string, string][] {
  return Object.entries(fields)
    .filter(([name]) => !/password|code|token|csrf|secret/i.test(name))
    .map(([name, value]): [string, string] => [name, [value].flat().join(', ')])
    .filter(([, value]) => value.trim() !== '')
}
