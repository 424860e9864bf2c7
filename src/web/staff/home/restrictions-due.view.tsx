import { Note } from '../../components/note.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { useFrame } from '../../frame/frame.ts'

/** VIS-2: how many restrictions have come to the day on which they are to be looked at again; only for who may decide about them. */
export function RestrictionsDue({ due }: { due: number }) {
  const { school } = useFrame()
  if (due === 0) return null
  return (
    <Note kind="warn" title={`${due} ${due === 1 ? 'restriction is' : 'restrictions are'} to be looked at again.`}>
      Nothing changes by itself: each stands until somebody lifts it.{' '}
      <a href={`/schools/${school?.slug}/people/restrictions`}>Open the list of restrictions</a>{' '}
      <RuleTag rule="VIS-2" />
    </Note>
  )
}
