import { rolesThatMay } from '../../../modules/accounts/index.ts'
import { whoComesNameless } from '../../../modules/importing/index.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'
import { RuleTag } from '../../components/tag.tsx'
import type { PlanProps } from './plan.view.tsx'
import { changesInWords, columnsNotUsed, figuresOf } from './say-plan.ts'
import { TellFamilies } from './tell-families.view.tsx'

/** What to know before deciding, and the two ways on. */
export function Ready(props: PlanProps) {
  const { held, changes } = props.plan
  const nameless = whoComesNameless(props.plan)
  if (nameless) return <Nameless {...props} who={nameless} />
  if (held)
    return (
      <Note kind="warn" title="Held, so that nothing is lost by mistake.">
        {held.reason} <RuleTag rule={held.rule} />
        <Ways {...props} form="apply" />
      </Note>
    )
  if (figuresOf(changes).all === 0)
    return (
      <Note kind="ok" title="Nothing to change.">
        The files say what is here already.
        <Ways {...props} form="apply" />
      </Note>
    )
  return (
    <Note title="Nothing has been changed yet.">
      Look through the list, then apply the plan or throw it away. You can undo it as one step. What families registered
      and what you typed stays as it is: the database lets an import write no row but the MIS’s own.
      <Ways {...props} form="apply" />
    </Note>
  )
}

/** A file whose names stand under captions that nobody here knows: asked, before anybody comes in without a name. */
function Nameless({ base, plan, columnsAt, who }: PlanProps & { who: 'children' | 'contacts' }) {
  const unused = columnsNotUsed(plan)
  return (
    <Note kind="warn" title={`The ${who} would come in without their names.`}>
      No column was understood as their names, so this plan cannot be applied. Nothing was changed.
      {unused.length > 0 ? <> Not understood: {unused.map((caption) => `“${caption}”`).join(', ')}.</> : null}
      <div class="buttons">
        {columnsAt ? (
          <ButtonLink href={columnsAt}>Say which column is which</ButtonLink>
        ) : (
          <ButtonLink href={`${base}/new`}>Choose the files again</ButtonLink>
        )}
        <Form action={`${base}/${plan.id}/throw-away`} class="inline-form">
          <Button kind="quiet">Throw away</Button>
        </Form>
      </div>
    </Note>
  )
}

/** Apply or throw away. Stands above the list and once more below it. */
export function Ways(props: PlanProps & { form: string }) {
  const { base, plan, mayApply, mayConfirmHeld, tellFirst, form, errors, typed } = props
  const count = figuresOf(plan.changes).all
  const applies = mayApply && (plan.held === null || mayConfirmHeld)
  return (
    <>
      {applies ? (
        <Form action={`${base}/${plan.id}/apply`} id={form}>
          {tellFirst ? <TellFamilies text={tellFirst} errors={errors} typed={typed} /> : null}
          {plan.held ? (
            <label class="take">
              <input type="checkbox" name="confirmHeld" value="yes" checked={typed.confirmHeld === 'yes'} /> I have
              checked this, and it is right
            </label>
          ) : null}
        </Form>
      ) : (
        <p>{mayApply ? 'An administrator has to confirm it.' : whoApplies()}</p>
      )}
      <div class="buttons">
        {applies ? (
          <button type="submit" class="btn main" form={form}>
            {applyInWords(count, plan.held !== null)}
          </button>
        ) : null}
        <Form action={`${base}/${plan.id}/throw-away`} class="inline-form">
          <Button kind="quiet">Throw away</Button>
        </Form>
      </div>
    </>
  )
}

/** What is held may be what no figure counts, such as the ids that people go by in the MIS. */
function applyInWords(count: number, isHeld: boolean): string {
  if (count > 0) return `Apply ${changesInWords(count)}`
  return isHeld ? 'Apply it all the same' : 'Note that nothing changed'
}

function whoApplies(): string {
  const names = rolesThatMay('import.apply').map((name) => name.toLowerCase())
  return `You can look at it; somebody with the role ${names.join(' or ')} applies it.`
}
