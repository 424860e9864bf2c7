import type { ComponentChildren } from 'preact'
import { type ContactPoint, channelOfPoint, hasOptedOut } from '../../../modules/people/index.ts'
import type { OwnDetails } from '../../../modules/registration/index.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { sayPhone } from '../../components/say-phone.ts'
import { type Language, wordsIn } from '../language.ts'
import { detailsWords } from './details.words.ts'
import { MyNav, sayDate } from './parts.tsx'
import type { Who } from './who.ts'

type Words = typeof detailsWords.en

/** The ways to change something are offered to who signed in; the address is of the record tier (SEC-2). */
export function DetailsView({ who, showsAddress, language }: { who: Who; showsAddress: boolean; language: Language }) {
  const words = wordsIn(detailsWords, language)
  const [first] = who.own
  const school = first && who.own.length === 1 ? { school: first.school.name } : {}
  return (
    <FamilyPage
      title={words.title}
      lead={who.own.length > 1 ? words.leadMany : words.lead}
      {...school}
      language={language}
      here="/my/details"
    >
      <MyNav who={who} language={language} at="details" />
      {who.own.map((own) => (
        <HeldAt key={own.school.id} {...{ own, showsAddress, words, language }} canChange={who.way === 'account'} />
      ))}
      {showsAddress ? null : (
        <Card>
          <p>{words.signInWhy}</p>
          <p class="buttons">
            {who.way === 'link' ? (
              <ButtonLink href="/my/sign-in">{words.signIn}</ButtonLink>
            ) : (
              <ButtonLink href="/sign-in?again=yes&next=%2Fmy%2Fdetails">{words.signInAgain}</ButtonLink>
            )}
          </p>
        </Card>
      )}
      <Card title={words.atOnceTitle}>
        <p>{words.atOnce}</p>
        <p>{words.notAtOnce}</p>
      </Card>
    </FamilyPage>
  )
}

type Props = { own: OwnDetails; showsAddress: boolean; canChange: boolean; words: Words; language: Language }

function HeldAt({ own, showsAddress, canChange, words, language }: Props) {
  const { school, adult } = own
  const at = `/my/at/${school.slug}`
  const change = (href: string, label: string) =>
    canChange ? (
      <a class="act" href={`${at}/${href}`}>
        {label}
      </a>
    ) : null
  const others = adult.contactPoints.filter((point) => channelOfPoint(point) === null)
  return (
    <Card title={school.name}>
      <dl class="held">
        <Held term={words.name} from={words.from[adult.origin]}>
          {adult.forename} {adult.surname}
        </Held>
      </dl>
      {change('name', words.changeName)}
      <dl class="held">
        <Points own={own} channel="email" words={words} language={language} />
      </dl>
      {change('email', words.changeEmail)}
      <dl class="held">
        <Points own={own} channel="sms" words={words} language={language} />
      </dl>
      {change('mobile', words.changeMobile)}
      {others.length > 0 || (showsAddress && adult.address) ? (
        <dl class="held">
          {others.map((point) => (
            <Held key={point.id} term={words.otherNumber} from={words.from[point.origin]}>
              {sayPhone(point.value ?? point.raw)}
            </Held>
          ))}
          {showsAddress && adult.address ? (
            <Held term={words.address} from={words.from.mis}>
              {[adult.address, adult.postcode].filter(Boolean).join(', ')}
            </Held>
          ) : null}
        </dl>
      ) : null}
      <p>
        <a class="act" href={`${at}/wrong`}>
          {words.wrong}
        </a>
      </p>
    </Card>
  )
}

function Points({
  own: { adult },
  channel,
  words,
  language,
}: Omit<Props, 'showsAddress' | 'canChange'> & { channel: 'email' | 'sms' }) {
  const term = channel === 'email' ? words.email : words.mobile
  const points = adult.contactPoints.filter((point) => channelOfPoint(point) === channel)
  if (points.length === 0)
    return <Held term={term} from={hasOptedOut(adult.optOuts, channel) ? words.optedOut : words.none} />
  return (
    <>
      {points.map((point) => (
        <Held key={point.id} term={term} from={sayFrom(point, words, language)}>
          {sayPhone(point.value ?? point.raw)}
        </Held>
      ))}
    </>
  )
}

function Held({ term, from, children }: { term: string; from: string; children?: ComponentChildren }) {
  return (
    <>
      <dt>{term}</dt>
      {children ? <dd dir="auto">{children}</dd> : null}
      <dd class="from">{from}</dd>
    </>
  )
}

/** Where a detail comes from, in plain words, and whether it works. */
function sayFrom(point: ContactPoint, words: Words, language: Language): string {
  const said = [
    words.from[point.origin],
    point.provedAt ? words.proved(sayDate(point.provedAt, language)) : '',
    point.usable ? '' : words.unusable,
    point.blockedAt ? words.blocked : '',
  ]
  return said.filter((text) => text !== '').join(' ')
}
