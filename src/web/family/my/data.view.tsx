import type { Session } from '../../../modules/accounts/index.ts'
import type { InboxItem } from '../../../modules/messaging/index.ts'
import type { OwnRecord } from '../../../modules/registration/index.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { sayPhone } from '../../components/say-phone.ts'
import { type Language, wordsIn } from '../language.ts'
import { sayRelationship } from '../relationship.words.ts'
import { dataWords } from './data.words.ts'
import { detailsWords } from './details.words.ts'
import { MyNav, sayDate } from './parts.tsx'
import type { Who } from './who.ts'

export type RecordAtSchool = { record: OwnRecord; sent: InboxItem[] }

type Props = { language: Language }

/** The page shows so many of what was sent; the file holds all. */
export const shownOfSent = 10

/** SEC-8: what is held of the person, to read; the file holds the same for a program. */
export function MyDataView({
  who,
  records,
  sessions,
  language,
}: Props & { who: Who; records: RecordAtSchool[]; sessions: Session[] }) {
  const words = wordsIn(dataWords, language)
  return (
    <FamilyPage title={words.title} lead={words.lead} language={language}>
      <MyNav who={who} language={language} at="data" />
      <p class="buttons">
        <ButtonLink href="/my/data/file" kind="quiet">
          {words.download}
        </ButtonLink>
      </p>
      <p class="muted">{words.downloadHint}</p>
      {records.map(({ record, sent }) => (
        <Card key={record.school} title={record.school}>
          <Reached record={record} language={language} />
          <Children record={record} language={language} />
          <Sent sent={sent} record={record} language={language} />
        </Card>
      ))}
      <Card title={words.signIns}>
        <ul>
          {sessions.map(({ id, browser, createdAt }) => (
            <li key={id}>{words.signInLine(browser, sayDate(createdAt, language))}</li>
          ))}
        </ul>
      </Card>
    </FamilyPage>
  )
}

function Reached({ record, language }: Props & { record: OwnRecord }) {
  const words = wordsIn(dataWords, language)
  const { from } = wordsIn(detailsWords, language)
  const { name, address, contactPoints, optOuts } = record
  return (
    <>
      <h3>{words.details}</h3>
      <ul>
        <li>
          {[name.title, name.forename, name.surname].filter(Boolean).join(' ')}. {from[name.origin]}
        </li>
        {contactPoints.map((point) => (
          <li key={`${point.value} ${point.since.getTime()}`}>
            <span dir="ltr">{sayPhone(point.value)}</span>, {words.since(sayDate(point.since, language))}
            {point.endedAt ? `, ${words.until(sayDate(point.endedAt, language))}` : ''}. {from[point.origin]}
          </li>
        ))}
        {address ? (
          <li>
            {words.address}: {[address.address, address.postcode].filter(Boolean).join(', ')}. {from.mis}
          </li>
        ) : null}
      </ul>
      {optOuts.length > 0 ? (
        <>
          <h3>{words.optOuts}</h3>
          <ul>
            {optOuts.map(({ channel, since }) => (
              <li key={channel}>
                {words.optOutLine[channel]}, {words.since(sayDate(since, language))}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}

function Children({ record, language }: Props & { record: OwnRecord }) {
  const words = wordsIn(dataWords, language)
  const { children, registrations } = record
  return (
    <>
      <h3>{words.children}</h3>
      <ul>
        {children.map(({ forename, relationship, since, mainContact }) => (
          <li key={`${forename} ${since}`}>
            {words.childLine(
              forename,
              relationship ? sayRelationship(language, relationship) : words.adult,
              sayDate(since, language),
            )}
            {mainContact ? ` (${words.main})` : ''}
          </li>
        ))}
      </ul>
      {registrations.length > 0 ? (
        <>
          <h3>{words.registrations}</h3>
          <ul>
            {registrations.map(({ child, emailProvedAt, finishedAt }) => (
              <li key={`${child} ${finishedAt?.getTime()}`}>
                {words.registrationLine(child ?? '', finishedAt ? sayDate(finishedAt, language) : '')},{' '}
                {emailProvedAt ? words.byCodes : words.byLetter}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}

function Sent({ sent, record: { notices }, language }: Props & RecordAtSchool) {
  const words = wordsIn(dataWords, language)
  return (
    <>
      <h3>{words.sent}</h3>
      {sent.length === 0 ? <p>{words.sentNone}</p> : <p class="muted">{words.sentLast(shownOfSent)}</p>}
      <ul>
        {sent.slice(0, shownOfSent).map(({ deliveryId, sentAt, subject, body }) => (
          <li key={deliveryId}>
            {sayDate(sentAt, language)}: <span dir="auto">{subject ?? body.slice(0, 160)}</span>
          </li>
        ))}
      </ul>
      {notices.length > 0 ? (
        <>
          <h3>{words.aboutDetails}</h3>
          <ul>
            {notices.slice(-shownOfSent).map(({ kind, at }, index) => (
              <li key={index}>
                {sayDate(at, language)}: {words.notices[kind]}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}
