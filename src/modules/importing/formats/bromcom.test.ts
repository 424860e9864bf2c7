import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { reportFolder, understand } from '../reading/testing.ts'

const { report, remove } = reportFolder()
after(remove)

const CAPTIONS =
  'Student UPN,Student First Name,Student Last Name,Year Group,Contact Person Id,Contact First Name,Contact Last Name,Relationship,Parental Responsibility,Contact Priority,Court Order Restricted Access,Data Processing Consent Granted,Alternative Contact Notes,Telephone,Email\n'
const row = (order: string, consent: string, notes = '') =>
  `H801200001001,Kit,Mercer,4,77,Dana,Mercer,Mother,Yes,1,${order},${consent},${notes},07700 900101,dana@example.org\n`

describe('IMP-12 an export of Bromcom', () => {
  it('is known by its own flags, and says why', async () => {
    const { file } = await understand(report(CAPTIONS + row('No', 'Yes')))
    assert.equal(file.format, 'bromcom')
    assert.match(file.why, /“Court Order Restricted Access”, “Data Processing Consent Granted”.*: only Bromcom/)
  })
  it('is known by the columns of its list of pupils', async () => {
    const { file, rows } = await understand(
      report('FirstName,LastName,StudentEmail,UPN,YearGroup,Form\nKit,Mercer,kit@example.org,H801200001001,4,4 Elm\n'),
    )
    assert.deepEqual(
      [file.format, rows[0]?.points[0]?.owner, rows[0]?.pupil?.registrationGroup],
      ['bromcom', 'pupil', '4 Elm'],
    )
  })
  for (const [consent, optedOut] of [
    ['Yes', 'unknown'],
    ['No', 'yes'],
    ['', 'unknown'],
  ] as const) {
    it(`OPT-2 consent ${consent || 'not said'} makes opted out ${optedOut}`, async () => {
      const { rows } = await understand(report(CAPTIONS + row('No', consent)))
      assert.equal(rows[0]?.contact?.optedOut, optedOut)
    })
  }
  it('IMP-14 reads restricted access by court order', async () => {
    const { rows } = await understand(report(CAPTIONS + row('Yes', 'Yes')))
    assert.equal(rows[0]?.link?.courtOrder, 'yes')
  })
  it('keeps the notes beside the number', async () => {
    const { rows } = await understand(report(CAPTIONS + row('No', 'Yes', 'do not use')))
    assert.deepEqual([rows[0]?.points.find(({ kind }) => kind === 'mobile')?.usable], [false])
  })
})
