import { may } from '../../../../modules/accounts/index.ts'
import type { ClassCount, GroupOfSchool, Member } from '../../../../modules/people/index.ts'
import { Button, ButtonLink } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { Checkboxes, Input, Select } from '../../../components/fields.tsx'
import { Form } from '../../../components/form.tsx'
import { EmptyState } from '../../../components/lists.tsx'
import { Note } from '../../../components/note.tsx'
import { StaffPage } from '../../../components/shell.tsx'
import { type Column, Table } from '../../../components/table.tsx'
import { RuleTag, Tag } from '../../../components/tag.tsx'
import { useFrame } from '../../../frame/frame.ts'
import { nameOf } from '../say-people.ts'
import type { ShownGroup } from './group.tsx'
import { kindWords, sayPupils, sayRule } from './say-group.ts'

export function GroupView({ group, pupils, classes, search }: ShownGroup) {
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}`
  const here = `${base}/people/groups/${group.id}`
  const [changes, writes] = [may(actor?.roles ?? [], 'people.change'), may(actor?.roles ?? [], 'messages.send')]
  const own = changes && group.kind === 'own'
  const byHand = own && group.rule === null
  return (
    <StaffPage
      title={group.name}
      current="people"
      breadcrumbs={[
        { words: 'People', href: `${base}/people` },
        { words: 'Groups', href: `${base}/people/groups` },
      ]}
      lead={`${sayPupils(group.pupils)} · ${group.kind === 'own' ? 'your own group' : `${kindWords[group.kind].toLowerCase()}, from the MIS`}`}
      actions={
        writes && group.pupils > 0 ? (
          <ButtonLink kind="quiet" href={`${base}/messages/new?to=${encodeURIComponent(`group:${group.id}`)}`}>
            Write to {group.name}
          </ButtonLink>
        ) : null
      }
    >
      <WhereItComesFrom group={group} />
      {byHand ? <AddPupils here={here} classes={classes} search={search} /> : null}
      <Card title="Pupils">
        <Pupils here={here} pupils={pupils} byHand={byHand} />
      </Card>
      {own ? (
        <p class="buttons">
          <ButtonLink kind="quiet" href={`${here}/rename`}>
            Rename
          </ButtonLink>
          <ButtonLink kind="quiet" href={`${here}/delete`}>
            Delete the group
          </ButtonLink>
        </p>
      ) : null}
    </StaffPage>
  )
}

function WhereItComesFrom({ group: { kind, rule } }: { group: GroupOfSchool }) {
  if (kind !== 'own') {
    return (
      <Note>
        It follows the MIS and changes with the next import, so nothing is changed here. <RuleTag rule="IMP-20" />
      </Note>
    )
  }
  if (!rule) return null
  return (
    <Note title="It fills itself.">
      Whoever is in {sayRule(rule)} is in this group, on the day it is used. <RuleTag rule="IMP-20" />
    </Note>
  )
}

type Adding = { here: string; classes: ClassCount[]; search: ShownGroup['search'] }

function AddPupils({ here, classes, search }: Adding) {
  const names = classes.flatMap(({ registrationGroup }) => registrationGroup ?? [])
  return (
    <Card title="Add pupils">
      <div class="stack">
        <form method="get" action={here}>
          <Input
            name="find"
            type="search"
            label="Find a pupil"
            hint="Part of a name, or an admission number"
            value={search?.text}
            autocomplete="off"
            size="middle"
          />
          <p class="buttons">
            <Button kind="quiet">Find</Button>
          </p>
        </form>
        {search ? <Found here={here} search={search} /> : null}
        {names.length > 0 ? (
          <Form action={`${here}/add`}>
            <Select
              name="class"
              label="Or a whole class, as it is today"
              choices={names.map((name) => ({ value: name, words: name }))}
            />
            <p class="buttons">
              <Button kind="quiet">Add the class</Button>
            </p>
          </Form>
        ) : null}
      </div>
    </Card>
  )
}

function Found({
  here,
  search: { text, found, alreadyIn, cut },
}: {
  here: string
  search: NonNullable<Adding['search']>
}) {
  if (found.length === 0) {
    return (
      <p>
        {alreadyIn > 0
          ? `Everybody found for “${text}” is in the group already.`
          : `No pupil on roll was found for “${text}”.`}
      </p>
    )
  }
  const [only, second] = found
  return (
    <Form action={`${here}/add`}>
      <Checkboxes
        name="pupils"
        label={`Found for “${text}”`}
        values={only && !second ? [only.id] : []}
        hint={cut ? `The first ${found.length} are shown. Type more of the name to see fewer.` : undefined}
        choices={found.map((pupil) => ({ value: pupil.id, words: sayPupil(pupil) }))}
      />
      <p class="buttons">
        <Button>{only && !second ? `Add ${nameOf(only)}` : 'Add those ticked'}</Button>
      </p>
    </Form>
  )
}

const sayPupil = (pupil: Member) => [nameOf(pupil), pupil.registrationGroup].filter(Boolean).join(', ')

function Pupils({ here, pupils, byHand }: { here: string; pupils: Member[]; byHand: boolean }) {
  const { school } = useFrame()
  const takeOut: Column<Member> = {
    title: 'Take out',
    kind: 'act',
    quiet: true,
    cell: (pupil) => (
      <Form action={`${here}/remove`}>
        <input type="hidden" name="pupil" value={pupil.id} />
        <Button kind="quiet">
          Take out<span class="visually-hidden"> {nameOf(pupil)}</span>
        </Button>
      </Form>
    ),
  }
  return (
    <Table
      caption="Pupils in the group"
      rows={pupils}
      keyOf={({ id }) => id}
      empty={<EmptyState title="Nobody is in it">{byHand ? 'Find pupils above, or add a class.' : null}</EmptyState>}
      columns={[
        {
          title: 'Pupil',
          cell: (pupil) => (
            <>
              <a href={`/schools/${school?.slug}/people/pupils/${pupil.id}`}>{nameOf(pupil)}</a>{' '}
              {pupil.status === 'on roll' ? null : <Tag>Not on roll, gets nothing</Tag>}
            </>
          ),
        },
        { title: 'Class', cell: ({ registrationGroup }) => registrationGroup ?? '–' },
        ...(byHand ? [takeOut] : []),
      ]}
    />
  )
}
