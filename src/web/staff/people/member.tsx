import { may } from '../../../modules/accounts/index.ts'
import { findStaffMember, groupsOfMember, loadMemberPoints } from '../../../modules/people/index.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Facts } from '../../components/lists.tsx'
import { sentence } from '../../components/sentence.ts'
import { StaffPage } from '../../components/shell.tsx'
import { DefinitionList } from '../../components/table.tsx'
import { Tag } from '../../components/tag.tsx'
import { readId } from '../../frame/parse.ts'
import { page } from '../../page.ts'
import { sayPoint, stateOfPoint } from './point-state.ts'
import { nameOf } from './say-people.ts'

/** A member of the school who is no pupil, as the MIS holds them. */
export const memberPage = page({
  method: 'GET',
  url: '/schools/:school/people/members/:id',
  permission: 'people.read',
  async handle({ db, school, actor, params }) {
    const { id: schoolId } = school
    const { member, points, groups } = await db.inSchool(schoolId, async (trx) => {
      const member = await findStaffMember(trx, schoolId, readId(params.id))
      const points = await loadMemberPoints(trx, { schoolId, memberIds: [member.id] })
      return { member, points: points.get(member.id) ?? [], groups: await groupsOfMember(trx, schoolId, member.id) }
    })
    const people = `/schools/${school.slug}/people`
    return (
      <StaffPage
        title={nameOf(member)}
        heading={member.title ? `${member.title} ${nameOf(member)}` : nameOf(member)}
        current="people"
        breadcrumbs={[
          { words: 'People', href: people },
          { words: 'Staff', href: `${people}?show=staff` },
        ]}
        lead={sentence(member.role)}
        actions={
          may(actor.roles, 'letters.read') ? (
            <ButtonLink kind="quiet" href={`/schools/${school.slug}/letters/members/${member.id}`}>
              Letters
            </ButtonLink>
          ) : null
        }
      >
        <Card title="Phone and email">
          {points.length === 0 ? <Tag>Nothing on record</Tag> : null}
          {points.map((point) => {
            const { kind, words, why } = stateOfPoint(point, [])
            return (
              <div class="chan" key={point.id}>
                <Tag kind={kind}>{words}</Tag>
                <span class="num">{sayPoint(point)}</span>
                <Facts>{[why ?? '', point.origin === 'mis' ? 'from the MIS' : 'registered by themselves']}</Facts>
              </div>
            )
          })}
        </Card>
        <Card title="On record">
          <DefinitionList
            items={[
              { name: 'Class', value: member.registrationGroup ?? 'None' },
              { name: 'Groups', value: groups.join(', ') || 'None' },
              { name: 'MIS record', value: member.misId ?? 'None' },
            ]}
          />
        </Card>
      </StaffPage>
    )
  },
})
