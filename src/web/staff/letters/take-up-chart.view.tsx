import type { TakeUpPoint } from '../../../modules/registration/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Card } from '../../components/card.tsx'
import { Table } from '../../components/table.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { Day } from '../../components/time-ago.tsx'

const size = { width: 640, height: 180, left: 36, right: 8, top: 10, bottom: 24 }

/** LET-14: how take-up grew since the first letters, as a line and, for those who read rather than see it, as a table. */
export function TakeUpChart({ points, pupils }: { points: TakeUpPoint[]; pupils: number }) {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || points.length < 2) return null
  const top = niceTop(Math.max(last.registered, Math.ceil(pupils / 4), 4))
  const x = (index: number) => round(size.left + (index / (points.length - 1)) * (size.width - size.left - size.right))
  const y = (value: number) => round(size.height - size.bottom - (value / top) * (size.height - size.top - size.bottom))
  const line = points.map(({ registered }, index) => `${x(index)},${y(registered)}`)
  const ground = `${x(points.length - 1)},${y(0)} ${x(0)},${y(0)}`
  return (
    <Card title="Take-up since the first letters">
      <p>
        {formatNumber(last.registered)} of {formatNumber(pupils)} children have an adult who registered.{' '}
        <RuleTag rule="LET-14" />
      </p>
      <svg
        class="take-up-chart"
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-labelledby="take-up-title take-up-desc"
      >
        <title id="take-up-title">Children with an adult who registered, over time</title>
        <desc id="take-up-desc">
          From {formatNumber(first.registered)} on {first.day} to {formatNumber(last.registered)} on {last.day}. The
          table below has every point.
        </desc>
        {[0, top / 2, top].map((value) => (
          <g key={value}>
            <line class="chart-grid" x1={size.left} x2={size.width - size.right} y1={y(value)} y2={y(value)} />
            <text class="chart-words" x={size.left - 6} y={y(value) + 4} text-anchor="end">
              {formatNumber(value)}
            </text>
          </g>
        ))}
        <polygon class="chart-area" points={`${line.join(' ')} ${ground}`} />
        <polyline class="chart-line" points={line.join(' ')} />
        <circle class="chart-end" cx={x(points.length - 1)} cy={y(last.registered)} r="4" />
        <text class="chart-words" x={size.left} y={size.height - 6}>
          {shortDay(first.day)}
        </text>
        <text class="chart-words" x={size.width - size.right} y={size.height - 6} text-anchor="end">
          {shortDay(last.day)}
        </text>
      </svg>
      <details>
        <summary>The same as a table</summary>
        <Table
          caption="Children with an adult who registered, over time"
          rows={points}
          keyOf={({ day }) => day}
          columns={[
            { title: 'By the end of', cell: ({ day }) => <Day date={day} /> },
            { title: 'Children', kind: 'number', cell: ({ registered }) => formatNumber(registered) },
          ]}
        />
      </details>
    </Card>
  )
}

/** An even number a little above, so that the middle line is whole. */
function niceTop(value: number): number {
  const step = value <= 10 ? 2 : value <= 100 ? 10 : value <= 1000 ? 100 : 500
  return Math.ceil(value / step) * step
}

const round = (value: number) => Math.round(value * 10) / 10

const shortDay = (day: string) =>
  new Date(`${day}T12:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
