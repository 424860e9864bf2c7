import { may } from '../../../modules/accounts/index.ts'
import type { ClassCount, Family, Found, Member } from '../../../modules/people/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState, Tabs } from '../../components/lists.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { Tag } from '../../components/tag.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { ListName, PeopleCounts } from './list.tsx'
import { PupilTable } from './pupil-table.view.tsx'
import { nameOf, pathOf, sayYear } from './say-people.ts'

type Here = ListName | 'classes' | 'staff' | 'none'

function PeopleTabs({ counts, here }: { counts: PeopleCounts; here: Here }) {
  const base = `/schools/${useFrame().school?.slug}/people`
  const tab = (words: string, show: Here, count: number) => ({
    words,
    href: show === 'classes' ? base : `${base}?show=${show}`,
    current: here === show,
    count,
  })
  return (
    <Tabs
      label="Lists of people"
      tabs={[
        tab('Pupils by class', 'classes', counts.pupils),
        tab('Nobody can reach', 'no-channel', counts.noChannel.length),
        tab('No prime adult', 'no-prime', counts.noPrime.length),
        tab('Leavers', 'leavers', counts.leavers),
        tab('Staff', 'staff', counts.staff),
      ]}
    />
  )
}

export function ClassesView({
  counts,
  classes,
  waiting,
}: {
  counts: PeopleCounts
  classes: ClassCount[]
  waiting: Family[]
}) {
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}`
  const unreached = new Set(counts.noChannel)
  const without = new Set(counts.noPrime)
  const inClass = (one: ClassCount, ids: Set<string>) =>
    waiting.filter(
      ({ pupil }) => ids.has(pupil.id) && pupil.registrationGroup === one.registrationGroup && pupil.year === one.year,
    ).length
  const plans = may(actor?.roles ?? [], 'import.plan')
  return (
    <StaffPage
      title="People"
      current="people"
      lead={`${formatNumber(counts.pupils)} ${counts.pupils === 1 ? 'pupil' : 'pupils'} on roll, ${formatNumber(counts.linkedAdults)} linked ${counts.linkedAdults === 1 ? 'adult' : 'adults'}. Find anybody by name, phone number, email or admission number in the box above.`}
      actions={
        <>
          <ButtonLink kind="quiet" href={`${base}/people/duplicates`}>
            One person, two records?
          </ButtonLink>{' '}
          <ButtonLink kind="quiet" href={`${base}/people/groups`}>
            Groups
          </ButtonLink>{' '}
          {may(actor?.roles ?? [], 'restriction.decide') ? (
            <ButtonLink kind="quiet" href={`${base}/people/restrictions`}>
              Restrictions
            </ButtonLink>
          ) : null}
        </>
      }
    >
      <PeopleTabs counts={counts} here="classes" />
      <Card>
        <Table
          caption="Classes"
          rows={[...classes].sort(byYear)}
          keyOf={({ year, registrationGroup }) => `${year} ${registrationGroup}`}
          empty={
            <EmptyState
              title="Nobody is here yet"
              action={plans ? <ButtonLink href={`${base}/import`}>Import from the MIS</ButtonLink> : null}
            >
              Pupils and their families come in from the MIS. You see every change before anything is kept.
            </EmptyState>
          }
          columns={[
            {
              title: 'Class',
              cell: ({ year, registrationGroup }) => (
                <a href={`${base}/people?${classQuery({ year, registrationGroup })}`}>
                  {registrationGroup ?? 'No class'}
                </a>
              ),
            },
            {
              title: 'Year',
              cell: ({ year }) =>
                year ? <a href={`${base}/people?year=${encodeURIComponent(year)}`}>{sayYear(year)}</a> : '–',
            },
            { title: 'Pupils', kind: 'number', cell: ({ pupils }) => formatNumber(pupils) },
            {
              title: 'Reach',
              cell: (one) => <ClassReach unreached={inClass(one, unreached)} without={inClass(one, without)} />,
            },
          ]}
        />
      </Card>
    </StaffPage>
  )
}

function ClassReach({ unreached, without }: { unreached: number; without: number }) {
  if (unreached + without === 0) return <Tag kind="ok">Every child</Tag>
  return (
    <span class="tags">
      {unreached > 0 ? <Tag kind="bad">{unreached} out of reach</Tag> : null}
      {without > 0 ? <Tag kind="warn">{without} without a prime adult</Tag> : null}
    </span>
  )
}

const leads: Record<ListName, string> = {
  'no-channel': 'Not one adult of these children can get a text or an email. What the school sends goes home on paper.',
  'no-prime': 'Ordinary messages go to prime adults, and these children have none. Make one adult prime, or link one.',
  leavers: 'They get no messages. If one comes back on roll, links and choices are still here.',
}

const allWell: Record<ListName, string> = {
  'no-channel': 'Every child on roll can be reached.',
  'no-prime': 'Every child on roll has a prime adult.',
  leavers: 'Nobody has left.',
}

/** A list of pupils: a class, a year, or one of the standing lists. */
export function PupilsView(props: {
  title: string
  counts: PeopleCounts
  families: Family[]
  show?: ListName
  writeTo?: { class: string; year: string }
}) {
  const { title, counts, families, show, writeTo } = props
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}`
  const number = `${formatNumber(families.length)} ${families.length === 1 ? 'pupil' : 'pupils'}`
  const selector = writeTo ? (writeTo.class === '' ? `year:${writeTo.year}` : `group:${writeTo.class}`) : null
  const writes = selector !== null && families.length > 0 && may(actor?.roles ?? [], 'messages.send')
  return (
    <StaffPage
      title={title}
      current="people"
      breadcrumbs={[{ words: 'People', href: `${base}/people` }]}
      lead={show ? leads[show] : number}
      actions={
        writes ? (
          <ButtonLink kind="quiet" href={`${base}/messages/new?to=${encodeURIComponent(selector)}`}>
            Write to {title}
          </ButtonLink>
        ) : null
      }
    >
      {show ? <PeopleTabs counts={counts} here={show} /> : null}
      <Card>
        <PupilTable
          caption={title}
          families={families}
          why={show === 'no-channel' || show === 'no-prime'}
          empty={<EmptyState title={show ? allWell[show] : 'No pupil on roll here'} />}
        />
      </Card>
    </StaffPage>
  )
}

export function StaffView({ counts, staff }: { counts: PeopleCounts; staff: Member[] }) {
  const base = `/schools/${useFrame().school?.slug}/people`
  return (
    <StaffPage
      title="Staff"
      current="people"
      breadcrumbs={[{ words: 'People', href: base }]}
      lead="Members of the school who are not pupils, as the MIS holds them"
    >
      <PeopleTabs counts={counts} here="staff" />
      <Card>
        <Table
          caption="Staff"
          rows={staff}
          keyOf={({ id }) => id}
          empty={<EmptyState title="No staff on record">They come in with a staff file from the MIS.</EmptyState>}
          columns={[
            {
              title: 'Name',
              cell: (member) => (
                <a href={`${base}/members/${member.id}`}>
                  {member.title} {nameOf(member)}
                </a>
              ),
            },
            { title: 'Role', cell: ({ role }) => role },
            { title: 'Class', cell: ({ registrationGroup }) => registrationGroup ?? '–' },
          ]}
        />
      </Card>
    </StaffPage>
  )
}

const kinds: Record<Found['kind'], string> = { pupil: 'Pupil', adult: 'Adult', member: 'Staff' }

export function SearchView(props: {
  text: string
  families: Family[]
  others: Found[]
  classes: ClassCount[]
  cut: boolean
}) {
  const { text, families, others, classes, cut } = props
  const base = `/schools/${useFrame().school?.slug}/people`
  const found = families.length + others.length
  return (
    <StaffPage
      title={`People called “${text}”`}
      current="people"
      breadcrumbs={[{ words: 'People', href: base }]}
      lead={`${formatNumber(found)} ${found === 1 ? 'person' : 'people'} found`}
    >
      {cut ? <Note kind="info">The first {found} are shown. Type more of the name to see fewer.</Note> : null}
      {classes.length > 0 ? (
        <Card title={classes.length === 1 ? 'A class of that name' : 'Classes of that name'}>
          <ul>
            {classes.map((one) => (
              <li key={one.registrationGroup}>
                <a href={`${base}?${classQuery(one)}`}>{one.registrationGroup}</a>{' '}
                <small>{formatNumber(one.pupils)} pupils</small>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {families.length > 0 ? (
        <Card title="Pupils">
          <PupilTable caption="Pupils found" families={families} adults />
        </Card>
      ) : null}
      {others.length > 0 ? (
        <Card title="Adults and staff">
          <Table
            caption="Adults and staff found"
            rows={others}
            keyOf={({ id }) => id}
            columns={[
              { title: 'Name', cell: (person) => <a href={`${base}/${pathOf(person)}`}>{person.name}</a> },
              { title: 'Who', cell: ({ kind }) => kinds[kind] },
              { title: 'More', cell: ({ detail }) => detail },
            ]}
          />
        </Card>
      ) : null}
      {found + classes.length === 0 ? (
        <Card>
          <EmptyState title={`Nobody here is called “${text}”`}>
            Part of a name is enough, with or without accents. A whole phone number or email finds its adult, an
            admission number its pupil, a class name its class.
          </EmptyState>
        </Card>
      ) : null}
    </StaffPage>
  )
}

function classQuery({ year, registrationGroup }: Pick<ClassCount, 'year' | 'registrationGroup'>): string {
  if (registrationGroup !== null) return `class=${encodeURIComponent(registrationGroup)}`
  return `year=${encodeURIComponent(year ?? '')}`
}

function byYear(a: ClassCount, b: ClassCount): number {
  return (
    placeOfYear(a.year) - placeOfYear(b.year) ||
    (a.registrationGroup ?? '').localeCompare(b.registrationGroup ?? '', 'en-GB', { numeric: true })
  )
}

/** Nursery and Reception before Year 1; no year last. */
function placeOfYear(year: string | null): number {
  if (year === null) return 999
  if (/^n/i.test(year)) return -2
  return /^r/i.test(year) ? -1 : Number.parseInt(year, 10) || 998
}
