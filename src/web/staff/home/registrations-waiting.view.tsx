import { may } from '../../../modules/accounts/index.ts'
import { Note } from '../../components/note.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { useFrame } from '../../frame/frame.ts'

/** LET-5, LET-13: what families who register themselves leave for a person, and that somebody guesses at letters. */
export function RegistrationsWaiting(props: { waiting: { claims: number; frozen: number }; guessing: boolean }) {
  const { waiting, guessing } = props
  const { school, actor } = useFrame()
  if (!may(actor?.roles ?? [], 'data-issues.read')) return null
  const open = <a href={`/schools/${school?.slug}/registrations`}>Open the list of registrations</a>
  if (guessing)
    return (
      <Note kind="bad" title="Somebody is guessing at letters.">
        Many wrong codes were typed within an hour. Answers come slower, and letters that were tried are frozen. {open}{' '}
        <RuleTag rule="LET-5" />
      </Note>
    )
  const words = [
    waiting.claims > 0 ? `${waiting.claims} ${waiting.claims === 1 ? 'registration' : 'registrations'} to decide` : '',
    waiting.frozen > 0 ? `${waiting.frozen} frozen ${waiting.frozen === 1 ? 'letter' : 'letters'}` : '',
  ].filter((part) => part !== '')
  if (words.length === 0) return null
  return (
    <Note kind="warn" title={`${words.join(' and ')}.`}>
      {open}
    </Note>
  )
}
