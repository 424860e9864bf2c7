import { may } from '../../../modules/accounts/index.ts'
import type { LetterLanguage } from '../../../modules/letters/index.ts'
import type { Family, Member } from '../../../modules/people/index.ts'
import { type LetterRow, placesLeft } from '../../../modules/registration/index.ts'
import { Button } from '../../components/button.tsx'
import { Card, Columns } from '../../components/card.tsx'
import { Checkbox, Select } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { Day } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { nameOf, possessive } from '../people/say-people.ts'
import { LettersTable } from './letters-table.view.tsx'
import { languages } from './say-letters.ts'

type Props = { family: Family; letters: LetterRow[]; homeLanguage: LetterLanguage | null }

export function LettersOfPupilView({ family: { pupil, links }, letters, homeLanguage }: Props) {
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}`
  const here = `${base}/letters/pupils/${pupil.id}`
  const registered = links.filter(({ origin, endedOn }) => origin === 'web' && endedOn === null)
  const limit = school?.settings.letterPlaces ?? 0
  const free = placesLeft({ limit, registered: registered.length })
  const prints = may(actor?.roles ?? [], 'letters.print') && pupil.status === 'on roll'
  const isOut = letters.some(({ state }) => state !== 'killed')
  return (
    <StaffPage
      title={`${possessive(nameOf(pupil))} letters`}
      current="letters"
      breadcrumbs={[
        { words: 'Letters', href: `${base}/letters` },
        { words: nameOf(pupil), href: `${base}/people/pupils/${pupil.id}` },
      ]}
      lead={`${registered.length} of ${limit} places are taken.`}
    >
      <Columns kind="main-side">
        <div class="stack">
          <Card title="Letters">
            <LettersTable
              letters={letters}
              used={{ title: 'Codes used', kind: 'number', cell: ({ used, places }) => `${used} of ${places}` }}
              empty="Print one, and its adults can register."
            />
          </Card>
          <WhoRegistered registered={registered} pupil={pupil} />
        </div>
        {prints ? (
          <div class="stack">
            <PrintCard here={here} free={free} />
            <HomeLanguageCard here={here} homeLanguage={homeLanguage} />
            {isOut ? (
              <Card title="Reset">
                <p>
                  If a letter was lost or read by somebody else: its codes end now. Who has registered stays registered.{' '}
                  <RuleTag rule="LET-6" />
                </p>
                <Form action={`${here}/reset`}>
                  <Button kind="danger">End the letters that are out</Button>
                </Form>
              </Card>
            ) : null}
          </div>
        ) : null}
      </Columns>
    </StaffPage>
  )
}

function WhoRegistered({ registered, pupil }: { registered: Family['links']; pupil: Member }) {
  const people = `/schools/${useFrame().school?.slug}/people`
  return (
    <Card title="Who registered">
      <Table
        caption="Who registered"
        rows={registered}
        keyOf={({ id }) => id}
        empty={<p class="muted">Nobody has registered yet.</p>}
        columns={[
          {
            title: 'Adult',
            cell: ({ adult }) => <a href={`${people}/adults/${adult.id}`}>{nameOf(adult)}</a>,
          },
          { title: 'Relationship', cell: ({ relationship }) => relationship ?? 'Not said' },
          { title: 'Since', cell: ({ startedOn }) => <Day date={startedOn} /> },
          {
            title: 'Revoke',
            kind: 'act',
            quiet: true,
            cell: ({ id, adult }) => (
              <a href={`${people}/pupils/${pupil.id}/links/${id}/end`}>
                Revoke this link<span class="visually-hidden"> of {nameOf(adult)}</span>
              </a>
            ),
          },
        ]}
      />
    </Card>
  )
}

/** LET-1, LET-3: for the places that are free. */
function PrintCard({ here, free }: { here: string; free: number }) {
  return (
    <Card title="Print a letter">
      <p>
        {free === 0
          ? 'Every place is taken. Revoke a link, or allow more adults in the settings.'
          : `For the ${free} free ${free === 1 ? 'place' : 'places'}. A letter that is out ends.`}{' '}
        <RuleTag rule="LET-3" />
      </p>
      {free === 0 ? null : (
        <Form action={`${here}/print`}>
          <Checkbox
            name="eachAdult"
            value="yes"
            label="One for each adult, at their own address"
            hint="Done anyway where they live apart, or one is restricted or held by a court order."
          />
          <Button>Print a letter</Button>
        </Form>
      )}
    </Card>
  )
}

function HomeLanguageCard({ here, homeLanguage }: { here: string; homeLanguage: LetterLanguage | null }) {
  return (
    <Card title="Read at home">
      <Form action={`${here}/language`}>
        <Select
          name="language"
          label="Language beside English"
          value={homeLanguage ?? ''}
          choices={[{ value: '', words: 'None: English alone' }, ...languages.filter(({ value }) => value !== 'en')]}
        />
        <Button kind="quiet">Keep this language</Button>
      </Form>
    </Card>
  )
}
