import { readdirSync, readFileSync } from 'node:fs'
import type pg from 'pg'

const ticksPerSecond = 100

/** Seconds of processor that PostgreSQL has taken so far, all of its processes, gone ones too. NaN where it cannot be known. */
export async function processorOfPostgres(owner: pg.Client): Promise<number> {
  if (process.platform !== 'linux') return Number.NaN
  const { rows } = await owner.query<{ pid: number }>('select pg_backend_pid() as pid')
  const postmaster = parentAndTicks(rows[0]?.pid ?? 0).parent
  const { own, ofGone } = parentAndTicks(postmaster)
  let ticks = own + ofGone
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const other = parentAndTicks(Number(name))
    if (other.parent === postmaster) ticks += other.own
  }
  return ticks / ticksPerSecond
}

function parentAndTicks(pid: number): { parent: number; own: number; ofGone: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name of the program stands in brackets and may have blanks in it.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const at = (field: number) => fields[field - 3] ?? 0
    return { parent: at(4), own: at(14) + at(15), ofGone: at(16) + at(17) }
  } catch {
    return { parent: -1, own: 0, ofGone: 0 }
  }
}

/** Seconds of processor that this process has taken so far. */
export function processorOfThis(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
