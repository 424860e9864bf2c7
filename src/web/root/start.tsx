import { listAdultsOfAccount, listWorkplaces, roleNames } from '../../modules/accounts/index.ts'
import { EmptyState } from '../components/lists.tsx'
import { PlainPage } from '../components/shell.tsx'
import { publicPage, redirectTo } from '../page.ts'

/** The way in: sign-in, the only school, or a choice of schools. */
export const startPage = publicPage({
  method: 'GET',
  url: '/',
  async handle({ app, db, signedIn }) {
    if (!signedIn) return redirectTo('/sign-in')
    const schools = await listWorkplaces(db, { accountId: signedIn.account.id })
    const [only] = schools
    const isFamily = (await listAdultsOfAccount(db, signedIn.account.id)).length > 0
    if (only && schools.length === 1 && !isFamily) return redirectTo(`/schools/${only.slug}/home`)
    if (!only && isFamily) return redirectTo('/my')
    if (!only) {
      return (
        <PlainPage title="No school yet">
          <EmptyState title="You have no role at a school">
            Ask an administrator of your school to invite you. Your sign-in stays as it is.
          </EmptyState>
        </PlainPage>
      )
    }
    return (
      <PlainPage title="Your schools" lead="Each school stands by itself. Choose one to go on.">
        <ul class="choices">
          {schools.map(({ slug, name, roles }) => (
            <li key={slug}>
              <a href={`/schools/${slug}/home`}>
                {name} <small>{roles.map((role) => roleNames[role]).join(', ')}</small>
              </a>
            </li>
          ))}
          {isFamily ? (
            <li>
              <a href="/my">
                Your own children <small>as their family</small>
              </a>
            </li>
          ) : null}
        </ul>
        {app.demo ? (
          <p>
            <a href="/demo/own-school">Try your own export</a>, in an empty school beside these.
          </p>
        ) : null}
      </PlainPage>
    )
  },
})

/** For whatever watches that the program runs: says nothing but that. */
export const healthPage = publicPage({
  method: 'GET',
  url: '/health',
  async handle({ db, reply }) {
    await db.inInstance(async () => {})
    reply.type('text/plain')
    return { answer: 'json', value: 'ok\n' }
  },
})
