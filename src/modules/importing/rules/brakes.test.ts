import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { defaultSettings } from '../../schools/index.ts'
import { heldByBrake, type PlanSize } from './brakes.ts'

const quiet: PlanSize = {
  linksStanding: 100,
  linksEnding: 0,
  pupilsOnRoll: 100,
  pupilsLeaving: 0,
  staffHere: 40,
  staffLeaving: 0,
  contactRows: 100,
  contactRowsWithoutId: 0,
  hasContactIds: true,
  rowsRead: 100,
  rowsRejected: 0,
  compared: [],
  flags: { standing: 0, takenBack: 0 },
  cut: {
    lastRowCut: false,
    takesAway: false,
    rowsRead: 100,
    rowsBefore: null,
    tail: { asked: 0, gone: 0, without: 0 },
  },
  newYear: null,
}

describe('IMP-10 brakes', () => {
  const table: [string, Partial<PlanSize>, RegExp | null][] = [
    ['lets an ordinary day through', { linksEnding: 4, pupilsLeaving: 1 }, null],
    ['lets exactly the share through', { linksEnding: 10, pupilsLeaving: 10 }, null],
    ['holds more ends than the share', { linksEnding: 11 }, /end 11 of 100 links, more than 10%/],
    ['holds more leavers than the share', { pupilsLeaving: 11 }, /11 of 100 pupils as leavers/],
    [
      'holds a list that lacks many of the staff',
      { staffLeaving: 9 },
      /9 of 40 members of staff as leavers, more than 20%/,
    ],
    ['lets a fifth of the staff leave in summer', { staffLeaving: 8 }, null],
    ['lets four leave a small school', { staffHere: 6, staffLeaving: 4 }, null],
    [
      'IMP-14 holds a file that takes most flags back',
      { flags: { standing: 5, takenBack: 3 } },
      /take back 3 of 5 court order flags/,
    ],
    ['lets the MIS take one flag back, and the other', { flags: { standing: 2, takenBack: 2 } }, null],
    ['lets some of many flags be taken back', { flags: { standing: 6, takenBack: 3 } }, null],
    ['holds a mostly empty id column', { contactRowsWithoutId: 51 }, /empty in 51 of 100/],
    ['lets a half-filled id column through', { contactRowsWithoutId: 50 }, null],
    ['does not miss ids in a file without that column', { contactRowsWithoutId: 100, hasContactIds: false }, null],
    ['holds a file of which many rows fit nobody', { rowsRejected: 21 }, /21 of 100 rows could not be used/],
    ['lets a few bad rows through', { rowsRejected: 20 }, null],
    ['lets bad rows into an empty school', { rowsRejected: 60, pupilsOnRoll: 0, linksStanding: 0 }, null],
    [
      'lets the top year leave in summer',
      { pupilsLeaving: 15, newYear: { movingUp: 80, leaving: 14, years: ['6'] } },
      null,
    ],
    [
      'holds more leavers than the top year in summer',
      { pupilsLeaving: 30, newYear: { movingUp: 60, leaving: 14, years: ['6'] } },
      /16 of 100 pupils as leavers beside the 14 of the top year/,
    ],
    ['lets a first import through', { linksStanding: 0, pupilsOnRoll: 0 }, null],
  ]
  for (const [name, size, reason] of table) {
    it(name, () => {
      const held = heldByBrake({ ...quiet, ...size }, defaultSettings)
      if (reason === null) assert.equal(held, null)
      else assert.match(held?.reason ?? '', reason)
    })
  }
  it('takes the share from the school', () => {
    assert.equal(heldByBrake({ ...quiet, linksEnding: 30 }, { ...defaultSettings, brakeLinksShare: 0.3 }), null)
  })
})
