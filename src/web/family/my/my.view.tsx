import { hasOptedOut } from '../../../modules/people/index.ts'
import type { OwnChild, OwnDetails } from '../../../modules/registration/index.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { type Choice, Radios } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { type Language, wordsIn } from '../language.ts'
import { sayRelationship } from '../relationship.words.ts'
import { myWords } from './my.words.ts'
import { MyNav, sayDate } from './parts.tsx'
import type { Who } from './who.ts'

type Words = typeof myWords.en

/** The children by school, and what comes from each. Nothing of any other adult (VIS-5). */
export function MyView({ who, language }: { who: Who; language: Language }) {
  const words = wordsIn(myWords, language)
  const [first] = who.own
  if (!first) return <NobodyView who={who} language={language} />
  const school = who.own.length === 1 ? { school: first.school.name } : {}
  return (
    <FamilyPage title={words.hello(first.adult.forename)} {...school} language={language} here="/my">
      <MyNav who={who} language={language} at="children" />
      {who.own.map((own) => (
        <SchoolCard key={own.school.id} own={own} words={words} language={language} />
      ))}
      {who.way === 'account' ? (
        <p class="buttons">
          <ButtonLink href="/my/add-child" kind="quiet">
            {words.add}
          </ButtonLink>
        </p>
      ) : (
        <p class="muted">{words.addByLetter}</p>
      )}
    </FamilyPage>
  )
}

function SchoolCard({ own, words, language }: { own: OwnDetails; words: Words; language: Language }) {
  const { school, adult, children } = own
  return (
    <Card title={school.name}>
      {children.map((child) => (
        <Child key={child.link.id} child={child} words={words} language={language} />
      ))}
      <h3>{words.get}</h3>
      <p>{sayWhatComes(adult.optOuts, words)}</p>
      <p>
        <a class="act" href={`/my/at/${school.slug}/choices`}>
          {words.change}
        </a>
      </p>
    </Card>
  )
}

function Child({ child: { pupil, link }, words, language }: { child: OwnChild; words: Words; language: Language }) {
  return (
    <div class="child">
      <h3>{pupil.forename}</h3>
      <ul class="plain">
        {pupil.registrationGroup ? <li>{words.class(pupil.registrationGroup)}</li> : null}
        {link.relationship ? <li>{words.youAre(sayRelationship(language, link.relationship))}</li> : null}
        <li>{link.prime ? words.main : words.notMain}</li>
        <li class="muted">
          {words.since(sayDate(link.startedOn, language))}
          {link.origin === 'web' ? '' : `. ${words.fromSchool}`}
        </li>
      </ul>
      {link.origin === 'web' ? (
        <p>
          <a class="act" href={`/my/children/${link.id}/remove`}>
            {words.remove(pupil.forename)}
          </a>
        </p>
      ) : null}
    </div>
  )
}

/** VIS-4: the same words whether links ended, are held, or never were. */
function NobodyView({ who, language }: { who: Who; language: Language }) {
  const words = wordsIn(myWords, language)
  return (
    <FamilyPage title={words.nobody} language={language} here="/my">
      <MyNav who={who} language={language} at="children" />
      <Card>
        <p>{words.nobodyWords}</p>
      </Card>
      <p class="buttons">
        <ButtonLink href="/my/add-child" kind="quiet">
          {words.add}
        </ButtonLink>
      </p>
    </FamilyPage>
  )
}

/** OPT-3: less at once; OPT-4: more after the channel was proved anew. */
export function ChoicesView({ who, own, language }: { who: Who; own: OwnDetails; language: Language }) {
  const words = wordsIn(myWords, language)
  const { school, adult } = own
  const stops = stopsOf(adult.optOuts, words)
  const at = `/my/at/${school.slug}`
  // A signed link leads to no new address, only to a way to sign in.
  const backTo = (channel: 'email' | 'sms') =>
    who.way === 'link' ? '/my/sign-in' : `${at}/${channel === 'email' ? 'email' : 'mobile'}`
  const refused = (['email', 'sms'] as const).filter((channel) => hasOptedOut(adult.optOuts, channel))
  return (
    <FamilyPage title={words.get} lead={sayWhatComes(adult.optOuts, words)} school={school.name} language={language}>
      {stops.length > 0 ? (
        <Form action={`${at}/choices`}>
          <Radios name="wish" label={words.less} choices={stops} />
          <p class="buttons">
            <Button>{words.change}</Button>
          </p>
        </Form>
      ) : null}
      {refused.length > 0 ? (
        <Card title={words.more}>
          <p>{words.moreHint}</p>
          {who.way === 'link' ? <p>{words.moreSignIn}</p> : null}
          <p class="buttons">
            {refused.map((channel) => (
              <ButtonLink key={channel} kind="quiet" href={backTo(channel)}>
                {channel === 'email' ? words.moreEmail : words.moreText}
              </ButtonLink>
            ))}
          </p>
        </Card>
      ) : null}
      <p>
        <a class="act" href="/my">
          {words.back}
        </a>
      </p>
    </FamilyPage>
  )
}

type OptOuts = OwnDetails['adult']['optOuts']

function sayWhatComes(optOuts: OptOuts, words: Words): string {
  const [email, text] = [!hasOptedOut(optOuts, 'email'), !hasOptedOut(optOuts, 'sms')]
  if (email && text) return words.both
  if (email) return words.emailOnly
  return text ? words.textOnly : words.nothing
}

function stopsOf(optOuts: OptOuts, { wishes }: Words): Choice[] {
  const [email, text] = [!hasOptedOut(optOuts, 'email'), !hasOptedOut(optOuts, 'sms')]
  const wanted = email && text ? (['email', 'text', 'nothing'] as const) : (['nothing'] as const)
  return email || text ? wanted.map((value) => ({ value, ...wishes[value] })) : []
}
