import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { readAll, reportFolder, understand } from '../reading/testing.ts'

const { report, remove } = reportFolder()
after(remove)

const header = (version = '25.0') =>
  `<Header><DocumentName>Common Transfer File</DocumentName><CTFversion>${version}</CTFversion><DateTime>2026-07-01T09:00:00</DateTime><DocumentQualifier>full</DocumentQualifier></Header>`
const file = (pupils: string, { head = header(), root = 'CTfile' } = {}) =>
  `<?xml version="1.0" encoding="utf-8"?>\n<${root}>${head}<CTFpupilData>${pupils}</CTFpupilData></${root}>`
const MOTHER =
  '<Contact><Order>1</Order><Title>Mrs</Title><Surname>Ó Briain</Surname><Forename>Dana</Forename><Gender>F</Gender><Relationship>PAM</Relationship><Responsibility>true</Responsibility><Address><AddressAsPupil>true</AddressAsPupil></Address><Phones><Phone><TelephoneType>H</TelephoneType><PhoneNo>07700 900101</PhoneNo></Phone><Phone><TelephoneType>W</TelephoneType><PhoneNo>020 7946 0001</PhoneNo></Phone></Phones><Email>dana@example.org</Email></Contact>'
const FATHER =
  '<Contact><Order>2</Order><Surname>Ives</Surname><Forename>Rob</Forename><Relationship>PAF</Relationship><Responsibility>false</Responsibility><Address><BS7666Address><SAON>Flat 2</SAON><PAON>Rose Court</PAON><Street>Gate Lane</Street><Town>Hillford</Town></BS7666Address><PostCode>zz991ab</PostCode></Address></Contact>'
const KIT = `<Pupil><UPN>H801200001001</UPN><Surname>Mercer</Surname><Forename>Christopher</Forename><DOB>2015-05-10</DOB><Sex>M</Sex>
  <BasicDetails><PreferredForename>Kit</PreferredForename><NCyearActual>6</NCyearActual></BasicDetails>
  <Attendance><Year><Surname>Nobody</Surname></Year></Attendance>
  <Address><BS7666Address><PAON>12</PAON><Street>High Street</Street><Locality>Overton</Locality><Town>Hillford</Town></BS7666Address><County>Hillshire</County><PostCode>ZZ99 1AA</PostCode></Address>
  <Contacts>${MOTHER}${FATHER}</Contacts></Pupil>`

describe('IMP-12 a Common Transfer File', () => {
  it('is known by its root, and says its version', async () => {
    const { file: found } = await understand(report(file(KIT)))
    assert.deepEqual(
      [found.format, found.why],
      ['ctf', 'XML with the root element of a Common Transfer File, version 25.0.'],
    )
  })
  it('IMP-19 lists pupils, and nobody who is not in it is gone', async () => {
    const { file: found } = await understand(report(file(KIT)))
    assert.deepEqual(found.contents, {
      listsPupils: true,
      listsContacts: true,
      listsStaff: false,
      listsGroups: false,
      hasContactIds: false,
      partial: 'pupils',
    })
  })
  it('reads pupil, contacts by order and code, responsibility, and what hangs on them', async () => {
    const { rows } = await understand(report(file(KIT)))
    const [row] = rows
    assert.deepEqual(
      [
        row?.pupil?.key,
        row?.pupil?.legalForename,
        row?.pupil?.preferredForename,
        row?.pupil?.birthDate,
        row?.pupil?.year,
      ],
      ['upn:H801200001001', 'Christopher', 'Kit', '2015-05-10', '6'],
    )
    assert.deepEqual(
      rows.map(({ contact, link }) => [
        contact?.surname,
        link?.priority,
        link?.relationship,
        link?.parentalResponsibility,
      ]),
      [
        ['Ó Briain', 1, 'Mother', 'yes'],
        ['Ives', 2, 'Father', 'no'],
      ],
    )
    assert.deepEqual(
      row?.points.map(({ kind, value }) => [kind, value]),
      [
        ['mobile', '+447700900101'],
        ['landline', '+442079460001'],
        ['email', 'dana@example.org'],
      ],
    )
  })
  it('takes the pupil’s address where it is theirs, else their own', async () => {
    const { rows } = await understand(report(file(KIT)))
    assert.deepEqual(
      rows.map(({ contact, link }) => [contact?.address, contact?.postcode, link?.livesWith]),
      [
        ['12 High Street, Overton, Hillford, Hillshire', 'ZZ99 1AA', 'yes'],
        ['Flat 2, Rose Court, Gate Lane, Hillford', 'ZZ99 1AB', 'unknown'],
      ],
    )
  })
  it('IMP-13 knows nothing of court orders, and IMP-22 joins no contacts across pupils', async () => {
    const zoe = KIT.replace('H801200001001', 'B801200005001').replace('Christopher', 'Zoe')
    const { rows } = await understand(report(file(KIT + zoe)))
    assert.deepEqual(new Set(rows.map(({ link }) => link?.courtOrder)), new Set(['unknown']))
    assert.equal(new Set(rows.map(({ contact }) => contact?.key)).size, 4)
  })
  it('warns of a UPN whose check letter is wrong, and reads the pupil', async () => {
    const { file: found, rows } = await understand(report(file(KIT.replace('H8012', 'Z8012'))))
    assert.deepEqual(found.warnings, ['The UPN Z801200001001 is not right: its check letter or shape does not fit.'])
    assert.equal(rows.length, 2)
  })
  it('keeps a code it does not know', async () => {
    const { rows } = await understand(report(file(KIT.replace('PAM', 'XYZ'))))
    assert.equal(rows[0]?.link?.relationship, 'XYZ')
  })
  it('takes a pupil without contacts, and counts the record of one that cannot be used', async () => {
    const alone = KIT.replace(/<Contacts>.*<\/Contacts>/s, '')
    const nobody = alone.replace('<UPN>H801200001001</UPN>', '').replace(/<DOB>.*<\/DOB>/, '')
    const rows = await readAll([report(file(alone + nobody))])
    assert.deepEqual(
      rows.map((row) => (row.kind === 'row' ? row.records.contact : row.row.line)),
      [null, 2],
    )
  })
})

describe('IMP-12 transfer files as other programs write them', () => {
  it('an old root, gender, names within the details, no header', async () => {
    const old = `<Pupil><UPN>H801200001001</UPN><Gender>M</Gender><BasicDetails><LegalSurname>Mercer</LegalSurname><LegalForename>Kit</LegalForename><DOB>2015-05-10</DOB></BasicDetails></Pupil>`
    const { file: found, rows } = await understand(
      report(file(old, { head: '', root: 'CTfile version="3"' }).replace('</CTfile version="3">', '</CTfile>')),
    )
    assert.match(found.why, /version 3\./)
    assert.deepEqual([rows[0]?.pupil?.legalSurname, rows[0]?.pupil?.birthDate], ['Mercer', '2015-05-10'])
  })
  it('any case, a prefix, the root CTF, and contact details with names of their own', async () => {
    const other = `<c:pupil><c:upn>H801200001001</c:upn><c:SURNAME>Mercer</c:SURNAME><c:forename>Kit</c:forename><c:contacts><c:ContactDetails><c:Order>1</c:Order><c:Forename>Dana</c:Forename><c:Surname>Mercer</c:Surname><c:RelationshipCode>PAM</c:RelationshipCode><c:ParentalResponsibility>Y</c:ParentalResponsibility><c:AddressDetails><c:HouseNumber>3</c:HouseNumber><c:Street>Gate Lane</c:Street><c:Postcode>ZZ99 1AA</c:Postcode></c:AddressDetails><c:Phones><c:PhoneNumber><c:PhoneType>M</c:PhoneType><c:Number>07700 900101</c:Number></c:PhoneNumber></c:Phones></c:ContactDetails></c:contacts></c:pupil>`
    const { rows } = await understand(
      report(`<c:CTF xmlns:c="urn:c"><c:CTFpupilData>${other}</c:CTFpupilData></c:CTF>`),
    )
    assert.deepEqual(
      [
        rows[0]?.link?.relationship,
        rows[0]?.link?.parentalResponsibility,
        rows[0]?.contact?.address,
        rows[0]?.points[0]?.value,
      ],
      ['Mother', 'yes', '3 Gate Lane', '+447700900101'],
    )
  })
  it('windows-1252 where nothing is declared', async () => {
    const bytes = Buffer.from(file(KIT).replace(' encoding="utf-8"', ''), 'latin1')
    const { file: found, rows } = await understand(report(bytes))
    assert.deepEqual([found.encoding, rows[0]?.contact?.surname], ['windows-1252', 'Ó Briain'])
  })
  it('address lines', async () => {
    const lines =
      '<Address><AddressLines><AddressLine1>The Barn</AddressLine1><AddressLine2>Gate Lane</AddressLine2></AddressLines><PostCode>ZZ99 1AC</PostCode></Address>'
    const { rows } = await understand(
      report(file(KIT.replace('<Address><AddressAsPupil>true</AddressAsPupil></Address>', lines))),
    )
    assert.equal(rows[0]?.contact?.address, 'The Barn, Gate Lane')
  })
})

describe('SEC-7 hostile transfer files', () => {
  it('with a document type, or a record of a million elements, are refused', async () => {
    await assert.rejects(understand(report(`<!DOCTYPE x [<!ENTITY a "b">]>${file(KIT)}`)), {
      code: 'import-file-doctype',
    })
    const huge = KIT.replace('<Contacts>', `<Contacts>${'<Contact/>'.repeat(20_000)}`)
    await assert.rejects(understand(report(file(huge))), { code: 'import-file-xml' })
  })
  it('skips what it does not need, however much it is', async () => {
    const marks = `<Attendance>${'<Mark>/</Mark>'.repeat(50_000)}</Attendance>`
    assert.equal((await understand(report(file(KIT.replace('<Contacts>', `${marks}<Contacts>`))))).rows.length, 2)
  })
})
