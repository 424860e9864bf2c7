import { Type } from 'typebox'
import { addStaff } from '../../modules/accounts/index.ts'
import { type Actor, systemActor } from '../../modules/audit/index.ts'
import { connectSimulatedNetwork } from '../../modules/delivery/index.ts'
import { createSchool, findSchoolBySlugIfAny } from '../../modules/schools/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { Button } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import { ErrorSummary, Input } from '../components/fields.tsx'
import { Form } from '../components/form.tsx'
import { PlainPage } from '../components/shell.tsx'
import { NoSuchPage } from '../frame/errors.ts'
import { accountPage, invalid, redirectTo } from '../page.ts'

/** In the demo: an empty school beside the invented one, for somebody who wants to try their own export. */
export const ownSchoolPage = accountPage({
  method: 'GET',
  url: '/demo/own-school',
  handle: () => <OwnSchool name="" />,
})

export const takeOwnSchool = accountPage({
  method: 'POST',
  url: '/demo/own-school',
  body: Type.Object({ name: Type.String({ default: '' }) }),
  async handle({ app, db, clock, signedIn, body }) {
    const { name, email } = signedIn.account
    if (!email) throw new NoSuchPage()
    const slug = await freeSlug(db, body.name)
    const actor: Actor = { kind: 'staff', accountId: signedIn.account.id, name }
    const school = await createSchool(db, { name: body.name, slug, actor, clock })
    const { secretBox } = app.delivery
    await db.inSchool(school.id, (trx) => connectSimulatedNetwork(trx, { secretBox, clock }, school.id))
    await addStaff(db, { school, roles: ['administrator'], name, email, actor: systemActor, clock })
    return redirectTo(
      `/schools/${slug}/imports`,
      `${school.name} is open and empty. Its messages go to simulated phones.`,
    )
  },
  onRefusal: ({ typed, refusal }) => invalid(<OwnSchool name={String(typed.name ?? '')} error={refusal.words} />),
})

/** `St Mary’s Primary` → `st-marys-primary`, with a number where that is taken. */
async function freeSlug(db: Db, name: string): Promise<string> {
  const plain = name.normalize('NFKD').replaceAll(/[\u0300-\u036f'’]/g, '')
  const words = plain.toLowerCase().match(/[a-z0-9]+/g) ?? ['school']
  const wanted = words.join('-').slice(0, 34).replace(/-$/, '')
  for (let number = 1; ; number++) {
    const slug = number === 1 ? wanted : `${wanted}-${number}`
    if (!(await findSchoolBySlugIfAny(db, slug))) return slug
  }
}

function OwnSchool({ name, error }: { name: string; error?: string }) {
  return (
    <PlainPage title="Try your own export" lead="In an empty school beside the invented one, on this computer only.">
      {error ? <ErrorSummary errors={{ name: error }} /> : null}
      <Card>
        <p>
          You choose your files, see what an import would do, and write a message. Texts and emails go to simulated
          phones on this computer; no family gets anything.
        </p>
        <Form action="/demo/own-school">
          <Input name="name" label="Name of the school" value={name} error={error} />
          <p class="buttons">
            <Button>Open an empty school</Button>
            <a class="btn quiet" href="/">
              Back
            </a>
          </p>
        </Form>
      </Card>
    </PlainPage>
  )
}
