import { may } from '../../../modules/accounts/index.ts'
import type { NamedAdultLine, NamedChildLine, Reach } from '../../../modules/messaging/index.ts'
import { sayPhone } from '../../components/say-phone.ts'
import { sentence } from '../../components/sentence.ts'
import { RuleTag, Tag, type TagKind } from '../../components/tag.tsx'
import { useFrame } from '../../frame/frame.ts'
import { isForTheOffice } from './office-reasons.ts'

/** A child's name, which leads to the child for those who may see the people. */
export function Child({ child }: { child: NamedChildLine }) {
  const { school } = useFrame()
  return (
    <>
      {useMaySeePeople() ? (
        <a href={`/schools/${school?.slug}/people/pupils/${child.pupilId}`}>{child.pupilName}</a>
      ) : (
        child.pupilName
      )}
      <br />
      <small>{child.registrationGroup}</small>
    </>
  )
}

const reachTags: Record<Reach, { kind: TagKind; words: string }> = {
  reached: { kind: 'ok', words: 'Reached' },
  'handed over': { kind: 'info', words: 'Handed over' },
  waiting: { kind: 'wait', words: 'Waiting' },
  'not reached': { kind: 'bad', words: 'Not reached' },
  withheld: { kind: 'plain', words: 'Left out' },
}

/** Court orders and restrictions are for those who may see the people; others learn that the office knows. */
function reasonFor(open: boolean, why: { reason: string | null; rule: string | null }): string | null {
  return why.reason !== null && isForTheOffice(why) && !open ? 'the office knows why' : why.reason
}

function useMaySeePeople(): boolean {
  const { actor } = useFrame()
  return actor !== null && may(actor.roles, 'people.read')
}

/** The reason is not said again where it stands beside one of the adults, nor what handed over means below the bar. */
export function ReachOfChild({ child: { reach, reason, remedy, rule, adults } }: { child: NamedChildLine }) {
  const shown = reasonFor(useMaySeePeople(), { reason, rule })
  const isSaid = adults.some((line) => line.reason === reason)
  return (
    <>
      <Tag kind={reachTags[reach].kind}>{reachTags[reach].words}</Tag>
      {shown && !isSaid ? (
        <p class="why">
          {sentence(shown)} {rule ? <RuleTag rule={rule} /> : null}
        </p>
      ) : null}
      {remedy && reach !== 'handed over' ? <p class="why">{remedy}.</p> : null}
    </>
  )
}

/** One line for each copy; those who were never asked share one. */
export function Adults({ lines }: { lines: NamedAdultLine[] }) {
  const open = useMaySeePeople()
  if (lines.length === 0) return <small>Nobody is linked</small>
  const isAsked = (line: NamedAdultLine) => line.reach !== 'withheld' || line.rule !== 'MSG-1'
  const others = lines.filter((line) => !isAsked(line))
  return (
    <ul class="verdicts">
      {lines.filter(isAsked).map((line) => (
        <li key={`${line.adultId} ${line.channel}`}>
          <Tag kind={reachTags[line.reach].kind}>{line.status}</Tag> <span>{line.adultName}</span>{' '}
          <small>
            {[line.relationship, open && line.address ? sayPhone(line.address) : null].filter(Boolean).join(' · ')}
            {line.reason ? ` · ${reasonFor(open, line)} ` : ' '}
            {line.reason ? <RuleTag rule={line.rule} /> : null}
          </small>
        </li>
      ))}
      {others.length > 0 ? (
        <li>
          <small>Not prime, so not asked: {others.map(({ adultName }) => adultName).join(', ')}</small>
        </li>
      ) : null}
    </ul>
  )
}
