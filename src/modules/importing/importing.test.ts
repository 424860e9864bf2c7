import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import { fixedClock } from '../../platform/clock/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { listEntries, verifyChain } from '../audit/index.ts'
import {
  decideCourtOrder,
  endLink,
  liftOptOut,
  linkAdultByHand,
  listIssues,
  loadFamilies,
  optOutAdult,
  registerAdult,
  setPrime,
} from '../people/index.ts'
import { forgetContactPoints } from './applying.ts'
import { pickContact } from './picking.ts'
import type { Plan } from './plans.store.ts'
import { zipOf } from './reading/testing.ts'
import { rejectedOf } from './rejected-rows.store.ts'
import { type ContactRow, ImportScene, office, report } from './testing.ts'

const ann: ContactRow = { name: 'Ann Hassan', mobile: '07700 900001', email: 'ann@example.org' }
const bob: ContactRow = { name: 'Bob Hassan', relationship: 'Father', priority: 2, mobile: '07700 900002' }

describe('importing on a real database', () => {
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
  const linkOf = async (name: string) => {
    const { adults } = await scene.people()
    const link = adults
      .find((adult) => `${adult.forename} ${adult.surname}` === name)
      ?.links.find((one) => one.endedOn === null)
    assert.ok(link, `${name} is linked`)
    return link
  }
  const adultOf = async (name: string) => {
    const { adults } = await scene.people()
    const adult = adults.find((one) => `${one.forename} ${one.surname}` === name)
    assert.ok(adult, `${name} is on record`)
    return adult
  }
  /** The same file decided anew, not taken for unchanged. */
  const decideAgain = async (content: string) => {
    await scene.set({ undoAbove: String(50 + (Math.floor(scene.clock.now().getTime() / 60_000) % 1000)) })
    return scene.plan(content)
  }

  it('IMP-1 brings in a pupil and a member of staff who bear one id, each numbered by themselves', async () => {
    const pupils = 'Student ID,Forename,Surname,DOB,Year,Reg\n501,Amira,Hassan,13/05/2015,6,6A\n'
    const staff = 'Staff ID,Title,Forename,Surname,Staff Role\n501,Mrs,Ira,Field,Teacher\n'
    const files = () => [scene.write(pupils, 'pupils.csv'), scene.write(staff, 'staff.csv')]
    await scene.apply(await scene.plan(files()))
    const members = (await scene.people()).members.map(({ forename, role }) => `${forename} ${role}`)
    assert.deepEqual(members.sort(), ['Amira pupil', 'Ira teacher'])
    assert.equal((await scene.plan(files())).unchanged, true)
  })

  it('IMP-1 brings in email and mobile of pupils and staff themselves', async () => {
    const pupils = 'Adno,Forename,Surname,DOB,Year,Primary Email\n1,Amira,Hassan,15/05/2015,6,amira@example.org\n'
    const staff =
      'Staff Code,Title,Forename,Surname,Work Email,Mobile number\nSOK,Mr,Sam,Okafor,sam@example.org,07700 900003\n'
    await scene.apply(await scene.plan([scene.write(pupils, 'pupils.csv'), scene.write(staff, 'staff.csv')]))
    const { members } = await scene.people()
    const points = members.map((member) => [
      member.role,
      member.forename,
      ...member.contactPoints.map((point) => point.value),
    ])
    assert.deepEqual(
      points.sort(),
      [
        ['teacher', 'Sam', 'sam@example.org', '+447700900003'],
        ['pupil', 'Amira', 'amira@example.org'],
      ].sort(),
    )
  })

  it('IMP-3 lets lower priorities in only where the school asks, as non-prime', async () => {
    await scene.import([ann, bob])
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900001 ann@example.org'])
    await scene.set({ lowerPriorities: 'yes' })
    await scene.import([ann, bob])
    assert.deepEqual(await scene.links(), [
      'Ann Hassan prime mis +447700900001 ann@example.org',
      'Bob Hassan non-prime mis +447700900002',
    ])
  })

  it('IMP-6 a second run writes no tuple, and one with its rows in another order neither', async () => {
    const rows = [ann, bob, { ...ann, pupil: 'Idris Hassan' }]
    await scene.import(rows)
    const before = await tuplesWritten()
    await scene.apply(await scene.plan(report(rows)))
    await scene.apply(await scene.plan(report(rows.toReversed())))
    assert.deepEqual(await tuplesWritten(), before)
    assert.deepEqual(await scene.entries(await decideAgain(report(rows.toReversed()))), [])
  })

  const leftOut = (plan: Plan) => plan.changes.leftOut.reduce((sum, one) => sum + one.count, 0)
  it('IMP-6 deciding only what the files say anew gives what deciding everything gives', async () => {
    const idris = { ...ann, pupil: 'Idris Hassan' }
    const bobOfIdris = { ...bob, pupil: 'Idris Hassan' }
    const noor = { ...bob, pupil: 'Noor Hassan', priority: 1 }
    const ofZoe = ['Zed Other', 'Zia Other'].map((name, index) => ({ name, pupil: 'Zoe Other', priority: index + 1 }))
    // The end of a file is always looked at, so Zoe does not stand there.
    const others = Array.from({ length: 40 }, (_, index) => ({ name: `Ada ${index}`, pupil: `Pip Number${index}` }))
    const quiet = [...ofZoe, ...others]
    await scene.import([ann, bob, idris, bobOfIdris, noor, ...quiet])
    const changes: (ContactRow | string)[][] = [
      [ann, bob, { ...idris, mobile: '07700 900009' }, bobOfIdris, noor],
      [ann, bob, 'Idris Hassan', noor],
      [ann, bob, idris, bobOfIdris],
      [
        ann,
        bob,
        idris,
        { ...bobOfIdris, priority: 1 },
        noor,
        { ...bob, name: 'Cleo New', pupil: 'Kit New', priority: 1 },
      ],
    ]
    for (const rows of changes) {
      const plan = await scene.plan(report([...rows, ...quiet]))
      await scene.apply(plan)
      const everything = await decideAgain(report([...rows, ...quiet]))
      assert.ok(leftOut(plan) < leftOut(everything), 'Zoe, of whom nothing is new, was not decided again')
      assert.deepEqual(await scene.entries(everything), [])
      await scene.apply(everything)
    }
  })

  /** Every version of every row of people: xmin changes with any write. */
  const tuplesWritten = () =>
    scene.db.asOwner(async (trx) => {
      const tables = [
        'members',
        'adults',
        'links',
        'contact_points',
        'adult_mis_ids',
        'court_order_flags',
        'data_issues',
        'mis_records',
        'group_members',
      ]
      const seen: unknown[] = []
      for (const table of tables) {
        const { rows } = await sql<{ rows: number; versions: string }>`
          select count(*)::int as rows, md5(coalesce(string_agg(xmin::text || ctid::text, ',' order by ctid), '')) as versions
          from ${sql.table(table)} where school_id = ${scene.school.id}`.execute(trx)
        seen.push([table, rows[0]])
      }
      return seen
    })

  it('IMP-9 refuses a plan when somebody changed something since, and writes nothing', async () => {
    await scene.import([ann])
    const plan = await scene.plan(report([{ ...ann, mobile: '07700 900009' }]))
    const link = await linkOf('Ann Hassan')
    await inSchool((trx, by) => endLink(trx, { ...by, linkId: link.id, reason: 'she asked' }))
    assert.equal((await refusal(scene.apply(plan))).code, 'plan-overtaken')
    assert.equal((await refusal(scene.apply(plan))).code, 'plan-not-ready')
    assert.deepEqual(await scene.links(), [])
  })

  it('IMP-9 a message sent meanwhile does not make a plan stale', async () => {
    await scene.import([ann])
    const plan = await scene.plan(report([{ ...ann, mobile: '07700 900009' }]))
    const { recordAct } = await import('../audit/index.ts')
    await inSchool((trx, by) => recordAct(trx, { ...by, act: 'message.sent', subject: { kind: 'message', id: 'm' } }))
    await scene.apply(plan)
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900009 ann@example.org'])
  })

  it('IMP-9 every entry names its rule and a reason, and applying is journalled in the same transaction', async () => {
    const plan = await scene.plan(report([ann, bob]))
    for (const entry of await scene.entries(plan)) {
      assert.match(entry.rule, /^[A-Z]+-\d+$/)
      assert.notEqual(entry.reason, '')
    }
    await scene.apply(plan)
    const acts = await inSchool((trx, by) => listEntries(trx, by.schoolId, { act: 'import.' }))
    assert.equal(acts[0]?.subjectId, plan.id)
    const chain = await inSchool((trx, by) => verifyChain(trx, by.schoolId))
    assert.equal(chain.brokenAt, null)
  })

  it('has PostgreSQL count the people at once where many came, so that whoever looks next need not wait', async () => {
    const counted = () =>
      scene.db.asOwner(async (trx) => {
        const { rows } = await sql<{ n: number }>`
          select reltuples::int8 as n from pg_class where oid = 'links'::regclass`.execute(trx)
        return rows[0]?.n ?? 0
      })
    const before = await counted()
    await scene.apply(await scene.plan(report([ann])))
    assert.equal(await counted(), before)
    const many = Math.max(200, Math.ceil(before))
    const families = Array.from({ length: many }, (_, index) => ({ name: `Pat Of${index}`, pupil: `Kim Of${index}` }))
    await scene.apply(await scene.plan(report(families)), { confirmHeld: true })
    assert.ok((await counted()) >= many)
  })

  describe('IMP-10 brakes', () => {
    const families = Array.from({ length: 20 }, (_, index) => ({
      ...ann,
      id: String(100 + index),
      name: `Ann Nr${index}`,
      pupil: `Kim Nr${index}`,
      adno: String(500 + index),
    }))

    it('holds a plan that would end more links than the school allows, until an administrator confirms', async () => {
      await scene.set({ brakeLinksShare: '10%' })
      await scene.import(families)
      const plan = await scene.plan(
        report(
          families
            .map((row, index) => (index < 3 ? row.pupil : row))
            .map((row, index) =>
              typeof row === 'string'
                ? { ...ann, pupil: row, adno: String(500 + index), name: 'Cleo Other', id: '77' }
                : row,
            ),
        ),
      )
      assert.equal(plan.held?.rule, 'IMP-10')
      assert.equal((await refusal(scene.apply(plan))).code, 'plan-held')
      assert.equal((await scene.links()).length, 20)
      await scene.apply(plan, { confirmHeld: true })
      assert.equal((await scene.links()).filter((link) => link.startsWith('Cleo')).length, 3)
    })

    it('holds a plan that would mark too many pupils as leavers', async () => {
      await scene.set({ brakeLeaversShare: '10%' })
      await scene.import(families)
      const plan = await scene.plan(report(families.slice(3)))
      assert.match(plan.held?.reason ?? '', /3 of 20 pupils as leavers/)
      const fewer = await scene.plan(report(families.slice(2)))
      assert.equal(fewer.held, null)
    })

    it('holds a file whose person ids are mostly empty', async () => {
      const plan = await scene.plan(report(families.map((row, index) => ({ ...row, id: index < 5 ? row.id : '' }))))
      assert.match(plan.held?.reason ?? '', /person id is empty in 15 of 20/)
    })
  })

  it('IMP-11 undo puts everything back as it was, and the next plan offers the same changes again', async () => {
    await scene.import([ann, { ...ann, pupil: 'Idris Hassan' }])
    const before = await everything()
    const second = [
      { ...ann, mobile: '07700 900009', title: 'Dr' },
      { ...bob, priority: 1, courtOrder: 'T' as const },
      { ...bob, pupil: 'Noor Hassan', priority: 1 },
    ]
    const run = await scene.import(second)
    assert.notDeepEqual(await everything(), before)
    await scene.undo(run)
    assert.deepEqual(await everything(), before)
    const again = await scene.plan(report(second))
    assert.deepEqual(again.changes, run.changes)
  })

  const everything = () =>
    scene.db.asOwner(async (trx) => {
      const facts: Record<string, unknown> = {}
      for (const table of [
        'members',
        'adults',
        'links',
        'contact_points',
        'adult_mis_ids',
        'court_order_flags',
        'data_issues',
        'mis_records',
      ]) {
        const { rows } = await sql<{
          row: Record<string, unknown>
        }>`select to_jsonb(t) - 'updated_at' as row from ${sql.table(table)} t where school_id = ${scene.school.id} order by 1`.execute(
          trx,
        )
        facts[table] = rows.map((one) => one.row)
      }
      return facts
    })

  it('IMP-11 undo is refused, with what has changed, when somebody changed what the import brought', async () => {
    const run = await scene.import([ann])
    const link = await linkOf('Ann Hassan')
    await inSchool((trx, by) => setPrime(trx, { ...by, linkId: link.id, prime: false }))
    const refused = await refusal(scene.undo(run))
    assert.equal(refused.code, 'changed-since')
    assert.match(refused.words, /Ann Hassan/)
  })

  it('IMP-12 three emails and two phones of one contact are one contact, and every row is accounted for', async () => {
    const emails = ['a@example.org', 'b@example.org', 'c@example.org']
    const rows = emails.flatMap((email) =>
      ['07700 900001', '07700 900002'].map((mobile) => ({ ...ann, email, mobile })),
    )
    const run = await scene.import(rows)
    assert.deepEqual(run.rows, { read: 6, used: 1, rejected: 0, merged: 5 })
    assert.deepEqual(await scene.links(), [
      'Ann Hassan prime mis +447700900001 +447700900002 a@example.org b@example.org c@example.org',
    ])
  })

  it('IMP-13 a flag that the source does not carry is unknown', async () => {
    await scene.apply(
      await scene.plan(
        'Adno,P_Forename,P_Surname,Year,ContactID,Forename,Surname,Relationship,Priority\n1,Amira,Hassan,6,7,Ann,Hassan,Mother,1\n',
      ),
    )
    const link = await linkOf('Ann Hassan')
    assert.deepEqual(
      [link.parentalResponsibility, link.livesWith, link.courtOrder.flag],
      ['unknown', 'unknown', 'unknown'],
    )
  })

  it('IMP-14 a court-order flag holds the link until a person decides, and an import does not decide for them', async () => {
    await scene.import([{ ...ann, courtOrder: 'T' }])
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis held +447700900001 ann@example.org'])
    assert.deepEqual((await scene.people()).issues, ['held: court order flagged'])
    const link = await linkOf('Ann Hassan')
    await inSchool((trx, by) =>
      decideCourtOrder(trx, { ...by, linkId: link.id, decision: 'released', evidence: 'order of 2 March seen' }),
    )
    await scene.import([{ ...ann, courtOrder: 'T', mobile: '07700 900009' }])
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900009 ann@example.org'])
    await scene.import([{ ...ann, courtOrder: 'F' }])
    await scene.import([{ ...ann, courtOrder: 'T' }])
    assert.match((await scene.links())[0] ?? '', /held/, 'a new flag asks anew')
  })

  it('IMP-14 holds a link that was made by hand, too, without touching it', async () => {
    await scene.import(['Amira Hassan'])
    const { members } = await scene.people()
    const adult = { forename: 'Ann', surname: 'Hassan', phone: '07700 900001', prime: true }
    await inSchool((trx, by) =>
      linkAdultByHand(trx, { ...by, pupilId: members[0]?.id ?? '', adult, reason: 'came in' }),
    )
    await scene.import([{ ...ann, email: '', courtOrder: 'T' }])
    assert.deepEqual(await scene.links(), ['Ann Hassan prime manual held +447700900001'])
  })

  const issuesWithNames = async () =>
    (await inSchool((trx, by) => listIssues(trx, by.schoolId))).map(({ kind, adultName }) => `${kind}: ${adultName}`)

  it('IMP-14 asks about the adult who is flagged, not about one whose number begins alike', async () => {
    await scene.set({ lowerPriorities: 'yes' })
    await scene.import([
      { ...ann, id: '123' },
      { ...bob, id: '1234', courtOrder: 'T' },
    ])
    assert.deepEqual(await issuesWithNames(), ['held: court order flagged: Bob Hassan'])
  })

  describe('IMP-14 whoever stays held is asked about still', () => {
    const question = ['held: court order flagged: Ann Hassan']
    const registerAnn = async () => {
      const { members } = await scene.people()
      const { id: linkId, adultId } = await inSchool(async (trx, by) => {
        const [family] = await loadFamilies(trx, { schoolId: by.schoolId, pupilIds: [members[0]?.id ?? ''] })
        return family?.links[0] ?? assert.fail()
      })
      const registrant = { forename: 'Ann', surname: 'Hassan', relationship: 'Mother', email: 'ann@example.org' }
      const as = { act: 'claim' as const, linkId, adultId }
      await inSchool((trx, by) =>
        registerAdult(trx, {
          ...{ ...by, pupilId: members[0]?.id ?? '', as, prime: true },
          registrant: { ...registrant, mobile: '+447700900050' },
        }),
      )
    }

    it('when her row was rejected', async () => {
      const rows = report([{ ...ann, courtOrder: 'T' }, bob])
      await scene.apply(await scene.plan(rows))
      const plan = await scene.plan(rows.replace(',T,T,T,F\n', ',T,perhaps,T,F\n'))
      assert.equal(plan.rows.rejected, 1)
      await scene.apply(plan, { confirmHeld: true })
      assert.match((await scene.links()).join(), /Ann Hassan prime mis held/)
      assert.deepEqual(await issuesWithNames(), question)
    })

    it('when the file has no column for it', async () => {
      const rows = report([{ ...ann, courtOrder: 'T' }])
      await scene.apply(await scene.plan(rows))
      await scene.apply(await scene.plan(rows.replace(',Court order,', ',Anything else,')))
      assert.match((await scene.links()).join(), /Ann Hassan prime mis held/)
      assert.deepEqual(await issuesWithNames(), question)
    })

    it('when she registered and the MIS names her no longer, until a person decides', async () => {
      await scene.import([{ ...ann, courtOrder: 'T' }, bob])
      await registerAnn()
      await scene.import([bob])
      assert.match((await scene.links()).join(), /Ann Hassan prime web held/)
      assert.deepEqual(await issuesWithNames(), question)
      assert.deepEqual(await scene.entries(await decideAgain(report([bob]))), [])
      const { id: linkId } = await linkOf('Ann Hassan')
      await inSchool((trx, by) =>
        decideCourtOrder(trx, { ...by, linkId, decision: 'released', evidence: 'order of 2 March' }),
      )
      await scene.import([bob, 'Kit Mercer'])
      assert.deepEqual(
        (await issuesWithNames()).filter((issue) => issue.startsWith('held')),
        [],
      )
    })

    it('when she comes back by a file that has no column for it', async () => {
      await scene.import([{ ...ann, courtOrder: 'T' }])
      await scene.import(['Amira Hassan'])
      assert.ok(!(await issuesWithNames()).includes(question.join()))
      const unflagged = report([ann]).replace(',Court order,', ',Anything else,')
      await scene.apply(await scene.plan(unflagged))
      assert.match((await scene.links()).join(), /Ann Hassan prime mis held/)
      assert.deepEqual(await issuesWithNames(), question)
      assert.deepEqual(await scene.entries(await decideAgain(unflagged)), [])
    })

    it('once, when the MIS gave her another number meanwhile', async () => {
      await scene.import([{ ...ann, id: '51', courtOrder: 'T' }])
      const asked = (await inSchool((trx, by) => listIssues(trx, by.schoolId))).map(({ id }) => id)
      await scene.import([{ ...ann, id: '951', courtOrder: 'T' }])
      assert.deepEqual(
        (await inSchool((trx, by) => listIssues(trx, by.schoolId))).map(({ id }) => id),
        asked,
      )
    })
  })

  it('IMP-15 a social worker comes in only when the school names the relationship', async () => {
    const worker = { ...ann, relationship: 'Social Worker' }
    await scene.import([worker])
    assert.deepEqual(await scene.links(), [])
    await scene.set({ nonFamilyRelationships: 'Social Worker' })
    await scene.import([worker])
    assert.equal((await scene.links()).length, 1)
  })

  it('IMP-16 words of the school’s own for “none” are no bad number and no bad email', async () => {
    const dana = { ...ann, mobile: 'ask gran', email: 'paper only' }
    const cannotBeUsed = async () => (await scene.people()).issues.filter((issue) => issue.startsWith('cannot be used'))
    await scene.import([dana])
    assert.equal((await cannotBeUsed()).length, 2)
    await scene.set({ placeholders: 'Ask gran; paper only' })
    const plan = await scene.import([dana])
    assert.equal(plan.unchanged, false)
    assert.deepEqual(await cannotBeUsed(), [])
  })

  it('IMP-16 bad rows are reported with line, column and value, and the good ones come in', async () => {
    const plan = await scene.plan(
      `${report([ann])}000001,Idris,Hassan,15/05/2015,Year  6,6 Beech,9,Mrs,Cleo,Other,Mother,first,,,T,F,T,F\n`,
    )
    const rejected = await scene.db.inSchool(scene.school.id, (trx) => rejectedOf(trx, scene.school.id, plan.id))
    assert.equal(rejected.length, 1)
    assert.deepEqual([rejected[0]?.line, rejected[0]?.column, rejected[0]?.value], [3, 'Priority', 'first'])
    assert.deepEqual(plan.rows, { read: 2, used: 1, rejected: 1, merged: 0 })
  })

  it('IMP-16 a pupil or contact whose only row is bad is not taken for gone', async () => {
    const good = [ann, { ...ann, pupil: 'Idris Hassan' }]
    await scene.import(good)
    const bad = report(good).replace(/,Mother,1,/g, (_, at: number) => (at > 300 ? ',Mother,first,' : ',Mother,1,'))
    const plan = await scene.plan(bad)
    assert.equal(plan.rows.rejected, 1)
    assert.deepEqual(plan.changes.links.end + plan.changes.pupils.leave, 0)
  })

  describe('IMP-16 a rejected row says of nobody that something is gone', () => {
    const captions =
      'Adno,P_Forename,P_Surname,DOB,Year,Class,Pupil email,ContactID,Forename,Surname,Relationship,Priority,Home Email,Court order\n'
    const ofAmira = (className: string, own: string, email: string, courtOrder = '') =>
      `1,Amira,Hassan,15/05/2015,6,${className},${own},51,Ann,Hassan,Mother,1,${email},${courtOrder}\n`
    const ofIdris = (email: string, courtOrder = '') =>
      `2,Idris,Hassan,15/05/2014,6,6/Fr1,,51,Ann,Hassan,Mother,1,${email},${courtOrder}\n`
    // The end of a file is always looked at, so the family does not stand there.
    const others = Array.from(
      { length: 40 },
      (_, at) => `${100 + at},Pip,Number${at},15/05/2015,6,,,${200 + at},Ada,Number${at},Mother,1,,\n`,
    ).join('')
    const first = ofAmira('6/Ma1', 'amira@example.org', 'ann@example.org')
    const second = ofAmira('6/En2', 'ah@example.org', 'ann.work@example.org')
    const secondBad = ofAmira('6/En2', 'ah@example.org', 'ann.work@example.org', 'perhaps')
    const importOf = async (...rows: string[]) => scene.apply(await scene.plan(captions + rows.join('') + others))
    const hers = async () => {
      const { members } = await scene.people()
      const amira = members.find(({ forename }) => forename === 'Amira')
      const { contactPoints } = await adultOf('Ann Hassan')
      return [...contactPoints, ...(amira?.contactPoints ?? [])].map(({ value }) => value).concat(await groupsOfAmira())
    }
    const all = ['ann.work@example.org', 'ann@example.org', 'ah@example.org', 'amira@example.org', '6/En2', '6/Ma1']

    it('no email of hers ends, nor one of the child, and the child stays in the class', async () => {
      await importOf(first, second)
      assert.deepEqual(await hers(), all)
      await importOf(first, secondBad)
      assert.deepEqual(await hers(), all)
    })
    it('a new email comes beside the others, and takes the place of none', async () => {
      await importOf(first, second)
      await importOf(ofAmira('6/Ma1', 'amira@example.org', 'ann.new@example.org'), secondBad)
      const values = (await adultOf('Ann Hassan')).contactPoints.map(({ value }) => value)
      assert.deepEqual(values.sort(), ['ann.new@example.org', 'ann.work@example.org', 'ann@example.org'])
    })
    it('nor does one that stood beside another child of hers', async () => {
      await importOf(first, ofIdris('ann.work@example.org'))
      await importOf(first, ofIdris('ann.work@example.org', 'perhaps'))
      const values = (await adultOf('Ann Hassan')).contactPoints.map(({ value }) => value)
      assert.deepEqual(values, ['ann.work@example.org', 'ann@example.org'])
    })
    const rows = {
      'an email of hers': ofAmira('6/Ma1', 'amira@example.org', 'ann.work@example.org'),
      'an email of the child': ofAmira('6/Ma1', 'ah@example.org', 'ann@example.org'),
      'a class of the child': ofAmira('6/En2', 'amira@example.org', 'ann@example.org'),
      'a contact': '1,Amira,Hassan,15/05/2015,6,6/Ma1,amira@example.org,60,Bob,Hassan,Father,1,,\n',
    }
    for (const [what, row] of Object.entries(rows))
      it(`${what} is gone when the row that was rejected is gone from the next file`, async () => {
        await importOf(first, row)
        await importOf(first, row.replace(/\n$/, 'perhaps\n'))
        const plan = await scene.plan(captions + first + others)
        assert.ok(plan.follows)
        await scene.apply(plan)
        assert.deepEqual(await hers(), ['ann@example.org', 'amira@example.org', '6/Ma1'])
        assert.deepEqual(
          (await scene.links()).filter((link) => link.startsWith('Bob')),
          [],
        )
      })
  })

  describe('IMP-7 an issue is settled by what the files say, not by their silence', () => {
    const columnGone = (rows: string, caption: string) => rows.replace(`,${caption},`, ',Anything else,')
    const rowBad = (rows: string, name: string) => {
      const bad = rows.replace(new RegExp(`(${name.replace(' ', ',')},\\w+,\\d,.*),T,[TF]\\n`), '$1,perhaps,F\n')
      assert.notEqual(bad, rows)
      return bad
    }
    const danaByHand = async () => {
      const { members } = await scene.people()
      const adult = { forename: 'Dana', surname: 'Hassan', phone: '07700 900005', prime: true }
      await inSchool((trx, by) =>
        linkAdultByHand(trx, { ...by, pupilId: members[0]?.id ?? '', adult, reason: 'came in' }),
      )
    }
    const importText = async (rows: string) => scene.apply(await scene.plan(rows), { confirmHeld: true })
    type Case = {
      before?: () => Promise<void>
      rows: ContactRow[]
      issue: string
      name: string
      column: string
      settledBy: (ContactRow | string)[]
    }
    const annOptedOut: ContactRow = { ...ann, optedOut: 'T' }
    const annHalf: ContactRow = { ...ann, mobile: '0770' }
    const bobFirst: ContactRow = { ...bob, priority: 1 }
    const cases: Record<string, Case> = {
      'who has priority 1 beside an adult linked by hand': {
        ...{ before: danaByHand, rows: [ann, bob], settledBy: [{ ...ann, priority: 3 }, bob] },
        ...{ issue: 'differs from MIS', name: 'Ann Hassan', column: 'Priority' },
      },
      'two with priority 1': {
        ...{ rows: [ann, bobFirst], settledBy: [ann, bob] },
        ...{ issue: 'two priority-1 contacts', name: 'Bob Hassan', column: 'Priority' },
      },
      'nobody prime, for whoever would be opted out': {
        ...{ rows: [annOptedOut, bob], settledBy: [annOptedOut, bobFirst] },
        ...{ issue: 'no prime adult (opted out)', name: 'Ann Hassan', column: 'Priority' },
      },
      'a number that cannot be used': {
        ...{ rows: [annHalf], settledBy: [ann] },
        ...{ issue: 'cannot be used', name: 'Ann Hassan', column: 'Mobile number' },
      },
    }
    for (const [what, { before, rows, settledBy, issue, name, column }] of Object.entries(cases))
      it(`${what}: a bad row and a missing column settle nothing, another file does`, async () => {
        await scene.import(['Amira Hassan'])
        await before?.()
        await scene.import(rows)
        const asked = (await scene.people()).issues
        assert.ok(asked.includes(issue), asked.join())
        for (const silent of [rowBad(report(rows), name), columnGone(report(rows), column)]) {
          await importText(silent)
          assert.deepEqual((await scene.people()).issues, asked)
          assert.deepEqual(await scene.entries(await decideAgain(silent)), [])
        }
        await scene.import(settledBy)
        assert.ok(!(await scene.people()).issues.includes(issue))
      })
  })

  it('LNK-4 says of a pupil of whom a row is bad what the plan does, while it waits and afterwards', async () => {
    const rows = report([ann, { ...bob, priority: 1 }])
    await scene.apply(await scene.plan(rows))
    const plan = await scene.plan(rows.replace(/(Bob,Hassan,Father),1/, '$1,first'))
    assert.deepEqual([plan.rows.rejected, plan.changes.links.end], [1, 0])
    const stay = ['Ann Hassan stays as it is', 'Bob Hassan stays as it is']
    assert.deepEqual(await scene.nextOf('Amira Hassan'), stay)
    await scene.apply(plan, { confirmHeld: true })
    assert.deepEqual(await scene.nextOf('Amira Hassan'), stay)
  })

  it('IMP-16 children do not come in without their names, whoever applies the plan', async () => {
    const plan = await scene.plan('Adno,Surname,DOB,Year\n1,Hassan,15/05/2015,6\n')
    assert.equal((await refusal(scene.apply(plan))).code, 'columns-missing')
    assert.deepEqual((await scene.people()).members, [])
  })

  it('IMP-16 nor does one child whose row has no name; the others do, and who is known stays', async () => {
    const list = (...rows: string[]) =>
      `Adno,Forename,Surname,DOB,Year\n1,Amira,Hassan,15/05/2015,6\n${rows.join('\n')}\n`
    await scene.apply(await scene.plan(list('2,Noor,Odd,15/06/2015,6')))
    const plan = await scene.plan(list('2,,,15/06/2015,6', '3,,,16/06/2015,6', '2 pupils on roll,,,,'))
    await scene.apply(plan)
    assert.equal(plan.rows.rejected, 2)
    assert.deepEqual((await scene.people()).members.map(({ forename, status }) => [forename, status]).sort(), [
      ['Amira', 'on roll'],
      ['Noor', 'on roll'],
    ])
  })

  it('IMP-16 nor one whose row has no name in a list of preferred names alone', async () => {
    const list = 'Adno,Preferred Forename,Preferred Surname,DOB,Year\n1,Amira,Hassan,15/05/2015,6\n2,,,15/06/2015,6\n'
    const plan = await scene.plan(list)
    await scene.apply(plan)
    assert.equal(plan.rows.rejected, 1)
    assert.deepEqual(
      (await scene.people()).members.map(({ forename }) => forename),
      ['Amira'],
    )
  })

  it('IMP-16 nor contacts without their surnames; a surname alone is enough', async () => {
    const file = (caption: string) =>
      `Adno,Forename,Surname,DOB,Year,Contact 1 ${caption},Contact 1 Forename\n1,Amira,Hassan,15/05/2015,6,Hassan,\n2,Noor,Odd,15/06/2015,6,Odd,Eve\n`
    const plan = await scene.plan(file('Family called'))
    assert.equal((await refusal(scene.apply(plan))).code, 'columns-missing')
    assert.deepEqual((await scene.people()).adults, [])
    await scene.apply(await scene.plan(file('Surname')))
    assert.deepEqual((await scene.people()).adults.map(({ surname }) => surname).sort(), ['Hassan', 'Odd'])
  })

  it('IMP-16 rows of a contacts file that fit no pupil are rejected, each with its line', async () => {
    const pupils = 'Adno,UPN,Legal Forename,Legal Surname,DOB,Year\n001,H801200001001,Amira,Hassan,15/05/2015,6\n'
    const contacts =
      'P_Forename,P_Surname,DOB,ContactID,Forename,Surname,Relationship,Priority\nAmira,Hassan,15/05/2015,7,Ann,Hassan,Mother,1\nNoor,Nobody,01/01/2015,8,Eve,Nobody,Mother,1\n'
    const plan = await scene.plan([scene.write(pupils, 'pupils.csv'), scene.write(contacts, 'contacts.csv')])
    const rejected = await scene.db.inSchool(scene.school.id, (trx) => rejectedOf(trx, scene.school.id, plan.id))
    assert.deepEqual(
      rejected.map((row) => [row.file, row.line]),
      [['contacts.csv', 3]],
    )
    assert.deepEqual(plan.rows, { read: 3, used: 2, rejected: 1, merged: 0 })
    await scene.apply(plan)
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis'])
  })

  it('IMP-17 shows preferred names and keeps the legal ones', async () => {
    await scene.apply(
      await scene.plan(
        'Adno,Legal Forename,Legal Surname,Preferred Forename,Preferred Surname,DOB,Year\n1,Catherine,Smith-Jones,Kit,Smith,15/05/2015,6\n',
      ),
    )
    const { members } = await scene.people()
    const [kit] = members
    assert.deepEqual(
      [kit?.forename, kit?.surname, kit?.legalForename, kit?.legalSurname],
      ['Kit', 'Smith', 'Catherine', 'Smith-Jones'],
    )
  })

  it('IMP-13 a list of legal names alone, or of none, takes no preferred name away', async () => {
    const named = async () => (await scene.people()).members.map(({ forename, surname }) => `${forename} ${surname}`)
    const legal = (surname: string) =>
      `Adno,Legal Forename,Legal Surname,DOB,Year\n1,Catherine,${surname},15/05/2015,6\n`
    await scene.apply(
      await scene.plan(
        'Adno,Legal Forename,Legal Surname,Preferred Forename,DOB,Year\n1,Catherine,Smith,Kit,15/05/2015,6\n',
      ),
    )
    await scene.apply(await scene.plan('Adno,DOB,Year\n1,15/05/2015,6\n'))
    assert.deepEqual(await named(), ['Kit Smith'])
    // A legal name that nobody prefers another to is followed.
    await scene.apply(await scene.plan(legal('Jones')))
    assert.deepEqual(await named(), ['Kit Jones'])
  })

  describe('IMP-19 leavers', () => {
    const list = (rows: string[]) => `Adno,Forename,Surname,DOB,Year,Leaving date\n${rows.join('\n')}\n`
    const amira = '1,Amira,Hassan,15/05/2015,6,'
    const statuses = async () =>
      (await scene.people()).members.map((member) => `${member.forename} ${member.status}`).sort()

    it('marks who is missing from a full list, and who has left by the date, and deletes nobody', async () => {
      await scene.apply(await scene.plan(list([amira, '2,Idris,Hassan,15/05/2014,6,', '3,Noor,Hassan,15/05/2013,6,'])))
      await scene.apply(await scene.plan(list([amira, '2,Idris,Hassan,15/05/2014,6,01/11/2026'])))
      assert.deepEqual(await statuses(), ['Amira on roll', 'Idris leaver', 'Noor leaver'])
    })

    it('a leaving date ahead takes effect on its day, though the file says the same', async () => {
      const content = list([amira, '2,Idris,Hassan,15/05/2014,6,20/11/2026'])
      await scene.apply(await scene.plan(content))
      assert.deepEqual(await statuses(), ['Amira on roll', 'Idris on roll'])
      const { fixedClock } = await import('../../platform/clock/index.ts')
      scene.clock = fixedClock('2026-11-20T08:00:00Z')
      await scene.apply(await scene.plan(content))
      assert.deepEqual(await statuses(), ['Amira on roll', 'Idris leaver'])
    })

    it('IMP-13 a contacts report without leaving dates keeps the one on record, which takes effect on its day', async () => {
      const contacts = [
        { ...ann, adno: '1' },
        { ...bob, adno: '2', pupil: 'Idris Hassan' },
      ]
      const { fixedClock } = await import('../../platform/clock/index.ts')
      scene.clock = fixedClock('2026-11-16T08:00:00Z')
      await scene.apply(await scene.plan(list([amira, '2,Idris,Hassan,15/05/2015,6,20/11/2026'])))
      await scene.import(contacts)
      assert.deepEqual(await statuses(), ['Amira on roll', 'Idris on roll'])
      scene.clock = fixedClock('2026-11-20T08:00:00Z')
      await scene.import(contacts)
      assert.deepEqual(await statuses(), ['Amira on roll', 'Idris leaver'])
      // He does not come back because it names him, but when a list says so.
      await scene.import([...contacts, { ...bob, adno: '1' }])
      assert.deepEqual(await statuses(), ['Amira on roll', 'Idris leaver'])
      await scene.apply(await scene.plan(list([amira, '2,Idris,Hassan,15/05/2015,6,'])))
      assert.deepEqual(await statuses(), ['Amira on roll', 'Idris on roll'])
    })

    it('who left by a date is back on roll when a column of the file says so', async () => {
      await scene.apply(await scene.plan(list([amira, '2,Idris,Hassan,15/05/2014,6,'])))
      await scene.apply(await scene.plan(list([amira, '2,Idris,Hassan,15/05/2014,6,01/11/2026'])))
      assert.deepEqual(await statuses(), ['Amira on roll', 'Idris leaver'])
      const onRoll = (cell: string) =>
        `Adno,Forename,Surname,DOB,Year,On roll\n${amira}Y\n2,Idris,Hassan,15/05/2014,6,${cell}\n`
      await scene.apply(await scene.plan(onRoll('N')))
      assert.deepEqual(await statuses(), ['Amira on roll', 'Idris leaver'])
      await scene.apply(await scene.plan(onRoll('Y')))
      assert.deepEqual(await statuses(), ['Amira on roll', 'Idris on roll'])
    })

    it('a leaver back on roll has links and opt-outs as they were', async () => {
      await scene.import([ann, { ...bob, priority: 1, pupil: 'Noor Hassan' }])
      const adult = await adultOf('Ann Hassan')
      await inSchool((trx, by) =>
        optOutAdult(trx, { ...by, adultId: adult.id, channel: 'sms', reason: 'said so', forget: forgetContactPoints }),
      )
      await scene.import([{ ...bob, priority: 1, pupil: 'Noor Hassan' }])
      await scene.import([ann, { ...bob, priority: 1, pupil: 'Noor Hassan' }])
      assert.deepEqual(await scene.links(), [
        'Ann Hassan prime mis ann@example.org',
        'Bob Hassan prime mis +447700900002',
      ])
      assert.deepEqual((await adultOf('Ann Hassan')).optOuts, ['sms'])
    })

    describe('of staff', () => {
      const listed = (...rows: string[]) => `Staff code,Title,Forename,Surname,Role,Email\n${rows.join('\n')}\n`
      const sam = 'SO,Mr,Sam,Okafor,Teacher,sam@example.org'
      const tom = 'TR,Mr,Tom,Reed,Teacher,tom@example.org'
      const importOf = async (...rows: string[]) => scene.apply(await scene.plan(listed(...rows)))
      const staff = async () =>
        (await scene.people()).members
          .map(({ forename, status, leftOn }) => `${forename} ${status}${leftOn === null ? '' : ', left'}`)
          .sort()

      it('IMP-16 nobody leaves of whom a row was rejected, and others do', async () => {
        for (const row of [
          'TR,Mr,,,Teacher,tom@example.org',
          'TR,Mr,Tom,Reed',
          `TR,Mr,Tom,${'Reed'.repeat(400)},Teacher,`,
        ]) {
          await scene.freshSchool()
          await importOf(sam, tom)
          await importOf(row)
          assert.deepEqual(await staff(), ['Sam leaver, left', 'Tom on roll'], row)
        }
      })
      it('IMP-16 where a rejected row does not say whom it is about, nobody leaves', async () => {
        await importOf(sam, tom)
        await importOf(sam, ',Mr,,,Teacher,tom@example.org')
        assert.deepEqual(await staff(), ['Sam on roll', 'Tom on roll'])
      })
      it('IMP-16 a list without codes spares by the names in a broken row', async () => {
        const named = (...rows: string[]) => scene.plan(`Staff forename,Staff surname,Role\n${rows.join('\n')}\n`)
        await scene.apply(await named('Sam,Okafor,Teacher', 'Tom,Reed,Teacher', 'Una,Byrne,Teacher'))
        await scene.apply(await named('Sam,Okafor,Teacher', 'Tom,Reed,Teacher,too many'))
        assert.deepEqual(await staff(), ['Sam on roll', 'Tom on roll', 'Una leaver, left'])
      })
      it('IMP-13 a list without their posts and titles leaves them', async () => {
        await importOf('GO,Dr,Gwen,Owen,Governor,')
        await scene.apply(await scene.plan('Staff code,Forename,Surname\nGO,Gwen,Owens\n'))
        const [gwen] = (await scene.people()).members
        assert.deepEqual([gwen?.role, gwen?.title, gwen?.surname], ['governor', 'Dr', 'Owens'])
      })
      it('IMP-10 a list that lacks many of them is held', async () => {
        const many = Array.from({ length: 12 }, (_, n) => `T${n},Ms,Tess${n},Byrne${n},Teacher,`)
        await importOf(...many)
        await scene.set({ brakeLeaversShare: '0.1' })
        const { held } = await scene.plan(listed(...many.slice(0, 7)))
        assert.match(held?.reason ?? '', /5 of 12 members of staff/)
        assert.equal((await importOf(...many.slice(0, 8))).held, null)
        assert.match((await scene.plan(listed(...many.slice(0, 3)))).held?.reason ?? '', /5 of 8 members of staff/)
      })
      it('who is back in the list has not left', async () => {
        await importOf(sam, tom)
        await importOf(sam)
        assert.deepEqual(await staff(), ['Sam on roll', 'Tom leaver, left'])
        await importOf(sam, tom)
        assert.deepEqual(await staff(), ['Sam on roll', 'Tom on roll'])
      })
    })

    it('a contacts file that does not list the pupils makes nobody a leaver', async () => {
      await scene.apply(await scene.plan(list([amira, '2,Idris,Hassan,15/05/2014,6,'])))
      await scene.apply(
        await scene.plan('Adno,ContactID,Forename,Surname,Relationship,Priority\n1,7,Ann,Hassan,Mother,1\n'),
      )
      assert.deepEqual(await statuses(), ['Amira on roll', 'Idris on roll'])
      assert.deepEqual(await scene.links(), ['Ann Hassan prime mis'])
    })
  })

  it('IMP-20 groups of the MIS follow the file', async () => {
    const list = (classes: string[]) =>
      `Adno,Forename,Surname,DOB,Year,Class\n${classes.map((name) => `1,Amira,Hassan,15/05/2015,6,${name}`).join('\n')}\n`
    await scene.apply(await scene.plan(list(['6/Ma1', '6/En2'])))
    assert.deepEqual(await groupsOfAmira(), ['6/En2', '6/Ma1'])
    await scene.apply(await scene.plan(list(['6/Ma1', '6/Fr1'])))
    assert.deepEqual(await groupsOfAmira(), ['6/Fr1', '6/Ma1'])
  })
  const groupsOfAmira = async () =>
    ((await scene.people()).members.find(({ forename }) => forename === 'Amira')?.groups ?? []).filter((name) =>
      name.includes('/'),
    )

  it('IMP-20 the same roster takes a child out of a class on the day after the last one, and not before', async () => {
    const roster = scene.write(
      zipOf({
        'manifest.csv': 'propertyName,value\noneroster.version,1.1\nfile.users,bulk\n',
        'users.csv':
          'sourcedId,role,givenName,familyName,grades\np1,student,Amira,Hassan,06\np2,student,Idris,Hassan,06\n',
        'classes.csv': 'sourcedId,title,classType\nk1,6/Beech,homeroom\nk2,6/Ma1,scheduled\n',
        'enrollments.csv':
          'classSourcedId,userSourcedId,role,beginDate,endDate\nk1,p1,student,2026-09-01,2026-11-20\nk2,p1,student,2026-09-01,2026-11-20\nk2,p2,student,2026-09-01,2027-07-31\n',
      }),
      'roster.zip',
    )
    const on = async (day: string) => {
      scene.clock = fixedClock(`${day}T08:00:00Z`)
      const plan = await scene.plan([roster])
      await scene.apply(plan)
      return { groups: await groupsOfAmira(), unchanged: plan.unchanged }
    }
    assert.deepEqual(await on('2026-11-16'), { groups: ['6/Beech', '6/Ma1'], unchanged: false })
    assert.deepEqual(await on('2026-11-20'), { groups: ['6/Beech', '6/Ma1'], unchanged: true })
    assert.deepEqual(await on('2026-11-21'), { groups: [], unchanged: false })
    assert.deepEqual(await on('2026-11-22'), { groups: [], unchanged: true })
  })

  it('IMP-21 a link that survives on an old application of the same pupil does not count', async () => {
    const rows = (application: string) =>
      `primary_id,UPN,P_Forename,P_Surname,DOB,Year,Enrolment status,ContactID,Forename,Surname,Relationship,Priority\n1,H801200001001,Amira,Hassan,15/05/2015,6,Current,7,Ann,Hassan,Mother,1\n${application}`
    await scene.apply(
      await scene.plan(rows('900,H801200001001,Amira,Hassan,15/05/2015,,Applied,8,Carl,Deleted,Father,1\n')),
    )
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis'])
    const { members } = await scene.people()
    assert.deepEqual(
      members.map((member) => member.status),
      ['on roll'],
    )
  })

  it('IMP-22 one person id is one adult for all children; a shared name and mobile without it joins nobody', async () => {
    await scene.import([ann, { ...ann, pupil: 'Idris Hassan' }, { ...ann, id: '9999', pupil: 'Noor Hassan' }])
    const { adults } = await scene.people()
    assert.deepEqual(adults.map((adult) => adult.links.length).sort(), [1, 2])
  })

  it('IMP-22 follows the name and title of somebody to whom the MIS gave a new id, as well as the number', async () => {
    await scene.import([{ ...ann, id: '51' }])
    await scene.import([{ ...ann, id: '951' }])
    await scene.import([{ ...ann, id: '951', name: 'Ann Reed', title: 'Dr', mobile: '07700 900008' }])
    assert.deepEqual(await scene.links(), ['Ann Reed prime mis +447700900008 ann@example.org'])
    assert.equal((await adultOf('Ann Reed')).title, 'Dr')
  })

  it('IMP-14 holds somebody whom the MIS flagged before the school let them in, though it does not tell the flag any more', async () => {
    await scene.freshSchool()
    const bob = { name: 'Bob Hassan', relationship: 'Father', priority: 2, mobile: '07700 900002' }
    await scene.import([ann, { ...bob, courtOrder: 'T' }])
    await scene.import([ann, { ...bob, courtOrder: '' }])
    await scene.set({ lowerPriorities: 'yes' })
    await scene.import([
      { ...ann, mobile: '07700 900005' },
      { ...bob, courtOrder: '' },
    ])
    assert.ok((await scene.links()).includes('Bob Hassan non-prime mis held +447700900002'))
  })

  it('IMP-14 but not somebody of whom the MIS took the flag back', async () => {
    await scene.freshSchool()
    const bob = { name: 'Bob Hassan', relationship: 'Father', priority: 2, mobile: '07700 900002' }
    await scene.import([ann, { ...bob, courtOrder: 'T' }])
    await scene.import([ann, { ...bob, courtOrder: 'F' }])
    await scene.set({ lowerPriorities: 'yes' })
    await scene.import([ann, { ...bob, courtOrder: '' }])
    assert.ok((await scene.links()).includes('Bob Hassan non-prime mis +447700900002'))
  })

  it('IMP-24 does not bring back a link that the school ended', async () => {
    await scene.import([ann])
    const link = await linkOf('Ann Hassan')
    await inSchool((trx, by) =>
      endLink(trx, { ...by, linkId: link.id, reason: 'not a contact any more, the head says' }),
    )
    await scene.import([{ ...ann, mobile: '07700 900009' }])
    assert.deepEqual(await scene.links(), [])
    assert.deepEqual((await scene.people()).issues.sort(), ['differs from MIS', 'no prime adult'])
  })

  it('OPT-2 keeps and picks nothing of who opted out and stands in the MIS under another id, whom the school does not let in', async () => {
    await scene.set({ lowerPriorities: 'yes' })
    await scene.import([ann, bob])
    const { id: adultId } = await adultOf('Bob Hassan')
    const asked = { adultId, channel: 'all', reason: 'letter', forget: forgetContactPoints } as const
    await inSchool((trx, by) => optOutAdult(trx, { ...by, ...asked }))
    await scene.set({ lowerPriorities: 'no' })
    await scene.import([ann, { ...bob, id: '700' }])
    const again = await scene.plan(report([ann, { ...bob, id: '701' }]))
    assert.deepEqual(await scene.whereStored('07700 900002'), [])
    await scene.apply(again)
    assert.deepEqual(await scene.whereStored('07700 900002'), [])
    const { members } = await scene.people()
    const picked = { pupilId: members[0]?.id ?? '', contactKey: 'id:701', prime: false, reason: 'he asked' }
    await inSchool((trx, by) => pickContact(trx, { ...by, ...picked }))
    await scene.import([ann, { ...bob, id: '701' }])
    assert.ok((await scene.links()).includes('Bob Hassan non-prime picked'))
    assert.deepEqual((await adultOf('Bob Hassan')).optOuts, ['all'])
  })

  it('IMP-22 picks nobody of that name and another relationship as somebody whose link the school ended', async () => {
    await scene.import([ann])
    const pupilId = (await scene.people()).members[0]?.id ?? ''
    const father = { title: 'Mr', forename: 'Bob', surname: 'Hassan', relationship: 'Father', prime: false }
    const ended = await inSchool(async (trx, by) => {
      const linked = await linkAdultByHand(trx, { ...by, pupilId, adult: father, reason: 'came in' })
      await endLink(trx, { ...by, linkId: linked.linkId, reason: 'the head says so' })
      return linked
    })
    await scene.import([ann, { ...bob, id: '900', relationship: 'Uncle', priority: 2 }])
    const asked = { pupilId, contactKey: 'id:900', prime: false, reason: 'he collects her' }
    const picked = await inSchool((trx, by) => pickContact(trx, { ...by, ...asked }))
    assert.notEqual(picked.adultId, ended.adultId)
  })

  it('OPT-2 erases contact points from people, snapshot and plans, and no import brings them back until it is lifted', async () => {
    await scene.import([ann])
    const adult = await adultOf('Ann Hassan')
    await inSchool((trx, by) =>
      optOutAdult(trx, { ...by, adultId: adult.id, channel: 'all', reason: 'letter', forget: forgetContactPoints }),
    )
    for (const value of ['07700 900001', 'ann@example']) assert.deepEqual(await scene.whereStored(value), [])
    await scene.import([{ ...ann, title: 'Mrs' }])
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis'])
    await inSchool((trx, by) =>
      liftOptOut(trx, { ...by, adultId: adult.id, channel: null, reason: 'she rang on Monday' }),
    )
    await scene.import([{ ...ann, title: 'Mrs' }])
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900001 ann@example.org'])
  })

  describe('OPT-2 nothing is kept', () => {
    const optOut = async () => {
      const { id: adultId } = await adultOf('Ann Hassan')
      await inSchool((trx, by) =>
        optOutAdult(trx, { ...by, adultId, channel: 'sms', reason: 'rang', forget: forgetContactPoints }),
      )
    }

    it('of what a plan would have brought under another id that was overtaken', async () => {
      await scene.plan(report([ann]))
      await scene.import([ann])
      await optOut()
      assert.deepEqual(await scene.whereStored('07700 900001'), [])
    })

    it('of what a run brought under another id that was undone', async () => {
      const first = await scene.import([ann])
      scene.later()
      await scene.undo(first)
      await scene.import([ann])
      await optOut()
      assert.deepEqual(await scene.whereStored('07700 900001'), [])
    })

    it('of what a plan that waits would have brought', async () => {
      await scene.import([ann, 'Noor Hassan'])
      const plan = await scene.plan(report([{ ...ann, mobile: '07700 900009', email: 'ann@example.com' }, bob]))
      assert.deepEqual(await scene.whereStored('07700 900009'), ['import_plan_entries', 'import_staging'])
      await optOut()
      assert.deepEqual(await scene.whereStored('07700 900009'), [])
      // Bob did not, nor did she for emails; the plan can still be looked at, and says itself that it is out of date.
      assert.deepEqual(await scene.whereStored('07700 900002'), ['import_staging'])
      assert.ok((await scene.whereStored('ann@example.com')).includes('import_staging'))
      assert.equal((await refusal(scene.apply(plan))).code, 'plan-overtaken')
    })
    it('of a record that a waiting plan recognises as hers', async () => {
      await scene.import([{ ...ann, id: '51' }])
      await scene.plan(report([{ ...ann, id: '77', mobile: '07700 900009' }]))
      await optOut()
      assert.deepEqual(await scene.whereStored('07700 900009'), [])
    })
    it('of somebody in reserve of whom the MIS says so since, whether or not they come in', async () => {
      await scene.import([ann, bob])
      assert.deepEqual(await scene.whereStored('07700 900002'), ['mis_records'])
      await scene.import([ann, { ...bob, mobile: '07700 900005' }])
      await scene.import([ann, { ...bob, mobile: '07700 900005', optedOut: 'T' }])
      for (const value of ['07700 900002', '07700 900005']) assert.deepEqual(await scene.whereStored(value), [])
    })
    it('of somebody who was linked once, and of nobody else who has that id now', async () => {
      await scene.import([ann, { ...bob, id: '51', priority: 1 }])
      for (const name of ['Ann Hassan', 'Bob Hassan'])
        for (const { id } of (await adultOf(name)).links)
          await inSchool((trx, by) => endLink(trx, { ...by, linkId: id, reason: 'rang' }))
      assert.ok((await scene.whereStored('07700 900001')).includes('contact_points'))
      await scene.import([
        { ...ann, optedOut: 'T' },
        { ...bob, id: '51', name: 'Cleo Other', mobile: '', optedOut: 'T' },
      ])
      assert.deepEqual(await scene.whereStored('07700 900001'), [])
      assert.deepEqual(await scene.whereStored('ann@example.org'), [])
      assert.ok((await scene.whereStored('07700 900002')).includes('contact_points'))
    })
    it('only while the MIS says so', async () => {
      const idris = { ...ann, id: '51', pupil: 'Idris Hassan' }
      const noor = { ...ann, id: '51', pupil: 'Noor Hassan' }
      await scene.import([idris, { ...noor, optedOut: 'T' }])
      assert.deepEqual(await scene.whereStored('07700 900001'), [])
      // It said so of the row of a child who has left.
      await scene.import([idris])
      assert.ok((await scene.whereStored('07700 900001')).includes('mis_records'))
    })
    it('of somebody linked at one child of whom the MIS says so at another, where nobody lets her in', async () => {
      const idris = { ...ann, pupil: 'Idris Hassan' }
      await scene.import([ann, idris])
      await scene.import([ann])
      await scene.import([{ ...ann, priority: 3 }])
      assert.ok((await scene.whereStored('07700 900001')).includes('contact_points'))
      await scene.import([{ ...ann, priority: 3, optedOut: 'T' }])
      assert.deepEqual(await scene.whereStored('07700 900001'), [])
    })
    it('of a record that is found to be hers only later', async () => {
      const idris = { ...ann, id: '51', pupil: 'Idris Hassan' }
      const other = { ...idris, id: '77', mobile: '07700 900009', priority: 3 }
      const amira = { ...ann, id: '51' }
      await scene.import([amira, idris, other])
      await scene.import([{ ...amira, optedOut: 'T' }, { ...idris, optedOut: 'T' }, other])
      assert.ok((await scene.whereStored('07700 900009')).includes('mis_records'))
      await scene.import([
        { ...amira, optedOut: 'T' },
        { ...other, priority: 1 },
      ])
      assert.deepEqual(await scene.whereStored('07700 900009'), [])
    })
    describe('of what the MIS says by another of her records', () => {
      const here = { ...ann, id: '51' }
      const other = { ...ann, id: '77', pupil: 'Idris Hassan', mobile: '07700 900009' }
      const optedOut = { ...other, optedOut: 'T' as const }
      const values = ['900001', '900007', '900008', '900009'].map((end) => `07700 ${end}`)
      const assertNothingStored = async () => {
        for (const value of values) assert.deepEqual(await scene.whereStored(value), [], value)
      }
      beforeEach(async () => {
        await scene.import([here, { ...here, pupil: 'Idris Hassan' }])
        await scene.import([here, other])
      })
      const endLinks = async () => {
        for (const { id } of (await adultOf('Ann Hassan')).links)
          await inSchool((trx, by) => endLink(trx, { ...by, linkId: id, reason: 'rang' }))
      }

      it('until it says so no more', async () => {
        await scene.import([here, optedOut])
        for (const day of [
          [here, { ...optedOut, mobile: '07700 900008' }],
          [{ ...here, mobile: '07700 900007' }, optedOut],
        ]) {
          const plan = await scene.plan(report(day))
          await assertNothingStored()
          await scene.apply(plan)
          await assertNothingStored()
        }
        await scene.import([here, other])
        const link = 'Ann Hassan prime mis +447700900001 +447700900009 ann@example.org'
        assert.deepEqual(await scene.links(), [link, link])
      })
      it('though she was linked only once', async () => {
        await endLinks()
        await scene.import([here, optedOut])
        await assertNothingStored()
        await scene.import([{ ...here, mobile: '07700 900007' }, optedOut])
        await assertNothingStored()
      })
      it('though she has no details here', async () => {
        await endLinks()
        await scene.db.asOwner((trx) =>
          sql`delete from contact_points where school_id = ${scene.school.id}`.execute(trx),
        )
        assert.ok((await scene.whereStored('07700 900001')).includes('mis_records'))
        await scene.import([here, optedOut])
        assert.ok(!(await scene.whereStored('07700 900001')).includes('mis_records'))
      })
    })
    it('of what a plan that was overtaken would have brought', async () => {
      await scene.plan(report([ann]))
      await scene.import([{ ...ann, optedOut: 'T' }])
      assert.deepEqual(await scene.whereStored('07700 900001'), [])
    })
    it('of what a run brought that was undone', async () => {
      await scene.undo(await scene.import([ann]))
      await scene.import([{ ...ann, optedOut: 'T' }])
      assert.deepEqual(await scene.whereStored('07700 900001'), [])
    })
    it('of what ended before the MIS said so', async () => {
      await scene.import([{ ...ann, mobile: '' }])
      await scene.import([{ ...ann, mobile: '', email: '' }])
      assert.ok((await scene.whereStored('ann@example.org')).includes('contact_points'))
      await scene.import([{ ...ann, mobile: '', email: '', optedOut: 'T' }])
      assert.deepEqual(await scene.whereStored('ann@example.org'), [])
    })
    it('IMP-5 but what she registered herself stays, and nobody is told what else the MIS holds', async () => {
      await scene.import([ann])
      await scene.import([{ ...ann, email: '' }])
      await scene.db.asOwner(async (trx) => {
        const school = scene.school.id
        await sql`update adults set origin = 'web', registered_at = now() where school_id = ${school}`.execute(trx)
        await sql`update contact_points set origin = 'web' where school_id = ${school} and ended_at is null`.execute(
          trx,
        )
      })
      for (const mobile of ['07700 900009', '07700 900008']) await scene.import([{ ...ann, mobile, optedOut: 'T' }])
      assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900001'])
      for (const value of ['ann@example.org', '07700 900009', '07700 900008'])
        assert.deepEqual(await scene.whereStored(value), [])
    })
  })

  it('LNK-3 a converted link follows the MIS again', async () => {
    const { convertLinksToMis } = await import('../people/index.ts')
    await scene.import(['Amira Hassan'])
    const { members } = await scene.people()
    const adult = { forename: 'Ann', surname: 'Hassan', phone: '07700 900005', prime: true }
    const { linkId } = await inSchool((trx, by) =>
      linkAdultByHand(trx, { ...by, pupilId: members[0]?.id ?? '', adult, reason: 'came in' }),
    )
    await scene.import([ann])
    assert.deepEqual((await scene.people()).issues, ['differs from MIS', 'differs from MIS'])
    await inSchool((trx, by) => convertLinksToMis(trx, { ...by, linkIds: [linkId] }))
    await scene.apply(await scene.plan(report([ann])))
    assert.deepEqual(await scene.links(), ['Ann Hassan prime mis +447700900001 ann@example.org'])
    assert.deepEqual((await scene.people()).issues, [])
  })

  it('refuses a file of another school', async () => {
    const pupils = (from: number) =>
      `Adno,Forename,Surname,DOB,Year\n${Array.from({ length: 25 }, (_, index) => `${from + index},Kim,Nr${from + index},15/05/2015,6`).join('\n')}\n`
    await scene.apply(await scene.plan(pupils(100)))
    assert.equal((await refusal(scene.plan(pupils(600)))).code, 'file-of-another-school')
    assert.equal((await scene.people()).members.length, 25)
  })
})
