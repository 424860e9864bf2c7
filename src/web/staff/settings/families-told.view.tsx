import type { FamiliesTold, NoticeText } from '../../../modules/schools/index.ts'
import { Button } from '../../components/button.tsx'
import { Card, Columns } from '../../components/card.tsx'
import { ErrorSummary, type FieldErrors, Textarea } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { EmptyState } from '../../components/lists.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { Day } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { Fields } from '../../page.ts'
import { WhenAndHow, wordsOfTelling } from '../imports/tell-families.view.tsx'
import { SettingsTabs } from './tabs.tsx'

type Props = { text: NoticeText; told: FamiliesTold[]; errors?: FieldErrors; typed?: Fields }

export function FamiliesToldView({ text, told, errors = {}, typed = {} }: Props) {
  const here = `/schools/${useFrame().school?.slug}/settings/families-told`
  return (
    <StaffPage
      title="What families were told"
      current="settings"
      lead="Before details from the MIS are used for messages, families are told so, and how to object."
    >
      <SettingsTabs current="families-told" />
      <ErrorSummary errors={errors} />
      <Columns kind="main-side">
        <div class="stack">
          <Card title="When families were told">
            <Table
              caption="When families were told"
              rows={told}
              keyOf={({ id }) => id}
              empty={
                <EmptyState title="Nothing is recorded yet">
                  The first import of contacts asks for it. <RuleTag rule="OPT-1" />
                </EmptyState>
              }
              columns={[
                { title: 'Day', cell: ({ toldOn }) => <Day date={toldOn} /> },
                { title: 'How', cell: ({ channel }) => wordsOfTelling[channel] },
                { title: 'Text', kind: 'number', cell: ({ textVersion }) => textVersion },
                { title: 'Recorded by', cell: ({ recordedBy }) => recordedBy },
              ]}
            />
          </Card>
          <Card title={`The words, text ${text.version}`}>
            <Form action={`${here}/text`}>
              <Textarea
                name="words"
                rows={7}
                label="What families are told"
                hint="A change makes a new version. What was told before stays recorded with its own."
                value={String(typed.words ?? text.words)}
                error={errors.words}
              />
              <p class="buttons">
                <Button kind="quiet">Use these words from now on</Button>
              </p>
            </Form>
          </Card>
        </div>
        <Card title="Record that they were told">
          <Form action={here}>
            <WhenAndHow errors={errors} typed={typed} />
            <p class="buttons">
              <Button>Record it</Button>
            </p>
          </Form>
        </Card>
      </Columns>
    </StaffPage>
  )
}
