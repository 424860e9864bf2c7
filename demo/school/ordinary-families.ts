import { boys, girls, men, streets, surnames, women } from './names.ts'
import { type Contact, classes, type Detail, type Link, type Pupil, type Registry } from './people.ts'
import type { Dice } from './random.ts'

export const houses = ['Kestrel', 'Heron', 'Wren', 'Swift'] as const
const classSize = 30

/** Fills every class up to thirty with families of one to three children. */
export function fillWithOrdinaryFamilies(pupils: Pupil[], registry: Registry, dice: Dice): void {
  const room = new Map(classes.map((name) => [name, classSize - onRollIn(name, pupils)]))
  for (;;) {
    const free = classes.filter((name) => (room.get(name) ?? 0) > 0)
    if (free.length === 0) return
    const wanted = 1 + (dice.chance(38) ? 1 : 0) + (dice.chance(12) ? 1 : 0)
    const first = dice.below(free.length)
    // Brothers and sisters sit in different years: two steps in the list of classes are one year.
    const seats = Array.from({ length: wanted }, (_, at) => free[first + at * 4]).filter((seat) => seat !== undefined)
    for (const seat of seats) room.set(seat, (room.get(seat) ?? 0) - 1)
    pupils.push(...familyIn(seats, registry, dice))
  }
}

function onRollIn(name: string, pupils: Pupil[]): number {
  return pupils.filter((pupil) => pupil.class === name && pupil.leavingDate === '').length
}

function familyIn(seats: string[], registry: Registry, dice: Dice): Pupil[] {
  const surname = dice.oneOf(surnames)
  const house = dice.oneOf(houses)
  const parents = parentsOf(surname, registry, dice)
  const used = new Set<string>()
  return seats.map((seat) => {
    const girl = dice.chance(50)
    let forename = dice.oneOf(girl ? girls : boys)
    while (used.has(forename)) forename = dice.oneOf(girl ? girls : boys)
    used.add(forename)
    const facts = { forename, surname, gender: girl ? 'Female' : 'Male', class: seat, house } as const
    return registry.pupil({ ...facts, links: parents.map((parent) => ({ ...parent })) })
  })
}

/** Mother and father mostly; some apart, some alone, now and then a grandmother, childminder or neighbour to ring. */
function parentsOf(surname: string, registry: Registry, dice: Dice): Link[] {
  const home = registry.address(dice.oneOf(streets))
  const links: Link[] = []
  const add = (contact: Contact, relationship: string, more: Partial<Link> = {}) =>
    links.push({
      contact,
      relationship,
      priority: links.length + 1,
      responsibility: 'T',
      courtOrder: 'F',
      livesWith: 'T',
      ...more,
    })
  const shape = dice.below(100)
  if (shape >= 8) add({ ...adult('woman', surname, registry, dice), address: home }, 'Mother')
  if (shape < 72) add({ ...adult('man', surname, registry, dice), address: home }, 'Father')
  else if (shape < 86) {
    const father = adult('man', dice.oneOf(surnames), registry, dice)
    add({ ...father, address: registry.address(dice.oneOf(streets)) }, 'Father', { livesWith: 'F' })
  }
  const other = { responsibility: 'F', livesWith: 'F' } as const
  if (dice.chance(24)) add(adult('woman', dice.oneOf(surnames), registry, dice), 'Grandparent', other)
  if (dice.chance(5)) add(adult('woman', dice.oneOf(surnames), registry, dice), 'Childminder', other)
  if (dice.chance(3)) add(adult('woman', dice.oneOf(surnames), registry, dice), 'Neighbour', other)
  return links
}

function adult(kind: 'man' | 'woman', surname: string, registry: Registry, dice: Dice): Contact {
  const forename = dice.oneOf(kind === 'man' ? men : women)
  const title = kind === 'man' ? 'Mr' : dice.oneOf(['Mrs', 'Mrs', 'Miss', 'Ms', 'Dr'])
  const contact = registry.contact({ title, forename, surname })
  return { ...contact, phones: phones(registry, dice), emails: emails(contact, dice) }
}

function phones(registry: Registry, dice: Dice): Detail[] {
  const list: Detail[] = []
  if (dice.chance(96)) list.push({ value: spelled(registry.mobile(), dice), location: 'M' })
  if (list.length === 0 || dice.chance(18)) list.push({ value: registry.landline(), location: 'H' })
  return list
}

/** The same number as different offices type it. */
function spelled(number: string, dice: Dice): string {
  const digits = number.replace(' ', '')
  return dice.oneOf([
    number,
    number,
    digits,
    digits,
    `+44 ${number.slice(1)}`,
    `${digits.slice(0, 5)}-${digits.slice(5)}`,
  ])
}

function emails(contact: Contact, dice: Dice): Detail[] {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '')
  const address = `${plain(contact.forename)}.${plain(contact.surname)}${contact.id % 100}@example.org`
  const list: Detail[] = dice.chance(82) ? [{ value: address, location: 'H' }] : []
  if (list.length > 0 && dice.chance(8)) list.push({ value: `work.${address}`, location: 'W' })
  return list
}
