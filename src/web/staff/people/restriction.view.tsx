import { may } from '../../../modules/accounts/index.ts'
import { type LinkState, type Restriction, stateOfLink } from '../../../modules/people/index.ts'
import { Card, Columns } from '../../components/card.tsx'
import { ConfirmForm } from '../../components/confirm-form.tsx'
import type { FieldErrors } from '../../components/fields.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { DefinitionList } from '../../components/table.tsx'
import { RuleTag, Tag } from '../../components/tag.tsx'
import { Day, TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { Fields } from '../../page.ts'
import type { AlikeBeside } from './alike-beside.ts'
import type { LinkOfPupil } from './find-link.ts'
import { PlaceRestriction } from './restriction-form.view.tsx'
import { ReviewDay } from './review-day.view.tsx'
import { nameOf, possessive } from './say-people.ts'

/** VIS-2: what stands and how it is lifted, or the form that places it; below, what was lifted earlier. */
export function RestrictionView(props: {
  of: LinkOfPupil
  restrictions: Restriction[]
  alike: AlikeBeside[]
  today: string
  typed: Fields
  errors?: FieldErrors
}) {
  const { of, restrictions, alike, today, typed, errors = {} } = props
  const { link, pupil } = of
  const people = `/schools/${useFrame().school?.slug}/people`
  const standing = restrictions.find(({ lifted }) => lifted === null)
  return (
    <StaffPage
      title={`${standing ? 'Restriction' : 'Restrict'}: ${nameOf(link.adult)} and ${pupil.forename}`}
      current="people"
      breadcrumbs={[
        { words: 'People', href: people },
        { words: nameOf(pupil), href: `${people}/pupils/${pupil.id}` },
      ]}
      actions={standing ? <Tag kind="warn">Restricted</Tag> : null}
    >
      <AlikeNotes of={of} alike={alike} />
      <Columns kind="main-side">
        {standing ? (
          <div class="stack">
            <Standing of={of} restriction={standing} today={today} />
            <Lift of={of} typed={typed} errors={errors} />
          </div>
        ) : (
          <PlaceRestriction of={of} typed={typed} errors={errors} />
        )}
        <Earlier restrictions={restrictions.filter(({ lifted }) => lifted !== null)} child={pupil.forename} />
      </Columns>
    </StaffPage>
  )
}

/** IMP-22: the restriction is about this record, and not about another that may be the same person's. */
function AlikeNotes({ of: { link, pupil }, alike }: { of: LinkOfPupil; alike: AlikeBeside[] }) {
  const people = `/schools/${useFrame().school?.slug}/people`
  return (
    <>
      {alike.map(({ adultId, name }) => (
        <Note
          key={adultId}
          kind="warn"
          title={`${name} is linked to ${pupil.forename} as well, and may be the same person.`}
        >
          This restriction is about one record alone.{' '}
          <a href={`${people}/duplicates/${link.adultId}/${adultId}`}>Look at both records</a>
        </Note>
      ))}
    </>
  )
}

function Standing(props: { of: LinkOfPupil; restriction: Restriction; today: string }) {
  const { of, restriction, today } = props
  const { link, pupil } = of
  const { school, actor } = useFrame()
  const letters = may(actor?.roles ?? [], 'letters.read') && pupil.status === 'on roll'
  return (
    <Card>
      <p>
        No message and no access for {nameOf(link.adult)} about {pupil.forename}, whatever link there is or comes, until
        somebody lifts it. <RuleTag rule="VIS-3" />
      </p>
      <DefinitionList
        items={[
          { name: 'Order or paper seen', value: <span class="kept">{restriction.evidence}</span> },
          { name: 'Seen by', value: <SeenBy restriction={restriction} /> },
          {
            name: 'Restricted by',
            value: (
              <>
                {restriction.placedBy}, <TimeAgo at={restriction.placedAt} />
              </>
            ),
          },
          { name: 'Review day', value: <ReviewDay day={restriction.reviewOn} today={today} /> },
        ]}
      />
      <p class="muted">
        Letters of {pupil.forename} that were out then open nothing any more.{' '}
        {letters ? (
          <a href={`/schools/${school?.slug}/letters/pupils/${pupil.id}`}>Print new ones for the other adults</a>
        ) : (
          'The office prints new ones for the other adults.'
        )}
      </p>
    </Card>
  )
}

function SeenBy({ restriction: { seenBy, seenOn } }: { restriction: Restriction }) {
  return (
    <>
      {seenBy}, <Day date={seenOn} />
    </>
  )
}

function Lift({ of, typed, errors }: { of: LinkOfPupil; typed: Fields; errors: FieldErrors }) {
  const { link, pupil } = of
  const here = `/schools/${useFrame().school?.slug}/people/pupils/${pupil.id}`
  const again = { value: String(typed.reason ?? ''), ...(errors.reason ? { error: errors.reason } : {}) }
  return (
    <Card title="Lift it">
      <ConfirmForm
        action={`${here}/links/${link.id}/restriction`}
        button="Lift the restriction"
        back={here}
        danger
        hidden={{ act: 'lift' }}
        reason={{
          label: 'What the decision rests on',
          hint: 'For example: “Order of 3 March 2027 seen; it ends the one of May.” It is kept with your name.',
          ...again,
        }}
      >
        <p>{afterLifting(of)[stateOfLink({ ...link, restricted: false })]}</p>
        <p>
          Nothing else opens by itself: messages that were taken back stay so, letters that stopped working stay so, and{' '}
          {link.adult.forename} signs in anew.
        </p>
      </ConfirmForm>
    </Card>
  )
}

/** What the link is worth again, as it stands today. */
function afterLifting({ link, pupil }: LinkOfPupil): Record<LinkState, string> {
  const [name, child] = [nameOf(link.adult), pupil.forename]
  const current = `Once it is lifted, the link counts again: ${name} gets messages about ${child} and sees ${possessive(child)} pages, as other linked adults do.`
  return {
    current,
    restricted: current,
    'held: court order flagged': `The link stays held, because the MIS flags a court order: still no message and no access for ${name} about ${child} until somebody decides about that.`,
    ended: `The link has ended and stays so. After this ${name} may be linked to ${child} again: by you, by an import, or by registering.`,
  }
}

function Earlier({ restrictions, child }: { restrictions: Restriction[]; child: string }) {
  return (
    <Card title="Earlier restrictions">
      {restrictions.length === 0 ? (
        <p class="muted">There was none before.</p>
      ) : (
        <ul class="lately">
          {restrictions.map((one) => (
            <EarlierOne key={one.id} restriction={one} />
          ))}
        </ul>
      )}
      <p class="muted">Whoever may see {possessive(child)} page sees that somebody is restricted, not this evidence.</p>
    </Card>
  )
}

function EarlierOne({ restriction }: { restriction: Restriction }) {
  const { placedAt, placedBy, evidence, lifted } = restriction
  return (
    <li>
      <small>
        <TimeAgo at={placedAt} /> · {placedBy}
      </small>
      <br />
      Restricted
      <br />
      <small class="kept">{evidence}</small>
      <br />
      <small>
        Seen by <SeenBy restriction={restriction} />
      </small>
      {lifted ? (
        <>
          <br />
          <small>
            <TimeAgo at={lifted.at} /> · {lifted.by}
          </small>
          <br />
          Lifted
          <br />
          <small class="kept">{lifted.reason}</small>
        </>
      ) : null}
    </li>
  )
}
