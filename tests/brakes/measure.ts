import { diceFrom } from '../../demo/school/random.ts'
import type { ImportScene } from '../../src/modules/importing/testing.ts'
import { Refusal } from '../../src/platform/errors/index.ts'
import { harmfulMutations, ordinaryDay, rollOver } from './mutations.ts'
import { type Export, realShapes } from './schools.ts'
import { type Sheet, textOf } from './table.ts'

/** Of so many tries of one kind, so many were held, and which were not (or were, where none should be). */
export type Rate = { kind: string; tried: number; held: number; odd: string[] }

/**
 * How often the brake holds (IMP-10): plans made of files to which something harmful, an ordinary day, or a new school year
 * happened, at schools that had the sound files before. `rounds` times each kind for each shape of file.
 */
export async function measureBrakes(scene: ImportScene, rounds: number): Promise<Rate[]> {
  const rates = new Map<string, Rate>()
  for (const [shape, exportOf] of realShapes.entries()) {
    const { name, sheets } = exportOf(shape + 1)
    await scene.freshSchool({ brakeLinksShare: '10%', brakeLeaversShare: '10%' })
    const base = await scene.plan(filesOf(scene, sheets))
    await scene.apply(base, { confirmHeld: true })
    for (let round = 0; round < rounds; round++) {
      for (const [kind, made] of throwAll(sheets, round * 31 + shape)) {
        const held = await isHeld(scene, made)
        note(rates, kind, { held, what: `${name}, round ${round}` })
      }
    }
  }
  return [...rates.values()]
}

function* throwAll(sheets: Sheet[], seed: number): Generator<[string, Export['sheets']]> {
  for (const [at, [kind, mutate]] of Object.entries(harmfulMutations).entries()) {
    const made = mutate(sheets, diceFrom(seed * 100 + at))
    if (made) yield [kind, made]
  }
  yield ['ordinary day', ordinaryDay(sheets, diceFrom(seed))]
  yield ['new school year', rollOver(sheets, diceFrom(seed))]
}

export const isHarmful = ({ kind }: Rate): boolean => Object.hasOwn(harmfulMutations, kind)

function note(rates: Map<string, Rate>, kind: string, { held, what }: { held: boolean; what: string }): void {
  const rate = rates.get(kind) ?? { kind, tried: 0, held: 0, odd: [] }
  rate.tried += 1
  if (held) rate.held += 1
  if (held !== isHarmful(rate)) rate.odd.push(what)
  rates.set(kind, rate)
}

const filesOf = (scene: ImportScene, sheets: Sheet[]) => sheets.map((sheet) => scene.write(textOf(sheet), sheet.name))

/** A file that is refused whole is held too: nothing of it can be applied. */
async function isHeld(scene: ImportScene, sheets: Sheet[]): Promise<boolean> {
  try {
    return (await scene.plan(filesOf(scene, sheets))).held !== null
  } catch (error) {
    if (error instanceof Refusal) return true
    throw error
  }
}

/** `99.3% of 1,234`, over all rates of a sort. */
export function shareHeld(rates: Rate[]): number {
  const sum = (pick: (rate: Rate) => number) => rates.reduce((total, rate) => total + pick(rate), 0)
  return sum(({ held }) => held) / sum(({ tried }) => tried)
}
