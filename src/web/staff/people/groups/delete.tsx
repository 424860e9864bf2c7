import { deleteOwnGroup, findGroup, type GroupOfSchool } from '../../../../modules/people/index.ts'
import { Card } from '../../../components/card.tsx'
import { ConfirmForm } from '../../../components/confirm-form.tsx'
import { StaffPage } from '../../../components/shell.tsx'
import { useFrame } from '../../../frame/frame.ts'
import { readId } from '../../../frame/parse.ts'
import { page, redirectTo } from '../../../page.ts'
import { sayPupils } from './say-group.ts'

const url = '/schools/:school/people/groups/:id/delete'
const permission = 'people.change'

export const deleteGroupPage = page({
  method: 'GET',
  url,
  permission,
  async handle({ db, school, params }) {
    const of = { schoolId: school.id, groupId: readId(params.id) }
    return <DeleteGroup group={await db.inSchool(school.id, (trx) => findGroup(trx, of))} />
  },
})

export const takeDeleteGroup = page({
  method: 'POST',
  url,
  permission,
  async handle({ db, school, actor, clock, params }) {
    const groupId = readId(params.id)
    await db.inSchool(school.id, (trx) => deleteOwnGroup(trx, { schoolId: school.id, groupId, actor, clock }))
    return redirectTo(`/schools/${school.slug}/people/groups`, 'The group is deleted. Its pupils stay.')
  },
})

function DeleteGroup({ group }: { group: GroupOfSchool }) {
  const people = `/schools/${useFrame().school?.slug}/people`
  const here = `${people}/groups/${group.id}`
  return (
    <StaffPage
      title={`Delete ${group.name}`}
      current="people"
      breadcrumbs={[
        { words: 'Groups', href: `${people}/groups` },
        { words: group.name, href: here },
      ]}
    >
      <Card>
        <ConfirmForm action={`${here}/delete`} button={`Delete ${group.name}`} back={here} danger>
          <p>
            The group goes, its {sayPupils(group.pupils)} and their families stay. What was sent to it stays as it was.
            It cannot be brought back; it would have to be made again.
          </p>
        </ConfirmForm>
      </Card>
    </StaffPage>
  )
}
