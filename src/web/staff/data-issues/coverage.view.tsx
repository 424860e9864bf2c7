import { formatNumber } from '../../components/bar.tsx'
import { Card } from '../../components/card.tsx'
import { Figure, Figures } from '../../components/figure.tsx'
import { EmptyState } from '../../components/lists.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { Table } from '../../components/table.tsx'
import { Day } from '../../components/time-ago.tsx'
import { sayYear } from '../people/say-people.ts'
import { lineOf, type Measure, measures, type Picture, sayShare, type YearPictures } from './coverage-pictures.ts'

const words: Record<Measure, { title: string; figure: string }> = {
  prime: { title: 'A prime adult', figure: 'of children have a prime adult' },
  mobile: { title: 'A mobile that works', figure: 'can be reached by text' },
  email: { title: 'An email that works', figure: 'can be reached by email' },
}

/** How well families can be reached, as figures, as lines over time, and by year group. */
export function CoverageView({ pictures, base }: { pictures: YearPictures[]; base: string }) {
  const [school] = pictures
  const from = school?.prime.points[0]?.day
  return (
    <StaffPage
      title="How well families can be reached"
      current="data-issues"
      breadcrumbs={[{ words: 'Data issues', href: base }]}
      lead="Children on roll with a prime adult, and with a mobile or an email that works, by year group and over time"
    >
      {!school || school.pupils === 0 ? (
        <Card>
          <EmptyState title="Nobody is on roll yet">The picture begins with the first import.</EmptyState>
        </Card>
      ) : (
        <div class="stack">
          <Figures label="The whole school today">
            {measures.map((measure) => (
              <Figure
                key={measure}
                value={sayShare(school[measure])}
                words={words[measure].figure}
                kind={school[measure].count === school.pupils ? 'ok' : 'plain'}
              />
            ))}
          </Figures>
          <Card title="By year group">
            <div class="coverage">
              <Table
                caption="Coverage by year group, today and over time"
                rows={pictures}
                keyOf={({ year }) => year ?? 'all'}
                columns={[
                  {
                    title: 'Year',
                    cell: ({ year, pupils }) => (
                      <>
                        {nameOf(year)} <small class="muted">{formatNumber(pupils)}</small>
                      </>
                    ),
                  },
                  ...measures.map((measure) => ({
                    title: words[measure].title,
                    cell: (row: YearPictures) => (
                      <Line picture={row[measure]} what={`${nameOf(row.year)}: ${words[measure].title}`} />
                    ),
                  })),
                ]}
              />
            </div>
            <p class="muted">
              {from ? (
                <>
                  Lines from <Day date={from} /> to today, from nobody at the foot to everybody at the top.
                </>
              ) : null}{' '}
              A detail works when it is usable, not blocked after failures, and its owner has not opted out. Counted
              each day and after each import; children who have left do not count.
            </p>
          </Card>
        </div>
      )}
    </StaffPage>
  )
}

function nameOf(year: string | null): string {
  if (year === null) return 'The whole school'
  return year === '' ? 'In no year' : sayYear(year)
}

const box = { width: 120, height: 32 }

/** A small line over time beside the figure of today. */
function Line({ picture, what }: { picture: Picture; what: string }) {
  const { points } = picture
  const first = points[0]
  const then = first ? `, from ${Math.round(first.share * 100)}% on ${first.day}` : ''
  return (
    <span class="coverage-line">
      <strong>{sayShare(picture)}</strong>
      <svg
        viewBox={`-2 -3 ${box.width + 4} ${box.height + 6}`}
        width={box.width}
        height={box.height}
        role="img"
        aria-label={`${what}, ${sayShare(picture)} today${then}`}
      >
        <path class="line-foot" d={`M0 ${box.height} L${box.width} ${box.height}`} />
        <path class="line-top" d={`M0 0 L${box.width} 0`} />
        <path class="line-over-time" d={lineOf(points, box)} />
      </svg>
      <small class="muted">
        {formatNumber(picture.count)} of {formatNumber(picture.pupils)}
      </small>
    </span>
  )
}
