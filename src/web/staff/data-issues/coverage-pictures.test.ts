import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lineOf, picturesOf, sayShare } from './coverage-pictures.ts'

const day = (at: string, year: string, prime: number) => ({ day: at, year, pupils: 10, prime, mobile: 5, email: 0 })
const days = [
  day('2026-09-01', '5', 4),
  day('2026-09-01', '6', 6),
  day('2026-11-16', 'R', 9),
  day('2026-11-16', '6', 10),
]

describe('LNK-7 the picture of coverage', () => {
  it('shows the whole school first, then the year groups of today', () => {
    const pictures = picturesOf(days)
    assert.deepEqual(
      pictures.map(({ year, prime }) => [year, prime.count, prime.pupils, prime.points.map(({ share }) => share)]),
      [
        [null, 19, 20, [0.5, 0.95]],
        ['R', 9, 10, [0.9]],
        ['6', 10, 10, [0.6, 1]],
      ],
    )
    assert.deepEqual(picturesOf([]), [
      {
        year: null,
        pupils: 0,
        ...Object.fromEntries(['prime', 'mobile', 'email'].map((one) => [one, { count: 0, pupils: 0, points: [] }])),
      },
    ])
  })

  it('draws days at their distance, and a lone day as a level line', () => {
    const box = { width: 100, height: 20 }
    const line = [
      { day: '2026-01-01', share: 0 },
      { day: '2026-01-02', share: 0.5 },
      { day: '2026-01-05', share: 1 },
    ]
    assert.equal(lineOf(line, box), 'M0 20 L25 10 L100 0')
    assert.equal(lineOf(line.slice(2), box), 'M0 0 L100 0')
    assert.equal(lineOf([], box), '')
  })

  for (const [count, pupils, words] of [
    [419, 420, '99%'],
    [420, 420, '100%'],
    [0, 420, '0%'],
    [0, 0, '–'],
  ] as const)
    it(`says ${count} of ${pupils} as ${words}`, () => assert.equal(sayShare({ count, pupils }), words))
})
