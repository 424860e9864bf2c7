import { listAdultsOfAccount } from '../../../modules/accounts/index.ts'
import { languageOfAdult } from '../../../modules/preferences/index.ts'
import {
  type Acting,
  listOwnDetails,
  type OwnAdult,
  type OwnDetails,
  OwnLinkOver,
  readOwnLink,
} from '../../../modules/registration/index.ts'
import { type BrowserCookie, readCookie } from '../../../platform/http/index.ts'
import { NoSuchPage } from '../../frame/errors.ts'
import type { PublicContext } from '../../page.ts'
import { keepStoredLanguage, type Language, languageOf } from '../language.ts'

/** Holds the signed link until the browser is closed. */
export const ownCookie: BrowserCookie = { name: 'gatehouse-own' }

type Context = Pick<PublicContext, 'app' | 'db' | 'clock' | 'request' | 'signedIn'>

/**
 * Whose pages these are. `account`: somebody signed in, at every school that knows them. `link`: whoever holds a signed link, at its one
 * school, for the notices tier alone (SEC-2).
 */
export type Who = {
  way: 'account' | 'link'
  accountId: string | null
  adults: OwnAdult[]
  /** Where a link of theirs is current. */
  own: OwnDetails[]
}

/** Null when nobody is signed in as an adult and no link was opened. Refuses a link that is over. */
export async function findWhoIfAny(context: Context): Promise<Who | null> {
  const { app, db, clock, request, signedIn } = context
  const adults = signedIn ? await listAdultsOfAccount(db, signedIn.account.id) : []
  if (signedIn && adults.length > 0)
    return { way: 'account', accountId: signedIn.account.id, adults, own: await listOwnDetails(db, { adults }) }
  const token = readCookie(request, ownCookie)
  if (!token) return null
  const adult = readOwnLink({ token, hash: app.keyedHash, clock })
  const own = await listOwnDetails(db, { adults: [adult] })
  if (own.length === 0) throw new OwnLinkOver()
  return { way: 'link', accountId: null, adults: [adult], own }
}

export async function findWho(context: Context): Promise<Who> {
  const who = await findWhoIfAny(context)
  if (!who) throw new OwnLinkOver()
  return who
}

/** OPT-7: the language of their pages, by what they stored where the browser was told nothing; it is told then. */
export async function languageOfWho(
  context: Pick<PublicContext, 'db' | 'request' | 'reply'>,
  who: Who | null,
): Promise<Language> {
  const { db, request, reply } = context
  let stored: string | null = null
  for (const { schoolId, adultId } of who?.adults ?? [])
    stored ??= await db.inSchool(schoolId, (trx) => languageOfAdult(trx, { schoolId, adultId }))
  keepStoredLanguage(request, reply, stored)
  return languageOf(context, { stored })
}

/** The school that the address names, among those of this person; whatever else it names is no page of theirs. */
export async function findOwnAt(
  context: Context & { params: { school: string } },
): Promise<{ who: Who; own: OwnDetails; acting: Acting }> {
  const who = await findWho(context)
  const own = who.own.find(({ school }) => school.slug === context.params.school)
  if (!own) throw new NoSuchPage()
  return { who, own, acting: actingOf(context, who, own) }
}

export function actingOf(context: Pick<Context, 'clock'>, { accountId }: Who, { school, adult }: OwnDetails): Acting {
  return { schoolId: school.id, adultId: adult.id, accountId, clock: context.clock }
}

/** The same on a page of the record tier: a signed link opens none of these. */
export async function findOwnOnRecord(context: Context & { params: { school: string } }) {
  await findAccountWho(context)
  return findOwnAt(context)
}

/** Somebody signed in who is an adult at some school. */
export async function findAccountWho(context: Context): Promise<Who & { accountId: string }> {
  const who = await findWhoIfAny(context)
  if (who?.way !== 'account' || who.accountId === null) throw new NoSuchPage()
  return { ...who, accountId: who.accountId }
}
