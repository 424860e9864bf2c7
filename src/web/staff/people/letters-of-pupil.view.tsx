import { may } from '../../../modules/accounts/index.ts'
import type { Adult, Family, Link, Member } from '../../../modules/people/index.ts'
import { type LetterRow, type RegistrationDone, showInHalves } from '../../../modules/registration/index.ts'
import { Card } from '../../components/card.tsx'
import { Table } from '../../components/table.tsx'
import { Tag } from '../../components/tag.tsx'
import { Day } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { LetterState } from '../letters/letters-table.view.tsx'
import { nameOf } from './say-people.ts'

const shownLetters = 4

/** The letters of a pupil, how many places are taken, and who registered, by which letter and how proved. */
export function LettersAndRegistrations(props: {
  family: Family
  letters: LetterRow[]
  registrations: RegistrationDone[]
}) {
  const { family, letters, registrations } = props
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}`
  const { pupil, links } = family
  const limit = school?.settings.letterPlaces ?? 0
  const taken = links.filter(({ origin, endedOn }) => origin === 'web' && endedOn === null).length
  const names = new Map(links.map(({ adult }) => [adult.id, adult]))
  const all = may(actor?.roles ?? [], 'letters.read') && letters.length > 0
  return (
    <Card
      title="Letters and registrations"
      actions={all ? <a href={`${base}/letters/pupils/${pupil.id}`}>All about the letters</a> : null}
    >
      <p>
        {taken} of {limit} places are taken.{letters.length === 0 ? ' No letter was printed yet.' : ''}
      </p>
      {letters.length > 0 ? (
        <Table
          caption="Letters"
          rows={letters.slice(0, shownLetters)}
          keyOf={({ id }) => id}
          columns={[
            { title: 'Letter', cell: ({ reference }) => showInHalves(reference) },
            { title: 'Kind', cell: (letter) => kindOfLetter(letter, names) },
            { title: 'State', cell: (letter) => <LetterState letter={letter} /> },
            { title: 'Codes used', kind: 'number', cell: ({ used, places }) => `${used} of ${places}` },
            { title: 'Printed', cell: ({ printedAt }) => <Day date={printedAt} /> },
          ]}
        />
      ) : null}
      {registrations.length > 0 ? (
        <Table
          caption="Who registered"
          rows={registrations}
          keyOf={({ id }) => id}
          columns={[
            { title: 'Who registered', cell: ({ adultId }) => <AdultLink id={adultId} adult={names.get(adultId)} /> },
            { title: 'How', cell: (done) => <How done={done} /> },
          ]}
        />
      ) : null}
    </Card>
  )
}

/** When an adult registered, by which letters, and what was proved. Nothing for somebody who did not. */
export function RegistrationsOfAdult(props: {
  adult: Adult
  links: (Link & { pupil: Member })[]
  registrations: RegistrationDone[]
}) {
  const { adult, links, registrations } = props
  const people = `/schools/${useFrame().school?.slug}/people`
  const names = new Map(links.map(({ pupil }) => [pupil.id, nameOf(pupil)]))
  if (adult.registeredAt === null && registrations.length === 0) return null
  return (
    <Card title="Registered">
      {adult.registeredAt ? (
        <p>
          Registered on <Day date={adult.registeredAt} />, and looks after their own name, email and mobile since.
        </p>
      ) : null}
      {registrations.length > 0 ? (
        <Table
          caption="Registrations"
          rows={registrations}
          keyOf={({ id }) => id}
          columns={[
            {
              title: 'For',
              cell: ({ memberId }) => <a href={`${people}/pupils/${memberId}`}>{names.get(memberId) ?? 'A child'}</a>,
            },
            { title: 'How', cell: (done) => <How done={done} /> },
          ]}
        />
      ) : null}
    </Card>
  )
}

function AdultLink({ id, adult }: { id: string; adult: Adult | undefined }) {
  const people = `/schools/${useFrame().school?.slug}/people`
  return <a href={`${people}/adults/${id}`}>{adult ? nameOf(adult) : 'Not linked any more'}</a>
}

/** By letter or by a second child's letter from their own account; what was proved when; and who decided, where somebody did. */
function How({ done }: { done: RegistrationDone }) {
  const { finishedAt, emailProvedAt, mobileProvedAt, decidedBy, decidedAt } = done
  const proved = [
    { words: 'email proved', at: emailProvedAt },
    { words: 'mobile proved', at: mobileProvedAt },
  ].flatMap(({ words, at }) => (at ? [{ words, at }] : []))
  return (
    <>
      <Day date={finishedAt} /> by letter {showInHalves(done.reference)}
      {proved.length === 0 ? ', from their own account' : ''}
      <span class="tags">
        {proved.map(({ words, at }) => (
          <Tag key={words} kind="ok">
            {words} <Day date={at} />
          </Tag>
        ))}
      </span>
      {decidedBy && decidedAt ? (
        <small>
          Decided by {decidedBy} on <Day date={decidedAt} />
        </small>
      ) : null}
    </>
  )
}

function kindOfLetter({ kind, addresseeAdultId }: LetterRow, names: Map<string, Adult>): string {
  if (kind === 'family') return 'Family letter'
  const adult = names.get(addresseeAdultId ?? '')
  return adult ? `To ${nameOf(adult)}` : 'To one adult'
}
