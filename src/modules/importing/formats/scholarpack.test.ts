import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { reportFolder, understand } from '../reading/testing.ts'

const { report, remove } = reportFolder()
after(remove)

const CAPTIONS =
  'Pupil UPN,Pupil Forename,Pupil Surname,Contact Order,Title,Forename,Surname,Relationship,Responsibility,Mobile Phone,Mobile 2,Email,Email 2\n'
const ROW =
  'H801200001001,Kit,Mercer,1,Ms,Dana,Mercer,Mother,Yes,07700 900101,07700 900102,dana@example.org,work@example.org\n'

describe('IMP-12 an export of ScholarPack', () => {
  it('is known by its captions, and says why', async () => {
    const { file } = await understand(report(CAPTIONS + ROW))
    assert.equal(file.format, 'scholarpack')
    assert.match(file.why, /“Contact Order”, “Responsibility”, “Mobile Phone” and “Email 2” together/)
  })
  it('reads order, responsibility, and the first mobile before the second', async () => {
    const { rows } = await understand(report(CAPTIONS + ROW))
    const [row] = rows
    assert.deepEqual([row?.link?.priority, row?.link?.parentalResponsibility], [1, 'yes'])
    const mobiles = row?.points.filter((point) => point.kind === 'mobile').sort((a, b) => a.position - b.position)
    assert.deepEqual(
      mobiles?.map((point) => point.value),
      ['+447700900101', '+447700900102'],
    )
  })
  it('IMP-22 leaves the mother of two two records: a name joins nobody', async () => {
    const { rows } = await understand(report(CAPTIONS + ROW + ROW.replace('H801200001001,Kit', 'B801200005001,Zoe')))
    assert.equal(new Set(rows.map(({ contact }) => contact?.key)).size, 2)
  })
})
