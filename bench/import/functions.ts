import { Session } from 'node:inspector/promises'
import { basename } from 'node:path'
import { inTable } from './table.ts'

/** Where this process spends its time while `work` runs: the functions with the most time of their own. */
export async function printFunctions(name: string, files: number, work: () => Promise<void>): Promise<void> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.start')
  await work()
  const { profile } = await session.post('Profiler.stop')
  session.disconnect()
  const own = new Map<string, number>()
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  for (const [at, id] of (profile.samples ?? []).entries()) {
    const { functionName = '', url = '', lineNumber = 0 } = nodes.get(id)?.callFrame ?? {}
    const place = url === '' ? '' : `${basename(url)}:${lineNumber + 1}`
    const key = `${functionName || '(unnamed)'} ${place}`
    own.set(key, (own.get(key) ?? 0) + (profile.timeDeltas?.[at] ?? 0) / 1000)
  }
  own.delete('(idle) ')
  const dearest = [...own].sort(([, a], [, b]) => b - a).slice(0, 25)
  console.log(`\n${name}, functions by their own time in this process, ms a file\n`)
  console.log(
    inTable(
      ['ms a file', 'function'],
      dearest.map(([key, ms]) => [(ms / files).toFixed(2), `\`${key}\``]),
    ),
  )
}
