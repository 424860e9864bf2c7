import { may } from '../../../modules/accounts/index.ts'
import type { Adult, ContactPoint, DataIssue, Family, Member } from '../../../modules/people/index.ts'
import { Form } from '../../components/form.tsx'
import { Avatar, Facts } from '../../components/lists.tsx'
import { OriginTag, Tag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { IssueNote } from './issue-note.view.tsx'
import { isHeld, LinkStateTag, RestrictionAct } from './link-state.view.tsx'
import { sayPoint, stateOfPoint } from './point-state.ts'
import { nameOf, sayLink } from './say-people.ts'

type LinkWithAdult = Family['links'][number]

/** One linked adult on the pupil's page: who, how far trusted, by which channels, and what can be done. */
export function LinkedAdult(props: { pupil: Member; link: LinkWithAdult; issues: DataIssue[] }) {
  const { pupil, link, issues } = props
  const people = `/schools/${useFrame().school?.slug}/people`
  const { adult } = link
  return (
    <div class="adult">
      <Avatar name={nameOf(adult)} />
      <div>
        <h3>
          <a href={`${people}/adults/${adult.id}`}>{nameOf(adult)}</a>
          {link.prime ? <Tag kind="gate">Prime</Tag> : null}
          <OriginTag origin={link.origin} />
          <LinkStateTag link={link} />
        </h3>
        <Facts>{sayLink(link, pupil.forename)}</Facts>
        {link.origin === 'manual' ? <Facts>{['not maintained by the MIS', link.reason ?? '']}</Facts> : null}
        {isHeld(link) ? <HeldNote pupil={pupil} link={link} /> : null}
        {link.restricted ? <RestrictedNote pupil={pupil} link={link} /> : null}
        <Points adult={adult} of={{ pupil, link }} />
        {issues
          .filter(({ kind }) => !saidAbove(kind))
          .map((issue) => (
            <IssueNote key={issue.id} issue={issue} />
          ))}
      </div>
      <LinkActs pupil={pupil} link={link} />
    </div>
  )
}

/** Issues that the link or the detail itself shows already. */
const saidAbove = (kind: string) => kind.startsWith('held') || kind === 'cannot be used'

function HeldNote({ pupil, link }: { pupil: Member; link: LinkWithAdult }) {
  const { decision, decidedAt } = link.courtOrder
  const decides = may(useFrame().actor?.roles ?? [], 'court-order.decide')
  return (
    <p>
      No message and no access for {nameOf(link.adult)} about {pupil.forename} until somebody decides
      {decides ? '.' : ': that is for the head or the safeguarding lead.'}
      {decision === 'kept' && decidedAt ? (
        <>
          {' '}
          It was decided <TimeAgo at={decidedAt} /> to keep it so.
        </>
      ) : null}
    </p>
  )
}

/** VIS-3, in words for everybody who sees the child; what it rests on is for those who decide about it. */
function RestrictedNote({ pupil, link }: { pupil: Member; link: LinkWithAdult }) {
  const decides = may(useFrame().actor?.roles ?? [], 'restriction.decide')
  return (
    <p>
      No message and no access for {nameOf(link.adult)} about {pupil.forename} until somebody lifts the restriction
      {decides ? '.' : ': that is for the head or the safeguarding lead.'}
    </p>
  )
}

/** Where contact points are shown: on the page of a pupil, beside the link, or on the adult's own page. */
type Beside = { pupil: Member; link: LinkWithAdult }

/** The ways to reach an adult, each with its state, and its owner where that is another than the link's. */
export function Points({ adult, of }: { adult: Adult; of?: Beside }) {
  const all = adult.optOuts.includes('all')
  return (
    <>
      {adult.optOuts.length > 0 ? (
        <p class="chan">
          <Tag kind="plain">{sayOptOuts(adult.optOuts)}</Tag>
          <small>{all ? 'No details are kept.' : 'Those details are not kept.'} A choice, not a fault.</small>
        </p>
      ) : null}
      {adult.contactPoints.length === 0 && !all ? (
        <p class="chan">
          <Tag kind="bad">No phone and no email</Tag>
        </p>
      ) : null}
      {adult.contactPoints.map((point) => (
        <Point key={point.id} adult={adult} point={point} of={of} />
      ))}
    </>
  )
}

const pointOrigins: Record<ContactPoint['origin'], string> = {
  mis: 'from the MIS',
  web: 'given by the person',
  manual: 'typed here',
  picked: 'from the MIS',
}

function Point({ adult, point, of }: { adult: Adult; point: ContactPoint; of: Beside | undefined }) {
  const { actor } = useFrame()
  const unused = of === undefined ? null : whyUnused(of.link)
  const state = unused ?? stateOfPoint(point, adult.optOuts)
  const sameOwner = of !== undefined && pointOrigins[point.origin] === pointOrigins[of.link.origin]
  const blocked = unused === null && point.blockedAt !== null && may(actor?.roles ?? [], 'people.change')
  return (
    <div class="chan">
      <Tag kind={state.kind}>{state.words}</Tag>
      <span class="num">{sayPoint(point)}</span>
      <Facts>
        {state.why ? state.why.replace(/\.$/, '') : ''}
        {state.since ? <TimeAgo at={state.since} /> : ''}
        {sameOwner ? '' : pointOrigins[point.origin]}
        {point.note && !state.why?.includes(point.note) ? `note: ${point.note}` : ''}
      </Facts>
      {blocked ? <OpenAgain adult={adult} point={point} pupilId={of?.pupil.id} /> : null}
    </div>
  )
}

/** Null where the link is in use, so that the state of the detail itself is what counts. */
function whyUnused({ state }: LinkWithAdult) {
  if (state === 'current') return null
  const words = state === 'restricted' ? 'Not used while restricted' : 'Not used while held'
  return { kind: 'plain', words, why: null, since: null } as const
}

function OpenAgain({ adult, point, pupilId }: { adult: Adult; point: ContactPoint; pupilId: string | undefined }) {
  const { school } = useFrame()
  return (
    <Form action={`/schools/${school?.slug}/people/adults/${adult.id}/points/${point.id}/open`} class="inline-form">
      {pupilId ? <input type="hidden" name="pupil" value={pupilId} /> : null}
      <button class="link-button" type="submit">
        Try {sayPoint(point)} again
      </button>
    </Form>
  )
}

/** What may be changed about a link, each on a page of its own that says first what will happen. */
function LinkActs({ pupil, link }: { pupil: Member; link: LinkWithAdult }) {
  const { school, actor } = useFrame()
  const roles = actor?.roles ?? []
  const here = `/schools/${school?.slug}/people/pupils/${pupil.id}/links/${link.id}`
  const changes = may(roles, 'links.change')
  const decides = link.courtOrder.flag === 'yes' && may(roles, 'court-order.decide')
  const restricts = may(roles, 'restriction.decide')
  const mayConvert = link.origin === 'manual' || link.origin === 'picked'
  if (!changes && !decides && !restricts) return <span />
  return (
    <div class="link-acts">
      {decides ? (
        <a class={isHeld(link) ? 'btn quiet' : 'act'} href={`${here}/court-order`}>
          {isHeld(link) ? 'Decide' : 'Court order'}
        </a>
      ) : null}
      {restricts ? <RestrictionAct link={link} name={nameOf(link.adult)} /> : null}
      {changes ? (
        <details class="change">
          <summary>
            Change<span class="visually-hidden"> the link to {nameOf(link.adult)}</span>
          </summary>
          <ul>
            <li>
              <a href={`${here}/prime`}>{link.prime ? 'Make not prime' : 'Make prime'}</a>
            </li>
            {mayConvert ? (
              <li>
                <a href={`${here}/convert`}>Let the MIS maintain it</a>
              </li>
            ) : null}
            <li>
              <a href={`${here}/end`}>End this link</a>
            </li>
          </ul>
        </details>
      ) : null}
    </div>
  )
}

function sayOptOuts(channels: Adult['optOuts']): string {
  if (channels.includes('all')) return 'Opted out of all messages'
  return `Opted out of ${channels.map((channel) => (channel === 'sms' ? 'texts' : 'emails')).join(' and ')}`
}
