import { may } from '../../../modules/accounts/index.ts'
import { type NoticeText, toldBy } from '../../../modules/schools/index.ts'
import { type FieldErrors, Input, Radios } from '../../components/fields.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { Fields } from '../../page.ts'

type Telling = { errors: FieldErrors; typed: Fields }

/** OPT-1: asked once, before the first contacts come in: when and how families were told, with which words. */
export function TellFamilies({ text, ...telling }: Telling & { text: NoticeText }) {
  const { school, actor } = useFrame()
  const changes = may(actor?.roles ?? [], 'settings.change')
  return (
    <>
      <h3>Do families know?</h3>
      <p>
        These are the first contacts that come in. Before their details are used for messages, families are told what
        the school does with them, and how to object. <RuleTag rule="OPT-1" />
      </p>
      <blockquote class="notice-text">{text.words}</blockquote>
      <p class="muted">
        Text {text.version}.{' '}
        {changes ? <a href={`/schools/${school?.slug}/settings/families-told`}>Change these words</a> : null}
      </p>
      <WhenAndHow {...telling} />
    </>
  )
}

export function WhenAndHow({ errors, typed }: Telling) {
  return (
    <>
      <Input
        name="toldOn"
        type="date"
        label="When were they told?"
        size="middle"
        value={String(typed.toldOn ?? '')}
        error={errors.toldOn}
      />
      <Radios
        name="channel"
        label="How were they told?"
        value={String(typed.channel ?? '')}
        error={errors.channel}
        choices={toldBy.map((way) => ({ value: way, words: wordsOfTelling[way] }))}
      />
    </>
  )
}

export const wordsOfTelling: Record<(typeof toldBy)[number], string> = {
  letter: 'By letter',
  email: 'By email',
  text: 'By text message',
  newsletter: 'In the newsletter or on the website',
  'in person': 'In person, such as at admission',
}
