import type { Static, TSchema } from 'typebox'
import {
  type AdultAtSchool,
  findRoles,
  listAdultsOfAccount,
  type Permission,
  type SignedIn,
  type Tier,
} from '../modules/accounts/index.ts'
import { findSchoolBySlugIfAny, type School } from '../modules/schools/index.ts'
import type { Clock } from '../platform/clock/index.ts'
import type { Db } from '../platform/db/index.ts'
import { Refusal } from '../platform/errors/index.ts'
import type { UploadedFile, UploadLimits } from '../platform/http/index.ts'
import type { WebApp } from './app.ts'
import type { Answer } from './frame/answers.ts'
import { NoSuchPage, NotAllowed, ProveAgain, RecordPaused, SignInFirst } from './frame/errors.ts'
import type { StaffActor, Visit } from './frame/frame.ts'
import { type Fields, parseFields } from './frame/parse.ts'

export { type Answer, download, invalid, json, redirectTo, sayWhyAt } from './frame/answers.ts'
export type { StaffActor } from './frame/frame.ts'
export type { Fields } from './frame/parse.ts'

/** A route of the instance: what it takes, who may come, and how it answers. Made by the functions below and listed in a `pages.ts`. */
export type Page = {
  method: 'GET' | 'POST'
  url: string
  permission: Permission | 'signed-in' | 'public'
  /** A program calls it, not a browser's form: no token is asked, and the page proves the caller itself. */
  hook: boolean
  uploads: UploadLimits | null
  /** Answers, after noting in the visit whose school it is about. */
  answer(visit: Visit): Promise<Answer>
}

type ParamsOf<Url extends string> = Url extends `${string}:${infer Name}/${infer Rest}`
  ? { [Key in Name]: string } & ParamsOf<`/${Rest}`>
  : Url extends `${string}:${infer Name}`
    ? { [Key in Name]: string }
    : unknown

type Parsed<Schema> = Schema extends TSchema ? Static<Schema> : Fields

/** What every `handle` gets. */
export type PublicContext<Url extends string = string, Query = unknown, Body = unknown> = {
  app: WebApp
  db: Db
  clock: Clock
  params: ParamsOf<Url>
  query: Parsed<Query>
  body: Parsed<Body>
  /** Uploaded files; deleted after the answer unless moved away. */
  files: UploadedFile[]
  request: Visit['request']
  reply: Visit['reply']
  /** Who is signed in on this browser, if anybody. */
  signedIn: SignedIn | null
}
export type AccountContext<Url extends string = string, Query = unknown, Body = unknown> = PublicContext<
  Url,
  Query,
  Body
> & {
  signedIn: SignedIn
}
/** What the `handle` of a staff page gets: the school was fetched for this actor, who has the page's permission there. */
export type StaffContext<Url extends string = string, Query = unknown, Body = unknown> = AccountContext<
  Url,
  Query,
  Body
> & {
  school: School
  actor: StaffActor
}

type Spec<Url extends string, Query, Body, Context> = {
  method: 'GET' | 'POST'
  url: Url
  /** TypeBox object of the query string; without it `query` holds the fields as they came. */
  query?: Query
  /** TypeBox object of the form; without it `body` holds the fields as they came. */
  body?: Body
  /** The page takes files (multipart), at most so many and so large. */
  uploads?: UploadLimits
  handle(context: Context): Promise<Answer> | Answer
  /** Shows the form again with the refusal and what was typed, instead of the general page for refusals. Wrap it in `invalid()`. */
  onRefusal?(context: Omit<Context, 'body' | 'query'> & { refusal: Refusal; typed: Fields }): Promise<Answer> | Answer
}

/**
 * A page of a school for its staff. Its URL starts with `/schools/:school`; somebody without a role there gets the same
 * page as for a school that does not exist, somebody without the permission is told who could help.
 */
export function page<
  const Url extends `/schools/:school${string}`,
  Query extends TSchema | undefined = undefined,
  Body extends TSchema | undefined = undefined,
>(spec: Spec<Url, Query, Body, StaffContext<Url, Query, Body>> & { permission: Permission }): Page {
  return pageOf(spec, spec.permission, async (visit) => {
    const signedIn = visit.signedIn
    if (!signedIn) throw new SignInFirst()
    const school = await findSchoolBySlugIfAny(visit.app.db, visit.params.school ?? '')
    const held = school ? await findRoles(visit.app.db, { schoolId: school.id, accountId: signedIn.account.id }) : []
    if (!school || held.length === 0) throw new NoSuchPage()
    if (!signedIn.isAtWork) throw new ProveAgain()
    const { id, name } = signedIn.account
    const email = signedIn.account.email ?? signedIn.account.mobile ?? ''
    const actor: StaffActor = { kind: 'staff', accountId: id, name, email, roles: held }
    return { school, actor, signedIn }
  })
}

/** A page for anybody who is signed in, whatever their school. */
export function accountPage<
  const Url extends string,
  Query extends TSchema | undefined = undefined,
  Body extends TSchema | undefined = undefined,
>(spec: Spec<Url, Query, Body, AccountContext<Url, Query, Body>>): Page {
  return pageOf(spec, 'signed-in', async ({ signedIn }) => {
    if (!signedIn) throw new SignInFirst()
    return { signedIn }
  })
}

/** What the `handle` of a family's page gets: which adult the account is, and at which schools; none where no child is linked any more. */
export type FamilyContext<Url extends string = string, Query = unknown, Body = unknown> = AccountContext<
  Url,
  Query,
  Body
> & {
  adults: AdultAtSchool[]
}

/**
 * A page for families (SEC-2). `notices` opens for thirty days after a sign-in. `record` asks for two factors, a page at least every 20
 * minutes and a proof within twelve hours; who has less goes to the sign-in page and comes back.
 */
export function familyPage<
  const Url extends string,
  Query extends TSchema | undefined = undefined,
  Body extends TSchema | undefined = undefined,
>({ tier, ...spec }: Spec<Url, Query, Body, FamilyContext<Url, Query, Body>> & { tier: Tier }): Page {
  return pageOf(spec, 'signed-in', async ({ app, signedIn }) => {
    if (!signedIn) throw new SignInFirst()
    if (tier === 'record' && signedIn.recordPausedUntil) throw new RecordPaused(signedIn.recordPausedUntil)
    if (tier === 'record' && signedIn.tier !== 'record') throw new ProveAgain()
    return { signedIn, adults: await listAdultsOfAccount(app.db, signedIn.account.id) }
  })
}

/** A page for everybody. A guard test holds the list of these. */
export function publicPage<
  const Url extends string,
  Query extends TSchema | undefined = undefined,
  Body extends TSchema | undefined = undefined,
>(spec: Spec<Url, Query, Body, PublicContext<Url, Query, Body>>): Page {
  return pageOf(spec, 'public', async ({ signedIn }) => ({ signedIn }))
}

/** An address that programs of others call (receipts, health). `handle` must prove the caller itself. */
export function hook<const Url extends string>(spec: {
  method: 'GET' | 'POST'
  url: Url
  handle(context: PublicContext<Url, undefined, undefined>): Promise<Answer> | Answer
}): Page {
  return { ...publicPage(spec), hook: true }
}

function pageOf<Url extends string, Query extends TSchema | undefined, Body extends TSchema | undefined, Context>(
  spec: Spec<Url, Query, Body, Context>,
  permission: Page['permission'],
  admit: (visit: Visit) => Promise<{ school?: School; actor?: StaffActor; signedIn: SignedIn | null }>,
): Page {
  return {
    method: spec.method,
    url: spec.url,
    permission,
    hook: false,
    uploads: spec.uploads ?? null,
    async answer(visit) {
      const admitted = await admit(visit)
      visit.school = admitted.school ?? null
      visit.actor = admitted.actor ?? null
      if (visit.actor && permission !== 'public' && permission !== 'signed-in')
        NotAllowed.unless(visit.actor, permission)
      return handleOrShowRefusal(spec, visit, admitted)
    },
  }
}

async function handleOrShowRefusal<
  Url extends string,
  Query extends TSchema | undefined,
  Body extends TSchema | undefined,
  Context,
>(spec: Spec<Url, Query, Body, Context>, visit: Visit, admitted: object): Promise<Answer> {
  const { app, request, reply, params, files } = visit
  const common = { app, db: app.db, clock: app.clock, request, reply, params, files, ...admitted }
  try {
    const query = spec.query ? parseFields(spec.query, visit.queryFields) : visit.queryFields
    const body = spec.body ? parseFields(spec.body, visit.bodyFields) : visit.bodyFields
    return await spec.handle({ ...common, query, body } as Context)
  } catch (error) {
    if (!spec.onRefusal || !(error instanceof Refusal)) throw error
    return spec.onRefusal({ ...common, refusal: error, typed: visit.bodyFields } as unknown as Parameters<
      typeof spec.onRefusal
    >[0])
  }
}
