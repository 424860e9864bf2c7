import assert from 'node:assert/strict'
import type { ImportScene } from '../../src/modules/importing/testing.ts'
import { fixedClock } from '../../src/platform/clock/index.ts'
import { Refusal } from '../../src/platform/errors/index.ts'
import * as deciding from './deciding-acts.ts'
import { linesOf } from './facts.ts'
import * as family from './family-acts.ts'
import * as imports from './import-acts.ts'
import { Model } from './model.ts'
import * as office from './office-acts.ts'
import { beginSchool, standing } from './proof-school.ts'
import { type Act, pupils, type Walking } from './walked-school.ts'

/** A small generator with a seed (mulberry32): the same seed walks the same way again. */
export function chooser(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

/** What may happen at a school, and how often it does beside the others: an import or its undoing in one step of six or seven. */
const steps: Record<string, [weight: number, act: Act]> = {
  import: [9, imports.importReport],
  'undo the last import': [1, imports.undoLastImport],
  'undo any import': [1, imports.undoAnyImport],
  'register by letter': [2, family.registerByLetter],
  'register again by letter': [1, family.registerAgain],
  'a used code again': [1, family.useACodeAgain],
  'a parent changes their name': [3, family.changeTheirName],
  'a parent changes their mobile': [2, family.changeTheirMobile],
  'a parent changes their email': [2, family.changeTheirEmail],
  'a parent chooses what to get': [2, family.chooseLess],
  'a parent leaves a child': [2, family.leaveAChild],
  'link by hand': [5, office.linkByHand],
  'pick a contact of the MIS': [3, office.pickOfTheMis],
  'make prime': [3, office.makePrime],
  'make non-prime': [3, office.makeNonPrime],
  'end a link': [2, office.endALink],
  'give a link to the MIS': [3, office.giveToTheMis],
  'opt out': [3, office.optOut],
  'lift an opt-out': [3, office.liftAnOptOut],
  'keep a court order': [2, office.keepACourtOrder],
  'release a court order': [3, office.releaseACourtOrder],
  restrict: [3, office.restrict],
  'lift a restriction': [6, office.liftARestriction],
  'decide about a claim': [3, deciding.decideAboutAClaim],
  'decide about two alike': [3, deciding.decideAboutTwoAlike],
  'merge two adults': [5, office.mergeTwo],
  'undo a merge': [5, office.undoAMerge],
}
const deck = Object.entries(steps).flatMap(([name, [weight]]) => Array<string>(weight).fill(name))

/** Of one walk: how often each step was taken, and how often it was refused in plain words. */
export type Taken = { steps: string[]; refused: string[] }

/**
 * Walks a school at random beside the model, and compares what people own after every step (IMP-5, IMP-22, OPT-2, LET-1, LET-2).
 * Throws with the seed and the steps that led there. `import` takes the place of the real one.
 */
export async function walk(scene: ImportScene, way: { seed: number; length: number; import?: Act }): Promise<Taken> {
  const { seed, length } = way
  await beginSchool(scene)
  const now = await standing(scene)
  const walking: Walking = { scene, model: new Model(), choose: chooser(seed), now, mis: pupils, spent: null }
  const taken: Taken = { steps: [], refused: [] }
  for (let index = 0; index < length; index += 1) {
    const step = deck[walking.choose(deck.length)] ?? 'import'
    taken.steps.push(step)
    timePasses(scene)
    try {
      await (step === 'import' && way.import ? way.import : steps[step]?.[1])?.(walking)
    } catch (error) {
      // What the product refuses in plain words it did not do: the model stands as it was, and so must the school.
      if (!(error instanceof Refusal)) throw new Error(`${step}, ${at(seed, taken)}`, { cause: error })
      taken.refused.push(step)
    }
    const seen = await standing(scene)
    assert.deepEqual(seen.owned, linesOf(walking.model.facts), `not as people left it, ${at(seed, taken)}`)
    assert.deepEqual(seen.broken, [], at(seed, taken))
    walking.now = seen
  }
  return taken
}

/** Long enough that a parent may ask for codes again and again. */
function timePasses(scene: ImportScene): void {
  scene.clock = fixedClock(new Date(scene.clock.now().getTime() + 17 * 60_000).toISOString())
}

const at = (seed: number, { steps }: Taken) => `seed ${seed}, step ${steps.length}: ${steps.join(' → ')}`
