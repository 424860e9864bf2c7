import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { readAll, reportFolder, understand } from '../reading/testing.ts'

const { report, remove } = reportFolder()
after(remove)

const CAPTIONS =
  'Pupil School Code,Pupil Forename,Pupil Surname,Contact ID,RelationshipRaw,Title,Forename,Surname,SecondaryTitle,SecondaryForename,SecondarySurname,Email,SecondaryEmail,Mobile,Home Telephone,Address 1,Postcode,Contact Only,Student Home,LabelSalutation\n'
const PARENTS =
  '004301,Kit,Mercer,77,Parents,Mr,Rob,Mercer,Mrs.,Dana,Ives,rob@example.org,dana@example.org,07700 900101,020 7946 0001,1 Gate Lane,ZZ99 1AA,No,Yes,Mr & Mrs Mercer\n'
const ONE =
  '004301,Kit,Mercer,78,Grandmother,Mrs,Ada,Ives,,,,ada@example.org,,07700 900103,,2 Gate Lane,ZZ99 1AA,Yes,No,Mrs Ives\n'

describe('IMP-12 an export of iSAMS', () => {
  it('is known by its own columns, and says why', async () => {
    const { file } = await understand(report(CAPTIONS + PARENTS))
    assert.equal(file.format, 'isams')
    assert.match(file.why, /only iSAMS/)
  })
  it('makes two people of a record that holds two, with the home they share and the details of their own', async () => {
    const { rows } = await understand(report(CAPTIONS + PARENTS))
    assert.deepEqual(
      rows.map(({ contact, link }) => [
        contact?.key,
        contact?.forename,
        contact?.surname,
        contact?.joint,
        link?.relationship,
      ]),
      [
        ['id:77', 'Rob', 'Mercer', false, 'Parents'],
        ['id:77/2', 'Dana', 'Ives', false, 'Parents'],
      ],
    )
    assert.deepEqual(
      rows.map(({ contact, points }) => [contact?.address, points.map((point) => point.value)]),
      [
        ['1 Gate Lane', ['rob@example.org', '+447700900101', '+442079460001']],
        ['1 Gate Lane', ['dana@example.org', '+442079460001']],
      ],
    )
  })
  it('leaves a record of one person one', async () => {
    const { rows } = await understand(report(CAPTIONS + ONE))
    assert.deepEqual(
      rows.map(({ contact }) => contact?.key),
      ['id:78'],
    )
  })
  it('OPT-2 takes “Contact Only” for opted out, and “Student Home” for lives with', async () => {
    const { rows } = await understand(report(CAPTIONS + PARENTS + ONE))
    assert.deepEqual(
      rows.map(({ contact, link }) => [contact?.optedOut, link?.livesWith]),
      [
        ['no', 'yes'],
        ['no', 'yes'],
        ['yes', 'no'],
      ],
    )
  })
  it('IMP-16 counts a record of two as two rows, of one line', async () => {
    const rows = await readAll([report(CAPTIONS + PARENTS + ONE)])
    assert.deepEqual(
      rows.map((row) => row.kind === 'row' && row.line),
      [2, 2, 3],
    )
  })
  const PUPIL = 'Pupil School Code,Pupil Forename,Pupil Surname,Contact ID,RelationshipRaw'
  const NAMES = '1st Person Forename,1st Person Surname,2nd Person Forename,2nd Person Surname'
  const ROB_AND_DANA = '004301,Kit,Mercer,77,Parents,Rob,Mercer,Dana,Ives'
  for (const [captions, cells, expected] of [
    [
      '1st Person Email,1st Person Mobile,2nd Person Email Address,2nd Person Mobile,Home Telephone',
      'rob@example.org,07700 900101,dana@example.org,07700 900102,020 7946 0001',
      [
        ['rob@example.org', '+447700900101', '+442079460001'],
        ['dana@example.org', '+447700900102', '+442079460001'],
      ],
    ],
    [
      '1st Person Email,1st Person Personal Email,2nd Person Email,2nd Person Personal Email',
      'rob@example.org,mercer@example.org,dana@example.org,ives@example.org',
      [
        ['rob@example.org', 'mercer@example.org'],
        ['dana@example.org', 'ives@example.org'],
      ],
    ],
    ['2nd Person Email,1st Person Mobile', 'dana@example.org,07700 900101', [['+447700900101'], ['dana@example.org']]],
    ['Home Telephone,Secondary Home Telephone', '020 7946 0001,020 7946 0002', [['+442079460001'], ['+442079460002']]],
    ['Home Telephone,Secondary Home Telephone', '020 7946 0001,', [['+442079460001'], ['+442079460001']]],
  ] as const) {
    it(`IMP-1 gives each of two people their own details: ${captions}`, async () => {
      const { file, rows } = await understand(report(`${PUPIL},${NAMES},${captions}\n${ROB_AND_DANA},${cells}\n`))
      assert.deepEqual(file.unknownCaptions, [])
      assert.deepEqual(
        rows.map(({ contact, points }) => [contact?.forename, points.map(({ value }) => value)]),
        [
          ['Rob', expected[0]],
          ['Dana', expected[1]],
        ],
      )
    })
  }
  for (const [theirs, address] of [
    ['9 Mill Road,,', '9 Mill Road'],
    [',,', '1 Gate Lane, Flat 3, Ashby'],
  ]) {
    it(`gives the second person an address as a whole: “${theirs}” is ${address}`, async () => {
      const captions = `${PUPIL},${NAMES},Address 1,Address 2,Town,2nd Person Address 1,2nd Person Address 2,2nd Person Postcode`
      const { rows } = await understand(report(`${captions}\n${ROB_AND_DANA},1 Gate Lane,Flat 3,Ashby,${theirs}\n`))
      assert.deepEqual(
        rows.map(({ contact }) => contact?.address),
        ['1 Gate Lane, Flat 3, Ashby', address],
      )
    })
  }
  it('IMP-14 and OPT-2 read a court order and “Contact Only” of the second person alone', async () => {
    const captions = `${PUPIL},${NAMES},Court order,2nd Person Court order,1st Person Contact Only,2nd Person Contact Only`
    const { file, rows } = await understand(report(`${captions}\n${ROB_AND_DANA},No,Yes,No,Yes\n`))
    assert.deepEqual(file.unknownCaptions, [])
    assert.deepEqual(
      rows.map(({ contact, link }) => [contact?.key, link?.courtOrder, contact?.optedOut]),
      [
        ['id:77', 'no', 'no'],
        ['id:77/2', 'yes', 'yes'],
      ],
    )
  })
  it('is known by the columns of a 2nd person, and leaves the child’s plain name and id the child’s', async () => {
    const { file, rows } = await understand(
      report(
        `Person ID,Forename,Surname,Contact ID,Relationship,${NAMES},1st Person ID,2nd Person ID\n${ROB_AND_DANA},8,9\n`,
      ),
    )
    assert.equal(file.format, 'isams')
    assert.deepEqual(
      rows.map(({ pupil, contact }) => [pupil?.key, pupil?.preferredForename, pupil?.preferredSurname, contact?.key]),
      [
        ['id:004301', 'Kit', 'Mercer', 'id:77'],
        ['id:004301', 'Kit', 'Mercer', 'id:77/2'],
      ],
    )
  })
  it('reads 1st and 2nd person', async () => {
    const { rows } = await understand(
      report(
        'Pupil School Code,Contact ID,Relationship,Contact Only,1st Person Forename,1st Person Surname,2nd Person Forename,2nd Person Surname\n1,9,Parents,No,Rob,Mercer,Dana,Ives\n',
      ),
    )
    assert.deepEqual(
      rows.map(({ contact }) => [contact?.key, contact?.forename]),
      [
        ['id:9', 'Rob'],
        ['id:9/2', 'Dana'],
      ],
    )
  })
})
