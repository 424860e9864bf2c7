import { may } from '../../../modules/accounts/index.ts'
import type { Notice } from '../../../modules/syncing/index.ts'
import { Note } from '../../components/note.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'

export const noticeTitles: Record<Notice['kind'], string> = {
  waits: 'An import waits for you.',
  refused: 'Files from the MIS could not be read.',
  stale: 'Nothing comes in from the MIS.',
}

/** IMP-23: what asks for somebody who looks after imports, because nobody sat at the screen when it happened. */
export function SyncNotes({ notices }: { notices: Notice[] }) {
  const { school, actor } = useFrame()
  const held = actor?.roles ?? []
  if (!may(held, 'import.plan')) return null
  const base = `/schools/${school?.slug}`
  return (
    <>
      {notices.map(({ id, kind, words, toldAt }) => (
        <Note key={id} kind={kind === 'waits' ? 'info' : 'warn'} title={noticeTitles[kind]}>
          {words} Noticed <TimeAgo at={toldAt} />.{' '}
          {kind !== 'waits' && may(held, 'sync.manage') ? (
            <a href={`${base}/settings/sync`}>Look at the sync</a>
          ) : (
            <a href={`${base}/imports`}>Look at the imports</a>
          )}{' '}
          <RuleTag rule="IMP-23" />
        </Note>
      ))}
    </>
  )
}
