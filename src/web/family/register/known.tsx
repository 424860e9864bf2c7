import { goOnApart } from '../../../modules/registration/index.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FamilyPage } from '../../components/family-page.tsx'
import { Form } from '../../components/form.tsx'
import { publicPage, redirectTo } from '../../page.ts'
import { isolated, type Language, languages, wordsIn } from '../language.ts'
import { backToStart, holdingOf, nextStep, openRegistration } from './holding.ts'
import { knownWords } from './known.words.ts'
import { registerLanguageOf } from './language.ts'

/** LET-11: one of the proved channels belongs to somebody's sign-in. Nothing is merged silently: the person says who they are. */
export const knownPage = publicPage({
  method: 'GET',
  url: '/register/known',
  async handle(context) {
    const open = await openRegistration(context)
    const next = nextStep(open)
    if (next !== '/register/known') return redirectTo(next)
    const shown = { school: open.school.name, pupil: open.pupil.forename, language: registerLanguageOf(context) }
    return <KnownView {...shown} isIn={context.signedIn !== null} />
  },
  onRefusal: backToStart,
})

export const takeApart = publicPage({
  method: 'POST',
  url: '/register/known',
  async handle(context) {
    await goOnApart(context.db, holdingOf(context))
    return redirectTo('/register/agree')
  },
  onRefusal: backToStart,
})

/** The child is added where a signed-in person adds one; the code that was typed goes along in the browser. */
const addChild = '/my/add-child/confirm'

function KnownView(props: { school: string; pupil: string; language: Language; isIn: boolean }) {
  const { school, language, isIn } = props
  const words = wordsIn(knownWords, language)
  const pupil = isolated(language, props.pupil)
  return (
    <FamilyPage title={words.title} lead={words.lead} school={school} language={language} offered={languages}>
      <Card>
        <p>{words.me(pupil)}</p>
        <p class="buttons">
          {isIn ? (
            <ButtonLink href={addChild}>{words.add(pupil)}</ButtonLink>
          ) : (
            <ButtonLink href={`/sign-in?next=${encodeURIComponent(addChild)}`}>{words.signIn(pupil)}</ButtonLink>
          )}
        </p>
      </Card>
      <Card>
        <p>{words.other}</p>
        <Form action="/register/known">
          <p class="buttons">
            <Button kind="quiet">{words.goOn}</Button>
          </p>
        </Form>
      </Card>
    </FamilyPage>
  )
}
