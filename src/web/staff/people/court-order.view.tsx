import type { CourtOrderDecision } from '../../../modules/people/index.ts'
import { Card, Columns } from '../../components/card.tsx'
import { DecisionForm } from '../../components/decision-form.tsx'
import type { FieldErrors } from '../../components/fields.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { RuleTag, Tag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { Fields } from '../../page.ts'
import type { LinkOfPupil } from './find-link.ts'
import { LinkStateTag } from './link-state.view.tsx'
import { nameOf, possessive } from './say-people.ts'

/** IMP-14: what the MIS flags, what was decided about it so far, and the two ways to decide. */
export function CourtOrderView(props: {
  of: LinkOfPupil
  decisions: CourtOrderDecision[]
  errors?: FieldErrors
  typed?: Fields
}) {
  const { of, decisions, errors = {}, typed = {} } = props
  const { link, pupil } = of
  const people = `/schools/${useFrame().school?.slug}/people`
  const back = `${people}/pupils/${pupil.id}`
  return (
    <StaffPage
      title={`Court order flagged: ${nameOf(link.adult)} and ${pupil.forename}`}
      current="people"
      breadcrumbs={[
        { words: 'People', href: people },
        { words: nameOf(pupil), href: back },
      ]}
      actions={link.state === 'current' ? <Tag kind="ok">Released</Tag> : <LinkStateTag link={link} />}
    >
      <Columns kind="main-side">
        <Decide of={of} errors={errors} typed={typed} />
        <DecisionsSoFar decisions={decisions} child={pupil.forename} />
      </Columns>
    </StaffPage>
  )
}

function Decide({ of: { link, pupil }, errors, typed }: { of: LinkOfPupil; errors: FieldErrors; typed: Fields }) {
  const here = `/schools/${useFrame().school?.slug}/people/pupils/${pupil.id}`
  return (
    <Card>
      <p>
        The MIS flags a court order for {nameOf(link.adult)}
        {link.courtOrder.flaggedAt ? (
          <>
            {' '}
            (<TimeAgo at={link.courtOrder.flaggedAt} />)
          </>
        ) : null}
        . It does not say what the court ordered. So nothing goes to {link.adult.forename} about {pupil.forename} until
        somebody who knows has decided.
      </p>
      {link.restricted ? (
        <Note kind="warn" title={`${nameOf(link.adult)} is restricted for ${pupil.forename}.`}>
          Whatever is decided here, that stands until somebody lifts it. <RuleTag rule="VIS-3" />
        </Note>
      ) : null}
      <DecisionForm
        action={`${here}/links/${link.id}/court-order`}
        errors={errors}
        typed={typed}
        question={{
          name: 'decision',
          label: 'What is to happen with this link?',
          choices: [
            {
              value: 'kept',
              words: 'Keep it held',
              hint: `No message about ${pupil.forename} and no access for ${link.adult.forename}.`,
            },
            {
              value: 'released',
              words: 'Release it',
              hint: `${whatReleaseDoes(link)} If the MIS raises the flag anew, the link is held again.`,
            },
          ],
        }}
        because={{
          name: 'evidence',
          label: 'What you saw or were told, and when',
          hint: 'For example: “Order of 12 May 2026 seen; it limits removal from the UK, not contact.” It is kept with your name.',
        }}
        button="Record this decision"
        later={{ href: here, words: 'Decide later' }}
      />
    </Card>
  )
}

function whatReleaseDoes({ adult, prime, restricted }: LinkOfPupil['link']): string {
  if (restricted) return `Nothing goes to ${adult.forename} while the restriction stands.`
  return `${adult.forename} gets what other linked adults get${prime ? ', as a prime adult' : ''}.`
}

function DecisionsSoFar({ decisions, child }: { decisions: CourtOrderDecision[]; child: string }) {
  return (
    <Card title="Decisions so far">
      {decisions.length === 0 ? (
        <p class="muted">Nobody has decided yet.</p>
      ) : (
        <ul class="lately">
          {decisions.map((one) => (
            <li key={one.decidedAt.toISOString()}>
              <small>
                <TimeAgo at={one.decidedAt} /> · {one.decidedBy}
              </small>
              <br />
              {one.decision === 'released' ? 'Released' : 'Kept held'}
              <br />
              <small class="kept">{one.evidence}</small>
            </li>
          ))}
        </ul>
      )}
      <p class="muted">Whoever may see {possessive(child)} page sees that the link is held, not this evidence.</p>
    </Card>
  )
}
