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
  it('IMP-13 knows nothing of court orders', async () => {
    const { rows } = await understand(report(CAPTIONS + ROW))
    assert.equal(rows[0]?.link?.courtOrder, 'unknown')
  })
})
