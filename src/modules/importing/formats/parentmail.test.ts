import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { reportFolder, understand } from '../reading/testing.ts'

const { report, remove } = reportFolder()
after(remove)

const CAPTIONS =
  'StudentForename,StudentSurname,StudentID,Year,Reg,DOB,Gender,Relationship,Title,ContactForename,ContactSurname,ContactID,PrimaryEmail,MobileNumber,HouseName,HouseNumber,Street,District,Town,County,Postcode,Priority\n'

describe('IMP-12 a file made for ParentMail', () => {
  it('is known by its captions, and its dates are day first', async () => {
    const { file, rows } = await understand(
      report(
        `${CAPTIONS}Kit,Mercer,12,7,7A,03/04/2014,M,Mother,Ms,Dana,Mercer,77,d@example.org,07700900123,,12,High St,,Hillford,,zz991aa,1\n`,
      ),
    )
    assert.equal(file.format, 'parentmail')
    assert.match(file.why, /“StudentForename”, .* together are how ParentMail writes them/)
    assert.deepEqual(
      [rows[0]?.pupil?.key, rows[0]?.pupil?.birthDate, rows[0]?.contact?.key, rows[0]?.link?.priority],
      ['id:12', '2014-04-03', 'id:77', 1],
    )
  })
})
