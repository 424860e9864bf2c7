import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { digestOfRows } from '../reading/digest-of-rows.ts'
import { inspectFiles } from '../reading/inspect-files.ts'
import { readAll, reportFolder, understand } from '../reading/testing.ts'

const { report, remove } = reportFolder()
after(remove)

const CAPTIONS =
  'Admission number,First name,Last name,Year,Contact1FirstName,Contact1LastName,Contact1Relationship,Contact1Phone,Contact2FirstName,Contact2LastName,Contact2Relationship,Contact2Phone,Group1,Group2,Group3\n'
const KIT = '1,Kit,Mercer,4,Dana,Mercer,Mother,07700900101,Rob,Ives,Father,07700900102,Choir,Chess,Football\n'
const ZOE = '2,Zoe,Lee,5,,,,,Ann,Lee,Carer,07700900103,,,\n'
const BO = '3,Bo,Day,6,,,,,,,,,,,\n'

describe('IMP-12 a table with several contacts in a row', () => {
  it('is known by numbered columns, and says why', async () => {
    const { file } = await understand(report(CAPTIONS + KIT))
    assert.deepEqual(
      [file.format, file.why],
      ['wide', 'Several contacts stand in one row (“Contact1FirstName” to “Contact2Phone”).'],
    )
  })
  it('gives each contact with the child, in the order of the numbers, and every group', async () => {
    const { rows } = await understand(report(CAPTIONS + KIT))
    assert.deepEqual(
      rows.map(({ pupil, contact, link, points }) => [
        pupil?.key,
        contact?.forename ?? null,
        link?.priority ?? null,
        link?.relationship ?? null,
        points[0]?.value ?? null,
      ]),
      [
        ['adm:1', 'Dana', 1, 'Mother', '+447700900101'],
        ['adm:1', 'Rob', 2, 'Father', '+447700900102'],
        ['adm:1', null, null, null, null],
      ],
    )
    assert.deepEqual(
      rows.flatMap(({ groups }) => groups.filter(({ kind }) => kind === 'user-defined').map(({ name }) => name)),
      ['Choir', 'Chess', 'Football'],
    )
  })
  it('IMP-16 loses neither a child whose first place is empty nor one without contacts', async () => {
    const { rows } = await understand(report(CAPTIONS + ZOE + BO))
    assert.deepEqual(
      rows.map(({ pupil, contact, link }) => [pupil?.key, contact?.forename ?? null, link?.priority ?? null]),
      [
        ['adm:2', 'Ann', 2],
        ['adm:3', null, null],
      ],
    )
  })
  it('leaves a column of priorities as it is', async () => {
    const { rows } = await understand(
      report(
        'Admission number,Surname,Forename,Parent 1 Forename,Parent 1 Surname,Parent 1 Priority,Parent 2 Forename,Parent 2 Surname,Parent 2 Priority\n1,Mercer,Kit,Dana,Mercer,2,Rob,Ives,1\n',
      ),
    )
    assert.deepEqual(
      rows.map(({ contact, link }) => [contact?.forename, link?.priority]),
      [
        ['Dana', 2],
        ['Rob', 1],
      ],
    )
  })
  it('reads columns for mother and father, with no priority made up', async () => {
    const { rows } = await understand(
      report(
        'Admission number,Last name,First name,Mother First,Mother Last,Mother Email,Father First,Father Last,Father Email\n1,Mercer,Kit,Dana,Mercer,d@example.org,Rob,Ives,r@example.org\n2,Lee,Zoe,,,,Jo,Lee,\n',
      ),
    )
    assert.deepEqual(
      rows.map(({ contact, link }) => [contact?.forename, link?.relationship, link?.priority]),
      [
        ['Dana', 'Mother', null],
        ['Rob', 'Father', null],
        ['Jo', 'Father', null],
      ],
    )
  })
  it('gives mother and father their surnames and, said as theirs, their emails and texts', async () => {
    const { file, rows } = await understand(
      report(
        "Admission number,Last name,First name,Mother Forename,Mother Surname,Mother's Email,Mother SMS,Father Forename,Father Surname,Fathers Email,Father's SMS\n1,Mercer,Kit,Dana,Mercer,d@example.org,07700900101,Rob,Ives,r@example.org,07700900102\n",
      ),
    )
    assert.deepEqual(file.unknownCaptions, [])
    assert.deepEqual(
      rows.map(({ contact, points }) => [contact?.forename, contact?.surname, points.map(({ value }) => value)]),
      [
        ['Dana', 'Mercer', ['d@example.org', '+447700900101']],
        ['Rob', 'Ives', ['r@example.org', '+447700900102']],
      ],
    )
  })
  for (const [format, captions] of [
    ['sims-csv', 'Adno,Forename,Surname,DOB,Year,Reg'],
    ['sims-csv', 'UPN,Legal Forename,Legal Surname,DOB,Year,Reg'],
    ['scholarpack', 'ScholarPack ID,Forename,Surname,DOB,Year,Form'],
  ] as const) {
    it(`IMP-14 reads every contact, and a court order, of a row as ${format} has them: ${captions}`, async () => {
      const contacts =
        'Contact 1 Forename,Contact 1 Surname,Contact 1 Mobile,Contact 1 Court order,Contact 2 Forename,Contact 2 Surname,Contact 2 Mobile,Contact 2 Court order'
      const { file, rows } = await understand(
        report(
          `${captions},${contacts}\nH801200001001,Kit,Mercer,10/05/2015,,,Dana,Mercer,07700900101,N,Rob,Ives,07700900102,Y\n`,
        ),
      )
      assert.deepEqual([file.format, file.unknownCaptions], [format, []])
      assert.deepEqual(
        rows.map(({ pupil, contact, link, points }) => [
          `${pupil?.preferredForename ?? pupil?.legalForename}: ${contact?.forename} ${contact?.surname}`,
          link?.courtOrder,
          points.map(({ value }) => value),
        ]),
        [
          ['Kit: Dana Mercer', 'no', ['+447700900101']],
          ['Kit: Rob Ives', 'yes', ['+447700900102']],
        ],
      )
    })
  }
  it('LNK-2 takes an email, an address or a right that stands beside the contacts for nobody’s, and says so', async () => {
    const own = 'Contact 1 Forename,Contact 1 Surname,Contact 1 Mobile,Contact 2 Forename,Contact 2 Surname'
    const { file, rows } = await understand(
      report(
        `Adno,Forename,Surname,DOB,Year,Email,Postcode,Parental responsibility,${own}\n1,Kit,Mercer,10/05/2015,4,dana@example.org,LS1 4AP,T,Dana,Mercer,07700900101,Rob,Ives\n`,
      ),
    )
    assert.deepEqual(file.unknownCaptions, ['Email', 'Postcode', 'Parental responsibility'])
    assert.match(file.warnings.join(), /“Email”, “Postcode”, “Parental responsibility” do not say which/)
    assert.deepEqual(
      rows.map(({ pupil, contact, link, points }) => [
        `${pupil?.preferredForename}: ${contact?.forename} ${contact?.postcode} ${link?.parentalResponsibility}`,
        points.map(({ value }) => value),
      ]),
      [
        ['Kit: Dana null unknown', ['+447700900101']],
        ['Kit: Rob null unknown', []],
      ],
    )
  })
  it('IMP-14 holds everybody on a row that has one court order beside them', async () => {
    const { rows } = await understand(
      report(
        'Adno,Forename,Surname,DOB,Year,Court order,Contact 1 Forename,Contact 1 Surname,Contact 2 Forename,Contact 2 Surname\n1,Kit,Mercer,10/05/2015,4,T,Dana,Mercer,Rob,Ives\n',
      ),
    )
    assert.deepEqual(
      rows.map(({ contact, link }) => [contact?.forename, link?.courtOrder]),
      [
        ['Dana', 'yes'],
        ['Rob', 'yes'],
      ],
    )
  })
  it('knows what one MIS alone calls a column: the default phone of each guardian of Arbor', async () => {
    const { file, rows } = await understand(
      report(
        'Arbor Student ID,First name,Last name,Date of birth,Year group,Guardian 1 First name,Guardian 1 Last name,Guardian 1 Default Phone\n1,Kit,Mercer,10/05/2015,4,Dana,Mercer,07700900101\n',
      ),
    )
    assert.deepEqual([file.format, file.unknownCaptions], ['arbor', []])
    assert.equal(rows[0]?.points[0]?.value, '+447700900101')
  })
  it('makes no contacts of a report whose numbered columns name nobody', async () => {
    const { rows } = await understand(
      report('Adno,Forename,Surname,DOB,Year,Parent 1 Email\n1,Kit,Mercer,13/05/2015,4,dana@example.org\n'),
    )
    assert.deepEqual(
      rows.map(({ pupil, contact }) => [pupil?.preferredForename, contact]),
      [['Kit', null]],
    )
  })
  it('IMP-16 counts the same rows in both passes, and rejects with the line of the file', async () => {
    const file = report(`${CAPTIONS + KIT + ZOE + BO}4,too,few\n`)
    const rows = await readAll([file])
    const { rowsRead } = await digestOfRows(await inspectFiles([file]))
    assert.deepEqual([rows.length, rowsRead], [6, 6])
    assert.deepEqual(
      rows.flatMap((row) => (row.kind === 'rejected' ? [row.row.line] : [])),
      [5],
    )
  })
  it('lets the school’s mapping name one of its columns', async () => {
    const { file } = await understand(report(CAPTIONS + KIT), { mapping: { house: 'Group3' } })
    assert.equal(file.columns.house, 'Group3')
  })
})
