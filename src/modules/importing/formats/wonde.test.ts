import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { reportFolder, understand } from '../reading/testing.ts'
import { wondeFirstLine, wondeLastLine } from './wonde.ts'

const { report, remove } = reportFolder()
after(remove)

const date = (day: string) => ({ date: `${day} 00:00:00.000000`, timezone_type: 3, timezone: 'Europe/London' })
const noor = {
  id: 'A1111',
  mis_id: '7001',
  title: 'Mrs',
  surname: 'Al-Hassan',
  forename: 'Noor',
  contact_details: {
    data: {
      phones: {
        phone: '07700 900000',
        primary: '07700 900000',
        home: '020 7946 0001',
        work: null,
        mobile: '07700 900000',
      },
      emails: { email: 'noor@example.org', primary: 'noor@example.org', home: null, work: null },
      addresses: {
        home: {
          house_number: '113',
          house_name: null,
          apartment: null,
          street: 'Gate Lane',
          town: 'Hillford',
          postcode: 'ZZ99 1AA',
        },
      },
    },
  },
  relationship: {
    priority: 1,
    parental_responsibility: true,
    relationship: 'Mother',
    lives_with_pupil: true,
    court_order: false,
  },
}
const yusuf = {
  ...noor,
  id: 'A1112',
  mis_id: null,
  title: 'Mr',
  forename: 'Yusuf',
  relationship: {
    priority: 2,
    parental_responsibility: null,
    relationship: 'Father',
    lives_with_pupil: null,
    court_order: true,
  },
}
const amira = {
  id: 'B2222',
  mis_id: '301',
  surname: 'Al-Hassan',
  forename: 'Amira',
  legal_surname: 'Al-Hassan',
  legal_forename: 'Amira Noor',
  date_of_birth: date('2015-11-03'),
  is_leaver: false,
  education_details: {
    data: { admission_number: '004301', upn: 'H801200001001', current_nc_year: '6', leaving_date: null },
  },
  year: { data: { code: '6', name: 'Year 6' } },
  groups: {
    data: [
      { name: '6 Beech', type: 'REGISTRATION' },
      { name: 'Year 6', type: 'YEAR' },
      { name: 'Choir', type: 'USER_DEFINED' },
      { name: 'Chess', type: 'USER_DEFINED' },
    ],
  },
  contacts: { data: [noor, yusuf] },
}

const download = (students: object[], last = wondeLastLine(students.length)) =>
  wondeFirstLine + students.map((one) => `${JSON.stringify(one)}\n`).join('') + last
const read = async (students: object[]) => understand(report(download(students)))

describe('IMP-12 pupils from Wonde', () => {
  it('are known for what they are, and list the whole school with its contacts and groups', async () => {
    const { file } = await understand(report(download([amira])))
    assert.deepEqual(
      [file.format, file.contents, file.unknownCaptions],
      [
        'wonde',
        { listsPupils: true, listsContacts: true, listsStaff: false, listsGroups: true, hasContactIds: true },
        [],
      ],
    )
  })

  it('come with numbers, names, birth date, year and groups', async () => {
    const { rows } = await read([amira])
    const pupil = rows[0]?.pupil
    assert.deepEqual(
      [pupil?.misId, pupil?.admissionNumber, pupil?.upn, pupil?.birthDate, pupil?.year, pupil?.registrationGroup],
      ['301', '004301', 'H801200001001', '2015-11-03', '6', '6 Beech'],
    )
    assert.deepEqual(
      [pupil?.preferredForename, pupil?.legalForename, pupil?.status],
      ['Amira', 'Amira Noor', 'on roll'],
    )
    const groups = new Set(rows.flatMap((row) => row.groups.map(({ kind, name }) => `${kind} ${name}`)))
    assert.deepEqual(groups, new Set(['registration 6 Beech', 'year 6', 'user-defined Choir', 'user-defined Chess']))
  })

  it('bring contacts with priority, responsibility, court order, phones and emails', async () => {
    const { rows } = await read([amira])
    assert.deepEqual(
      rows.map(({ contact, link }) => [
        contact?.misId,
        contact?.forename,
        link?.priority,
        link?.relationship,
        link?.parentalResponsibility,
        link?.courtOrder,
        link?.livesWith,
      ]),
      [
        ['7001', 'Noor', 1, 'Mother', 'yes', 'no', 'yes'],
        ['wonde:A1112', 'Yusuf', 2, 'Father', 'unknown', 'yes', 'unknown'],
      ],
    )
    assert.deepEqual(
      new Set(rows[0]?.points.map(({ value }) => value)),
      new Set(['noor@example.org', '+447700900000', '+442079460001']),
    )
    assert.equal(rows[0]?.contact?.postcode, 'ZZ99 1AA')
    assert.match(rows[0]?.contact?.address ?? '', /^113 Gate Lane, Hillford/)
  })

  it('IMP-13 leave unknown what Wonde does not give, also when contact details were not approved', async () => {
    const { contact_details: _, relationship, ...bare } = noor
    const { court_order: __, ...less } = relationship
    const { rows, file } = await read([
      { ...amira, groups: undefined, contacts: { data: [{ ...bare, relationship: less }] } },
    ])
    assert.equal(rows[0]?.link?.courtOrder, 'unknown')
    assert.ok(!Object.keys(file.columns).some((field) => /email|mobile|phone/i.test(field)), 'no columns of details')
    assert.equal(file.contents.listsGroups, false)
  })

  it('refuse pupils without a word of their contacts, so that nobody’s links end', async () => {
    const { contacts: _, ...alone } = amira
    await assert.rejects(read([alone]), /not a word of their contacts/)
  })

  it('IMP-19 count a leaver as such', async () => {
    const { rows } = await read([{ ...amira, is_leaver: true }, amira])
    assert.deepEqual([rows[0]?.pupil?.status, rows.at(-1)?.pupil?.status], ['leaver', 'on roll'])
  })

  it('refuse a download that broke off, was cut, or is no JSON', async () => {
    const cut = [
      download([amira], ''),
      download([amira], wondeLastLine(2)),
      download([amira]).slice(0, -3),
      `${wondeFirstLine}{]\n${wondeLastLine(1)}`,
    ]
    for (const content of cut) await assert.rejects(understand(report(content)), /broke off or was changed/)
  })

  it('take keys called like parts of every object for what they are', async () => {
    const hostile = JSON.parse(
      JSON.stringify({ ...amira, contacts: { data: [{ ...noor, relationship: { constructor: 1 } }] } }).replace(
        '"legal_surname"',
        '"__proto__"',
      ),
    )
    const { rows } = await read([hostile])
    assert.equal(rows[0]?.link?.priority ?? null, null)
  })
})
