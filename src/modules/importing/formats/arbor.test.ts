import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { reportFolder, understand } from '../reading/testing.ts'

const { report, remove } = reportFolder()
after(remove)

const CAPTIONS =
  'Student UPN,Student First name,Student Last name,Year group,Registration form,Guardian First name,Guardian Last name,Guardian Relationship,Primary Guardian,Legal Guardian,Default Email,Personal Email,Mobile,Mobile 2,Home phone\n'
const ROW =
  'H801200001001,Kit,Mercer,Year 4,4 Elm,Dana,Mercer,Mother,Yes,Yes,first@example.org,second@example.org,07700 900101,07700 900102,020 7946 0001\n'

describe('IMP-12 an export of Arbor', () => {
  it('is known by its guardians, and says why', async () => {
    const { file } = await understand(report(CAPTIONS + ROW))
    assert.deepEqual(
      [file.format, file.why],
      ['arbor', '“Primary Guardian” and “Legal Guardian”: only Arbor writes these columns.'],
    )
  })
  it('takes a primary guardian for priority 1 where there is no order, and nobody else for anything', async () => {
    const { rows } = await understand(report(CAPTIONS + ROW + ROW.replace('Dana', 'Rob').replace('Yes,Yes', 'No,Yes')))
    assert.deepEqual(
      rows.map(({ link }) => [link?.priority, link?.parentalResponsibility, link?.relationship]),
      [
        [1, 'yes', 'Mother'],
        [null, 'yes', 'Mother'],
      ],
    )
  })
  it('goes by the order of emergency contacts where there is one', async () => {
    const { rows } = await understand(
      report(CAPTIONS.replace('Default', 'Emergency contact order,Default') + ROW.replace('Yes,Yes', 'Yes,Yes,3')),
    )
    assert.equal(rows[0]?.link?.priority, 3)
  })
  it('puts the last mobile before the others and the default email first', async () => {
    const { rows } = await understand(report(CAPTIONS + ROW))
    const inOrder = (kind: string) =>
      rows[0]?.points
        .filter((point) => point.kind === kind)
        .sort((a, b) => a.position - b.position)
        .map((point) => point.value)
    assert.deepEqual(inOrder('mobile'), ['+447700900102', '+447700900101'])
    assert.deepEqual(inOrder('email'), ['first@example.org', 'second@example.org'])
  })
  it('puts the last of several mobiles in one cell first, too', async () => {
    const { rows } = await understand(report(CAPTIONS + ROW.replace('07700 900102', '07700 900103 / 07700 900104')))
    const first = rows[0]?.points.filter((point) => point.kind === 'mobile').sort((a, b) => a.position - b.position)[0]
    assert.equal(first?.value, '+447700900104')
  })
  it('IMP-12 reads every column of a report whose captions all begin with Student or Guardian', async () => {
    const captions =
      'Student UPN,Student First name,Student Last name,Student Date of birth,Student Year group,Guardian Arbor ID,Guardian First name,Guardian Last name,Guardian Emergency contact order,Guardian Primary Guardian,Guardian Default Phone,Guardian Mobile,Guardian Mobile 2,Guardian Mobile 3\n'
    const child = 'H801200001001,Kit,Mercer,03/04/2015,Year 4'
    const { file, rows } = await understand(
      report(
        `${captions}${child},G1,Dana,Mercer,1,Yes,020 7946 0001,07700 900101,07700 900102,07700 900103\n${child},G2,Rob,Ives,2,Yes,,,,\n`,
      ),
    )
    assert.deepEqual([file.format, file.unknownCaptions], ['arbor', []])
    assert.deepEqual(
      rows.map(({ pupil, contact, link }) => [pupil?.birthDate, contact?.key, link?.priority]),
      [
        ['2015-04-03', 'id:G1', 1],
        ['2015-04-03', 'id:G2', 2],
      ],
    )
    assert.deepEqual(
      rows[0]?.points.sort((a, b) => a.position - b.position).map(({ value }) => value),
      ['+442079460001', '+447700900103', '+447700900102', '+447700900101'],
    )
  })
  it('IMP-12 leaves the pupil what is said to be the pupil’s, though Arbor has it of guardians', async () => {
    const { file } = await understand(
      report(
        CAPTIONS.replace('Mobile,', 'Student Default Email,Student Mobile 3,Mobile,') +
          ROW.replace(',07700', ',,,07700'),
      ),
    )
    assert.deepEqual(
      [file.columns.pupilPrimaryEmail, file.columns.pupilOtherPhone],
      ['Student Default Email', 'Student Mobile 3'],
    )
  })
  it('IMP-13 knows nothing of court orders', async () => {
    const { rows } = await understand(report(CAPTIONS + ROW))
    assert.equal(rows[0]?.link?.courtOrder, 'unknown')
  })
})
