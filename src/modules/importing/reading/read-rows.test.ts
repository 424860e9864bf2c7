import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import type { RowRecords } from '../records.ts'
import { type InspectOptions, inspectFiles } from './inspect-files.ts'
import { readAll, reportFolder, understand } from './testing.ts'

const { report, remove } = reportFolder()
after(remove)

async function records(content: string | Buffer, options: InspectOptions = {}): Promise<RowRecords[]> {
  const rows = await readAll([report(content)], options)
  return rows.map((row) => (row.kind === 'row' ? row.records : assert.fail(JSON.stringify(row.row))))
}

async function first(content: string, options: InspectOptions = {}): Promise<RowRecords> {
  const [row] = await records(content, options)
  assert.ok(row)
  return row
}

async function rejections(content: string) {
  return (await readAll([report(content)])).flatMap((row) => (row.kind === 'rejected' ? [row.row] : []))
}

const CONTACTS =
  'Adno,ContactID,Title,Forename,Surname,Relationship,Priority,Parental responsibility,Court order,Telephone,Email\n'

describe('IMP-12 a cross product of rows is one contact', () => {
  it('gives one contact and one link for any number of emails, phones and classes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 2 }),
        async (emails, phones, classes) => {
          const rows: string[] = []
          for (let e = 0; e < emails; e++)
            for (let p = 0; p < phones; p++)
              for (let c = 0; c < classes; c++)
                rows.push(`004301,7001,Mrs,Noor,Al-Hassan,Mother,1,T,F,0770090000${p},n${e}@example.org,7X${c}`)
          const read = await records(`${CONTACTS.trim()},Class\n${rows.join('\n')}`)
          const count = (values: unknown[]) => new Set(values.map((value) => JSON.stringify(value))).size
          assert.equal(count(read.map((row) => row.contact)), 1)
          assert.equal(count(read.map((row) => row.link)), 1)
          assert.equal(count(read.map((row) => row.pupil)), 1)
          assert.equal(count(read.flatMap((row) => row.points.map((point) => point.value))), emails + phones)
          assert.equal(count(read.flatMap((row) => row.groups)), classes)
        },
      ),
      { numRuns: 15 },
    )
  })
})

describe('IMP-1 what SIMS notes beside a phone', () => {
  const captions = 'Adno,ContactID,Forename,Surname,Telephone,Telephone main,Telephone notes\n'
  it('puts the main number first, though each stands in a row of its own', async () => {
    const rows = await records(`${captions}1,7,Ann,Lee,07700 900123,F,\n1,7,Ann,Lee,07700 900124,T,\n`)
    assert.deepEqual(
      rows.map((row) => row.points[0]?.position),
      [1, 0],
    )
  })
  it('does not use a number whose note says not to', async () => {
    const { points } = await first(`${captions}1,7,Ann,Lee,07700 900123,T,no longer hers\n`)
    assert.deepEqual([points[0]?.usable, points[0]?.note], [false, 'no longer hers'])
  })
  for (const [columns, notUsed] of [
    ['Telephone,Mobile,Telephone notes', '07700 900101'],
    ['Mobile,Main Telephone,Telephone notes', '07700 900102'],
    ['Mobile,Telephone notes,Telephone location', '07700 900101'],
    ['Home Email,Primary Email,Email notes', 'b@example.org'],
    ['Home Email,Email notes,Email location', 'a@example.org'],
  ] as const) {
    it(`IMP-16 knows which of ${columns} the notes are about`, async () => {
      const cells = notUsed.includes('@') ? 'a@example.org,b@example.org' : '07700 900101,07700 900102'
      const filled = columns
        .split(',')
        .map((caption, at) => (/notes/.test(caption) ? 'DO NOT USE' : cells.split(',')[at]))
      const { file, rows } = await understand(
        report(`Adno,ContactID,Forename,Surname,${columns}\n1,7,Ann,Lee,${filled.join(',')}\n`),
      )
      assert.deepEqual(file.unknownCaptions, [])
      assert.deepEqual(
        rows[0]?.points.filter(({ usable }) => !usable).map(({ raw }) => raw),
        [`${notUsed} (DO NOT USE)`],
      )
    })
  }
  it('IMP-16 says that notes are not used where nothing tells of which number they are', async () => {
    const { file, rows } = await understand(
      report(
        'Adno,ContactID,Forename,Surname,Mobile,Home Telephone,Telephone notes,Telephone main\n1,7,Ann,Lee,07700 900101,020 7946 0001,old,T\n',
      ),
    )
    assert.deepEqual(file.unknownCaptions, ['Telephone notes', 'Telephone main'])
    assert.deepEqual(
      rows[0]?.points.map(({ value, usable }) => [value, usable]),
      [
        ['+447700900101', true],
        ['+442079460001', true],
      ],
    )
  })
  it('takes no contact from flags alone', async () => {
    assert.equal((await first(`${captions}1,,,,,F,\n`)).contact, null)
  })
})

describe('IMP-13 a flag that is missing is unknown', () => {
  it('both where the column is missing and where the cell is empty', async () => {
    const { link, contact } = await first(`${CONTACTS}1,7,Mrs,Ann,Smith,Mother,1,,T,,\n`)
    assert.deepEqual(
      [link?.parentalResponsibility, link?.courtOrder, link?.livesWith, contact?.optedOut],
      ['unknown', 'yes', 'unknown', 'unknown'],
    )
  })
})

describe('IMP-16 bad rows are rejected with line, column, value and reason, and good ones come in', () => {
  it('accounts for every row', async () => {
    const rows = [
      '1,7,Mrs,Ann,Smith,Mother,1,T,F,,',
      '2,8,Mr,Bob,Jones,Father,first,T,F,,',
      '3,9,Mr,Bob,Jones,Father,1,maybe,F,,',
      ',10,Mr,Bob,Jones,Father,1,T,F,,',
      '5,11,Mr,,,Father,1,T,F,,',
      '6,12,Mr,Bob,Jones,Father,1,T,F',
      '7,13,Mr,"Bob" B,Jones,Father,1,T,F,,',
      '8,14,Mr,"Bob\nBilly",Jones,Father,2.0,T,F,rubbish,not an email',
    ]
    const read = await readAll([report(CONTACTS + rows.join('\r\n'), 'contacts.csv')])
    assert.equal(read.length, rows.length)
    const rejected = read.flatMap((row) => (row.kind === 'rejected' ? [row.row] : []))
    assert.deepEqual(
      rejected.map(({ file, line, column, value }) => [file, line, column, value]),
      [
        ['contacts.csv', 3, 'Priority', 'first'],
        ['contacts.csv', 4, 'Parental responsibility', 'maybe'],
        ['contacts.csv', 5, 'Adno', ''],
        ['contacts.csv', 6, 'Surname', ''],
        ['contacts.csv', 7, null, '6,12,Mr,Bob,Jones,Father,1,T,F'],
        ['contacts.csv', 8, null, '7,13,Mr,"Bob" B,Jones,Father,1,T,F,,'],
      ],
    )
    for (const { reason } of rejected) assert.match(reason, /^\p{Lu}.*\.$/u)
    const last = read.at(-1)
    assert.ok(last?.kind === 'row')
    assert.deepEqual([last.line, last.records.contact?.forename, last.records.link?.priority], [9, 'Bob\nBilly', 2])
  })
  it('IMP-19 tells whose row was rejected, so that it is not taken for silence', async () => {
    const rows = await readAll([
      report('Adno,UPN,Forename,Surname,DOB,Priority\n0012,h801,Ann,Lee,25/12/2010,x\n13,,Bo,Lee,99/99/2010,1\n14\n'),
    ])
    assert.deepEqual(
      rows.map((row) => row.kind === 'rejected' && row.about),
      [['adm:12', 'upn:H801'], ['adm:13'], ['id:14', 'adm:14', 'upn:14']],
    )
  })
  it('never rejects a row for a phone or an email: they become points with a reason', async () => {
    const { points } = await first(`${CONTACTS}8,14,Mr,Bob,Jones,Father,2,T,F,0770O 900123,not an email\n`)
    assert.deepEqual(
      points.map((point) => [point.value, point.usable, point.reason !== null]),
      [
        [null, false, true],
        [null, false, true],
      ],
    )
  })
  it('rejects a date that does not fit its column', async () => {
    const rows = await rejections(
      'Adno,Forename,Surname,DOB,Year\n1,Ann,Smith,25/12/2010,7\n2,Bob,Smith,31/02/2011,7\n',
    )
    assert.deepEqual(
      rows.map(({ line, column, value }) => [line, column, value]),
      [[3, 'DOB', '31/02/2011']],
    )
  })
  it('brings the child in where a date or a priority says nothing: “-”, “n/a”, priority 0', async () => {
    const read = await records(
      'Adno,P_Forename,P_Surname,DOB,Leaving date,ContactID,Forename,Surname,Priority\n1,Amira,Lee,15/05/2015,-,7,Ann,Lee,0\n2,Idris,Lee,TBC,n/a,7,Ann,Lee,n/a\n3,Noor,Lee,16/05/2015,20/07/2027,7,Ann,Lee,01\n',
    )
    assert.deepEqual(
      read.map(({ pupil, link }) => [pupil?.birthDate, pupil?.leavingDate, link?.priority]),
      [
        ['2015-05-15', null, null],
        [null, null, null],
        ['2015-05-16', '2027-07-20', 1],
      ],
    )
  })
  it('takes empty cells behind the last column for what they are', async () => {
    assert.equal((await records(`${CONTACTS}1,7,Mrs,Ann,Smith,Mother,1,T,F,,,,,\n`)).length, 1)
  })
})

describe('IMP-12 pupils are known by every key the row has', () => {
  it('by id, admission number without zeros, UPN, and legal or preferred name with birth date', async () => {
    const { pupil } = await first(
      'primary_id,Adno,UPN,Legal Surname,Legal Forename,Preferred Surname,Preferred Forename,DOB,Year,Reg\n' +
        '1201,004301,h801200001001,Cartwright,Elizabeth,Lyle,Lizzie,2015-11-03T00:00:00,Year  6,6 Beech\n',
    )
    assert.equal(pupil?.key, 'id:1201')
    assert.deepEqual(pupil?.refs, [
      'id:1201',
      'adm:4301',
      'upn:H801200001001',
      'who:cartwright|elizabeth|2015-11-03',
      'who:cartwright|lizzie|2015-11-03',
      'who:lyle|elizabeth|2015-11-03',
      'who:lyle|lizzie|2015-11-03',
    ])
    assert.deepEqual([pupil?.admissionNumber, pupil?.birthDate, pupil?.year], ['004301', '2015-11-03', '6'])
  })
  it('IMP-17 keeps preferred and legal names apart', async () => {
    const { pupil } = await first('Adno,Surname,Forename,Preferred Forename,Year\n1,Cartwright,Elizabeth,Lizzie,6\n')
    assert.deepEqual(
      [pupil?.legalForename, pupil?.legalSurname, pupil?.preferredForename, pupil?.preferredSurname],
      ['Elizabeth', 'Cartwright', 'Lizzie', null],
    )
  })
  it('by surname, forename and birth date where the report has no id', async () => {
    const { pupil, contact } = await first(
      'P_Surname,P_Forename,DOB,Unique ID,Surname,Forename,Relationship,Priority\nÓ Brien,Seán,25/12/2010,77,O’Brien,Ann,Mother,1\n',
    )
    assert.equal(pupil?.key, 'who:obrien|sean|2010-12-25')
    assert.equal(contact?.key, 'id:77')
  })
  it('IMP-22 joins no contacts across pupils without an id', async () => {
    const rows = await records(
      'Adno,Title,Forename,Surname,Relationship,Priority\n1,Mrs,Ann,Smith,Mother,1\n2,Mrs,Ann,Smith,Mother,1\n',
    )
    assert.deepEqual(
      rows.map((row) => row.contact?.key),
      ['who:smith|ann|mrs@adm:1', 'who:smith|ann|mrs@adm:2'],
    )
  })
})

describe('IMP-12 layouts of other reports', () => {
  it('reads SchoolBooking, whose ID, Forename and Surname stand twice', async () => {
    const { pupil, contact, link, points, groups } = await first(
      'ID,Forename,Surname,Parent ID,(Contact) Priority,Parental responsibility,Lives with Pupil,Title,Forename,Surname,(Contact) Home Email,Main Telephone,Primary Email,Mobile number,Class ID,Class name\n' +
        '12,Kit,Mercer,77,1,T,T,Ms,Dana,Mercer,home@example.org,020 7946 0001,first@example.org,07700 900123,5,7A\n',
    )
    assert.deepEqual(
      [pupil?.key, pupil?.preferredForename, contact?.key, contact?.forename, link?.priority],
      ['id:12', 'Kit', 'id:77', 'Dana', 1],
    )
    assert.deepEqual(
      points.map((point) => [point.position, point.value]),
      [
        [0, '+442079460001'],
        [1, 'first@example.org'],
        [2, 'home@example.org'],
        [3, '+447700900123'],
      ],
    )
    assert.deepEqual(
      groups.map((group) => [group.kind, group.name]),
      [['class', '7A']],
    )
  })
  it('reads the ID twice too', async () => {
    const { pupil, contact } = await first(
      'ID,Forename,Surname,ID,Forename,Surname,Relationship\n12,Kit,Mercer,77,Dana,Mercer,Mother\n',
    )
    assert.deepEqual([pupil?.key, contact?.key], ['id:12', 'id:77'])
  })
  it('reads ParentMail', async () => {
    const { pupil, contact, link, groups } = await first(
      'StudentForename,StudentSurname,StudentID,Year,Reg,DOB,Gender,Relationship,Title,ContactForename,ContactSurname,ContactID,PrimaryEmail,MobileNumber,HouseName,HouseNumber,Street,District,Town,County,Postcode,Priority\n' +
        'Kit,Mercer,12,Year 7,7A,25/12/2010,M,Mother,Ms,Dana,Mercer,77,d@example.org,07700900123,,12,High St,,Hillford,,zz991aa,1\n',
    )
    assert.deepEqual(
      [pupil?.key, contact?.key, contact?.address, contact?.postcode],
      ['id:12', 'id:77', '12 High St, Hillford', 'ZZ99 1AA'],
    )
    assert.equal(link?.relationship, 'Mother')
    assert.deepEqual(
      groups.map((group) => group.kind),
      ['registration', 'year'],
    )
  })
  it('reads staff, and takes their class for nothing else', async () => {
    const row = await first(
      'Staff Code,Title,Preferred Forename,Preferred Surname,Work Email,Class\nSON,Mrs,Siân,O’Neill,s@example.org,7A\n',
    )
    assert.deepEqual([row.pupil, row.staff?.key, row.staff?.role, row.points.length], [null, 'code:SON', 'teacher', 1])
  })
  it('reads groups', async () => {
    const { groups } = await first('Adno,Forename,Surname,Group\n1,Kit,Mercer,Choir\n')
    assert.deepEqual(groups, [{ pupilKey: 'adm:1', kind: 'user-defined', name: 'Choir' }])
  })
  it('takes a pupil without any contact', async () => {
    const row = await first(`${CONTACTS}1,,,,,,,F,F,,\n`)
    assert.deepEqual([row.pupil?.key, row.contact, row.link], ['adm:1', null, null])
  })
  it('keeps joint names and asks', async () => {
    const { contact } = await first(`${CONTACTS}1,7,Mr & Mrs,J,Pemberton,Parents,1,T,F,,\n`)
    assert.deepEqual([contact?.title, contact?.forename, contact?.joint], ['Mr & Mrs', 'J', true])
  })
  it('follows the mapping before the synonyms', async () => {
    const content = 'Nummer,Vorname,Nachname,Mother tongue,Priority,Tel privat\n1,Ann,Smith,Welsh,1,07700900123\n'
    const mapping = {
      admissionNumber: 'nummer',
      contactForename: 'Vorname',
      contactSurname: 'Nachname',
      contactHomePhone: 'Tel privat',
    }
    const { pupil, contact, points } = await first(content, { mapping })
    assert.deepEqual([pupil?.key, contact?.surname, points[0]?.value], ['adm:1', 'Smith', '+447700900123'])
    const [file] = (await inspectFiles([report(content)], { mapping })).files
    assert.deepEqual([file?.columns.contactHomePhone, file?.unknownCaptions], ['Tel privat', ['Mother tongue']])
  })
})

describe('IMP-19 what a file lists decides what its silence means', () => {
  const contents: [string, string, { pupils: boolean; contacts: boolean; staff: boolean; ids: boolean }][] = [
    ['pupils', 'Adno,Surname,Forename', { pupils: true, contacts: false, staff: false, ids: false }],
    [
      'contacts',
      'Adno,ContactID,Surname,Forename,Priority',
      { pupils: false, contacts: true, staff: false, ids: true },
    ],
    [
      'contacts with years',
      'Adno,Year,Surname,Forename,Priority',
      { pupils: true, contacts: true, staff: false, ids: false },
    ],
    ['one club', 'Adno,Surname,Forename,Group', { pupils: false, contacts: false, staff: false, ids: false }],
    ['staff', 'Staff Code,Surname,Forename', { pupils: false, contacts: false, staff: true, ids: false }],
  ]
  for (const [what, captions, expected] of contents) {
    it(`a report of ${what}`, async () => {
      const [file] = (await inspectFiles([report(`${captions}\n1,2,3\n`)])).files
      const {
        listsPupils: pupils,
        listsContacts: contacts,
        listsStaff: staff,
        hasContactIds: ids,
      } = file?.contents ?? assert.fail()
      assert.deepEqual({ pupils, contacts, staff, ids }, expected)
    })
  }
})

describe('IMP-12 CommandReporter XML', () => {
  const xml = (records: string, head = '') =>
    `<?xml version="1.0" encoding="utf-8"?>${head}<SuperStarReport>\n${records}\n</SuperStarReport>`
  const one = (fields: string) => `<Record>${fields}</Record>`

  it('reads escaped captions, ISO dates, two-space years and joined ids', async () => {
    const { pupil, contact, link } = await first(
      xml(
        one(
          '<primary_id>1201</primary_id><multiple_id>7788,1201</multiple_id><Adno>001234</Adno><Year>Year  7</Year>' +
            '<Legal_x0020_Surname>Mercer</Legal_x0020_Surname><DOB>2011-05-10T00:00:00</DOB><Forename>Dana</Forename><Surname>O&apos;Neill &amp; Co</Surname>' +
            '<_x0028_Contact_x0029__x0020_Priority>1</_x0028_Contact_x0029__x0020_Priority><Court_x0020_order>T</Court_x0020_order>',
        ),
      ),
    )
    assert.deepEqual(
      [pupil?.key, pupil?.legalSurname, pupil?.birthDate, pupil?.year],
      ['id:1201', 'Mercer', '2011-05-10', '7'],
    )
    assert.deepEqual(
      [contact?.key, contact?.surname, link?.priority, link?.courtOrder],
      ['id:7788', "O'Neill & Co", 1, 'yes'],
    )
  })
  it('knows a caption that first appears in a later record, and takes an absent element for an empty one', async () => {
    const rows = await records(
      xml(
        one('<Adno>1</Adno><Surname>A</Surname><Forename>B</Forename>') +
          one(
            '<Adno>2</Adno><Surname>A</Surname><Forename>B</Forename><Leaving_x0020_date>2026-10-01T00:00:00</Leaving_x0020_date>',
          ),
      ),
    )
    assert.deepEqual(
      rows.map((row) => row.pupil?.leavingDate),
      [null, '2026-10-01'],
    )
  })
  it('matches names whatever their case, and reads what is declared iso-8859-1 as windows-1252', async () => {
    const text = xml(one('<ADNO>1</ADNO><surname>O\x92Neill</surname><Forename>Si\xe2n</Forename>')).replace(
      'utf-8',
      'iso-8859-1',
    )
    const [row] = await records(Buffer.from(text, 'latin1'))
    assert.deepEqual([row?.pupil?.preferredSurname, row?.pupil?.preferredForename], ['O’Neill', 'Siân'])
  })
  it('counts records from 1 in what it rejects', async () => {
    const rows = await rejections(
      xml(one('<Adno>1</Adno><Surname>A</Surname>') + one('<Surname>A</Surname><Forename>B</Forename>')),
    )
    assert.deepEqual(
      rows.map(({ line, column }) => [line, column]),
      [[2, 'Adno']],
    )
  })
})

describe('IMP-12 whose a bare id is', () => {
  const captions = 'primary_id,P_Surname,P_Forename,DOB,Surname,Forename,Relationship,Priority\n'
  it('is the contact of a report built from contacts', async () => {
    const rows = await records(
      `${captions}77,Lee,Kit,25/12/2010,Lee,Ann,Mother,1\n77,Lee,Zoe,26/12/2012,Lee,Ann,Mother,1\n`,
    )
    assert.deepEqual(
      rows.map((row) => [row.pupil?.misId, row.contact?.misId]),
      [
        [null, '77'],
        [null, '77'],
      ],
    )
  })
  it('is the pupil where one id stands beside two contacts', async () => {
    const rows = await records(
      `${captions}12,Lee,Kit,25/12/2010,Lee,Ann,Mother,1\n12,Lee,Kit,25/12/2010,Lee,Bob,Father,2\n`,
    )
    assert.deepEqual(
      rows.map((row) => [row.pupil?.misId, row.contact?.misId]),
      [
        ['12', null],
        ['12', null],
      ],
    )
  })
})

describe('IMP-12 an id without names beside it', () => {
  it('stays the pupil’s where the names are the contact’s', async () => {
    const rows = await records('ID,ContactForename,ContactSurname,Relationship\n12,Ann,Lee,Mother\n13,Bob,Lee,Father\n')
    assert.deepEqual(
      rows.map((row) => row.pupil?.key),
      ['id:12', 'id:13'],
    )
  })
})

describe('IMP-16 nothing that is no person comes in as one', () => {
  it('rejects totals and repeated captions of the full width', async () => {
    const rows = await rejections(
      `Adno,Forename,Surname,Year\n1,Ann,Smith,7\nAdno,Forename,Surname,Year\n2,Bob,Smith,7\nTotal,2,,\n`,
    )
    assert.deepEqual(
      rows.map(({ line, reason }) => [line, reason]),
      [
        [3, 'The captions stand here once more.'],
        [5, 'This looks like a total below the table, not a person.'],
      ],
    )
  })
  it('reads a first row whose quoted cells hold line ends, whichever delimiter is tried', async () => {
    assert.equal(
      (await records('"Adno","Fore\nname",Forename,Surname,Address\n1,x,Ann,Smith,"1 High St\nHillford"\n')).length,
      1,
    )
  })
})
