import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { Refusal } from '../../platform/errors/refusal.ts'
import { endLink, linkAdultByHand, optOutAdult, setPrime } from '../people/index.ts'
import { forgetContactPoints } from './applying.ts'
import { pickContact, snapshotContactsOf } from './picking.ts'
import type { Plan } from './plans.store.ts'
import { workbookOf } from './reading/testing.ts'
import { rejectedOf } from './rejected-rows.store.ts'
import { type ContactRow, ImportScene, office, report } from './testing.ts'

const ann: ContactRow = { name: 'Ann Hassan', mobile: '07700 900001', email: 'ann@example.org' }

/** Files and orders of events that tempt an import to show a stranger a child, or to lose a family. */
describe('hostile files', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  beforeEach(() => scene.freshSchool())
  after(() => scene.close())

  const refusal = async (work: Promise<unknown>): Promise<Refusal> => {
    const error = await work.then(
      () => assert.fail('it was not refused'),
      (thrown: unknown) => thrown,
    )
    if (!(error instanceof Refusal)) throw error
    return error
  }
  type Trx = Parameters<Parameters<ImportScene['db']['inSchool']>[1]>[0]
  const inSchool = <T>(
    work: (trx: Trx, by: { schoolId: string; actor: typeof office; clock: ImportScene['clock'] }) => Promise<T>,
  ): Promise<T> => {
    scene.later()
    return scene.db.inSchool(scene.school.id, (trx) =>
      work(trx, { schoolId: scene.school.id, actor: office, clock: scene.clock }),
    )
  }
  const apply = async (...contents: string[]) =>
    scene.apply(await scene.plan(contents.map((content, index) => scene.write(content, `file-${index}.csv`))))
  const rejected = (plan: Plan) =>
    scene.db.inSchool(scene.school.id, (trx) => rejectedOf(trx, scene.school.id, plan.id))
  const pupils = async () =>
    (await scene.people()).members
      .map((member) => `${member.forename} ${member.surname} ${member.admissionNumber} ${member.status}`)
      .sort()
  const pupilNamed = async (forename: string) => {
    const found = (await scene.people()).members.find((member) => member.forename === forename)
    assert.ok(found, forename)
    return found
  }
  const linkOf = async (name: string) => {
    const found = (await scene.people()).adults
      .filter((adult) => `${adult.forename} ${adult.surname}` === name)
      .flatMap((adult) => adult.links)
      .find((link) => link.endedOn === null)
    assert.ok(found, name)
    return found
  }
  const channelsOf = async (name: string) =>
    (await scene.people()).adults
      .filter((adult) => `${adult.forename} ${adult.surname}` === name)
      .flatMap((adult) => adult.contactPoints.map((point) => point.value))
      .sort()
  const childrenOf = async (name: string) => {
    const { members, adults } = await scene.people()
    return adults
      .filter((adult) => `${adult.forename} ${adult.surname}` === name)
      .flatMap((adult) => adult.links.filter((link) => link.endedOn === null))
      .map((link) => members.find((member) => member.id === link.pupilId)?.forename ?? '?')
      .sort()
  }

  describe('which pupil a row is about (IMP-25)', () => {
    const list = (rows: string[]) => `Adno,UPN,Forename,Surname,DOB,Year\n${rows.join('\n')}\n`

    it('a file of another school whose admission numbers are the same numbers is refused', async () => {
      const school = (of: string) =>
        `Adno,Forename,Surname,DOB,Year,ContactID,P_Title,Contact Forename,Contact Surname,Relationship,Priority\n${Array.from({ length: 25 }, (_, at) => `${at + 1},${of}kim${at},${of}smith${at},${of === 'A' ? '15/05/2015' : '01/02/2013'},6,${at + 1},,${of}mum${at},${of}smith${at},Mother,1`).join('\n')}\n`
      await apply(school('A'))
      assert.equal((await refusal(scene.plan(school('B')))).code, 'file-of-another-school')
    })

    it('a number that is another child’s is rejected: its contacts are strangers, and nobody is taken for gone', async () => {
      await apply(list(['1,,Amira,Hassan,15/05/2015,6', '2,,Idris,Hassan,15/05/2014,6']))
      const plan = await scene.plan(list(['1,,Zed,Other,01/02/2013,6', '2,,Idris,Hassan,15/05/2014,6']))
      const [row] = await rejected(plan)
      assert.equal(row?.line, 2)
      assert.match(row?.reason ?? '', /Amira Hassan/)
      assert.equal(plan.changes.pupils.leave, 0)
    })

    it('a corrected birth date, a new surname and a preferred forename are still the same child', async () => {
      await apply(
        list(['1,,Amira,Hassan,15/05/2015,6', '2,,Idris,Hassan,15/05/2014,6', '3,,William,Hassan,15/05/2013,6']),
      )
      await apply(list(['1,,Amira,Hassan,16/05/2015,6', '2,,Idris,Jones,15/05/2014,6', '3,,Bill,Hassan,15/05/2013,6']))
      assert.deepEqual(await pupils(), ['Amira Hassan 1 on roll', 'Bill Hassan 3 on roll', 'Idris Jones 2 on roll'])
    })

    it('two children of one name born on one day stay two, whichever row comes first', async () => {
      const kin = 'Adno,Forename,Surname,DOB,Year,ContactID,Contact Forename,Contact Surname,Relationship,Priority'
      await apply(`${kin}\n5,Adam,Smith,15/05/2015,6,50,Mum,Five,Mother,1\n`)
      await apply(
        `${kin}\n1,Adam,Smith,15/05/2015,6,10,Mum,One,Mother,1\n5,Adam,Smith,15/05/2015,6,50,Mum,Five,Mother,1\n`,
      )
      assert.deepEqual(await pupils(), ['Adam Smith 1 on roll', 'Adam Smith 5 on roll'])
      const five = (await scene.people()).members.find((member) => member.admissionNumber === '5')
      const mum = (await scene.people()).adults.find((adult) => adult.surname === 'Five')
      assert.deepEqual(
        mum?.links.filter((link) => link.endedOn === null).map((link) => link.pupilId),
        [five?.id],
      )
    })

    it('a pupil who comes back with another admission number is the same pupil', async () => {
      const idris = '2,,Idris,Hassan,15/05/2014,6'
      await apply(list(['1,H801200001001,Amira,Hassan,15/05/2015,6', idris]))
      await apply(list([idris]))
      await apply(list(['901,H801200001001,Amira,Hassan,15/05/2015,6', idris]))
      assert.deepEqual(await pupils(), ['Amira Hassan 901 on roll', 'Idris Hassan 2 on roll'])
    })

    it('rows of one pupil of which some lack the id are one pupil', async () => {
      const head = 'Pupil ID,Adno,P_Forename,P_Surname,DOB,Year,ContactID,Forename,Surname,Relationship,Priority'
      await apply(
        `${head}\n77,1,Amira,Hassan,15/05/2015,6,10,Ann,Hassan,Mother,1\n,1,Amira,Hassan,15/05/2015,6,11,Bob,Hassan,Father,1\n`,
      )
      assert.deepEqual(await pupils(), ['Amira Hassan 1 on roll'])
      assert.equal((await scene.links()).length, 2)
    })

    it('two pupils who cannot be told apart are rejected, and neither is a leaver', async () => {
      await apply('Adno,Forename,Surname,DOB,Year\n1,Adam,Smith,15/05/2015,6\n2,Adam,Smith,15/05/2015,6\n')
      const plan = await scene.plan('UPN,Forename,Surname,DOB,Year\nH801200001001,Adam,Smith,15/05/2015,6\n')
      assert.equal(plan.rows.rejected, 1)
      assert.equal(plan.changes.pupils.leave, 0)
    })

    it('IMP-16 a ragged row, a stray quotation mark: its pupil is not taken for gone', async () => {
      const rows = ['1,,Amira,Hassan,15/05/2015,6', '2,,Idris,Hassan,15/05/2014,6', '3,,Noor,Hassan,15/05/2013,6']
      await apply(list(rows))
      const plan = await scene.plan(
        list([rows[0] ?? '', '2,,Idris,Hassan,15/05/2014,6,7,8', '3,,"No"or",Hassan,15/05/2013,6']),
      )
      assert.equal(plan.rows.rejected, 2)
      assert.equal(plan.changes.pupils.leave, 0)
    })

    it('IMP-16 nor is that of a bad row of a workbook, or of a record that says one thing twice', async () => {
      const captions = ['Forename', 'Surname', 'Year', 'Adno']
      const rows = [
        ['Amira', 'Hassan', '6', '1'],
        ['Idris', 'Hassan', '6', '2'],
      ]
      const idrisTwice = (text: string) => text.replace('<Year>6</Year><Adno>2', '<Year>6</Year><Year>5</Year><Adno>2')
      const record = (cells: string[]) =>
        `<Record>${captions.map((caption, at) => `<${caption}>${cells[at]}</${caption}>`).join('')}</Record>`
      const files = [
        scene.write(workbookOf([captions, rows[0] ?? [], [...(rows[1] ?? []), '7', '8']]), 'pupils.xlsx'),
        scene.write(idrisTwice(`<SuperStarReport>${rows.map(record).join('')}</SuperStarReport>`), 'pupils.xml'),
      ]
      for (const file of files) {
        await scene.freshSchool()
        await apply(`${[captions, ...rows].map((cells) => cells.join(',')).join('\n')}\n`)
        const plan = await scene.plan([file])
        assert.deepEqual([plan.rows.rejected, plan.changes.pupils.leave], [1, 0], file.name)
      }
    })

    it('IMP-21 an application with the same person id as the pupil brings nobody', async () => {
      const head =
        'primary_id,P_Forename,P_Surname,DOB,Year,Enrolment status,ContactID,Forename,Surname,Relationship,Priority'
      const rows = [
        '1,Amira,Hassan,15/05/2015,6,Applied,8,Carl,Deleted,Father,1',
        '1,Amira,Hassan,15/05/2015,6,Current,7,Ann,Hassan,Mother,1',
      ]
      const plan = await scene.plan(`${head}\n${rows.join('\n')}\n`)
      assert.equal(plan.rows.read, plan.rows.used + plan.rows.rejected + plan.rows.merged)
      await scene.apply(plan)
      assert.deepEqual(await scene.links(), ['Ann Hassan prime mis'])
      assert.deepEqual(await pupils(), ['Amira Hassan null on roll'])
    })
  })

  describe('which person a contact is (IMP-22)', () => {
    for (const id of ['0', '1.23E+05', '77'])
      it(`one person id “${id}” beside different people joins nobody: their rows are rejected`, async () => {
        await scene.import([ann])
        const plan = await scene.plan(
          report([
            ann,
            { name: 'Bea Khan', id, pupil: 'Sol Khan' },
            { name: 'Cleo Reed', id, pupil: 'Tom Reed' },
            { name: 'CLEO REED', id, pupil: 'Una Reed' },
          ]),
        )
        const rows = await rejected(plan)
        assert.deepEqual(
          rows.map((row) => row.line),
          [3, 4, 5],
        )
        assert.match(rows[0]?.reason ?? '', /different people/)
        assert.equal(plan.rows.read, plan.rows.used + plan.rows.rejected + plan.rows.merged)
        await scene.apply(plan)
        assert.deepEqual(await childrenOf('Bea Khan'), [])
        assert.deepEqual(await childrenOf('Ann Hassan'), ['Amira'])
      })

    it('an id written over with another person does not give the person who registered or was linked by hand another child', async () => {
      await scene.import(['Amira Hassan', 'Sol Khan'])
      const amira = await pupilNamed('Amira')
      const adult = { forename: 'Ann', surname: 'Hassan', phone: '07700 900001', prime: true }
      await inSchool((trx, by) => linkAdultByHand(trx, { ...by, pupilId: amira.id, adult, reason: 'came in' }))
      await scene.import([{ ...ann, id: '500' }, 'Sol Khan'])
      await scene.import([
        { ...ann, id: '501' },
        { name: 'Zed Khan', id: '500', pupil: 'Sol Khan' },
      ])
      assert.deepEqual(await childrenOf('Ann Hassan'), ['Amira'])
      assert.ok((await scene.people()).issues.includes('differs from MIS'))
    })

    it('OPT-2 an opted-out mother who left the file and comes back with another id is still opted out', async () => {
      await scene.import([ann])
      const link = await linkOf('Ann Hassan')
      await inSchool((trx, by) =>
        optOutAdult(trx, {
          ...by,
          adultId: link.adultId,
          channel: 'all',
          reason: 'letter',
          forget: forgetContactPoints,
        }),
      )
      await scene.import(['Amira Hassan'])
      await scene.import([{ ...ann, id: '901' }])
      assert.deepEqual(
        (await scene.links()).filter((line) => line.includes('+44') || line.includes('@')),
        [],
      )
      assert.equal((await scene.people()).adults.length, 1)
    })

    for (const [first, second] of [
      ['Amira Hassan', 'Idris Hassan'],
      ['Idris Hassan', 'Amira Hassan'],
    ] as const)
      it(`OPT-2 an opted-out mother whom the school linked to ${second} does not come in for ${first} under an id that is new`, async () => {
        await scene.import([first, second])
        const child = await pupilNamed(second.split(' ')[0] ?? '')
        const adult = { forename: 'Ann', surname: 'Hassan', phone: '07700 900001', prime: true }
        await inSchool((trx, by) => linkAdultByHand(trx, { ...by, pupilId: child.id, adult, reason: 'came in' }))
        const link = await linkOf('Ann Hassan')
        const asked = { adultId: link.adultId, channel: 'all' as const, reason: 'letter', forget: forgetContactPoints }
        await inSchool((trx, by) => optOutAdult(trx, { ...by, ...asked }))
        const rows = [first, second].map((pupil) => ({ ...ann, id: '500', pupil }))
        await scene.import(rows)
        assert.deepEqual(await childrenOf('Ann Hassan'), [child.forename])
        assert.equal((await scene.people()).adults.length, 1)
        assert.deepEqual(
          await scene.entries(await scene.plan(report([{ ...ann, id: '500', pupil: first }, ...rows]))),
          [],
        )
      })

    it('IMP-24 a link that an import ended once and the school ended later is not brought back', async () => {
      await scene.import([ann])
      await scene.import(['Amira Hassan'])
      scene.clock = (await import('../../platform/clock/index.ts')).fixedClock('2026-11-17T08:00:00Z')
      await scene.import([ann])
      const link = await linkOf('Ann Hassan')
      await inSchool((trx, by) => endLink(trx, { ...by, linkId: link.id, reason: 'the head says so' }))
      await scene.import([{ ...ann, mobile: '07700 900009' }])
      assert.deepEqual(await scene.links(), [])
    })

    it('IMP-24 nor is it by another record of that name, whose own link an import ended before', async () => {
      const idris = { ...ann, pupil: 'Idris Hassan' }
      await scene.import([ann, idris])
      await scene.import(['Amira Hassan', idris])
      const { members } = await scene.people()
      const pupilId = members.find(({ forename }) => forename === 'Amira')?.id ?? ''
      const adult = { forename: 'Ann', surname: 'Hassan', relationship: 'Mother', prime: false }
      await inSchool(async (trx, by) => {
        const { linkId } = await linkAdultByHand(trx, { ...by, pupilId, adult, reason: 'she rang' })
        await endLink(trx, { ...by, linkId, reason: 'the head says so' })
      })
      await scene.import([ann, idris])
      assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900001 ann@example.org'])
      assert.deepEqual((await scene.people()).issues.sort(), ['differs from MIS', 'no prime adult'])
    })
  })

  describe('what is said twice, and otherwise', () => {
    it('IMP-14 a court order on one of two rows of a pair holds the link, in whatever order', async () => {
      const rows: ContactRow[] = [ann, { ...ann, relationship: 'Carer', courtOrder: 'T' }]
      await scene.import(rows)
      assert.match((await scene.links())[0] ?? '', /held/)
      await scene.freshSchool()
      await scene.import(rows.toReversed())
      assert.match((await scene.links())[0] ?? '', /held/)
    })

    it('IMP-12 rows that contradict each other decide the same in whatever order', async () => {
      const rows: ContactRow[] = [ann, { ...ann, relationship: 'Carer', priority: 2, title: 'Dr' }]
      await scene.import(rows)
      await scene.set({ undoAbove: '51' })
      const plan = await scene.plan(report(rows.toReversed()))
      assert.equal(plan.unchanged, false)
      assert.deepEqual(await scene.entries(plan), [])
    })

    it('IMP-14 a person’s decision to hold stands though the MIS takes its flag back', async () => {
      const { decideCourtOrder } = await import('../people/index.ts')
      await scene.import([{ ...ann, courtOrder: 'T' }])
      const link = await linkOf('Ann Hassan')
      const decide = (decision: 'released' | 'kept') =>
        inSchool((trx, by) => decideCourtOrder(trx, { ...by, linkId: link.id, decision, evidence: 'order seen' }))
      await decide('kept')
      await scene.import([{ ...ann, courtOrder: 'F' }])
      assert.match((await scene.links())[0] ?? '', /held/)
      await decide('released')
      assert.doesNotMatch((await scene.links())[0] ?? '', /held/)
    })

    it('IMP-14 picking a contact whom the MIS flags by now holds the link, though an older flag said no', async () => {
      await scene.import([ann])
      await scene.import([{ ...ann, priority: 2, courtOrder: 'T' }])
      assert.deepEqual(await scene.links(), [])
      const amira = await pupilNamed('Amira')
      await inSchool(async (trx, by) => {
        const [contact] = await snapshotContactsOf(trx, { schoolId: by.schoolId, pupilId: amira.id })
        await pickContact(trx, {
          ...by,
          pupilId: amira.id,
          contactKey: contact?.contactKey ?? '',
          prime: true,
          reason: 'she rang',
        })
      })
      assert.match((await scene.links())[0] ?? '', /held/)
    })

    it('OPT-2 an opted-out adult whose priority changes stays linked, no longer prime', async () => {
      await scene.set({ lowerPriorities: 'yes' })
      await scene.import([ann])
      const link = await linkOf('Ann Hassan')
      await inSchool((trx, by) =>
        optOutAdult(trx, {
          ...by,
          adultId: link.adultId,
          channel: 'all',
          reason: 'letter',
          forget: forgetContactPoints,
        }),
      )
      await scene.import([
        { ...ann, priority: 2 },
        { name: 'Bob Hassan', relationship: 'Father', mobile: '07700 900002' },
      ])
      assert.deepEqual(await scene.links(), ['Ann Hassan non-prime mis', 'Bob Hassan prime mis +447700900002'])
    })

    it('IMP-5 a link made by hand and set to non-prime stays non-prime though the MIS says priority 1', async () => {
      await scene.import(['Amira Hassan'])
      const amira = await pupilNamed('Amira')
      const adult = { forename: 'Ann', surname: 'Hassan', phone: '07700 900001', prime: true }
      const { linkId } = await inSchool((trx, by) =>
        linkAdultByHand(trx, { ...by, pupilId: amira.id, adult, reason: 'came in' }),
      )
      await inSchool((trx, by) => setPrime(trx, { ...by, linkId, prime: false, reason: 'asked for it' }))
      await scene.import([ann])
      assert.deepEqual(await scene.links(), ['Ann Hassan non-prime manual +447700900001'])
    })
  })

  describe('IMP-13 a column that is missing says nothing', () => {
    const full =
      'Adno,Year,ContactID,Forename,Surname,Relationship,Priority,Parental responsibility,Lives with Pupil,Mobile number,Home Email'
    const row = '1,6,7,Ann,Hassan,Mother,1,T,T,07700 900001,ann@example.org'
    const names = 'Adno,P_Forename,P_Surname,DOB,Year\n1,Amira,Hassan,15/05/2015,6\n'

    it('neither of phones and emails, nor of priority, relationship and parental responsibility', async () => {
      await apply(names, `${full}\n${row}\n`)
      await apply(
        'Adno,ContactID,Forename,Surname,Relationship,Priority,Home Email\n1,7,Ann,Hassan,Mother,1,new@example.org\n',
      )
      assert.deepEqual(await channelsOf('Ann Hassan'), ['+447700900001', 'new@example.org'])
      await apply('Adno,ContactID,Forename,Surname,Mobile number\n1,7,Ann,Hassan,07700 900009\n')
      const link = await linkOf('Ann Hassan')
      assert.deepEqual(
        [link.prime, link.priority, link.relationship, link.parentalResponsibility, link.livesWith],
        [true, 1, 'Mother', 'yes', 'yes'],
      )
      assert.deepEqual(await channelsOf('Ann Hassan'), ['+447700900009', 'new@example.org'])
    })

    it('IMP-20 a file of clubs does not take anybody out of their classes', async () => {
      await apply('Adno,Forename,Surname,DOB,Year,Class\n1,Amira,Hassan,15/05/2015,6,6/Ma1\n')
      await apply('Adno,Forename,Surname,DOB,Club\n1,Amira,Hassan,15/05/2015,Chess\n')
      const [amira] = (await scene.people()).members
      assert.ok(amira?.groups.includes('6/Ma1') && amira.groups.includes('Chess'), amira?.groups.join())
    })

    it('LNK-2 a contact can be picked after pupils and contacts came in separate files, and files by year', async () => {
      const contacts = 'Adno,ContactID,Forename,Surname,Relationship,Priority'
      await apply(
        'Pupil ID,Adno,Forename,Surname,DOB,Year\n71,1,Amira,Hassan,15/05/2015,6\n72,2,Idris,Hassan,15/05/2014,6\n',
      )
      await apply(`${contacts}\n1,7,Bob,Hassan,Father,2\n`)
      await apply(`${contacts}\n2,8,Cat,Hassan,Aunt,2\n`)
      for (const [forename, contact] of [
        ['Amira', 'Bob'],
        ['Idris', 'Cat'],
      ]) {
        const pupil = await pupilNamed(forename ?? '')
        const held = await inSchool((trx, by) => snapshotContactsOf(trx, { schoolId: by.schoolId, pupilId: pupil.id }))
        assert.deepEqual(
          held.map((one) => one.contact.forename),
          [contact],
        )
      }
    })
  })

  describe('IMP-11 undo keeps what people decided', () => {
    it('is refused where an adult it brought has opted out since, though there was no contact point to erase', async () => {
      const run = await scene.import([{ name: 'Ann Hassan' }])
      const link = await linkOf('Ann Hassan')
      await inSchool((trx, by) =>
        optOutAdult(trx, {
          ...by,
          adultId: link.adultId,
          channel: 'all',
          reason: 'letter',
          forget: forgetContactPoints,
        }),
      )
      const { code, words } = await refusal(scene.undo(run))
      assert.equal(code, 'changed-since')
      assert.match(words, /opted out/)
    })

    it('VIS-3 is refused where a person restricted somebody whom it linked', async () => {
      const { placeRestriction } = await import('../people/index.ts')
      const run = await scene.import([ann])
      const seen = { evidence: 'order', seenBy: 'Helen', seenOn: '2026-11-02', reviewOn: '2099-01-01', close: [] }
      const linkId = (await linkOf('Ann Hassan')).id
      scene.later()
      await inSchool((trx, by) => placeRestriction(trx, { ...by, ...seen, linkId }))
      const { code, words } = await refusal(scene.undo(run))
      assert.equal(code, 'changed-since')
      assert.match(words, /restricted since/)
    })

    it('is refused where a person decided about a court order that it brought', async () => {
      const { decideCourtOrder } = await import('../people/index.ts')
      const run = await scene.import([{ ...ann, courtOrder: 'T' }])
      const link = await linkOf('Ann Hassan')
      await inSchool((trx, by) =>
        decideCourtOrder(trx, { ...by, linkId: link.id, decision: 'released', evidence: 'order of 2 March' }),
      )
      assert.equal((await refusal(scene.undo(run))).code, 'changed-since')
    })
  })

  describe('IMP-16 cells that are no cells', () => {
    it('a cell of a million letters, a written-out \\u0000 and a NUL byte never make a fault', async () => {
      const head = 'Adno,P_Forename,P_Surname,DOB,Year,ContactID,Forename,Surname,Relationship,Priority,Home Email'
      let noise = ''
      for (let at = 0; noise.length < 1_000_000; at++) noise += Math.imul(at, 2654435761).toString(36)
      const rows = [
        `1,Amira,Hassan,15/05/2015,6,7,Ann,Has\\u0000san,Mother,1,ann@example.org`,
        `3,Noor,Hassan,15/05/2015,6,9,Cleo,${noise},Mother,1,cleo@example.org`,
        `4,Omar,Hassan,15/05/2015,6,${noise},Dina,Hassan,Mother,1,${noise}`,
      ]
      const plan = await scene.plan(`${head}\n${rows.join('\n')}\n`)
      assert.deepEqual(
        (await rejected(plan)).map(({ line, column }) => [line, column]),
        [
          [3, 'Surname'],
          [4, 'ContactID'],
        ],
      )
      await scene.apply(plan)
      assert.deepEqual(await scene.links(), ['Ann Has\\u0000san prime mis ann@example.org'])
      assert.equal(
        (await refusal(scene.plan(`${head}\n2,Idris,Has\0san,15/05/2015,6,8,Bob,Hassan,Father,1,\n`))).code,
        'import-file-not-a-table',
      )
    })
  })
})
