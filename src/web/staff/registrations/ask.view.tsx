import type { Question } from '../../../modules/registration/index.ts'
import { Card } from '../../components/card.tsx'
import { ConfirmForm } from '../../components/confirm-form.tsx'
import { Note } from '../../components/note.tsx'
import { sayPhone } from '../../components/say-phone.ts'
import { StaffPage } from '../../components/shell.tsx'
import { DefinitionList } from '../../components/table.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { nameOf } from '../people/say-people.ts'

export function AskView({ question }: { question: Question }) {
  const base = `/schools/${useFrame().school?.slug}`
  const { adult, to, subject, parts, asked } = question
  const isText = to.channel === 'sms'
  return (
    <StaffPage
      title={`Ask ${nameOf(adult)}`}
      current="data-issues"
      breadcrumbs={[
        { words: 'Data issues', href: `${base}/data-issues` },
        { words: 'Registrations', href: `${base}/registrations` },
      ]}
      lead="They look at what is held of them, and change what is not right."
    >
      {asked ? (
        <Note kind="warn" title="Asked already.">
          {asked.by} asked <TimeAgo at={asked.at} />.
        </Note>
      ) : null}
      <Card title="What is sent">
        <ConfirmForm
          action={`${base}/registrations/ask/${adult.id}`}
          button={isText ? 'Send 1 text' : 'Send 1 email'}
          back={`${base}/registrations`}
        >
          <DefinitionList
            items={[
              { name: 'To', value: isText ? sayPhone(to.address) : to.address },
              ...(isText ? [{ name: 'Parts', value: String(parts) }] : [{ name: 'Subject', value: subject }]),
              { name: 'Words', value: withoutSecret(question.body) },
            ]}
          />
          <p class="muted">A link in it is for this person alone and is not shown here.</p>
        </ConfirmForm>
      </Card>
    </StaffPage>
  )
}

/** VIS-5: the link opens somebody’s own page, so staff see where it stands and not what it is. */
const withoutSecret = (body: string) => body.replace(/https?:\/\/\S+/, '[link to their own page]')
