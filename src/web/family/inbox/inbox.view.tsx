import type { InboxItem } from '../../../modules/messaging/index.ts'
import type { School } from '../../../modules/schools/index.ts'
import { Card } from '../../components/card.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { type Language, wordsIn } from '../language.ts'
import { MyNav } from '../my/parts.tsx'
import type { Who } from '../my/who.ts'
import { inboxWords } from './inbox.words.ts'
import { sayPlace } from './place.ts'

export type ShownItem = InboxItem & { school: School }
type Words = typeof inboxWords.en

/** What a person was sent, of every school, newest first. Nothing of any other adult (VIS-5). */
export function InboxView(props: {
  who: Who
  items: ShownItem[]
  language: Language
  /** Where the next page begins; null on the last one. */
  next: string | null
  isFirst: boolean
}) {
  const { who, items, language, next, isFirst } = props
  const words = wordsIn(inboxWords, language)
  const [only, second] = who.own
  const school = only && !second ? { school: only.school.name } : {}
  return (
    <FamilyPage title={words.title} lead={words.lead} {...school} language={language} here="/my/messages">
      <MyNav who={who} language={language} at="messages" />
      {items.length === 0 ? <Nothing words={words} isFirst={isFirst} /> : null}
      {items.map((item) => (
        <Item key={item.deliveryId} item={item} words={words} language={language} names={second !== undefined} />
      ))}
      <nav aria-label={words.title}>
        <ul class="plain">
          {next ? (
            <li>
              <a class="act" href={`/my/messages?before=${next}`}>
                {words.older}
              </a>
            </li>
          ) : null}
          {isFirst ? null : (
            <li>
              <a class="act" href="/my/messages">
                {words.newest}
              </a>
            </li>
          )}
          <li>
            <a class="act" href="/my/preferences">
              {words.preferences}
            </a>
          </li>
        </ul>
      </nav>
    </FamilyPage>
  )
}

function Nothing({ words, isFirst }: { words: Words; isFirst: boolean }) {
  return (
    <Card title={isFirst ? words.nothing : undefined}>
      <p>{isFirst ? words.nothingWords : words.nothingOlder}</p>
    </Card>
  )
}

/** Longer ones are cut on the list, so that a page stays light. */
const shownAtOnce = 480

function Item(props: { item: ShownItem; words: Words; language: Language; names: boolean }) {
  const { item, words } = props
  const isCut = item.body.length > shownAtOnce
  const href = `/my/at/${item.school.slug}/messages/${sayPlace(item)}`
  return (
    <Card
      title={
        <a href={href}>
          <Subject item={item} words={words} />
        </a>
      }
    >
      <Facts {...props} />
      <Body text={isCut ? `${cutAtWord(item.body, shownAtOnce)} …` : item.body} />
      {isCut ? (
        <p>
          <a class="act" href={href}>
            {words.all}
            <span class="visually-hidden">
              {' '}
              <Subject item={item} words={words} />
            </span>
          </a>
        </p>
      ) : null}
    </Card>
  )
}

export function ItemView({ who, item, language }: { who: Who; item: ShownItem; language: Language }) {
  const words = wordsIn(inboxWords, language)
  return (
    <FamilyPage title={words.one} school={item.school.name} language={language}>
      <MyNav who={who} language={language} at="messages" />
      <Card title={<Subject item={item} words={words} />}>
        <Facts item={item} words={words} language={language} names={false} />
        <Body text={item.body} />
      </Card>
    </FamilyPage>
  )
}

function Facts(props: { item: ShownItem; words: Words; language: Language; names: boolean }) {
  const { item, words, language, names } = props
  const facts = [
    ...(names ? [item.school.name] : []),
    sayMoment(item.sentAt, { language, timeZone: item.school.timeZone }),
    item.channel === 'email' ? words.email : words.text,
    ...(item.children.length > 0 ? [words.about(joined(item.children, words.and))] : []),
  ]
  return (
    <p class="muted">
      {facts.join(' · ')}
      {item.failed ? <strong> · {words.failed}</strong> : null}
    </p>
  )
}

function sayMoment(at: Date, { language, timeZone }: { language: Language; timeZone: string }): string {
  const locale = language === 'cy' ? 'cy' : 'en-GB'
  return at.toLocaleString(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' })
}

function joined(names: string[], and: string): string {
  const distinct = [...new Set(names)]
  const last = distinct.pop() ?? ''
  return distinct.length === 0 ? last : `${distinct.join(', ')} ${and} ${last}`
}

/** As the school wrote it, in whatever language. A text has none. */
function Subject({ item, words }: { item: ShownItem; words: Words }) {
  return item.subject === null ? <span>{words.text}</span> : <bdi>{item.subject}</bdi>
}

/** The words as they were written, in paragraphs; addresses of pages can be followed. */
function Body({ text }: { text: string }) {
  return (
    <div dir="auto">
      {text.split(/\n{2,}/).map((paragraph, at) => (
        <p key={at} class="as-written">
          {withLinks(paragraph)}
        </p>
      ))}
    </div>
  )
}

function withLinks(text: string) {
  return text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/).map((piece, at) =>
    at % 2 === 1 ? (
      <a key={at} href={piece} rel="noreferrer">
        {piece}
      </a>
    ) : (
      piece
    ),
  )
}

function cutAtWord(text: string, most: number): string {
  const cut = text.slice(0, most)
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), most - 60)).trimEnd()
}
