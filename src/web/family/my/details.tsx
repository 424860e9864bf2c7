import Type from 'typebox'
import { changeOwnName, sayWhatIsWrong } from '../../../modules/registration/index.ts'
import { familyPage, invalid, publicPage, redirectTo } from '../../page.ts'
import { languageOf, wordsIn } from '../language.ts'
import { sayOver } from './ask.tsx'
import { NameView, WrongView } from './change.view.tsx'
import { DetailsView } from './details.view.tsx'
import { detailsWords } from './details.words.ts'
import { findOwnAt, findOwnOnRecord, findWho } from './who.ts'

export const detailsPage = publicPage({
  method: 'GET',
  url: '/my/details',
  async handle(context) {
    const who = await findWho(context)
    const showsAddress = who.way === 'account' && context.signedIn?.tier === 'record'
    return <DetailsView who={who} showsAddress={showsAddress} language={languageOf(context)} />
  },
  onRefusal: sayOver,
})

const text = Type.String({ default: '' })

/** LET-13: what is said to be wrong goes to the office, beside what is held. */
export const wrongPage = publicPage({
  method: 'GET',
  url: '/my/at/:school/wrong',
  async handle(context) {
    const { own } = await findOwnAt(context)
    return <WrongView own={own} language={languageOf(context)} />
  },
  onRefusal: sayOver,
})

export const takeWrong = publicPage({
  method: 'POST',
  url: '/my/at/:school/wrong',
  body: Type.Object({ wrong: text }),
  async handle(context) {
    const language = languageOf(context)
    const words = wordsIn(detailsWords, language)
    const { own, acting } = await findOwnAt(context)
    const isSaid = await sayWhatIsWrong(context.db, { ...acting, typed: context.body.wrong })
    if (!isSaid) return invalid(<WrongView own={own} language={language} errors={{ wrong: words.wrongMissing }} />)
    return redirectTo('/my/details', words.wrongDone)
  },
  onRefusal: sayOver,
})

export const namePage = familyPage({
  tier: 'record',
  method: 'GET',
  url: '/my/at/:school/name',
  async handle(context) {
    const { own } = await findOwnOnRecord(context)
    return <NameView own={own} language={languageOf(context)} />
  },
})

/** LNK-5, IMP-5: at once, everywhere in the school. */
export const takeName = familyPage({
  tier: 'record',
  method: 'POST',
  url: '/my/at/:school/name',
  body: Type.Object({ forename: text, surname: text }),
  async handle(context) {
    const language = languageOf(context)
    const words = wordsIn(detailsWords, language)
    const { own, acting } = await findOwnOnRecord(context)
    const typed = context.body
    const wrong = await changeOwnName(context.db, { ...acting, typed })
    if (wrong.length === 0) return redirectTo('/my/details', words.nameDone)
    const errors = Object.fromEntries(
      wrong.map((field) => [field, field === 'forename' ? words.forenameWrong : words.surnameWrong]),
    )
    return invalid(<NameView own={own} language={language} typed={typed} errors={errors} />)
  },
})
