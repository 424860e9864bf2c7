import { type Schedule, timeOfPattern, wondeRegions } from '../../../../modules/syncing/index.ts'
import { Button, ButtonLink } from '../../../components/button.tsx'
import { Card, Columns } from '../../../components/card.tsx'
import { ConfirmForm } from '../../../components/confirm-form.tsx'
import { ErrorSummary, type FieldErrors, Input, Radios, Select } from '../../../components/fields.tsx'
import { Form } from '../../../components/form.tsx'
import { StaffPage } from '../../../components/shell.tsx'
import { RuleTag, Tag } from '../../../components/tag.tsx'
import { TimeAgo } from '../../../components/time-ago.tsx'
import { useFrame } from '../../../frame/frame.ts'
import type { Fields } from '../../../page.ts'

const useHere = () => {
  const sync = `/schools/${useFrame().school?.slug}/settings/sync`
  const breadcrumbs = [
    { words: 'Settings', href: sync.replace(/\/sync$/, '') },
    { words: 'Sync', href: sync },
  ]
  return { sync, breadcrumbs }
}

/** On the page of the sync: whether Wonde is asked, and when. */
export function WondeCard({ schedule }: { schedule: Schedule | null }) {
  const { sync } = useHere()
  const when = schedule ? timeOfPattern(schedule.pattern) : null
  return (
    <Card title="From Wonde">
      {schedule ? (
        <>
          <p>
            <Tag kind="ok">On</Tag>{' '}
            {when
              ? `At ${when.time}, ${when.days === 'every day' ? 'every day' : 'Monday to Friday'}`
              : schedule.pattern}
            . Set up by {schedule.setUpBy} <TimeAgo at={schedule.setUpAt} />.
          </p>
          <div class="buttons">
            <ButtonLink kind="quiet" href={`${sync}/wonde`}>
              Change it
            </ButtonLink>
            <Form action={`${sync}/wonde/now`} class="inline-form">
              <Button kind="quiet">Ask Wonde now</Button>
            </Form>
            <a href={`${sync}/wonde/end`}>End it</a>
          </div>
        </>
      ) : (
        <>
          <p>
            If the school uses Wonde, nothing need run at the school: Wonde is asked for pupils, contacts and staff.
          </p>
          <p class="buttons">
            <ButtonLink kind="quiet" href={`${sync}/wonde`}>
              Set it up
            </ButtonLink>
          </p>
        </>
      )}
    </Card>
  )
}

type Shown = { schedule: Schedule | null; typed: Fields; errors: FieldErrors }

/** Sets up, or changes, when Wonde is asked. */
export function WondeView({ schedule, typed, errors }: Shown) {
  return (
    <StaffPage
      title="Wonde"
      current="settings"
      breadcrumbs={useHere().breadcrumbs}
      lead="Wonde is asked for pupils, contacts, groups and staff at a time you choose."
    >
      <div class="stack">
        <ErrorSummary errors={errors} />
        <Columns kind="main-side">
          <ScheduleCard schedule={schedule} typed={typed} errors={errors} />
          <Card title="What Wonde must allow">
            <p>In Wonde, the school approves this connection for:</p>
            <ul>
              <li>students, with year, groups, classes and house</li>
              <li>education details (admission number, UPN)</li>
              <li>contacts, with their contact details</li>
              <li>employees, with contact details and employment details, if staff are to come from Wonde</li>
            </ul>
            <p>
              What Wonde does not give stays unknown and ends nothing. Where it gives no contacts at all, the run is
              refused; where it gives no staff, the others come all the same. <RuleTag rule="IMP-13" />
            </p>
          </Card>
        </Columns>
      </div>
    </StaffPage>
  )
}

function ScheduleCard({ schedule, typed, errors }: Shown) {
  const { school } = useFrame()
  const { sync } = useHere()
  const field = (name: string) => ({ name, value: String(typed[name] ?? ''), error: errors[name] })
  const known: readonly { address: string; words: string }[] = wondeRegions
  const address = String(typed.address ?? '') || wondeRegions[0].address
  const other = known.some((region) => region.address === address) ? [] : [{ value: address, words: address }]
  return (
    <Card title={schedule ? 'Change the schedule' : 'Set up the schedule'}>
      <Form action={`${sync}/wonde`}>
        <Select
          name="address"
          label="Where the school is"
          value={address}
          error={errors.address}
          choices={[...known.map((region) => ({ value: region.address, words: region.words })), ...other]}
        />
        <Input {...field('wondeSchool')} label="Id of the school at Wonde" hint="Such as A1930499544." size="middle" />
        <Input
          {...field('token')}
          value=""
          type="password"
          autocomplete="new-password"
          label="Token"
          hint={
            schedule
              ? 'Leave it empty to keep the one that is held.'
              : 'As Wonde gave it. It is sealed and never shown again.'
          }
        />
        <Input {...field('time')} type="time" label="At" size="short" hint={`By the clock of ${school?.timeZone}.`} />
        <Radios
          name="days"
          label="On"
          value={String(typed.days ?? 'every day')}
          error={errors.days}
          choices={[
            { value: 'every day', words: 'Every day' },
            { value: 'school days', words: 'Monday to Friday' },
          ]}
        />
        <Button>{schedule ? 'Save the schedule' : 'Ask Wonde at this time'}</Button>
      </Form>
    </Card>
  )
}

/** Asks once more before the schedule ends. */
export function EndWondeView() {
  const { sync, breadcrumbs } = useHere()
  return (
    <StaffPage title="End the schedule" current="settings" breadcrumbs={breadcrumbs}>
      <Card>
        <ConfirmForm action={`${sync}/wonde/end`} button="End the schedule" back={sync} danger>
          <p>
            Wonde is asked no more, and its token is forgotten here. What came stays. End the approval in Wonde as well.
          </p>
        </ConfirmForm>
      </Card>
    </StaffPage>
  )
}
