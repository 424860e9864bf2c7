import type { Preview, Verdict } from '../../../modules/messaging/index.ts'
import type { Family } from '../../../modules/people/index.ts'
import { kindNames } from '../../../modules/preferences/index.ts'
import { formatNumber, formatPence } from '../../components/bar.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Checkbox } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { DefinitionList } from '../../components/table.tsx'
import { RuleTag, Tag } from '../../components/tag.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import { Warnings } from './check-warnings.view.tsx'
import { Sample } from './sample.view.tsx'
import { audienceWords, channelWords, children, nameOfPupil, sayCopies } from './say-to.ts'

type Props = { base: string; id: string; preview: Preview; to: string; sample: number }

export function CheckPage({ base, id, preview, to, sample }: Props) {
  const { content, rendered } = preview
  return (
    <StaffPage
      title="Check and send"
      current="messages"
      breadcrumbs={[{ words: 'Messages', href: base }]}
      lead={`To ${to} · ${audienceWords[content.audience]} · ${channelWords[content.channel]} · ${kindNames[content.kind]}`}
    >
      <div class="check">
        <div class="check-facts">
          <Card>
            <WhatItDoes base={base} id={id} preview={preview} />
          </Card>
          <Warnings base={base} id={id} warnings={preview.warnings} />
        </div>
        {rendered.length > 0 ? <Sample preview={preview} at={sample} /> : null}
        <div class="check-send">
          <Card>
            <SendForm base={base} id={id} preview={preview} />
          </Card>
        </div>
      </div>
    </StaffPage>
  )
}

function WhatItDoes({ base, id, preview }: { base: string; id: string; preview: Preview }) {
  const { counts, childSpecific } = preview
  const spared = preview.verdicts.filter(({ verdict }) => verdict === 'covered')
  const missed = preview.verdicts.filter(({ adultId }) => adultId === null)
  const items = [
    { name: 'Children', value: <strong>{formatNumber(counts.pupils)}</strong> },
    {
      name: 'Adults',
      value: (
        <>
          <strong>{formatNumber(counts.adults)}</strong>
          {childSpecific ? <small> One copy for each child, because the words name the child.</small> : null}
        </>
      ),
    },
    { name: 'Emails', value: <Emails preview={preview} /> },
    { name: 'Texts', value: <TextCosts preview={preview} /> },
    ...(spared.length > 0 ? [{ name: 'Not sent twice', value: <Spared verdicts={spared} /> }] : []),
    ...(preview.thisWeek.adults > 0 ? [{ name: 'In the last 7 days', value: <ThisWeek preview={preview} /> }] : []),
    { name: 'Reached by nobody', value: <Missed missed={missed} families={preview.families} /> },
  ]
  return (
    <>
      <DefinitionList items={items} />
      <p>
        <a href={`${base}/${id}/check/everybody`}>Everybody, and why</a>
      </p>
    </>
  )
}

function Emails({ preview: { counts, inDigest } }: { preview: Preview }) {
  return (
    <>
      <strong>{formatNumber(counts.emails)}</strong>
      {inDigest > 0 ? <small> {formatNumber(inDigest)} in the daily email that these families chose.</small> : null}
    </>
  )
}

function TextCosts({ preview: { counts, rendered } }: { preview: Preview }) {
  const texts = rendered.filter(({ channel }) => channel === 'sms')
  if (texts.length === 0) return <strong>0</strong>
  const byParts = [...Map.groupBy(texts, ({ parts }) => parts)].sort(([one], [other]) => one - other)
  const sums = byParts.map(
    ([parts, same]) => `${formatNumber(same.length)} × ${parts} ${parts === 1 ? 'part' : 'parts'}`,
  )
  return (
    <>
      <span class="num">{sums.join(' + ')}</span> = {formatNumber(counts.parts)} {counts.parts === 1 ? 'part' : 'parts'}{' '}
      · <strong>{formatPence(counts.costPence)}</strong>
    </>
  )
}

/** How much these families have had already, so that nobody is flooded. */
function ThisWeek({ preview: { thisWeek, counts } }: { preview: Preview }) {
  const messages = thisWeek.most === 1 ? 'one message' : `${formatNumber(thisWeek.most)} messages`
  if (thisWeek.adults === counts.adults) return <>up to {messages} to each of these adults</>
  return (
    <>
      up to {messages} each, to {formatNumber(thisWeek.adults)} of these adults
    </>
  )
}

/** Why fewer copies go out than there are adult–child pairs. */
function Spared({ verdicts }: { verdicts: Verdict[] }) {
  const about = (words: string) => verdicts.filter(({ reason }) => reason.startsWith(words)).length
  const parts = [
    [about('one copy'), 'one copy for brothers and sisters'],
    [about('same mobile') + about('same email'), 'two adults share a phone or mailbox'],
    [about('same household'), 'one for the household'],
  ] as const
  return (
    <>
      {parts
        .filter(([count]) => count > 0)
        .map(([count, words]) => `${formatNumber(count)} (${words})`)
        .join(', ')}
    </>
  )
}

const manyNames = 12

function Missed({ missed, families }: { missed: Verdict[]; families: Family[] }) {
  if (missed.length === 0) return <Tag kind="ok">None</Tag>
  const named = missed.slice(0, manyNames)
  return (
    <>
      <Tag kind="bad">{children(missed.length)}</Tag>
      <ul class="missed">
        {named.map(({ pupilId, verdict, reason, rule }) => (
          <li key={pupilId}>
            {nameOfPupil(families, pupilId)}: {reason} <RuleTag rule={rule} />
            {verdict === 'withheld' ? <small> no paper either</small> : null}
          </li>
        ))}
        {missed.length > named.length ? <li>and {missed.length - named.length} more</li> : null}
      </ul>
      <small>They stand on the paper list of this message.</small>
    </>
  )
}

function SendForm({ base, id, preview }: { base: string; id: string; preview: Preview }) {
  const { school } = useFrame()
  const { counts, repeatOf, rendered } = preview
  if (rendered.length === 0) {
    return (
      <>
        <Note kind="bad" title="Nobody would get this message.">
          The list above says why for each child.
        </Note>
        <Ways base={base} id={id} />
      </>
    )
  }
  const undo = rendered.length > (school?.settings.undoAbove ?? 0)
  return (
    <>
      <Form action={`${base}/${id}/send`}>
        <input type="hidden" name="seen" value={preview.digest} />
        {repeatOf?.sentAt ? (
          <Note kind="warn" title="The same message went to the same children today,">
            <TimeAgo at={repeatOf.sentAt} /> by {repeatOf.sentBy}.{' '}
            <a href={`${base}/${repeatOf.id}`}>See what became of it</a>
            <Checkbox name="again" label="Send it again all the same" />
          </Note>
        ) : null}
        <Button>Send {sayCopies(counts)}</Button>
      </Form>
      <p>
        <small>
          {undo
            ? `You can stop it for ${school?.settings.undoSeconds} seconds after pressing.`
            : 'It goes out at once.'}
        </small>
      </p>
      <Ways base={base} id={id} />
    </>
  )
}

function Ways({ base, id }: { base: string; id: string }) {
  return (
    <div class="buttons">
      <a class="btn quiet" href={`${base}/${id}/write`}>
        Back to the words
      </a>
      <Form action={`${base}/${id}/discard`}>
        <button type="submit" class="link-button">
          Throw the draft away
        </button>
      </Form>
    </div>
  )
}
