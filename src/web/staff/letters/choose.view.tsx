import type { Member } from '../../../modules/people/index.ts'
import { Button } from '../../components/button.tsx'
import { Card, Columns } from '../../components/card.tsx'
import { Checkboxes } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { EmptyState, Tabs } from '../../components/lists.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { useFrame } from '../../frame/frame.ts'
import { nameOf, sayClass } from '../people/say-people.ts'
import { HowFields, Progress } from './print.view.tsx'

export function ChooseView({ groups, chosen, pupils }: { groups: string[]; chosen: string; pupils: Member[] }) {
  const { school } = useFrame()
  const base = `/schools/${school?.slug}/letters`
  return (
    <StaffPage
      title="Choose children for letters"
      current="letters"
      scripts={['print-letters.js']}
      breadcrumbs={[{ words: 'Letters', href: base }]}
    >
      {groups.length === 0 ? (
        <Card>
          <EmptyState title="No pupils yet">Import them first, then print letters.</EmptyState>
        </Card>
      ) : (
        <>
          <Tabs
            label="Classes"
            tabs={groups.map((group) => ({
              words: sayClass(group),
              href: `${base}/choose?${new URLSearchParams({ class: group })}`,
              current: group === chosen,
            }))}
          />
          <Form action={`${base}/print`} class="print-letters">
            <input type="hidden" name="for" value="selected" />
            <Columns>
              <Card title={sayClass(chosen)}>
                <Checkboxes
                  name="pupil"
                  label="Whose adults get a letter?"
                  values={[]}
                  choices={pupils.map((pupil) => ({ value: pupil.id, words: nameOf(pupil) }))}
                />
              </Card>
              <Card title="How">
                <HowFields />
                <p class="buttons">
                  <Button>Print for those who are ticked</Button>
                </p>
                <Progress />
              </Card>
            </Columns>
          </Form>
        </>
      )}
    </StaffPage>
  )
}
