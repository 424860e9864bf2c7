import type { Sought } from '../../../modules/importing/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Button } from '../../components/button.tsx'
import { Input, Select } from '../../components/fields.tsx'
import type { PlanProps } from './plan.view.tsx'
import { sayRule } from './rule-words.ts'

/** What is looked for, as the query of an address. */
export function searchOf({ show, name, rule }: Sought): string {
  const parts = { show, ...(name ? { name } : {}), ...(rule ? { rule } : {}) }
  return new URLSearchParams(parts).toString()
}

/** Finds a child or adult by a part of a name or the admission number, and what one rule decided. */
export function PlanSearch({ here, sought, rules }: PlanProps & { here: string }) {
  if (rules.length === 0) return null
  return (
    <form method="get" action={`${here}#changes`} class="plan-search">
      <input type="hidden" name="show" value={sought.show} />
      <Input name="name" type="search" label="Name or admission number" value={sought.name} />
      <Select
        name="rule"
        label="Decided by"
        value={sought.rule}
        choices={[
          { value: '', words: 'Every rule' },
          ...rules.map(({ rule, entries }) => ({
            value: rule,
            words: `${rule} (${formatNumber(entries)}): ${sayRule(rule)}`,
          })),
        ]}
      />
      <Button kind="quiet">Find</Button>
      {sought.name || sought.rule ? <a href={`${here}?show=${sought.show}#changes`}>Show all again</a> : null}
    </form>
  )
}
