import { dayIn } from '../../platform/clock/index.ts'
import { useFrame } from '../frame/frame.ts'
import { sayExactly, sayWhen } from './say-when.ts'

/** A time as people say it, with the exact one at hand. */
export function TimeAgo({ at }: { at: Date }) {
  const { now, school } = useFrame()
  const timeZone = school?.timeZone ?? 'Europe/London'
  return (
    <time dateTime={at.toISOString()} title={sayExactly(at, timeZone)}>
      {sayWhen(at, { now, timeZone })}
    </time>
  )
}

/** A day (`YYYY-MM-DD`), or that on which an instant lies at the school, as people write it: 16 Nov 2026. */
export function Day({ date }: { date: string | Date }) {
  const { school } = useFrame()
  const day = date instanceof Date ? dayIn(school?.timeZone ?? 'Europe/London', date) : date
  const at = new Date(`${day}T00:00:00Z`)
  const words = at.toLocaleDateString('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' })
  return <time dateTime={day}>{words}</time>
}
