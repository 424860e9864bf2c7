import type { Member } from '../../../modules/people/index.ts'
import type { LetterRow } from '../../../modules/registration/index.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Form } from '../../components/form.tsx'
import { type Column, Table } from '../../components/table.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { useFrame } from '../../frame/frame.ts'
import { nameOf, sayClass } from '../people/say-people.ts'

export type Frozen = { letter: LetterRow; pupil: Member }

/** LET-5: letters that open nothing until somebody decides. */
export function FrozenCard({ frozen, prints }: { frozen: Frozen[]; prints: boolean }) {
  const base = `/schools/${useFrame().school?.slug}/letters`
  const columns: Column<Frozen>[] = [
    { title: 'Pupil', cell: ({ pupil }) => <a href={`${base}/pupils/${pupil.id}`}>{nameOf(pupil)}</a> },
    { title: 'Class', cell: ({ pupil }) => sayClass(pupil.registrationGroup) },
    { title: 'Wrong tries', kind: 'number', cell: ({ letter }) => letter.wrongTries },
    ...(prints
      ? [
          {
            title: 'Acts',
            kind: 'act' as const,
            quiet: true,
            cell: (one: Frozen) => <FrozenActs {...one} base={base} />,
          },
        ]
      : []),
  ]
  return (
    <Card kind="warn" title={`Frozen letters: ${frozen.length}`}>
      <p>
        Wrong codes were tried five times, so these letters open nothing until somebody decides. If the family mistyped,
        let the letter work again. If they do not know of it, print a new one. <RuleTag rule="LET-5" />
      </p>
      <Table caption="Frozen letters" rows={frozen} keyOf={({ letter }) => letter.id} columns={columns} />
    </Card>
  )
}

function FrozenActs({ letter, pupil, base }: Frozen & { base: string }) {
  return (
    <div class="buttons">
      <Form action={`${base}/${letter.id}/unfreeze`}>
        <Button kind="quiet">Let it work again</Button>
      </Form>
      <Form action={`${base}/pupils/${pupil.id}/print`}>
        <Button kind="quiet">Print a new one</Button>
      </Form>
    </div>
  )
}
