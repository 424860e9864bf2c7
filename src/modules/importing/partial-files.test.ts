import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import { countFirstContacts } from './first-contacts.store.ts'
import { zipOf } from './reading/testing.ts'
import { ImportScene } from './testing.ts'

const pupil = (upn: string, forename: string, contacts = '') =>
  `<Pupil><UPN>${upn}</UPN><Surname>Lee</Surname><Forename>${forename}</Forename><DOB>2015-05-10</DOB><BasicDetails><NCyearActual>6</NCyearActual></BasicDetails><Contacts>${contacts}</Contacts></Pupil>`
const contact = (forename: string, order: number, phone: string) =>
  `<Contact><Order>${order}</Order><Surname>Lee</Surname><Forename>${forename}</Forename><Relationship>PAM</Relationship><Phones><Phone><PhoneNo>${phone}</PhoneNo></Phone></Phones></Contact>`
const transfer = (pupils: string) => `<CTfile><CTFpupilData>${pupils}</CTFpupilData></CTfile>`

describe('IMP-19 a transfer file', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  beforeEach(() => scene.freshSchool())
  after(() => scene.close())

  it('brings new pupils with their contacts and makes nobody a leaver', async () => {
    await scene.import([{ name: 'Ann Hassan', mobile: '07700 900001' }])
    const plan = await scene.plan([
      scene.write(transfer(pupil('H801200001001', 'Zoe', contact('Dana', 1, '07700 900002'))), 'intake.xml'),
    ])
    assert.deepEqual([plan.changes.pupils.add, plan.changes.pupils.leave, plan.changes.links.end], [1, 0, 0])
    await scene.apply(plan)
    assert.deepEqual((await scene.links()).sort(), [
      'Ann Hassan prime mis +447700900001',
      'Dana Lee prime mis +447700900002',
    ])
    const { members } = await scene.people()
    assert.deepEqual([...new Set(members.map(({ status }) => status))], ['on roll'])
  })
  it('leaves what the MIS said of others in its place, so that a contact can still be picked', async () => {
    await scene.import([{ name: 'Ann Hassan', mobile: '07700 900001' }])
    await scene.apply(
      await scene.plan([
        scene.write(transfer(pupil('H801200001001', 'Zoe', contact('Dana', 1, '07700 900002'))), 'intake.xml'),
      ]),
    )
    const { rows } = await scene.db.asOwner((trx) =>
      sql<{ n: number }>`
        select count(*)::int as n from mis_records where school_id = ${scene.school.id} and kind in ('contact', 'link')`.execute(
        trx,
      ),
    )
    assert.equal(rows[0]?.n, 4)
  })
  it('IMP-13 takes nothing from a pupil on roll of which it has no word: contacts, priority, details, preferred name', async () => {
    const captions =
      'UPN,Legal Forename,Legal Surname,Preferred Forename,DOB,Year,ContactID,Title,Contact Forename,Contact Surname,Relationship,Priority,Mobile number'
    const list = `${captions}\nH801200001001,Zoe,Lee,Zozo,2015-05-10,6,77,Ms,Dana,Lee,Mother,1,07700 900001\n`
    const bare = '<Contact><Surname>Lee</Surname><Forename>Dana</Forename></Contact>'
    for (const contacts of ['', `<Contacts>${bare}</Contacts>`]) {
      await scene.freshSchool()
      await scene.apply(await scene.plan(list))
      const zoe = `<Pupil><UPN>H801200001001</UPN><Surname>Lee</Surname><Forename>Zoe</Forename><DOB>2015-05-10</DOB>${contacts}</Pupil>`
      await scene.apply(await scene.plan([scene.write(transfer(zoe), 'intake.xml')]), { confirmHeld: true })
      assert.deepEqual(await scene.links(), ['Dana Lee prime mis +447700900001'])
      assert.equal((await scene.people()).members[0]?.forename, 'Zozo')
    }
  })
})

describe('IMP-22 files of contacts, one for each class', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  beforeEach(() => scene.freshSchool())
  after(() => scene.close())

  const imported = async (content: string) =>
    scene.apply(await scene.plan([scene.write(content)]), { confirmHeld: true })
  const contacts = (child: string, who: string, mobile: string) =>
    `Adno,P_Forename,P_Surname,ContactID,Forename,Surname,Relationship,Priority,Mobile number\n${child},1,${who},Mother,1,${mobile}\n`
  beforeEach(async () => {
    await imported('Adno,Forename,Surname,DOB,Year\n100,Zoe,Lee,13/05/2015,6\n200,Amira,Hassan,14/06/2014,5\n')
    await imported(contacts('100,Zoe,Lee', 'Dana,Lee', '07700 900001'))
  })

  it('bring no stranger to a child of another file where each counts its contacts from one', async () => {
    await imported(contacts('200,Amira,Hassan', 'Ann,Hassan', '07700 900002'))
    assert.deepEqual(await scene.links(), ['Dana Lee prime mis +447700900001'])
    assert.ok((await scene.people()).issues.includes('differs from MIS'))
  })
  it('bring nobody to the child who had a number before whom they call by it now (IMP-25)', async () => {
    await imported('Adno,Forename,Surname,DOB,Year\n100,Zoe,Lee,13/05/2015,6\n300,Max,Lee,17/06/2014,5\n')
    const plan = await imported(contacts('100,Max,Lee', 'Kim,Lee', '07700 900003'))
    assert.equal(plan.rows.rejected, 1)
    assert.deepEqual(await scene.links(), ['Dana Lee prime mis +447700900001'])
    await imported(contacts('100,Zoey,Lee', 'Dana,Lee', '07700 900004'))
    assert.deepEqual(await scene.links(), ['Dana Lee prime mis +447700900004'])
  })
  it('but let her marry, and change her number, in the file of one of her children', async () => {
    await imported(contacts('200,Amira,Hassan', 'Dana,Hassan', '07700 900002'))
    const link = 'Dana Hassan prime mis +447700900002'
    assert.deepEqual(
      (await scene.links()).map((one) => one.slice(0, 20)),
      [link, link].map((one) => one.slice(0, 20)),
    )
  })
  it('and let an only child have another mother under the id', async () => {
    await imported(contacts('100,Zoe,Lee', 'Ann,Hassan', '07700 900002'))
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900002'])
  })
})

describe('LNK-4 contacts that come again without the list of pupils, which calls the child by another number', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  beforeEach(() => scene.freshSchool())
  after(() => scene.close())

  it('take the place of what the MIS said of the child before', async () => {
    const pupils = 'Student ID,Adno,Forename,Surname,DOB,Year\n501,100,Zoe,Lee,13/05/2015,6\n'
    const contacts = (who: string) =>
      `Adno,P_Forename,P_Surname,ContactID,Forename,Surname,Relationship,Priority\n100,Zoe,Lee,${who},Mother,1\n`
    await scene.apply(await scene.plan([scene.write(pupils, 'pupils.csv'), scene.write(contacts('1,Dana,Lee'))]))
    await scene.apply(await scene.plan([scene.write(contacts('2,Kim,Lee'))]))
    assert.deepEqual(await scene.links(), ['Kim Lee prime mis'])
    assert.deepEqual(await scene.nextOf('Zoe Lee'), ['Kim Lee stays as it is'])
    const count = await scene.db.inSchool(scene.school.id, (trx) => countFirstContacts(trx, scene.school.id), {
      role: 'import',
    })
    assert.equal(count.inFile, 1)
  })
})

describe('LNK-4 a list of pupils alone, while its plan waits', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  beforeEach(() => scene.freshSchool())
  after(() => scene.close())

  it('ends no link on the changeover page, as its plan ends none', async () => {
    const pupils = (group: string) => `Adno,Forename,Surname,DOB,Year,Reg\n100,Zoe,Lee,13/05/2015,6,${group}\n`
    const contacts =
      'Adno,P_Forename,P_Surname,ContactID,Forename,Surname,Relationship,Priority\n100,Zoe,Lee,1,Dana,Lee,Mother,1\n'
    await scene.apply(await scene.plan([scene.write(pupils('6 Oak'), 'pupils.csv'), scene.write(contacts)]))
    const waiting = await scene.plan(pupils('6 Beech'))
    assert.deepEqual([waiting.state, waiting.changes.links.end], ['ready', 0])
    assert.deepEqual(await scene.nextOf('Zoe Lee'), ['Dana Lee stays as it is'])
  })
})

describe('IMP-19 a OneRoster delta', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  beforeEach(() => scene.freshSchool({ strategy: 'relationships', relationships: 'Parent' }))
  after(() => scene.close())

  const captions = 'sourcedId,status,role,givenName,familyName,email,sms,phone,agentSourcedIds,grades,password\n'
  const roster = (mode: 'bulk' | 'delta', users: string[]) =>
    scene.write(
      zipOf({
        'manifest.csv': `propertyName,value\noneroster.version,1.1\nfile.users,${mode}\n`,
        'users.csv': `${captions}${users.join('\n')}\n`,
      }),
      'roster.zip',
    )
  const kit = 'p1,,student,Kit,Mercer,,,,"c1,c2",07,'
  const zoe = 'p2,,student,Zoe,Lee,,,,,08,'
  const dana = 'c1,,parent,Dana,Mercer,,07700900101,,,,'
  const rob = 'c2,,parent,Rob,Ives,,07700900102,,,,'

  it('changes what it names and leaves everybody else in their place', async () => {
    await scene.apply(await scene.plan([roster('bulk', [kit, zoe, dana, rob])]))
    assert.equal((await scene.links()).length, 2)
    const plan = await scene.plan([roster('delta', ['c1,,parent,Dana,Mercer,,07700900109,,p1,,'])])
    assert.deepEqual(
      [plan.changes.pupils, plan.changes.links].map(({ add, update, end, leave }) => [add, update, end, leave]),
      [
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
    )
    await scene.apply(plan)
    const links = await scene.links()
    assert.equal(links.length, 2)
    assert.match(links.join(), /Dana Mercer .*\+447700900109/)
    assert.doesNotMatch(links.join(), /900101/)
    assert.match(links.join(), /Rob Ives .*\+447700900102/)
  })
  it('LNK-4 ends nothing on the changeover page either, while its plan waits', async () => {
    await scene.apply(await scene.plan([roster('bulk', [kit, zoe, dana, rob])]))
    await scene.plan([roster('delta', ['c1,,parent,Dana,Mercer,,07700900109,,p1,,'])])
    assert.deepEqual(await scene.nextOf('Kit Mercer'), ['Dana Mercer stays as it is', 'Rob Ives stays as it is'])
  })
  it('makes a leaver of a pupil it deletes, and brings a new one', async () => {
    await scene.apply(await scene.plan([roster('bulk', [kit, zoe, dana, rob])]))
    const plan = await scene.plan([
      roster('delta', ['p2,tobedeleted,student,Zoe,Lee,,,,,08,', 'p3,,student,New,Child,,,,,07,']),
    ])
    assert.deepEqual([plan.changes.pupils.add, plan.changes.pupils.leave], [1, 1])
  })
})

describe('IMP-13 a roster without a column', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  beforeEach(() => scene.freshSchool({ strategy: 'relationships', relationships: 'Parent' }))
  after(() => scene.close())

  it('takes away no email and no phone of which it has none', async () => {
    const details = (users: string) =>
      scene.write(
        zipOf({
          'users.csv': `sourcedId,givenName,familyName${users}`,
          'roles.csv': 'userSourcedId,role\np1,student\nt1,teacher\n',
          'relationships.csv': 'userSourcedId,relationshipUserSourcedId,relationshipRole\np1,c1,parent\n',
        }),
        'sds.zip',
      )
    const whole =
      ',email,phone,sms\np1,Kit,Mercer,kit@example.org,,\nc1,Dana,Mercer,dana@example.org,020 7946 0001,07700900101\nt1,Sam,Okafor,sam@example.org,,\n'
    await scene.apply(await scene.plan([details(whole)]))
    const told = async () => {
      const { members, adults } = await scene.people()
      return [...members, ...adults].flatMap(({ contactPoints }) => contactPoints.map(({ value }) => value)).sort()
    }
    const before = await told()
    assert.equal(before.length, 5)
    await scene.apply(await scene.plan([details('\np1,Kit,Mercer\nc1,Dana,Mercer\nt1,Sam,Okafor\n')]))
    assert.deepEqual(await told(), before)
    await scene.apply(await scene.plan([details(',email\np1,Kit,Mercer,\nc1,Dana,Mercer,\nt1,Sam,Okafor,\n')]))
    assert.deepEqual(await told(), ['+442079460001', '+447700900101'])
  })
})
