import type { ComponentChildren } from 'preact'
import { may } from '../../../../modules/accounts/index.ts'
import type { GroupOfSchool } from '../../../../modules/people/index.ts'
import { formatNumber } from '../../../components/bar.tsx'
import { ButtonLink } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { EmptyState } from '../../../components/lists.tsx'
import { StaffPage } from '../../../components/shell.tsx'
import { Table } from '../../../components/table.tsx'
import { Tag } from '../../../components/tag.tsx'
import { useFrame } from '../../../frame/frame.ts'
import { kindWords, sayRule } from './say-group.ts'

/** Own groups first, as those can be changed here; then what the MIS sent, by kind. */
export function GroupsView({ groups }: { groups: GroupOfSchool[] }) {
  const { school, actor } = useFrame()
  const people = `/schools/${school?.slug}/people`
  const changes = may(actor?.roles ?? [], 'people.change')
  const make = changes ? <ButtonLink href={`${people}/groups/new`}>Make a group</ButtonLink> : null
  const own = groups.filter(({ kind }) => kind === 'own')
  const ofMis = groups.filter(({ kind }) => kind !== 'own')
  return (
    <StaffPage
      title="Groups"
      current="people"
      breadcrumbs={[{ words: 'People', href: people }]}
      lead="A message can go to any of them"
      actions={own.length > 0 ? make : null}
    >
      <Card title="Your own groups">
        <GroupTable
          caption="Your own groups"
          groups={own}
          empty={
            <EmptyState title="No group of your own yet" action={make}>
              A club, a trip, a choir: choose its pupils one by one, or let it fill itself from years, classes and
              houses.
            </EmptyState>
          }
        />
      </Card>
      <Card title="From the MIS">
        <GroupTable
          caption="Groups from the MIS"
          groups={ofMis}
          empty={
            <EmptyState title="The MIS sent no groups">
              Classes and years are there all the same. Teaching groups come in where the export lists them.
            </EmptyState>
          }
        />
      </Card>
    </StaffPage>
  )
}

function GroupTable(props: { caption: string; groups: GroupOfSchool[]; empty: ComponentChildren }) {
  const { school } = useFrame()
  return (
    <Table
      caption={props.caption}
      rows={props.groups}
      keyOf={({ id }) => id}
      empty={props.empty}
      columns={[
        {
          title: 'Group',
          cell: ({ id, name, rule }) => (
            <>
              <a href={`/schools/${school?.slug}/people/groups/${id}`}>{name}</a>
              {rule ? (
                <>
                  <br />
                  <small>{sayRule(rule)}</small>
                </>
              ) : null}
            </>
          ),
        },
        {
          title: 'Kind',
          cell: (group) =>
            group.kind === 'own' ? (
              <Tag kind={group.rule ? 'info' : 'plain'}>{group.rule ? 'Fills itself' : 'Chosen by hand'}</Tag>
            ) : (
              kindWords[group.kind]
            ),
        },
        { title: 'Pupils', kind: 'number', cell: ({ pupils }) => formatNumber(pupils) },
      ]}
    />
  )
}
