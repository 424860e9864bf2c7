import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { findSignedInIfAny, may } from '../../modules/accounts/index.ts'
import { listIssues } from '../../modules/people/index.ts'
import { renderDocument } from '../../platform/html/index.ts'
import { isSameOrigin, readCookie, receiveMultipart, removeFiles } from '../../platform/http/index.ts'
import type { WebApp } from '../app.ts'
import { keepChosenLanguage } from '../family/language.ts'
import type { Page } from '../page.ts'
import { type Answer, isAnswer } from './answers.ts'
import { carriesCsrfToken, csrfTokenOf, sessionCookie } from './csrf.ts'
import { answerError } from './error-pages.tsx'
import { NoSuchPage, StaleForm } from './errors.ts'
import { keepFlash, takeFlashIfAny } from './flash.ts'
import { type Frame, FrameContext, type Visit } from './frame.ts'
import type { Fields } from './parse.ts'

/** Gives every page its route, and every error its page. */
export function mountPages(server: FastifyInstance, app: WebApp, pages: readonly Page[]): void {
  for (const page of pages) {
    server.route({
      method: page.method,
      url: page.url,
      handler: async (request, reply) => {
        const visit = await beginVisit(app, request, reply)
        try {
          return await send(await answerOf(page, visit), visit)
        } catch (error) {
          return answerError(error, visit, (view, status) => sendView(view, visit, status))
        }
      },
    })
  }
  server.setNotFoundHandler((request, reply) => answerOutsidePages(app, request, reply, new NoSuchPage()))
  server.setErrorHandler((error, request, reply) => answerOutsidePages(app, request, reply, error))
}

/** Uploaded files that the page did not move away are gone before it is answered. */
async function answerOf(page: Page, visit: Visit): ReturnType<Page['answer']> {
  try {
    await checkForm(page, visit)
    return await page.answer(visit)
  } finally {
    await removeFiles(visit.files)
  }
}

async function answerOutsidePages(
  app: WebApp,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): Promise<FastifyReply> {
  const visit = visitOf(app, request, reply)
  return answerError(error, visit, (view, status) => sendView(view, visit, status))
}

async function beginVisit(app: WebApp, request: FastifyRequest, reply: FastifyReply): Promise<Visit> {
  if (request.method === 'GET') keepChosenLanguage(request, reply)
  const token = readCookie(request, sessionCookie)
  const signedIn = token ? await findSignedInIfAny(app.db, { token, clock: app.clock }) : null
  return { ...visitOf(app, request, reply), signedIn }
}

function visitOf(app: WebApp, request: FastifyRequest, reply: FastifyReply): Visit {
  return {
    app,
    request,
    reply,
    signedIn: null,
    params: withoutNul(request.params as Record<string, string>),
    queryFields: withoutNul(request.query as Fields),
    bodyFields: isFields(request.body) ? withoutNul(request.body) : {},
    files: [],
    school: null,
    actor: null,
  }
}

/** No text that a person means holds this sign, and PostgreSQL takes none that does. A program may send what is no text. */
function withoutNul<Read extends object>(read: Read): Read {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip)
    return typeof value === 'string' ? value.replaceAll('\0', '') : value
  }
  return Object.fromEntries(Object.entries(read).map(([name, value]) => [name, strip(value)])) as Read
}

function isFields(body: unknown): body is Fields {
  return typeof body === 'object' && body !== null && !Buffer.isBuffer(body)
}

/** Every form must come from a page of ours; files are taken in only from a browser that says so. */
async function checkForm(page: Page, visit: Visit): Promise<void> {
  if (page.method === 'GET' || page.hook) return
  if (!isSameOrigin(visit.request)) throw new StaleForm()
  if (visit.request.isMultipart()) await receiveFiles(page, visit)
  if (!carriesCsrfToken(visit.request, visit.bodyFields.csrf)) throw new StaleForm()
  delete visit.bodyFields.csrf
}

async function receiveFiles(page: Page, visit: Visit): Promise<void> {
  if (!page.uploads || (page.permission !== 'public' && !visit.signedIn)) throw new StaleForm()
  const folder = `${visit.app.config.dataFolder}/uploads`
  const { fields, files } = await receiveMultipart(visit.request, { folder, limits: page.uploads })
  visit.bodyFields = withoutNul(fields)
  visit.files = files
}

async function send(answer: Answer, visit: Visit): Promise<FastifyReply> {
  const { reply } = visit
  if (!isAnswer(answer)) return sendView(answer, visit, 200)
  if (answer.answer === 'markup') return sendView(answer.view, visit, answer.status)
  if (answer.answer === 'redirect') {
    if (answer.flash) keepFlash(reply, answer.flash)
    return reply.header('cache-control', 'no-store').redirect(answer.url, 303)
  }
  reply.header('cache-control', 'no-store')
  if (answer.answer === 'json') return reply.send(answer.value)
  const name = answer.filename.replaceAll(/[^\w.-]+/g, '-')
  return reply.header('content-disposition', `attachment; filename="${name}"`).type(answer.type).send(answer.content)
}

async function sendView(view: VNode, visit: Visit, status: number): Promise<FastifyReply> {
  const { app, request, reply, signedIn, school, actor } = visit
  const frame: Frame = {
    school,
    actor,
    accountName: signedIn?.account.name ?? null,
    csrf: csrfTokenOf(request, reply),
    flash: takeFlashIfAny(request, reply),
    path: request.url,
    demo: app.demo,
    now: app.clock.now(),
    openDataIssues: await countOpenDataIssues(visit),
  }
  const html = renderDocument(<FrameContext.Provider value={frame}>{view}</FrameContext.Provider>)
  // Every page may name people or hold a form's token, so no cache on the way or in a shared browser keeps it.
  return reply.status(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html)
}

/** The navigation shows a number that says how much waits; past this it says nothing more. */
const mostCounted = 999

async function countOpenDataIssues({ app, school, actor }: Visit): Promise<number | null> {
  if (!school || !actor || !may(actor.roles, 'data-issues.read')) return null
  const issues = await app.db.inSchool(school.id, (trx) => listIssues(trx, school.id, { limit: mostCounted }))
  return issues.length
}
