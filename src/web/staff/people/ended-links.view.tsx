import type { ComponentChildren } from 'preact'
import { may } from '../../../modules/accounts/index.ts'
import type { Link } from '../../../modules/people/index.ts'
import { Day } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { LinkStateTag, RestrictionAct } from './link-state.view.tsx'

/** Links that have ended grant nothing and receive nothing; they are kept, folded away (LNK-6). `whoOf` says whose the other end is. */
export function EndedLinks<Ended extends Link>(props: {
  links: Ended[]
  whoOf: (link: Ended) => ComponentChildren
  /** Whose name stands in the act about a restriction, for those who hear the page. */
  nameOf: (link: Ended) => string
}) {
  const { links, whoOf, nameOf } = props
  const restricts = may(useFrame().actor?.roles ?? [], 'restriction.decide')
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
            {link.endReason ? `: ${link.endReason}` : ''} <LinkStateTag link={link} />
            {restricts ? <RestrictionAct link={link} name={nameOf(link)} /> : null}
          </li>
        ))}
      </ul>
    </details>
  )
}
