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
