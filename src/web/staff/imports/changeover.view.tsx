import type { Changeover, InMis, PupilChangeover, Today } from '../../../modules/importing/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Input } from '../../components/fields.tsx'
import { Figure, Figures } from '../../components/figure.tsx'
import { Form } from '../../components/form.tsx'
import { EmptyState, Pagination, Tabs } from '../../components/lists.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { type Column, Table } from '../../components/table.tsx'
import { OriginTag, RuleTag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'

/** How a child's links stand today, in the order in which a changeover is thought through. */
export const todayWords: Record<Today, { tab: string; words: string }> = {
  'no link': { tab: 'No link', words: 'Nobody is linked' },
  mis: { tab: 'From the MIS', words: 'Prime, from the MIS' },
  picked: { tab: 'Picked', words: 'Prime, picked by the school' },
  manual: { tab: 'By hand', words: 'Prime, linked by hand' },
  web: { tab: 'Registered', words: 'Prime, registered' },
  'non-prime web': { tab: 'Registered, not prime', words: 'Registered, and nobody is prime' },
  'non-prime': { tab: 'Not prime', words: 'Linked, and nobody is prime' },
}

const misWords: Record<InMis, string> = {
  'the same': 'has the same adult first',
  another: 'has another adult first',
  two: 'has two adults first',
  'opted out': 'has somebody first who opted out',
  'lower only': 'has nobody first',
  nobody: 'has no contact',
}

type Props = { base: string; changeover: Changeover; today: Today | null; from: number; mayGive: boolean }

export function ChangeoverView({ base, changeover, today, from, mayGive }: Props) {
  const at = `${base}/imports/changeover`
  const { branches, pupils, next } = changeover
  const count = (one: Today) => branches.find((branch) => branch.today === one)?.pupils ?? 0
  const all = branches.reduce((sum, branch) => sum + branch.pupils, 0)
  const query = today === null ? '' : `today=${encodeURIComponent(today)}&`
  return (
    <StaffPage
      title="Changeover to the MIS"
      current="imports"
      lead="Who maintains which link today, what the next import would do to each child, and why. Looking changes nothing."
      breadcrumbs={[{ words: 'Import', href: `${base}/imports` }]}
    >
      <div class="stack">
        <Owners changeover={changeover} />
        <Source base={base} changeover={changeover} />
        {mayGive && changeover.allOfTheSchool.length > 0 ? <GiveAll at={at} changeover={changeover} /> : null}
        <Tabs
          label="How links stand today"
          tabs={[
            { words: 'All children', href: at, current: today === null, count: all },
            ...(Object.keys(todayWords) as Today[])
              .filter((one) => count(one) > 0)
              .map((one) => ({
                words: todayWords[one].tab,
                href: `${at}?today=${encodeURIComponent(one)}`,
                current: one === today,
                count: count(one),
              })),
          ]}
        />
        <Card title={today === null ? 'Each child' : todayWords[today].words}>
          {pupils.length === 0 ? (
            <EmptyState title={all === 0 ? 'No child is on roll yet' : 'No child is in this branch any more'} />
          ) : (
            <Pupils base={base} at={at} pupils={pupils} mayGive={mayGive} />
          )}
          <Pagination
            first={from > 0 ? `${at}?${query.replace(/&$/, '')}` : null}
            next={next === null ? null : `${at}?${query}from=${next}`}
          />
        </Card>
      </div>
    </StaffPage>
  )
}

function Owners({ changeover: { linksByOrigin } }: Pick<Props, 'changeover'>) {
  const { mis, web, manual, picked } = linksByOrigin
  return (
    <Figures label="Links by who maintains them">
      <Figure value={formatNumber(mis)} words={`${mis === 1 ? 'link' : 'links'} from the MIS`} />
      <Figure value={formatNumber(web)} words="registered by the person" />
      <Figure value={formatNumber(manual)} words="linked by hand" />
      <Figure value={formatNumber(picked)} words="picked from the MIS" />
    </Figures>
  )
}

/** What "the MIS says" rests on, and the way to the import itself. */
function Source({ base, changeover: { source } }: Pick<Props, 'base' | 'changeover'>) {
  if (!source)
    return (
      <Note kind="warn" title="No file of the MIS was read yet.">
        So nothing is known of what an import would do. <a href={`${base}/imports/new`}>Choose the files</a>: the plan
        changes nothing until it is applied.
      </Note>
    )
  if (source.waits)
    return (
      <Note title="As the plan that waits says.">
        Made <TimeAgo at={source.plan.madeAt} /> by {source.plan.madeBy}. When every child below is as it should be:
        <p class="buttons">
          <ButtonLink href={`${base}/imports/${source.plan.id}`}>Look at the plan and do the import</ButtonLink>
        </p>
      </Note>
    )
  return (
    <Note title="As the MIS said at the last import.">
      That was {source.plan.appliedAt ? <TimeAgo at={source.plan.appliedAt} /> : 'some time ago'}. For what it says
      today, read its files again.
      <p class="buttons">
        <ButtonLink href={`${base}/imports/new`}>Choose the files of today</ButtonLink>
      </p>
    </Note>
  )
}

function GiveAll({ at, changeover: { allOfTheSchool } }: { at: string; changeover: Changeover }) {
  const count = allOfTheSchool.length
  return (
    <details class="card">
      <summary>
        Give {count === 1 ? 'the one link' : `all ${formatNumber(count)} links`} of the school’s own to the MIS
      </summary>
      <Form action={at}>
        <p>
          From then on imports maintain them: details and who is prime follow the MIS, and a link that the MIS does not
          have ends with the next import. What families registered stays theirs.
        </p>
        <input type="hidden" name="which" value="all" />
        <Input name="reason" label="Why" hint="For the journal, such as: we keep contacts in the MIS from now on." />
        <p class="buttons">
          <Button>Give {count === 1 ? '1 link' : `${formatNumber(count)} links`} to the MIS</Button>
        </p>
      </Form>
    </details>
  )
}

function Pupils({
  base,
  at,
  pupils,
  mayGive,
}: {
  base: string
  at: string
  pupils: PupilChangeover[]
  mayGive: boolean
}) {
  const gives = mayGive && pupils.some(({ ofTheSchool }) => ofTheSchool.length > 0)
  const columns: Column<PupilChangeover>[] = [
    { title: 'Child', cell: (row) => <Child base={base} row={row} /> },
    { title: 'Today', cell: (row) => <Now row={row} /> },
    { title: 'Next import', cell: (row) => <Next row={row} /> },
    ...(gives ? [{ title: 'Give to the MIS', cell: (row: PupilChangeover) => <Give row={row} /> }] : []),
  ]
  const table = (
    <Table
      caption="Children, and what an import would do"
      rows={pupils}
      keyOf={(row) => row.family.pupil.id}
      columns={columns}
    />
  )
  if (!gives) return table
  return (
    <Form action={at}>
      {table}
      <p class="buttons">
        <Button>Give the ticked links to the MIS</Button>
      </p>
    </Form>
  )
}

function Child({ base, row: { family } }: { base: string; row: PupilChangeover }) {
  const { pupil } = family
  return (
    <>
      <a class="quiet-link" href={`${base}/people/pupils/${pupil.id}`}>
        {pupil.forename} {pupil.surname}
      </a>{' '}
      <small class="muted">{pupil.registrationGroup}</small>
    </>
  )
}

function Now({ row: { family, branch, firstInMis } }: { row: PupilChangeover }) {
  const links = family.links.filter(({ endedOn }) => endedOn === null)
  return (
    <>
      <ul class="changes">
        {links.map(({ id, adult, origin, prime }) => (
          <li key={id}>
            {adult.forename} {adult.surname}
            {prime ? ', prime' : ''} <OriginTag origin={origin} />
          </li>
        ))}
      </ul>
      <small class="muted">
        {todayWords[branch.today].words}; the MIS {misWords[branch.inMis]}
        {firstInMis.length > 0 ? ` (${firstInMis.join(', ')})` : ''}
      </small>
    </>
  )
}

function Next({ row: { next, detailsStay } }: { row: PupilChangeover }) {
  return (
    <>
      <Sentences said={next} />
      {detailsStay.length > 0 ? (
        <p class="muted">
          The details of {detailsStay.join(' and ')} stay as they are <RuleTag rule="IMP-5" />
        </p>
      ) : null}
    </>
  )
}

function Sentences({ said }: { said: PupilChangeover['next'] }) {
  if (said.length === 0) return <p class="muted">Nothing changes.</p>
  return (
    <ul class="changes">
      {said.map(({ words, rule, reason }) => (
        <li key={words}>
          <strong>{words}.</strong> {reason} <RuleTag rule={rule} />
        </li>
      ))}
    </ul>
  )
}

function Give({ row: { ofTheSchool, ifGiven } }: { row: PupilChangeover }) {
  if (ofTheSchool.length === 0) return null
  return (
    <>
      {ofTheSchool.map(({ linkId, name }) => (
        <label key={linkId} class="take">
          <input type="checkbox" name="links" value={linkId} /> {name}
        </label>
      ))}
      <details>
        <summary>What the next import would do then</summary>
        <Sentences said={ifGiven ?? []} />
      </details>
    </>
  )
}
