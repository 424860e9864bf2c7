import type { ComponentChildren } from 'preact'
import type { Link } from '../../../modules/people/index.ts'
import { Day } from '../../components/time-ago.tsx'

/** Links that have ended grant nothing and receive nothing; they are kept, folded away (LNK-6). `whoOf` says whose the other end is. */
export function EndedLinks<Ended extends Link>(props: { links: Ended[]; whoOf: (link: Ended) => ComponentChildren }) {
  const { links, whoOf } = props
  if (links.length === 0) return null
  return (
    <details>
      <summary>
        {links.length} {links.length === 1 ? 'link that has ended' : 'links that have ended'}
      </summary>
      <ul>
        {links.map((link) => (
          <li key={link.id}>
            {whoOf(link)}
            {link.endedOn ? (
              <>
                {' '}
                until <Day date={link.endedOn} />
              </>
            ) : null}
            {link.endReason ? `: ${link.endReason}` : ''}
          </li>
        ))}
      </ul>
    </details>
  )
}
