import Type from 'typebox'
import { forgetContactPoints } from '../../../modules/importing/index.ts'
import { removeOwnChild } from '../../../modules/registration/index.ts'
import { NoSuchPage } from '../../frame/errors.ts'
import { publicPage, redirectTo } from '../../page.ts'
import { languageOf, wordsIn } from '../language.ts'
import { sayOver } from './ask.tsx'
import { RemoveView } from './children.view.tsx'
import { childrenWords } from './children.words.ts'
import { actingOf, findWho } from './who.ts'

type Context = Parameters<typeof findWho>[0] & { params: { linkId: string } }

/** The child of this link, among this person's own that they may remove. */
async function findOwnLink(context: Context) {
  const who = await findWho(context)
  for (const own of who.own) {
    const child = own.children.find(({ link }) => link.id === context.params.linkId && link.origin === 'web')
    if (child) return { who, own, child }
  }
  throw new NoSuchPage()
}

export const removePage = publicPage({
  method: 'GET',
  url: '/my/children/:linkId/remove',
  async handle(context) {
    const { own, child } = await findOwnLink(context)
    return <RemoveView own={own} child={child} language={languageOf(context)} />
  },
  onRefusal: sayOver,
})

/** LNK-6: at once, by the person's own act. */
export const takeRemoval = publicPage({
  method: 'POST',
  url: '/my/children/:linkId/remove',
  body: Type.Object({ erase: Type.Boolean({ default: false }) }),
  async handle(context) {
    const { who, own, child } = await findOwnLink(context)
    const erase = context.body.erase && own.children.length === 1
    const removal = { linkId: child.link.id, erase, forget: forgetContactPoints }
    await removeOwnChild(context.db, { ...actingOf(context, who, own), ...removal })
    context.app.wakeDelivery?.()
    return redirectTo('/my', wordsIn(childrenWords, languageOf(context)).removed(child.pupil.forename))
  },
  onRefusal: sayOver,
})
