import type { AuditEntry } from '../../../modules/audit/index.ts'
import { TimeAgo } from '../../components/time-ago.tsx'
import { sayAct } from '../audit/say-act.ts'

/** What people changed here, newest first. `names` knows the adults the entries speak of. */
export function Lately({ entries, names }: { entries: AuditEntry[]; names: Map<string, string> }) {
  if (entries.length === 0) return <p class="muted">Nothing was changed by hand here yet.</p>
  return (
    <ul class="lately">
      {entries.map((entry) => {
        const about = names.get(text(entry.detail, 'adultId'))
        const reason = text(entry.detail, 'reason')
        return (
          <li key={entry.seq}>
            <small>
              <TimeAgo at={entry.at} /> · {entry.actorName}
            </small>
            <br />
            {words[entry.act] ?? sayAct(entry.act)}
            {about ? `: ${about}` : ''}
            {reason ? (
              <>
                <br />
                <small>{reason}</small>
              </>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}

const words: Record<string, string> = {
  'link.started': 'Linked',
  'link.ended': 'Link ended',
  'link.made-prime': 'Made prime',
  'link.made-non-prime': 'Made not prime',
  'link.given-to-mis': 'Given to the care of the MIS',
  'court-order.released': 'Court order: released',
  'court-order.kept': 'Court order: kept held',
  'restriction.placed': 'Restricted',
  'restriction.lifted': 'Restriction lifted',
  'adult.opted-out': 'Opted out',
  'adult.opted-in': 'Opt-out lifted',
  'adult.preferences-set': 'Chose what to get',
  'contact-point.blocked': 'Contact detail blocked',
  'contact-point.reopened': 'Contact detail opened again',
  'issue.dismissed': 'Set aside as nothing to do',
}

function text(detail: unknown, name: string): string {
  const value = typeof detail === 'object' && detail !== null ? Reflect.get(detail, name) : null
  return typeof value === 'string' ? value : ''
}
