import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { reportFolder, understand } from '../reading/testing.ts'
import { wondeFirstLine, wondeLastLine, wondeLine } from './wonde.ts'

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

const download = (students: object[], last = wondeLastLine('students', students.length)) =>
  wondeFirstLine('students') + students.map((one) => wondeLine('students', one)).join('') + last
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
      download([amira], wondeLastLine('students', 2)),
      download([amira], wondeLastLine('employees', 1)),
      download([amira]).slice(0, -3),
      `${wondeFirstLine('students')}{]\n${wondeLastLine('students', 1)}`,
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

const beatrix = {
  id: 'A4444',
  mis_id: '55',
  upi: '9d1f',
  title: 'Mrs',
  initials: 'BR',
  surname: 'Rowe',
  forename: 'Beatrix',
  legal_surname: 'Rowe-Whitfield',
  date_of_birth: date('1980-02-29'),
  employment_details: {
    data: {
      current: true,
      teaching_staff: true,
      staff_code: 'BRO',
      role_text: null,
      employee_payroll_number: 'PAY-7',
      employment_start_date: date('2015-09-01'),
      employment_end_date: null,
    },
  },
  contact_details: {
    data: {
      phones: {
        phone: '020 7946 0007',
        primary: '020 7946 0007',
        home: '020 7946 0007',
        work: null,
        mobile: '07700 900021',
      },
      emails: {
        email: 'bea@home.example',
        primary: 'bea@home.example',
        home: 'bea@home.example',
        work: 'b.rowe@hill.example',
      },
      addresses: { home: { house_number: '9', street: 'Well Lane', postcode: 'ZZ99 2BB' } },
    },
  },
}
const working = (changes: object) => ({ data: { ...beatrix.employment_details.data, ...changes } })

describe('IMP-13 staff from Wonde', () => {
  const staffFile = (employees: object[]) => {
    const lines = employees.map((one) => wondeLine('employees', one)).filter((line) => line !== null)
    return wondeFirstLine('employees') + lines.join('') + wondeLastLine('employees', lines.length)
  }
  const readStaff = (employees: object[]) => understand(report(staffFile(employees)))

  it('are a list of staff and say nothing of pupils, contacts and groups', async () => {
    const { file } = await readStaff([beatrix])
    assert.deepEqual(
      [file.format, file.contents, file.unknownCaptions],
      [
        'wonde',
        { listsPupils: false, listsContacts: false, listsStaff: true, listsGroups: false, hasContactIds: false },
        [],
      ],
    )
  })

  it('come with id, name and role, and with the email and mobile that the school writes to', async () => {
    const { rows } = await readStaff([
      beatrix,
      { ...beatrix, mis_id: null, forename: 'Otis', employment_details: working({ teaching_staff: false }) },
      { ...beatrix, mis_id: '57', forename: 'Gus', employment_details: working({ role_text: 'Chair of Governors' }) },
    ])
    assert.deepEqual(
      rows.map(({ staff }) => [staff?.misId, staff?.title, staff?.forename, staff?.surname, staff?.role]),
      [
        ['55', 'Mrs', 'Beatrix', 'Rowe', 'teacher'],
        ['wonde:A4444', 'Mrs', 'Otis', 'Rowe', 'support staff'],
        ['57', 'Mrs', 'Gus', 'Rowe', 'governor'],
      ],
    )
    assert.deepEqual(
      rows[0]?.points.map(({ value }) => value),
      ['b.rowe@hill.example', '+447700900021'],
    )
  })

  it('come only when Wonde says that they work here now', async () => {
    const { rows } = await readStaff([
      beatrix,
      { ...beatrix, mis_id: '56', employment_details: working({ current: false }) },
      { ...beatrix, mis_id: '57', employment_details: undefined },
      { ...beatrix, mis_id: '58', employment_details: { data: null } },
    ])
    assert.deepEqual(
      rows.map(({ staff }) => staff?.misId),
      ['55'],
    )
  })

  it('leave unknown what Wonde does not give', async () => {
    const { file } = await readStaff([{ ...beatrix, contact_details: undefined }])
    assert.ok(!Object.keys(file.columns).some((field) => /email|mobile/i.test(field)))
  })

  it('are not written down further than they are read: no birth date, no home, no payroll number', () => {
    const written = staffFile([beatrix])
    for (const secret of ['1980', 'Well Lane', 'ZZ99', 'PAY-7', 'Whitfield', '0007', '2015'])
      assert.ok(!written.includes(secret), secret)
  })

  it('refuse a download that broke off', async () => {
    await assert.rejects(understand(report(staffFile([beatrix]).replace(/\{"end.*/, ''))), /broke off or was changed/)
  })
})
