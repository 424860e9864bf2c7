import { Tag } from '../../components/tag.tsx'
import { Day } from '../../components/time-ago.tsx'

/** The day on which a restriction is to be looked at again (VIS-2), marked where that day is here or gone. Days as 2026-11-22. */
export function ReviewDay({ day, today }: { day: string; today: string }) {
  return (
    <>
      <Day date={day} /> {day < today ? <Tag kind="bad">Review day has passed</Tag> : null}
      {day === today ? <Tag kind="warn">To be looked at today</Tag> : null}
    </>
  )
}
