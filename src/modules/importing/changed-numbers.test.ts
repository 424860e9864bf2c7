import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { rejectedOf } from './rejected-rows.store.ts'
import { ImportScene } from './testing.ts'

const columns =
  'Adno,UPN,P_Forename,P_Surname,DOB,Year,Reg,ContactID,Forename,Surname,Relationship,Priority,Mobile number,Court order'

type Child = {
  adno: string
  upn?: string
  name: string
  born?: string
  id?: string
  father?: 'T' | 'F' | ''
  mobile?: string
}

/** A child of the Adams family with mother, and father where a flag of his is given. */
function linesOf({ adno, upn = '', name, father, mobile = '07700 900011' }: Child): string[] {
  const child = `${adno},${upn},${name},Adams,01/02/2015,Year 6,6A`
  const mother = `${child},71,Ann,Adams,Mother,1,${mobile},`
  return father === undefined ? [mother] : [mother, `${child},72,Dan,Adams,Father,1,07700 900012,${father}`]
}

const letters = (index: number) => String.fromCharCode(97 + (index % 26)) + String.fromCharCode(97 + (index % 7))
/** So many others that the rest of the file can be passed over. */
const others = Array.from({ length: 80 }, (_, index) => {
  const name = `Kid${letters(index)}${index % 26},Other${letters(index + 3)}${index}`
  return `9${index + 100},,${name},05/06/2014,Year 6,6A,8${index + 100},Par,Other${letters(index + 3)}${index},Mother,1,07700 900${index + 100},`
})

const list = (children: Child[], { rest = others }: { rest?: string[] } = {}): string =>
  `${[columns, ...children.flatMap(linesOf), ...rest].join('\n')}\n`

/** The same with the ids of the MIS in front. */
function withIds(children: Child[]): string {
  const lines = [
    ...children.flatMap((child) => linesOf(child).map((line) => `${child.id ?? ''},${line}`)),
    ...others.map((line, index) => `${index + 1},${line}`),
  ]
  return `Pupil ID,${columns}\n${lines.join('\n')}\n`
}

const alice: Child = { adno: '100', upn: 'H801200001001', name: 'Alice' }

describe('IMP-25 a child whose number changes stays that child', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  beforeEach(() => scene.freshSchool())
  after(() => scene.close())

  const imported = async (file: string) => scene.apply(await scene.plan(file), { confirmHeld: true })
  const adams = async () =>
    (await scene.people()).members
      .filter(({ surname }) => surname === 'Adams')
      .map(({ forename, admissionNumber, status }) => `${forename} ${admissionNumber} ${status}`)
      .sort()
  const pupilsOf = ({ changes }: { changes: { pupils: Record<string, number> } }) => changes.pupils

  it('with links, and with the court order flag that was never lifted (IMP-14)', async () => {
    await imported(list([{ ...alice, father: 'T' }]))
    await imported(list([{ ...alice, father: '' }]))
    const plan = await imported(list([{ ...alice, adno: '200', father: '' }]))
    assert.equal(pupilsOf(plan).add, 0)
    assert.equal(pupilsOf(plan).leave, 0)
    assert.deepEqual(await adams(), ['Alice 200 on roll'])
    const links = (await scene.links()).filter((link) => link.includes('Adams'))
    assert.deepEqual(links, ['Ann Adams prime mis +447700900011', 'Dan Adams prime mis held +447700900012'])
  })
  it('also when the id of the MIS changes', async () => {
    await imported(withIds([{ ...alice, id: '501' }]))
    const plan = await imported(withIds([{ ...alice, id: '502' }]))
    assert.deepEqual([pupilsOf(plan).add, pupilsOf(plan).leave], [0, 0])
    assert.deepEqual(await adams(), ['Alice 100 on roll'])
  })
  it('also when a newcomer, her twin, bears the old number', async () => {
    await imported(list([alice]))
    const bella = { adno: '100', upn: 'H801200001002', name: 'Bella' }
    const file = list([{ ...alice, adno: '200' }, bella])
    const plan = await imported(file)
    assert.equal(plan.rows.rejected, 0)
    assert.deepEqual(await adams(), ['Alice 200 on roll', 'Bella 100 on roll'])
    assert.equal((await scene.plan(file)).unchanged, true)
  })
  it('also when a twin without a UPN bears the old number: neither becomes the other', async () => {
    const idOfAlice = async () => (await scene.people()).members.find(({ forename }) => forename === 'Alice')?.id
    const [one, twin] = [
      { adno: '100', name: 'Alice' },
      { adno: '100', name: 'Bella' },
    ]
    await imported(list([one]))
    const before = await idOfAlice()
    const plan = await imported(list([{ ...one, adno: '200' }, twin]))
    assert.deepEqual([plan.rows.rejected, pupilsOf(plan).add, pupilsOf(plan).leave], [0, 1, 0])
    assert.deepEqual(await adams(), ['Alice 200 on roll', 'Bella 100 on roll'])
    assert.equal(await idOfAlice(), before)
  })
  it('also when the number was that of another, born on another day, who has a new one (IMP-25)', async () => {
    const ben = (adno: string) =>
      `${adno},H801200001003,Ben,Brown,09/10/2014,Year 6,6A,73,Jo,Brown,Mother,1,07700 900015,`
    await imported(list([{ ...alice, adno: '100' }], { rest: [ben('300'), ...others] }))
    const plan = await imported(list([{ ...alice, adno: '300' }], { rest: [ben('500'), ...others] }))
    assert.deepEqual([plan.rows.rejected, pupilsOf(plan).add, pupilsOf(plan).leave], [0, 0, 0])
    assert.deepEqual(await adams(), ['Alice 300 on roll'])
  })
  it('also when twins exchange their numbers: neither becomes the other', async () => {
    const idOf = async (name: string) => (await scene.people()).members.find(({ forename }) => forename === name)?.id
    const twins = (alices: string, bellas: string) =>
      list([
        { adno: alices, name: 'Alice' },
        { adno: bellas, name: 'Bella' },
      ])
    await imported(twins('100', '200'))
    const before = [await idOf('Alice'), await idOf('Bella')]
    const plan = await imported(twins('200', '100'))
    assert.deepEqual([plan.rows.rejected, pupilsOf(plan).add, pupilsOf(plan).leave], [0, 0, 0])
    assert.deepEqual(await adams(), ['Alice 200 on roll', 'Bella 100 on roll'])
    assert.deepEqual([await idOf('Alice'), await idOf('Bella')], before)
    assert.equal((await scene.plan(twins('200', '100'))).unchanged, true)
  })
  it('also when children of three families change their numbers round on one day', async () => {
    const children = [
      ['H801200001001', 'Alice', 'Adams', '01/02/2015', '71,Ann,Adams,Mother,1,07700 900011,'],
      ['H801200001003', 'Ben', 'Brown', '09/07/2014', '73,Jo,Brown,Mother,1,07700 900015,'],
      ['', 'Zoe', 'Clark', '30/11/2013', '74,Di,Clark,Mother,1,07700 900016,'],
    ]
    const numbered = (...adnos: string[]) =>
      list([], {
        rest: [
          ...children.map(
            ([upn, name, surname, born, mother], at) =>
              `${adnos[at]},${upn},${name},${surname},${born},Year 6,6A,${mother}`,
          ),
          ...others,
        ],
      })
    const three = async () =>
      (await scene.people()).members
        .filter(({ surname }) => ['Adams', 'Brown', 'Clark'].includes(surname))
        .map(({ forename, admissionNumber, status }) => `${forename} ${admissionNumber} ${status}`)
        .sort()
    const mothers = async () => (await scene.links()).filter((link) => /Adams|Brown|Clark/.test(link))
    await imported(numbered('100', '300', '400'))
    const before = await mothers()
    const plan = await imported(numbered('300', '400', '100'))
    assert.deepEqual([plan.rows.rejected, pupilsOf(plan).add, pupilsOf(plan).leave], [0, 0, 0])
    assert.deepEqual(await three(), ['Alice 300 on roll', 'Ben 400 on roll', 'Zoe 100 on roll'])
    assert.deepEqual([await mothers(), before.length], [before, 3])
    assert.equal((await scene.plan(numbered('300', '400', '100'))).unchanged, true)
    await scene.undo(plan)
    assert.deepEqual(await three(), ['Alice 100 on roll', 'Ben 300 on roll', 'Zoe 400 on roll'])
  })
  it('also when two children swap their numbers over three days, and back by undoing', async () => {
    const [ben, before] = [{ adno: '300', upn: 'H801200001003', name: 'Ben' }, { ...alice }]
    await imported(list([before, ben]))
    await imported(list([{ ...alice, adno: '400' }, ben]))
    const run = await imported(
      list([
        { ...alice, adno: '300' },
        { ...ben, adno: '500' },
      ]),
    )
    assert.equal(pupilsOf(run).add, 0)
    assert.ok((await adams()).includes('Ben 500 on roll'))
    await scene.undo(run)
    assert.deepEqual(await adams(), ['Alice 400 on roll', 'Ben 300 on roll'])
  })
  it('and is one child though two rows are her by different numbers: the weaker row says nobody', async () => {
    await imported(list([alice]))
    const plan = await imported(
      list([
        { ...alice, adno: '500' },
        { adno: '100', name: 'Alice' },
      ]),
    )
    assert.deepEqual([pupilsOf(plan).add, pupilsOf(plan).leave], [0, 0])
    assert.deepEqual(await adams(), ['Alice 100 on roll'])
    const rejected = await scene.db.inSchool(scene.school.id, (trx) => rejectedOf(trx, scene.school.id, plan.id))
    assert.match(rejected.map(({ reason }) => reason).join(), /two rows of the file are Alice Adams by their numbers/)
  })
  it('and the next run looks at every family again, the one after it only at those that changed', async () => {
    await imported(list([alice]))
    const renumbered = await imported(list([{ ...alice, adno: '200' }]))
    const byNewNumber = (mobile: string) => list([{ ...alice, adno: '200', mobile }])
    const next = await imported(byNewNumber('07700 900013'))
    const afterIt = await imported(byNewNumber('07700 900014'))
    assert.deepEqual([renumbered.families, next.follows, afterIt.follows], [null, false, true])
  })
  for (const [what, applies, others] of [
    ['bears her old number', '100', []],
    ['has her UPN while another child has her number', '200', ['100,H801200001009,Ben,Brown,09/10/2014']],
  ] as const)
    it(`whatever an application says that ${what} (IMP-21)`, async () => {
      const columns = 'Enrolment status,Adno,UPN,P_Forename,P_Surname,DOB,Year'
      const lines = (...rows: string[]) => `${[columns, ...rows.map((row) => `${row},6`)].join('\n')}\n`
      const of = (status: string, adno: string) => `${status},${adno},H801200001001,Alice,Adams,01/02/2015`
      await imported(lines(of('Current', '100')))
      const now = others.length > 0 ? others.map((row) => `Current,${row}`) : [of('Current', '200')]
      const plan = await imported(lines(of('Offered', applies), ...now))
      assert.equal(plan.rows.rejected, others.length)
      assert.deepEqual(await adams(), [`Alice ${others.length > 0 ? '100' : '200'} on roll`])
    })
  it('and leaves once the list is silent of the child (IMP-19)', async () => {
    await imported(list([alice]))
    await scene.set({ lowerPriorities: 'yes' })
    await imported(list([{ ...alice, adno: '200' }]))
    await imported(list([]))
    assert.deepEqual(await adams(), ['Alice 200 leaver'])
  })
  it('and leaves also when the list has no ids any more', async () => {
    await imported(withIds([{ ...alice, id: '501' }]))
    await imported(list([alice]))
    await imported(list([]))
    assert.deepEqual(await adams(), ['Alice 100 leaver'])
  })
  for (const [what, first] of [
    ['a changed number', list([alice])],
    ['a list that had ids', withIds([{ ...alice, id: '501' }])],
  ] as const) {
    it(`and nobody in the list is taken for gone after ${what} and a row that could not be read (IMP-16)`, async () => {
      const bad = '555,,Bad,Row,05/06/2014,Year 6,6A,999,Bad,Row,Mother,1,07700 900333,perhaps'
      await imported(first)
      await scene.set({ lowerPriorities: 'yes' })
      const adno = what === 'a changed number' ? '200' : '100'
      await imported(list([{ ...alice, adno }], { rest: [bad, ...others] }))
      const changed = others.map((line) => line.replace('07700 900130', '07700 900999'))
      const plan = await imported(list([{ ...alice, adno }], { rest: [bad, ...changed] }))
      assert.equal(pupilsOf(plan).leave, 0)
      assert.deepEqual(await adams(), [`Alice ${adno} on roll`])
    })
  }
})

describe('IMP-25 one number beside two children of a file', () => {
  let scene: ImportScene
  before(async () => {
    scene = await ImportScene.open()
  })
  beforeEach(() => scene.freshSchool())
  after(() => scene.close())

  const [ann, bob] = [
    { adno: '000123', pupil: 'Ann Lee', name: 'Mia Lee', mobile: '07700 900123' },
    { adno: '123', pupil: 'Bob May', name: 'Sue May', mobile: '07700 900124' },
  ]
  const other = { adno: '777', pupil: 'Zoe Ash', name: 'Kim Ash', mobile: '07700 900125' }

  it('says neither of them: no mother comes to the other’s child', async () => {
    const plan = await scene.import([ann, bob, other])
    assert.equal(plan.rows.rejected, 2)
    assert.deepEqual(await scene.links(), ['Kim Ash prime mis +447700900125'])
    assert.deepEqual(
      (await scene.people()).members.map(({ forename }) => forename),
      ['Zoe'],
    )
  })
  it('and makes no leaver of a child who was here (IMP-16)', async () => {
    await scene.import([ann, other])
    await scene.import([ann, bob, other])
    const members = (await scene.people()).members.map(({ forename, status }) => `${forename} ${status}`)
    assert.deepEqual(members.sort(), ['Ann on roll', 'Zoe on roll'])
    assert.equal((await scene.links()).length, 2)
  })
  it('but a word for none is no number, and both come in by name and date of birth', async () => {
    const plan = await scene.import([{ ...ann, adno: 'TBC' }, { ...bob, adno: 'TBC' }, other])
    assert.equal(plan.rows.rejected, 0)
    assert.equal((await scene.people()).members.length, 3)
    assert.equal((await scene.links()).length, 3)
  })
  it('and a contacts file with another child’s number beside the name brings nobody to that child', async () => {
    const pupils = scene.write('Adno,Forename,Surname,DOB,Year\n123,Ann,Lee,13/05/2015,6\n', 'pupils.csv')
    const contacts = scene.write(
      'Adno,P_Forename,P_Surname,ContactID,Forename,Surname,Relationship,Priority\n123,Bob,May,9002,Sue,May,Mother,1\n',
      'contacts.csv',
    )
    const plan = await scene.apply(await scene.plan([pupils, contacts]))
    assert.equal(plan.rows.rejected, 1)
    assert.deepEqual(await scene.links(), [])
  })
})
