import { awkwardFamilies } from './awkward-families.ts'
import { contactRows, contactXmlRows, csv, pupilRows, simsXml, staffRows, windows1252 } from './files.ts'
import { men, surnames, women } from './names.ts'
import { fillWithOrdinaryFamilies } from './ordinary-families.ts'
import { classes, registryWith, type StaffMember } from './people.ts'
import { type Dice, diceFrom } from './random.ts'

const seed = 19_870_425

/** The invented school's SIMS reports, file name → bytes. The same on every call. */
export function hillPrimarySchool(): Map<string, Buffer> {
  const dice = diceFrom(seed)
  const registry = registryWith(dice)
  const pupils = awkwardFamilies(registry, dice)
  fillWithOrdinaryFamilies(pupils, registry, dice)
  pupils.sort((one, other) => one.id - other.id)
  const utf8 = (text: string) => Buffer.from(`\uFEFF${text}`)
  return new Map([
    ['pupils.csv', utf8(csv(pupilRows(pupils)))],
    ['contacts.csv', utf8(csv(contactRows(pupils)))],
    ['contacts.xml', Buffer.from(simsXml(contactXmlRows(pupils)))],
    ['staff.csv', windows1252(csv(staffRows(staffOf(dice))))],
  ])
}

function staffOf(dice: Dice): StaffMember[] {
  const codes = new Set<string>()
  const member = (title: string, forename: string, surname: string, classTaught: string): StaffMember => {
    const start = `${forename.slice(0, 1)}${surname.replaceAll(/[^A-Za-z]/g, '').slice(0, 2)}`.toUpperCase()
    let code = start
    for (let at = 1; codes.has(code); at += 1) code = `${start}${at}`
    codes.add(code)
    const email = `${forename.slice(0, 1)}.${surname}`.toLowerCase().replaceAll(/[^a-z.]/g, '')
    return { code, title, forename, surname, email: `${email}@hillprimary.example.org`, class: classTaught }
  }
  const teachers = classes.map((name) => {
    const man = dice.chance(25)
    return member(
      man ? 'Mr' : dice.oneOf(['Mrs', 'Miss', 'Ms']),
      dice.oneOf(man ? men : women),
      dice.oneOf(surnames),
      name,
    )
  })
  return [
    member('Mrs', 'Siân', 'O’Neill', ''),
    member('Mr', 'Sam', 'Okafor', ''),
    member('Miss', 'Holly', 'Sandford', ''),
    ...teachers,
  ]
}
