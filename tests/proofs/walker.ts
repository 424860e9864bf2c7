import { inspect } from 'node:util'
import { ImportScene } from '../../src/modules/importing/testing.ts'
import { naiveImport } from './naive-import.ts'
import { type Taken, walk } from './walk.ts'
import { look } from './walked-school.ts'

/** What a walker is told: one walk, and whether the import that everybody writes first takes the place of the real one. */
export type Way = { seed: number; length: number; naive: boolean }
/** What it answers: the steps, or what it found. `megabytes`: of its process, to see that a long run does not grow. */
export type Walked = { way: Way; taken: Taken | null; found: string | null; megabytes: number }

// A process of its own: walks one way after the other, as it is told, until it is told to end.

const walksPerDatabase = 200
let scene: ImportScene | null = null
let walks = 0

process.on('message', (way: Way | 'end') => void (way === 'end' ? end() : go(way)))
process.on('disconnect', () => process.exit())

async function go(way: Way): Promise<void> {
  const taken = await sceneToWalk()
    .then((fresh) => walk(fresh, { ...way, ...(way.naive ? { import: naiveImport } : {}) }))
    .catch((error: unknown) => inspect(error, { depth: 4, maxStringLength: 20_000 }))
  const megabytes = Math.round(process.memoryUsage.rss() / 1_000_000)
  const walked = typeof taken === 'string' ? { taken: null, found: taken } : { taken, found: null }
  process.send?.({ way, ...walked, megabytes } satisfies Walked)
}

/** A fresh database now and then keeps the figures of a long run like those of a short one. */
async function sceneToWalk(): Promise<ImportScene> {
  if (scene && walks < walksPerDatabase) {
    walks += 1
    return scene
  }
  await scene?.close()
  walks = 1
  scene = await ImportScene.open({ prepared: true })
  // A dozen rows need no statistics, and new ones have every prepared statement planned again.
  await look(scene)`create or replace function gatehouse.analyze_staging() returns void language sql as ''`
  return scene
}

async function end(): Promise<void> {
  await scene?.close()
  process.exit()
}
