import { smsParts } from '../../../modules/delivery/index.ts'
import type { Preview, RenderedCopy } from '../../../modules/messaging/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Bubble, Phone } from '../../components/phone.tsx'
import { sayPhone } from '../../components/say-phone.ts'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'

/** One copy as the family will see it, with the way to the next: texts first, the longest first. */
export function Sample({ preview, at }: { preview: Preview; at: number }) {
  const ordered = [...preview.rendered].sort(longestFirst)
  const place = Math.min(Math.max(Math.trunc(at), 1), ordered.length)
  const copy = ordered[place - 1]
  if (!copy) return null
  return (
    <section class="sample" aria-label="How it will look" id="sample">
      {copy.channel === 'sms' ? <Text copy={copy} /> : <Email copy={copy} />}
      <p class="sample-facts">
        {recipientOf(preview, copy)}
        <br />
        <Way preview={preview} copy={copy} />
        <small>
          {copy.channel === 'sms' ? `${sayLength(copy.body)} · ` : ''}
          {formatNumber(place)} of {formatNumber(ordered.length)}, longest first
        </small>
      </p>
      <nav class="buttons" aria-label="Other copies">
        {place > 1 ? (
          <a class="btn quiet" href={`?sample=${place - 1}#sample`} rel="prev">
            Previous
          </a>
        ) : null}
        {place < ordered.length ? (
          <a class="btn quiet" href={`?sample=${place + 1}#sample`} rel="next">
            Next
          </a>
        ) : null}
      </nav>
    </section>
  )
}

function longestFirst(one: RenderedCopy, other: RenderedCopy): number {
  return other.parts - one.parts || other.body.length - one.body.length
}

function recipientOf({ families }: Preview, copy: RenderedCopy): string {
  const family = families.find(({ pupil }) => pupil.id === copy.pupilIds[0])
  const link = family?.links.find(({ adultId }) => adultId === copy.adultId)
  const name = link ? [link.adult.title, link.adult.forename, link.adult.surname].filter(Boolean).join(' ') : ''
  return `To ${name}, ${sayPhone(copy.address)}`
}

/** OPT-7, SEC-2: when somebody gets it who takes it once a day, and what stands under it for who registered. */
function Way({ preview, copy }: { preview: Preview; copy: RenderedCopy }) {
  const links = preview.families.flatMap((family) => family.links)
  const isRegistered = links.some(({ adultId, adult }) => adultId === copy.adultId && adult.registeredAt !== null)
  const hasLink = copy.channel === 'email' && isRegistered
  if (!hasLink && copy.digestAt === null) return null
  return (
    <>
      <small>
        {copy.digestAt ? (
          <>
            In their daily email, <TimeAgo at={copy.digestAt} />.{' '}
          </>
        ) : null}
        {hasLink ? 'Ends with a link to what they were sent and to their choices.' : ''}
      </small>
      <br />
    </>
  )
}

/** `142 of 160 · 1 part`. */
function sayLength(text: string): string {
  const { units, room, parts } = smsParts(text)
  return `${units} of ${units + room} · ${parts.length} ${parts.length === 1 ? 'part' : 'parts'}`
}

function Text({ copy }: { copy: RenderedCopy }) {
  const { school } = useFrame()
  return (
    <Phone from={school?.settings.textSender ?? ''}>
      <Bubble>
        <Marked text={copy.body} characters={copy.costlyNames} />
      </Bubble>
    </Phone>
  )
}

/** The letters of names that make a text dearer, marked. */
function Marked({ text, characters }: { text: string; characters: string[] }) {
  if (characters.length === 0) return <>{text}</>
  return (
    <>
      {[...text].map((character, index) =>
        characters.includes(character) ? <mark key={index}>{character}</mark> : character,
      )}
    </>
  )
}

function Email({ copy }: { copy: RenderedCopy }) {
  const { school } = useFrame()
  return (
    <article class="card letter">
      <p class="muted">
        From {school?.name}
        <br />
        To {copy.address}
      </p>
      <h2>{copy.subject}</h2>
      <p class="kept">{copy.body}</p>
    </article>
  )
}
