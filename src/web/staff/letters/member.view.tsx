import { may } from '../../../modules/accounts/index.ts'
import type { Member } from '../../../modules/people/index.ts'
import type { LetterRow } from '../../../modules/registration/index.ts'
import { Button } from '../../components/button.tsx'
import { Card, Columns } from '../../components/card.tsx'
import { Form } from '../../components/form.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { useFrame } from '../../frame/frame.ts'
import { nameOf, possessive } from '../people/say-people.ts'
import { LettersTable } from './letters-table.view.tsx'

export function LettersOfMemberView({ member, letters }: { member: Member; letters: LetterRow[] }) {
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}`
  const prints = may(actor?.roles ?? [], 'letters.print') && member.status === 'on roll'
  return (
    <StaffPage
      title={`${possessive(nameOf(member))} letters`}
      current="letters"
      breadcrumbs={[
        { words: 'Letters', href: `${base}/letters` },
        { words: nameOf(member), href: `${base}/people/members/${member.id}` },
      ]}
      lead="With a letter of their own, staff and governors register the email and mobile by which the school reaches them."
    >
      <Columns kind="main-side">
        <Card title="Letters">
          <LettersTable
            letters={letters}
            used={{ title: 'Used', cell: ({ used }) => (used > 0 ? 'Yes' : 'No') }}
            empty="Print one, and they can register."
          />
        </Card>
        {prints ? (
          <Card title="Print a letter">
            <div class="stack">
              <p>
                One code, for one person. A letter that is out ends. <RuleTag rule="LET-3" />
              </p>
              <Form action={`${base}/letters/members/${member.id}/print`}>
                <Button>Print a letter</Button>
              </Form>
              {letters.some(({ state }) => state !== 'killed') ? (
                <Form action={`${base}/letters/members/${member.id}/reset`}>
                  <Button kind="danger">End the letter that is out</Button>
                </Form>
              ) : null}
            </div>
          </Card>
        ) : null}
      </Columns>
    </StaffPage>
  )
}
