import { may } from '../../../modules/accounts/index.ts'
import type { DataIssue } from '../../../modules/people/index.ts'
import { Note } from '../../components/note.tsx'
import { useFrame } from '../../frame/frame.ts'

/** A data issue beside what it is about, with the way to set it aside for those who may. */
export function IssueNote({ issue }: { issue: DataIssue }) {
  const { school, actor } = useFrame()
  return (
    <Note kind="warn">
      {issue.detail}{' '}
      {may(actor?.roles ?? [], 'data-issues.change') ? (
        <a href={`/schools/${school?.slug}/data-issues/${issue.id}/set-aside`}>Nothing to do here</a>
      ) : null}
    </Note>
  )
}
