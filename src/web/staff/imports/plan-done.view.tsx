import type { ChangedSince } from '../../../modules/importing/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Form } from '../../components/form.tsx'
import { sentence } from '../../components/sentence.ts'
import { Table } from '../../components/table.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import type { PlanProps } from './plan.view.tsx'
import { changesInWords, figuresOf } from './say-plan.ts'

/** Who applied it and when; IMP-11: and the way back, while there is one. */
export function Done({ base, plan, undo }: PlanProps) {
  const count = figuresOf(plan.changes).all
  return (
    <Card>
      <p>
        Applied {plan.appliedAt ? <TimeAgo at={plan.appliedAt} /> : null} by {plan.appliedBy}.
        {plan.undoneAt ? (
          <>
            {' '}
            Undone <TimeAgo at={plan.undoneAt} /> by {plan.undoneBy}.
          </>
        ) : null}
      </p>
      {undo && undo.changed.length === 0 ? (
        <Form action={`${base}/${plan.id}/undo`}>
          <p class="buttons">
            <Button kind="quiet">Undo {changesInWords(count)}</Button>
          </p>
        </Form>
      ) : null}
      {undo && undo.changed.length > 0 ? <NoUndo changed={undo.changed} /> : null}
    </Card>
  )
}

const changedShown = 50

/** IMP-11: what stands in the way, so that somebody can judge it, or mend it first. */
function NoUndo({ changed }: { changed: ChangedSince[] }) {
  const shown = changed.slice(0, changedShown).map((one, at) => ({ ...one, at }))
  return (
    <details>
      <summary>
        It cannot be undone as one step: {formatNumber(changed.length)} of the things it touched{' '}
        {changed.length === 1 ? 'has' : 'have'} changed since
      </summary>
      <Table
        caption="What has changed since"
        rows={shown}
        keyOf={({ at }) => String(at)}
        columns={[
          { title: 'Who', cell: ({ who }) => who },
          { title: 'What', cell: ({ entity }) => sentence(entity) },
          { title: 'What the import did, or what came since', cell: ({ what }) => sentence(what) },
        ]}
      />
      {changed.length > shown.length ? <p>… and {formatNumber(changed.length - shown.length)} more.</p> : null}
    </details>
  )
}
