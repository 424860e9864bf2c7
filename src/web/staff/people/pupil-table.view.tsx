import type { ComponentChildren } from 'preact'
import type { Family } from '../../../modules/people/index.ts'
import { Table } from '../../components/table.tsx'
import { Tag } from '../../components/tag.tsx'
import { useFrame } from '../../frame/frame.ts'
import { currentLinks, reachOf, sayWhy } from './reach-of-pupil.ts'
import { nameOf, sayClass } from './say-people.ts'

/** Pupils in rows, with who is linked and whether the home can be reached. `adults` names them, `why` says what is wrong. */
export function PupilTable(props: {
  caption: string
  families: Family[]
  adults?: boolean
  why?: boolean
  empty?: ComponentChildren
}) {
  const { caption, families, adults = false, why = false, empty } = props
  const base = `/schools/${useFrame().school?.slug}/people`
  return (
    <Table
      caption={caption}
      rows={families}
      keyOf={({ pupil }) => pupil.id}
      empty={empty}
      columns={[
        {
          title: 'Pupil',
          cell: ({ pupil }) => <a href={`${base}/pupils/${pupil.id}`}>{nameOf(pupil)}</a>,
        },
        { title: 'Class', cell: ({ pupil }) => sayClass(pupil.registrationGroup ?? pupil.year) },
        {
          title: 'Linked adults',
          ...(adults ? {} : { kind: 'number' as const }),
          cell: (family) => (adults ? namesOf(family) : currentLinks(family).length),
        },
        why
          ? { title: 'Why', cell: sayWhy }
          : {
              title: 'Reach',
              cell: (family) => {
                const { kind, words } = reachOf(family)
                return <Tag kind={kind}>{words}</Tag>
              },
            },
      ]}
    />
  )
}

function namesOf(family: Family): string {
  const names = currentLinks(family).map(({ adult, relationship }) =>
    relationship ? `${nameOf(adult)} (${relationship.toLowerCase()})` : nameOf(adult),
  )
  return names.join(', ') || 'Nobody'
}
