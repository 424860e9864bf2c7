import type { Link } from '../../../modules/people/index.ts'
import { Tag } from '../../components/tag.tsx'
import { useFrame } from '../../frame/frame.ts'

/** A court order in the MIS holds the link, and nobody has released it (IMP-14). */
export const isHeld = ({ state }: Pick<Link, 'state'>): boolean => state === 'held: court order flagged'

/** What keeps a link from being used, in a word; nothing beside one that is used. A restriction stands also where the link has ended (VIS-3). */
export function LinkStateTag({ link }: { link: Pick<Link, 'state' | 'restricted'> }) {
  if (link.restricted) return <Tag kind="warn">Restricted</Tag>
  return isHeld(link) ? <Tag kind="warn">Held: court order flagged</Tag> : null
}

/** The way to the restriction of the pair, for those who may decide about it (VIS-2). */
export function RestrictionAct({ link, name }: { link: Link; name: string }) {
  const people = `/schools/${useFrame().school?.slug}/people`
  return (
    <a class="act" href={`${people}/pupils/${link.pupilId}/links/${link.id}/restriction`}>
      {link.restricted ? 'Restriction' : 'Restrict'}
      <span class="visually-hidden">: {name}</span>
    </a>
  )
}
