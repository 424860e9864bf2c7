import { type ChildProcess, fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import type { Walked, Way } from './walker.ts'

/**
 * Walks these ways in processes of their own, one to a core unless said otherwise: one Node cannot keep two cores busy. Each that is
 * done is told; `false` as the answer ends the whole. Throws where a process ends by itself.
 */
export async function walkAll(
  ways: Iterator<Way>,
  { atOnce = availableParallelism(), done }: { atOnce?: number; done(walked: Walked): boolean | undefined },
): Promise<void> {
  const walkers = Array.from({ length: atOnce }, () =>
    fork(new URL('./walker.js', import.meta.url), { execArgv: ['--max-semi-space-size=64'] }),
  )
  let goesOn = true
  const next = (): Way | null => (goesOn ? (ways.next().value ?? null) : null)
  try {
    await Promise.all(
      walkers.map(async (walker) => {
        for (let way = next(); way; way = next()) {
          if (done(await answerOf(walker, way)) === false) goesOn = false
        }
        await endOf(walker)
      }),
    )
  } finally {
    for (const walker of walkers) walker.kill()
  }
}

function answerOf(walker: ChildProcess, way: Way): Promise<Walked> {
  return new Promise((resolve, reject) => {
    const broken = (code: number | null) => reject(new Error(`the walker of seed ${way.seed} ended with ${code}`))
    walker.once('exit', broken)
    walker.once('message', (walked) => {
      walker.off('exit', broken)
      resolve(walked as Walked)
    })
    walker.send(way)
  })
}

async function endOf(walker: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => walker.once('exit', resolve))
  walker.send('end')
  await ended
}
