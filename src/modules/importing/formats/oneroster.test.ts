import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { type InspectOptions, inspectFiles } from '../reading/inspect-files.ts'
import { readAll, reportFolder, zipOf } from '../reading/testing.ts'

const { report, remove } = reportFolder()
after(remove)

const manifest = (version: string, mode = 'bulk') =>
  `propertyName,value\nmanifest.version,1.0\noneroster.version,${version}\nfile.users,${mode}\nfile.orgs,absent\n`
const USERS_11 =
  'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n'
const KIT = 'p1,,,true,o1,student,kit.m,,Kit,Mercer,,004301,kit@example.org,,,"c1,c2",07,secret1\n'
const ZOE = 'p2,,,true,o1,student,zoe.l,,Zoe,Lee,,,,,,,08,secret2\n'
const DANA = 'c1,,,true,o1,parent,dana,,Dana,Mercer,,,dana@example.org,07700900101,020 7946 0001,,,secret3\n'
const ROB = 'c2,,,true,o1,guardian,rob,,Rob,Ives,,,rob@example.org,07700900102,,,,secret4\n'
const ADA = 'c3,,,true,o1,relative,ada,,Ada,Lee,,,,07700900103,,p2,,secret5\n'
const SAM = 't1,,,true,o1,teacher,sam,,Sam,Okafor,,,sam@example.org,,,,,secret6\n'
const bulk = {
  'manifest.csv': manifest('1.1'),
  'users.csv': USERS_11 + KIT + ZOE + DANA + ROB + ADA + SAM,
  'classes.csv': 'sourcedId,title,classType\nk1,7 Elm,homeroom\nk2,7A/Ma1,scheduled\n',
  'enrollments.csv':
    'sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\ne1,k1,o1,p1,student\ne2,k2,o1,p1,student\ne3,k2,o1,t1,teacher\n',
  'demographics.csv': 'sourcedId,birthDate,sex\np1,2014-05-10,male\n',
}

async function read(files: Record<string, string>, options: InspectOptions = {}) {
  const file = report(zipOf(files), `${crypto.randomUUID()}.zip`)
  const inspection = await inspectFiles([file], options)
  const rows = await readAll([file], options)
  return {
    files: inspection.files,
    rejected: rows.flatMap((row) => (row.kind === 'rejected' ? [row.row] : [])),
    rows: rows.flatMap((row) => (row.kind === 'row' ? [row.records] : [])),
  }
}

describe('IMP-12 OneRoster 1.1', () => {
  it('is known by its manifest, and is read as people, classes and staff', async () => {
    const { files } = await read(bulk)
    assert.deepEqual(
      files.map(({ name, format }) => [name.replace(/^.* › /, ''), format]),
      [
        ['people', 'oneroster'],
        ['classes', 'oneroster'],
        ['staff', 'oneroster'],
      ],
    )
    assert.equal(files[0]?.why, 'A zip whose manifest.csv says OneRoster 1.1, bulk: everything.')
    assert.deepEqual(
      files.map(({ contents }) => [
        contents.listsPupils,
        contents.listsContacts,
        contents.listsGroups,
        contents.listsStaff,
      ]),
      [
        [true, true, false, false],
        [false, false, true, false],
        [false, false, false, true],
      ],
    )
  })
  it('finds the agents of a pupil and the pupils of an agent', async () => {
    const { rows, rejected } = await read(bulk)
    assert.deepEqual(
      rows.flatMap(({ link }) => (link ? [[link.pupilKey, link.contactKey, link.relationship]] : [])),
      [
        ['id:p1', 'id:c1', 'Parent'],
        ['id:p1', 'id:c2', 'Guardian'],
        ['id:p2', 'id:c3', 'Other Relative'],
      ],
    )
    assert.deepEqual(rejected, [])
  })
  it('reads grade, homeroom, classes, birth date and the pupil’s own email', async () => {
    const { rows } = await read(bulk)
    const kit = rows.find(({ pupil }) => pupil?.key === 'id:p1')
    assert.deepEqual(
      [
        kit?.pupil?.year,
        kit?.pupil?.registrationGroup,
        kit?.pupil?.birthDate,
        kit?.pupil?.admissionNumber,
        kit?.points[0]?.value,
      ],
      ['7', '7 Elm', '2014-05-10', '004301', 'kit@example.org'],
    )
    assert.deepEqual(
      rows.flatMap(({ groups }) =>
        groups.filter(({ kind }) => kind === 'class').map(({ pupilKey, name }) => [pupilKey, name]),
      ),
      [['id:p1', '7A/Ma1']],
    )
    assert.deepEqual(
      rows.flatMap(({ staff }) => (staff ? [[staff.key, staff.role]] : [])),
      [['id:t1', 'teacher']],
    )
  })
  it('IMP-15 takes neither the teacher nor the aide among a pupil’s agents for a contact', async () => {
    const ida = 't2,,,true,o1,aide,ida,,Ida,Penn,,,ida@example.org,,,,,secret7\n'
    const { rows, rejected } = await read({
      ...bulk,
      'users.csv': bulk['users.csv'].replace('"c1,c2"', '"c1,c2,t1,t2"') + ida,
    })
    assert.deepEqual(
      rows.flatMap(({ contact, staff }) => contact?.key ?? (staff ? [`staff ${staff.key}`] : [])),
      ['id:c1', 'id:c2', 'id:c3', 'staff id:t1', 'staff id:t2'],
    )
    assert.deepEqual(rejected, [])
  })
  it('IMP-20 gives the form and the classes of today: not last year’s, not next year’s, none that ended', async () => {
    const enrolments = [
      'k1,p1,student,2026-09-01,2027-07-31',
      'k0,p1,student,2025-09-01,2026-07-31',
      'k9,p1,student,2027-09-01,2028-07-31',
      'k9,p2,student,2027-09-01,2028-07-31',
      'k2,p1,student,2026-09-01,2026-10-01',
      'k3,p1,student,2026-11-21,',
    ]
    const { rows } = await read(
      {
        ...bulk,
        'classes.csv': `${bulk['classes.csv']}k0,6 Ash,homeroom\nk9,8 Fir,homeroom\nk3,7A/Fr1,scheduled\n`,
        'enrollments.csv': `classSourcedId,userSourcedId,role,beginDate,endDate\n${enrolments.join('\n')}\n`,
      },
      { today: '2026-11-21' },
    )
    const formOf = (key: string) => rows.find(({ pupil }) => pupil?.key === key)?.pupil?.registrationGroup
    assert.deepEqual([formOf('id:p1'), formOf('id:p2')], ['7 Elm', null])
    assert.deepEqual(
      rows.flatMap(({ groups }) => groups.filter(({ kind }) => kind === 'class').map(({ name }) => name)),
      ['7A/Fr1'],
    )
  })
  it('IMP-20 counts a class without dates in its own terms, and one with dates on those', async () => {
    const { rows } = await read(
      {
        ...bulk,
        'academicSessions.csv':
          'sourcedId,title,type,startDate,endDate\nlast,Summer,term,2026-04-13,2026-07-20\nthis,Autumn,term,2026-09-01,2026-12-18\n',
        'classes.csv':
          'sourcedId,title,classType,termSourcedIds\nk0,6 Ash,homeroom,last\nk1,7 Elm,homeroom,this\nk2,7A/Ma1,scheduled,"last,this"\nk3,7A/Fr1,scheduled,last\nk4,7A/Mu1,scheduled,last\n',
        'enrollments.csv':
          'classSourcedId,userSourcedId,role,beginDate,endDate\nk1,p1,student,,\nk0,p1,student,,\nk2,p1,student,,\nk3,p1,student,,\nk4,p1,student,2026-09-01,\n',
      },
      { today: '2026-11-21' },
    )
    assert.equal(rows.find(({ pupil }) => pupil?.key === 'id:p1')?.pupil?.registrationGroup, '7 Elm')
    assert.deepEqual(
      rows.flatMap(({ groups }) => groups.filter(({ kind }) => kind === 'class').map(({ name }) => name)),
      ['7A/Ma1', '7A/Mu1'],
    )
  })
  it('takes the mobile for one, whichever column it stands in', async () => {
    const { rows } = await read(bulk)
    const dana = rows.find(({ contact }) => contact?.key === 'id:c1')
    assert.deepEqual(
      dana?.points.filter(({ owner }) => owner === 'contact').map(({ kind }) => kind),
      ['email', 'mobile', 'landline'],
    )
  })
  it('SEC-7 never keeps a password or a user name', async () => {
    const { rows, files } = await read(bulk)
    assert.doesNotMatch(JSON.stringify([rows, files.map(({ samples }) => samples)]), /secret|kit\.m/)
  })
  it('IMP-13 knows neither priority nor responsibility nor court order, unless a vendor adds them', async () => {
    const { rows } = await read(bulk)
    const link = rows.find(({ link }) => link)?.link
    assert.deepEqual([link?.priority, link?.parentalResponsibility, link?.courtOrder], [null, 'unknown', 'unknown'])
    const more = {
      ...bulk,
      'users.csv': bulk['users.csv']
        .split('\n')
        .map((line, index) => `${line},${index === 0 ? 'metadata.priority' : '1'}`)
        .join('\n'),
    }
    assert.equal((await read(more)).rows.find(({ link }) => link)?.link?.priority, 1)
  })
  it('IMP-19 ends no links where the roster has no contacts at all, and no staff where it has none', async () => {
    const { files } = await read({ 'manifest.csv': manifest('1.1'), 'users.csv': USERS_11 + ZOE })
    assert.deepEqual(
      files.map(({ contents }) => [contents.listsPupils, contents.listsContacts, contents.listsStaff]),
      [[true, false, false]],
    )
  })
  it('IMP-16 says of whom it makes nothing: a contact of no pupil, a role it does not know', async () => {
    const odd = 'x1,,,true,o1,wizard,x,,Wiz,Ard,,,,,,,,\n'
    const { rejected } = await read({ 'manifest.csv': manifest('1.1'), 'users.csv': USERS_11 + ZOE + DANA + odd })
    assert.deepEqual(
      rejected.map(({ line, reason }) => [line, reason]),
      [
        [3, 'This contact belongs to no pupil of the roster.'],
        [4, "The role “wizard” is neither a pupil's, a contact's nor a member of staff's."],
      ],
    )
  })
})

describe('IMP-12 OneRoster 1.2', () => {
  const users =
    'sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns\n'
  const roles =
    'sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId\n'
  it('has its roles in a table of their own, and preferred names; somebody may be teacher and parent', async () => {
    const { rows, files } = await read({
      'roster/manifest.csv': manifest('1.2'),
      'roster/users.csv': `${users}p1,,,true,x,,Christopher,Mercer,,,,,,c1,07,,,Kit,,,,\nc1,,,true,x,,Dana,Mercer,,,d@example.org,07700900101,,,,,,,,,,\n`,
      'roster/roles.csv': `${roles}r1,,,p1,primary,student,,,o1,\nr2,,,c1,primary,teacher,,,o1,\nr3,,,c1,secondary,parent,,,o1,\n`,
    })
    assert.match(files[0]?.why ?? '', /OneRoster 1\.2/)
    const [pupil] = rows
    assert.deepEqual([pupil?.pupil?.legalForename, pupil?.pupil?.preferredForename], ['Christopher', 'Kit'])
    assert.deepEqual(
      rows.flatMap(({ contact, staff }) => contact?.key ?? (staff ? [`staff ${staff.key}`] : [])),
      ['id:c1', 'staff id:c1'],
    )
  })
  it('IMP-20 counts the roles of today: who was a pupil has left, who will be one comes, who was a parent or teacher is none', async () => {
    const name = (id: string, forename: string, agents = '') =>
      `${id},,,true,x,,${forename},Lee,,,,,,${agents},,,,,,,,\n`
    const { rows, rejected } = await read(
      {
        'manifest.csv': manifest('1.2'),
        'users.csv': `${users}${name('p1', 'Ann', 'c1')}${name('p2', 'Bob')}${name('p3', 'Cal')}${name('p4', 'Dan')}${name('c1', 'Mia')}${name('t1', 'Tea')}`,
        'roles.csv': `${roles}${[
          'p1,primary,student,2025-09-01,2026-07-31',
          'p1,primary,student,2026-09-01,2027-07-31',
          'p2,primary,student,2025-09-01,2026-07-31',
          'p3,primary,student,2027-01-04,',
          'p4,primary,student,,',
          'c1,primary,parent,,2026-07-31',
          't1,primary,teacher,2025-09-01,2026-07-31',
        ]
          .map((role, index) => `r${index},,,${role},o1,\n`)
          .join('')}`,
      },
      { today: '2026-11-21' },
    )
    assert.deepEqual(
      rows.map(({ pupil, contact, staff }) => [pupil?.key, pupil?.status, contact, staff]),
      [
        ['id:p1', 'on roll', null, null],
        ['id:p2', 'leaver', null, null],
        ['id:p3', 'pre-admission', null, null],
        ['id:p4', 'on roll', null, null],
      ],
    )
    assert.deepEqual(
      rejected.map(({ line, reason }) => [line, reason]),
      [[6, 'The role “parent” of this contact does not hold today.']],
    )
  })
})

describe('IMP-12 a OneRoster delta', () => {
  it('names pupils who are not in it, lists nobody, and says what it deletes and cannot', async () => {
    const { files, rows, rejected } = await read({
      'manifest.csv': manifest('1.1', 'delta'),
      'users.csv': `${USERS_11}p9,active,2026-09-01,true,o1,student,x,,New,Child,,,,,,,07,\n${DANA.replace(',,,true', ',active,2026-09-01,true').replace(',,,secret3', ',p1,,secret3')}${ROB.replace(',,,true', ',tobedeleted,2026-09-01,true')}${ZOE.replace(',,,true', ',tobedeleted,2026-09-01,true')}`,
    })
    assert.match(files[0]?.why ?? '', /delta: only what changed/)
    assert.deepEqual(new Set(files.map(({ contents }) => contents.partial)), new Set(['all']))
    assert.deepEqual(
      rows.map(({ pupil, contact }) => [pupil?.key, pupil?.onlyNamed ?? false, pupil?.status, contact?.key ?? null]),
      [
        ['id:p9', false, 'on roll', null],
        ['id:p2', false, 'leaver', null],
        ['id:p1', true, 'on roll', 'id:c1'],
      ],
    )
    assert.match(rejected.map(({ reason }) => reason).join(), /marks this contact as deleted/)
  })
})
