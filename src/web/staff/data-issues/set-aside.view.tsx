import type { DataIssue } from '../../../modules/people/index.ts'
import { Card } from '../../components/card.tsx'
import { ConfirmForm } from '../../components/confirm-form.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { useFrame } from '../../frame/frame.ts'
import { kindOf, standingKinds } from './kinds.ts'

export function SetAsideView({ issue, error, typed }: { issue: DataIssue; error?: string; typed?: string }) {
  const base = `/schools/${useFrame().school?.slug}/data-issues`
  const stands = standingKinds.some((kind) => kind === issue.kind)
  return (
    <StaffPage
      title="Nothing to do here"
      current="data-issues"
      breadcrumbs={[{ words: 'Data issues', href: base }]}
      lead={kindOf(issue.kind).title}
    >
      <Card>
        <ConfirmForm
          action={`${base}/${issue.id}/set-aside`}
          button="Set it aside"
          back={base}
          reason={{
            label: 'Why is there nothing to do?',
            hint: 'For example: “Both parents want every message; asked on 3 September.”',
            ...(error ? { error } : {}),
            ...(typed ? { value: typed } : {}),
          }}
        >
          <p>
            {issue.pupilName ? <strong>{issue.pupilName}: </strong> : null}
            {issue.detail}
          </p>
          <p>
            It leaves the list of data issues, and the same thing is not raised again. Nothing else is changed.
            {stands ? ' The child stays on the list of those it is still true of.' : ''}
          </p>
        </ConfirmForm>
      </Card>
    </StaffPage>
  )
}
