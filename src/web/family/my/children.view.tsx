import type { ChildToAdd, OwnChild, OwnDetails } from '../../../modules/registration/index.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { Checkbox, ErrorSummary, type FieldErrors, Input } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { sayPhone } from '../../components/say-phone.ts'
import { type Language, wordsIn } from '../language.ts'
import { startWords } from '../register/start.words.ts'
import { sayRelationship } from '../relationship.words.ts'
import { childrenWords } from './children.words.ts'

export function RemoveView({
  own: { school, children },
  child: { pupil, link },
  language,
}: {
  own: OwnDetails
  child: OwnChild
  language: Language
}) {
  const words = wordsIn(childrenWords, language)
  const name = pupil.forename
  return (
    <FamilyPage title={words.removeTitle(name)} school={school.name} language={language}>
      <Form action={`/my/children/${link.id}/remove`}>
        <Card>
          <ul>
            <li>{words.removeWhat(name)}</li>
            {link.prime ? <li>{words.removeMain(name)}</li> : null}
            <li>{words.removeOthers}</li>
            <li>{words.removeBack}</li>
            <li>{words.removeDetails}</li>
          </ul>
        </Card>
        {children.length === 1 ? <Checkbox name="erase" label={words.erase} hint={words.eraseHint} /> : null}
        <Buttons act={words.removeAct(name)} leave={words.leave} danger />
      </Form>
    </FamilyPage>
  )
}

export function AddView({
  language,
  typed,
  errors = {},
}: {
  language: Language
  typed?: { reference: string; code: string }
  errors?: FieldErrors
}) {
  const words = wordsIn(childrenWords, language)
  const ofLetter = wordsIn(startWords, language)
  return (
    <FamilyPage title={words.addTitle} lead={words.addLead} language={language}>
      <Form action="/my/add-child">
        <ErrorSummary errors={errors} />
        <div class="code">
          <Input
            name="reference"
            label={ofLetter.reference}
            hint={ofLetter.referenceHint('8F3K D7QP')}
            value={typed?.reference}
            error={errors.reference}
            autocomplete="off"
            size="middle"
          />
          <Input
            name="code"
            label={ofLetter.code}
            hint={ofLetter.codeHint}
            value={typed?.code}
            error={errors.code}
            autocomplete="off"
            size="middle"
          />
        </div>
        <Buttons act={words.goOn} leave={words.leave} />
      </Form>
    </FamilyPage>
  )
}

export function ConfirmView({
  child: { school, pupil, known, brings, relationship },
  language,
  typed,
  errors = {},
}: {
  child: ChildToAdd
  language: Language
  typed?: { relationship: string; mainContact: boolean }
  errors?: FieldErrors
}) {
  const words = wordsIn(childrenWords, language)
  const name = pupil.forename
  return (
    <FamilyPage title={words.confirmTitle(name)} school={school.name} language={language}>
      <Form action="/my/add-child/confirm">
        <ErrorSummary errors={errors} />
        <Input
          name="relationship"
          label={words.relationship(name)}
          hint={words.relationshipHint}
          value={typed?.relationship ?? sayRelationship(language, relationship ?? '')}
          error={errors.relationship}
          autocomplete="off"
        />
        <Checkbox
          name="mainContact"
          label={words.main(name)}
          hint={words.mainHint}
          checked={typed?.mainContact ?? false}
        />
        {known || !brings ? (
          <p>{words.confirmKnown}</p>
        ) : (
          <Card>
            <p>{words.confirmBrings(school.name)}</p>
            <ul>
              <li>
                {brings.forename} {brings.surname}
              </li>
              <li>{brings.email}</li>
              <li>{sayPhone(brings.mobile)}</li>
            </ul>
            <p>{words.confirmUse(name)}</p>
          </Card>
        )}
        {known ? null : <Checkbox name="agreed" label={words.agree} error={errors.agreed} />}
        <Buttons act={words.addAct(name)} leave={words.leave} />
      </Form>
    </FamilyPage>
  )
}

function Buttons({ act, leave, danger = false }: { act: string; leave: string; danger?: boolean }) {
  return (
    <p class="buttons">
      <Button kind={danger ? 'danger' : 'main'}>{act}</Button>
      <a class="btn quiet" href="/my">
        {leave}
      </a>
    </p>
  )
}
