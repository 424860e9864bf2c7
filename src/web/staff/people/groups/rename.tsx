import Type from 'typebox'
import { findGroup, type GroupOfSchool, renameOwnGroup } from '../../../../modules/people/index.ts'
import { besideField } from '../../../components/beside-field.ts'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { ErrorSummary, type FieldErrors, Input } from '../../../components/fields.tsx'
import { Form } from '../../../components/form.tsx'
import { StaffPage } from '../../../components/shell.tsx'
import { useFrame } from '../../../frame/frame.ts'
import { readId } from '../../../frame/parse.ts'
import { invalid, page, redirectTo } from '../../../page.ts'

const url = '/schools/:school/people/groups/:id/rename'
const permission = 'people.change'

export const renameGroupPage = page({
  method: 'GET',
  url,
  permission,
  async handle({ db, school, params }) {
    const of = { schoolId: school.id, groupId: readId(params.id) }
    return <RenameGroup group={await db.inSchool(school.id, (trx) => findGroup(trx, of))} />
  },
})

export const takeRenameGroup = page({
  method: 'POST',
  url,
  permission,
  body: Type.Object({ name: Type.String({ default: '' }) }),
  async handle({ db, school, actor, clock, params, body: { name } }) {
    const groupId = readId(params.id)
    await db.inSchool(school.id, (trx) => renameOwnGroup(trx, { schoolId: school.id, groupId, name, actor, clock }))
    return redirectTo(`/schools/${school.slug}/people/groups/${groupId}`, 'The group has its new name.')
  },
  async onRefusal({ db, school, params, refusal, typed }) {
    if (!refusal.code.startsWith('group.name')) throw refusal
    const of = { schoolId: school.id, groupId: readId(params.id) }
    const group = await db.inSchool(school.id, (trx) => findGroup(trx, of))
    return invalid(
      <RenameGroup group={group} typed={String(typed.name ?? '')} errors={{ name: besideField(refusal) }} />,
    )
  },
})

function RenameGroup(shown: { group: GroupOfSchool; typed?: string; errors?: FieldErrors }) {
  const { group, typed = group.name, errors = {} } = shown
  const people = `/schools/${useFrame().school?.slug}/people`
  const here = `${people}/groups/${group.id}`
  return (
    <StaffPage
      title={`Rename ${group.name}`}
      current="people"
      breadcrumbs={[
        { words: 'Groups', href: `${people}/groups` },
        { words: group.name, href: here },
      ]}
    >
      <Card>
        <Form action={`${here}/rename`}>
          <ErrorSummary errors={errors} />
          <Input name="name" label="New name" value={typed} error={errors.name} size="middle" />
          <p class="buttons">
            <Button>Rename the group</Button>
            <a class="btn quiet" href={here}>
              Leave it as it is
            </a>
          </p>
        </Form>
      </Card>
    </StaffPage>
  )
}
