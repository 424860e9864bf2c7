import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { reportFolder, understand } from '../reading/testing.ts'

const { report, remove } = reportFolder()
after(remove)

const CAPTIONS =
  'ID,Forename,Surname,Parent ID,(Contact) Priority,Parental responsibility,Lives with Pupil,Title,Forename,Surname,(Contact) Home Email,Main Telephone,Primary Email,Mobile number,ID,Class name\n'

describe('IMP-12 a file made for SchoolBooking', () => {
  it('is known by the captions that stand twice: the pupil’s first', async () => {
    const rows = ['7A', '7A/Ma'].map(
      (name) =>
        `12,Kit,Mercer,77,1,T,T,Ms,Dana,Mercer,home@example.org,020 7946 0001,first@example.org,07700 900123,5,${name}\n`,
    )
    const { file, rows: read } = await understand(report(CAPTIONS + rows.join('')))
    assert.equal(file.format, 'schoolbooking')
    assert.match(file.why, /stand twice/)
    assert.deepEqual(
      read.map(({ pupil, contact, groups }) => [pupil?.key, contact?.key, contact?.forename, groups[0]?.name]),
      [
        ['id:12', 'id:77', 'Dana', '7A'],
        ['id:12', 'id:77', 'Dana', '7A/Ma'],
      ],
    )
  })
  it('is known too where the parent’s id is the second “ID”', async () => {
    const captions = CAPTIONS.replace('Parent ID', 'ID').replace('number,ID,', 'number,Class ID,')
    const row = '12,Kit,Mercer,77,1,T,T,Ms,Dana,Mercer,home@example.org,,,07700 900123,5,7A\n'
    const { file, rows } = await understand(report(captions + row))
    assert.deepEqual([file.format, rows[0]?.pupil?.key, rows[0]?.contact?.key], ['schoolbooking', 'id:12', 'id:77'])
  })
})
