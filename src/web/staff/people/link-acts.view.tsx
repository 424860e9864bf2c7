import { Card } from '../../components/card.tsx'
import { ConfirmForm } from '../../components/confirm-form.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { LinkOfPupil } from './find-link.ts'
import type { LinkAct } from './link-acts.tsx'
import { nameOf } from './say-people.ts'

/** Says what will happen to a link, asks why where a rule wants it, and does it. */
export function LinkActView(props: { act: LinkAct; of: LinkOfPupil; error?: string; typed?: string }) {
  const { act, of, error, typed } = props
  const people = `/schools/${useFrame().school?.slug}/people`
  const back = `${people}/pupils/${of.pupil.id}`
  const again = { ...(error ? { error } : {}), ...(typed ? { value: typed } : {}) }
  return (
    <StaffPage
      title={act.title(of)}
      current="people"
      breadcrumbs={[
        { words: 'People', href: people },
        { words: nameOf(of.pupil), href: back },
      ]}
    >
      <Card>
        <ConfirmForm
          action={`${back}/links/${of.link.id}/${act.path}`}
          button={act.button(of)}
          back={back}
          danger={act.danger}
          reason={{ ...act.reason, ...again }}
        >
          {act.says(of)}
        </ConfirmForm>
      </Card>
    </StaffPage>
  )
}
