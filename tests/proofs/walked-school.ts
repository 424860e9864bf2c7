import type { ContactRow, ImportScene } from '../../src/modules/importing/testing.ts'
import { Refusal } from '../../src/platform/errors/index.ts'
import type { LinkNow } from './facts.ts'
import type { Model } from './model.ts'

export const pupils = ['Amira Hassan', 'Idris Hassan', 'Kit Other']
export const names = ['Ann Hassan', 'Bob Hassan', 'Cleo Other', 'Dev Other']
/** How many adults a letter lets register here (LET-1). */
export const places = 2

/** Somebody acts on the school as it is now; what they own is told to the model. */
export type Act = (walking: Walking) => Promise<void>

export type Walking = {
  scene: ImportScene
  model: Model
  choose(below: number): number
  now: Standing
  /** What the MIS said last. */
  mis: (ContactRow | string)[]
  /** A code with which somebody registered. */
  spent: { reference: string; code: string } | null
}

/** As the owner of the tables, past every policy: nothing is hidden from the proof. What stands in the text in braces is a parameter. */
export const look =
  <Row>(scene: ImportScene) =>
  (parts: TemplateStringsArray, ...values: unknown[]): Promise<Row[]> =>
    scene.db.look<Row>(
      parts.reduce((text, part, index) => `${text}$${index}${part}`),
      values,
    )

export const oneOf = <Item>({ choose }: Pick<Walking, 'choose'>, items: readonly Item[]): Item | undefined =>
  items[choose(Math.max(1, items.length))]

export type StandingLink = LinkNow & { prime: boolean; name: string }

/** What the acts choose among: the pupils there are, and the links that stand, oldest first, so that a seed finds the same one again. */
export type Standing = { pupils: { id: string; name: string }[]; links: StandingLink[] }

/** Throws a Refusal where there is none: the import that brought the pupils may have been undone. */
export function anyPupil(walking: Walking): string {
  const name = oneOf(walking, pupils)
  const found = walking.now.pupils.find((pupil) => pupil.name === name)
  if (!found) throw new Refusal('no-such-pupil', `${name} is not there`)
  return found.id
}
