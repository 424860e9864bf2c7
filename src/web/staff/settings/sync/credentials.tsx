import { Type } from 'typebox'
import { endCredential, findCredential, makeCredential } from '../../../../modules/syncing/index.ts'
import { Card } from '../../../components/card.tsx'
import { ConfirmForm } from '../../../components/confirm-form.tsx'
import { StaffPage } from '../../../components/shell.tsx'
import { TimeAgo } from '../../../components/time-ago.tsx'
import { invalid, page, redirectTo, sayWhyAt } from '../../../page.ts'
import { loadSync } from './load-sync.ts'
import { SyncView } from './sync.view.tsx'

/** The token is shown once, as the answer itself: afterwards nobody can read it anywhere. */
export const makeCredentialPage = page({
  method: 'POST',
  url: '/schools/:school/settings/sync/credentials',
  permission: 'sync.manage',
  body: Type.Object({ name: Type.String({ default: '' }) }),
  async handle({ app, school, actor, db, clock, body: { name } }) {
    const { credential, token } = await makeCredential(db, { school, name, actor, clock })
    return <SyncView facts={await loadSync(app, school)} made={{ name: credential.name, token }} />
  },
  onRefusal: async ({ app, school, refusal, typed }) =>
    invalid(<SyncView facts={await loadSync(app, school)} typed={typed} errors={{ name: refusal.words }} />),
})

export const endCredentialPage = page({
  method: 'GET',
  url: '/schools/:school/settings/sync/credentials/:credential/end',
  permission: 'sync.manage',
  async handle({ school, db, params }) {
    const credential = await db.inSchool(school.id, (trx) => findCredential(trx, school, params.credential))
    const sync = `/schools/${school.slug}/settings/sync`
    return (
      <StaffPage
        title={`End “${credential.name}”`}
        current="settings"
        breadcrumbs={[
          { words: 'Settings', href: `/schools/${school.slug}/settings` },
          { words: 'Sync', href: sync },
        ]}
      >
        <Card>
          <ConfirmForm
            action={`${sync}/credentials/${credential.id}/end`}
            button={`End “${credential.name}”`}
            back={sync}
            danger
          >
            <p>
              The machine that has this token can send nothing any more, from this moment on. What it sent stays. You
              can make another credential for it.
            </p>
            <p>
              Made <TimeAgo at={credential.madeAt} /> by {credential.madeBy},{' '}
              {credential.lastUsedAt ? (
                <>
                  last used <TimeAgo at={credential.lastUsedAt} />
                </>
              ) : (
                'never used'
              )}
              .
            </p>
          </ConfirmForm>
        </Card>
      </StaffPage>
    )
  },
})

export const takeCredentialAway = page({
  method: 'POST',
  url: '/schools/:school/settings/sync/credentials/:credential/end',
  permission: 'sync.manage',
  async handle({ school, actor, db, clock, params }) {
    const { name } = await endCredential(db, { school, credentialId: params.credential, actor, clock })
    return redirectTo(`/schools/${school.slug}/settings/sync`, `“${name}” is ended. Its token opens nothing any more.`)
  },
  onRefusal: (context) => sayWhyAt(context, '/settings/sync'),
})
