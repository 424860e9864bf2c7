import type { DayCoverage } from '../../../modules/people/index.ts'

export const measures = ['prime', 'mobile', 'email'] as const
export type Measure = (typeof measures)[number]

/** A share (0 to 1) on a day. */
export type Point = { day: string; share: number }

/** One measure of one year group: how many of how many now, and how it came there. */
export type Picture = { count: number; pupils: number; points: Point[] }

/** Null for the whole school. */
export type YearPictures = { year: string | null; pupils: number } & Record<Measure, Picture>

/** Figures of days made into lines: the whole school first, then each year group that is there today. */
export function picturesOf(days: readonly DayCoverage[]): YearPictures[] {
  const today = days.at(-1)?.day
  const years = days.filter(({ day }) => day === today).map(({ year }) => year)
  return [null, ...years].map((year) => {
    const mine = days.filter((one) => year === null || one.year === year)
    const byDay = [...Map.groupBy(mine, ({ day }) => day)].map(([day, of]) => ({ day, ...sumOf(of) }))
    const last = byDay.at(-1)
    const picture = (measure: Measure): Picture => ({
      count: last?.[measure] ?? 0,
      pupils: last?.pupils ?? 0,
      points: byDay
        .filter(({ pupils }) => pupils > 0)
        .map((one) => ({ day: one.day, share: one[measure] / one.pupils })),
    })
    return {
      year,
      pupils: last?.pupils ?? 0,
      prime: picture('prime'),
      mobile: picture('mobile'),
      email: picture('email'),
    }
  })
}

function sumOf(of: DayCoverage[]) {
  const sum = (pick: (one: DayCoverage) => number) => of.reduce((total, one) => total + pick(one), 0)
  return {
    pupils: sum((o) => o.pupils),
    prime: sum((o) => o.prime),
    mobile: sum((o) => o.mobile),
    email: sum((o) => o.email),
  }
}

/** Points as the path of a line in a box; days keep their distance, and 0 to 1 is the height. A lone day is a short level line. */
export function lineOf(points: readonly Point[], box: { width: number; height: number }): string {
  const times = points.map(({ day }) => Date.parse(`${day}T00:00:00Z`))
  const [first = 0, last = 0] = [times[0], times.at(-1)]
  const across = (time: number) => (last === first ? 0 : ((time - first) / (last - first)) * box.width)
  const up = (share: number) => box.height - share * box.height
  const round = (value: number) => Math.round(value * 10) / 10
  const places = points.map(({ share }, at) => `${round(across(times[at] ?? 0))} ${round(up(share))}`)
  const level = points.length === 1 ? [`${box.width} ${round(up(points[0]?.share ?? 0))}`] : []
  return [...places, ...level].map((place, at) => `${at === 0 ? 'M' : 'L'}${place}`).join(' ')
}

/** 0.934 → 93%; 100% only where nobody is missing. */
export function sayShare({ count, pupils }: Pick<Picture, 'count' | 'pupils'>): string {
  if (pupils === 0) return '–'
  const percent = Math.round((count / pupils) * 100)
  return `${count < pupils ? Math.min(percent, 99) : percent}%`
}
