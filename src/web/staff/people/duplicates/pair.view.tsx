import { type Adult, type SuggestedPair, whichIsKept } from '../../../../modules/people/index.ts'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { ErrorSummary, Radios, Textarea } from '../../../components/fields.tsx'
import { Form } from '../../../components/form.tsx'
import { Note } from '../../../components/note.tsx'
import { sentence } from '../../../components/sentence.ts'
import { StaffPage } from '../../../components/shell.tsx'
import { Table } from '../../../components/table.tsx'
import { OriginTag, RuleTag, Tag } from '../../../components/tag.tsx'
import { nameOf } from '../say-people.ts'

type Child = { adultId: string; words: string }
type Props = {
  base: string
  pair: SuggestedPair
  children: Child[]
  mayMerge: boolean
  mayPart: boolean
  error?: string
  reason?: string
  /** Which record was chosen to stay, where the form comes back with an error. */
  keptId?: string
}

export function PairView(props: Props) {
  const { base, pair, mayMerge, mayPart } = props
  const { one, other, why } = pair
  return (
    <StaffPage
      title={nameOf(one) === nameOf(other) ? `${nameOf(one)}, twice` : `${nameOf(one)} and ${nameOf(other)}`}
      current="people"
      breadcrumbs={[
        { words: 'People', href: base.replace(/\/duplicates$/, '') },
        { words: 'One person, two records?', href: base },
      ]}
      lead={why.length > 0 ? `${sentence(why.join(', '))}` : 'Nothing suggests that they are one person'}
    >
      <div class="stack">
        <SideBySide {...props} />
        {mayMerge || mayPart ? <Decide {...props} /> : null}
      </div>
    </StaffPage>
  )
}

/** Facts in rows, the two records in columns; what they share is marked. */
function SideBySide({ base, pair: { one, other }, children }: Props) {
  const facts: { words: string; of(adult: Adult): string[] }[] = [
    { words: 'Name', of: (adult) => [[adult.title, nameOf(adult)].filter(Boolean).join(' ')] },
    { words: 'Children', of: ({ id }) => children.filter((child) => child.adultId === id).map(({ words }) => words) },
    { words: 'Emails', of: (adult) => valuesOf(adult, true) },
    { words: 'Phones', of: (adult) => valuesOf(adult, false) },
    {
      words: 'Address',
      of: ({ address, postcode }) => [[address, postcode].filter(Boolean).join(', ')].filter(Boolean),
    },
    { words: 'Opted out', of: ({ optOuts }) => optOuts },
    { words: 'Records of the MIS', of: ({ misIds }) => misIds },
  ]
  const shown = (adult: Adult, beside: Adult) => (fact: (typeof facts)[number]) => (
    <ul class="changes">
      {fact.of(adult).map((value) => (
        <li key={value}>
          {value} {fact.of(beside).includes(value) ? <Tag kind="info">the same</Tag> : null}
        </li>
      ))}
    </ul>
  )
  const at = base.replace(/duplicates$/, 'adults')
  return (
    <Card>
      <Table
        caption="Both records side by side"
        rows={facts}
        keyOf={({ words }) => words}
        columns={[
          { title: 'What', cell: ({ words }) => words },
          { title: 'The first record', cell: shown(one, other) },
          { title: 'The second record', cell: shown(other, one) },
        ]}
      />
      <p>
        <a href={`${at}/${one.id}`}>Open the first</a> <OriginTag origin={one.origin} /> ·{' '}
        <a href={`${at}/${other.id}`}>Open the second</a> <OriginTag origin={other.origin} />
      </p>
    </Card>
  )
}

function valuesOf(adult: Adult, emails: boolean): string[] {
  return adult.contactPoints
    .filter(({ kind }) => (kind === 'email') === emails)
    .map(({ value, raw }) => value?.replace(/^\+44(\d{4})(\d{6})$/, '0$1 $2') ?? raw)
}

function Decide({ base, pair: { one, other }, mayMerge, mayPart, error, reason, keptId }: Props) {
  const action = `${base}/${one.id}/${other.id}`
  const { kept } = whichIsKept(one, other)
  const hint = (adult: Adult) =>
    adult.registeredAt
      ? 'Registered: what they gave stays theirs'
      : `${adult.origin === 'mis' ? 'From the MIS' : 'Typed here'}`
  return (
    <Card title="Who is it?">
      <Form action={action}>
        <ErrorSummary errors={error ? { reason: error } : {}} />
        <Note>
          Merging moves the children, details, choices and sign-in of one record to the other. Where either opted out,
          the person is opted out; what is held stays held, and a child for whom either is restricted is closed to the
          person. The next import keeps them together. Messages stay with the record they were sent to.{' '}
          <RuleTag rule="IMP-22" />
        </Note>
        <Radios
          name="kept"
          label="Which record stays"
          value={keptId || kept.id}
          choices={[
            { value: one.id, words: `The first: ${nameOf(one)}`, hint: hint(one) },
            { value: other.id, words: `The second: ${nameOf(other)}`, hint: hint(other) },
          ]}
        />
        <Textarea
          name="reason"
          rows={2}
          label="How do you know?"
          hint="For example: “Asked Mrs Hassan at the gate; she has two children here.”"
          value={reason}
          error={error}
        />
        {mayPart ? null : (
          <Note kind="warn">
            One of them is restricted for a child, and whoever is not the same may be linked to it: to say so is for the
            head or the safeguarding lead. <RuleTag rule="VIS-3" />
          </Note>
        )}
        <p class="buttons">
          {mayMerge ? (
            <Button name="act" value="merge">
              Same person: make them one
            </Button>
          ) : null}
          {mayPart ? (
            <Button kind="quiet" name="act" value="not-same">
              Not the same
            </Button>
          ) : null}
        </p>
      </Form>
    </Card>
  )
}
