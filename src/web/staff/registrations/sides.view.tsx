import type { ComponentChildren } from 'preact'
import type { Adult, Family } from '../../../modules/people/index.ts'
import { Card, Columns } from '../../components/card.tsx'
import { DecisionForm } from '../../components/decision-form.tsx'
import type { Choice, FieldErrors } from '../../components/fields.tsx'
import { DefinitionList } from '../../components/table.tsx'
import { OriginTag, Tag } from '../../components/tag.tsx'
import { Day } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { Fields } from '../../page.ts'
import { LinkStateTag } from '../people/link-state.view.tsx'
import { Points } from '../people/linked-adult.view.tsx'
import { nameOf, sayLink } from '../people/say-people.ts'

export type Row = { name: string; value: ComponentChildren }

/** What one says and what the other holds, beside each other on a wide screen. */
export function Sides({ left, right }: { left: { title: string; rows: Row[] }; right: ComponentChildren }) {
  return (
    <Columns>
      <Card title={left.title}>
        <DefinitionList items={left.rows} />
      </Card>
      {right}
    </Columns>
  )
}

/** An adult on record, with the link that it is about. */
export function HeldSide(props: {
  title: string
  adult: Adult | null
  link: Family['links'][number] | null
  childName: string
}) {
  const { title, adult, link, childName } = props
  const people = `/schools/${useFrame().school?.slug}/people`
  if (adult === null)
    return (
      <Card title={title}>
        <p>This record has gone since.</p>
      </Card>
    )
  return (
    <Card title={title}>
      <DefinitionList
        items={[
          { name: 'Name', value: <a href={`${people}/adults/${adult.id}`}>{nameOf(adult)}</a> },
          {
            name: `Link to ${childName}`,
            value: link ? <LinkInWords link={link} childName={childName} /> : 'None: linked to other children only',
          },
          { name: 'Address', value: [adult.address, adult.postcode].filter(Boolean).join(', ') || 'Not known' },
        ]}
      />
      <Points adult={adult} />
    </Card>
  )
}

function LinkInWords({ link, childName }: { link: Family['links'][number]; childName: string }) {
  return (
    <>
      {sayLink(link, childName).join(', ')} <OriginTag origin={link.origin} />
      {link.prime ? <Tag kind="gate">Prime</Tag> : null}
      <LinkStateTag link={link} />
      {link.endedOn ? (
        <>
          <br />
          Ended on <Day date={link.endedOn} />
          {link.endReason ? `: ${link.endReason}` : ''}
        </>
      ) : null}
    </>
  )
}

/** The answers, and what the one chosen rests on. */
export function Decide(props: { action: string; choices: readonly Choice[]; errors: FieldErrors; typed: Fields }) {
  const { action, choices, errors, typed } = props
  return (
    <Card title="Decide">
      <DecisionForm
        action={action}
        errors={errors}
        typed={typed}
        question={{ name: 'decision', label: 'Who is it?', choices }}
        because={{
          name: 'reason',
          label: 'What this rests on',
          hint: 'For example: “Telephoned on 12 November; gave the child’s birthday and the old number.” It is kept with your name.',
        }}
        button="Record this decision"
        later={{ href: `/schools/${useFrame().school?.slug}/registrations`, words: 'Decide later' }}
      />
    </Card>
  )
}
