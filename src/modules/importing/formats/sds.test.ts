import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { inspectFiles } from '../reading/inspect-files.ts'
import { readAll, reportFolder, zipOf } from '../reading/testing.ts'

const { report, remove } = reportFolder()
after(remove)

const roster = {
  'orgs.csv': 'sourcedId,name,type\no1,Hill School,school\n',
  'users.csv':
    'sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms\np1,kit,Kit,Mercer,secret,,kit@example.org,,\nc1,dana,Dana,Mercer,secret,,dana@example.org,020 7946 0001,07700900101\nt1,sam,Sam,Okafor,secret,,sam@example.org,,\n',
  'roles.csv':
    'userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary\np1,o1,student,,07,true\nt1,o1,teacher,,,true\n',
  'relationships.csv': 'userSourcedId,relationshipUserSourcedId,relationshipRole\np1,c1,guardian\n',
  'classes.csv': 'sourcedId,orgSourcedId,title\nk2,o1,7A/Ma1\n',
  'enrollments.csv': 'classSourcedId,userSourcedId,role\nk2,p1,student\n',
}

describe('IMP-12 Microsoft School Data Sync v2.1', () => {
  it('is known by its tables, and joins them', async () => {
    const file = report(zipOf(roster), 'sds.zip')
    const { files } = await inspectFiles([file])
    assert.deepEqual(
      [files[0]?.format, files[0]?.why],
      ['sds', 'A zip with users.csv and roles.csv and no manifest, as School Data Sync v2.1 has it.'],
    )
    const rows = (await readAll([file])).map((row) => (row.kind === 'row' ? row.records : assert.fail(row.row.reason)))
    assert.deepEqual(
      rows.map(({ pupil, contact, staff, link, groups }) => [
        pupil?.key ?? staff?.key,
        contact?.key ?? null,
        link?.relationship ?? null,
        groups.map(({ name }) => name).join(),
      ]),
      [
        ['id:p1', null, null, '7'],
        ['id:p1', 'id:c1', 'Guardian', '7'],
        ['id:p1', null, null, '7A/Ma1'],
        ['id:t1', null, null, ''],
      ],
    )
    assert.doesNotMatch(JSON.stringify(rows), /secret/)
  })
  it('IMP-16 says so where the pupil of a contact is not in it, unless the contact has another who is', async () => {
    const { 'relationships.csv': related, 'users.csv': users } = roster
    const read = await readAll([
      report(
        zipOf({
          ...roster,
          'users.csv': `${users}c2,,Mia,Lee,,,mia@example.org,,\n`,
          'relationships.csv': `${related}p9,c1,guardian\np9,c2,parent\n`,
        }),
        'other-school.zip',
      ),
    ])
    assert.deepEqual(
      read.flatMap((row) => (row.kind === 'rejected' ? [[row.row.line, row.row.value, row.row.reason]] : [])),
      [[5, 'c2', 'This contact belongs to no pupil of the roster.']],
    )
    assert.deepEqual(
      read.flatMap((row) => (row.kind === 'row' && row.records.contact ? [row.records.contact.key] : [])),
      ['id:c1'],
    )
  })
})
