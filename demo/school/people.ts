import type { Dice } from './random.ts'

export type Address = { houseNumber: string; street: string; town: string; postcode: string }

/** Location is SIMS's letter: H home, W work, M mobile. It says where the office typed the number, not what it is. */
export type Detail = { value: string; location: 'H' | 'W' | 'M' }

/** One contact record of the MIS; the same human being may have two. */
export type Contact = {
  id: number
  title: string
  forename: string
  surname: string
  phones: Detail[]
  emails: Detail[]
  address: Address | null
  optedOut: boolean
}

export type Link = {
  contact: Contact
  relationship: string
  priority: number | null
  responsibility: 'T' | 'F' | ''
  courtOrder: 'T' | 'F'
  livesWith: 'T' | 'F'
}

export type Pupil = {
  id: number
  admissionNumber: string
  upn: string
  legalSurname: string
  legalForename: string
  surname: string
  forename: string
  gender: 'Female' | 'Male'
  /** `YYYY-MM-DD`. */
  birthDate: string
  /** R, 1 … 6. */
  year: string
  class: string
  house: string
  /** `YYYY-MM-DD`, or empty. */
  leavingDate: string
  links: Link[]
}

export type StaffMember = {
  code: string
  title: string
  forename: string
  surname: string
  email: string
  class: string
}

export const years = ['R', '1', '2', '3', '4', '5', '6'] as const
const trees = [
  ['Acorn', 'Willow'],
  ['Ash', 'Rowan'],
  ['Birch', 'Hazel'],
  ['Cedar', 'Maple'],
  ['Elm', 'Larch'],
  ['Holly', 'Pine'],
  ['Beech', 'Oak'],
] as const
export const classes: string[] = years.flatMap((year, at) => (trees[at] ?? []).map((tree) => `${year} ${tree}`))

/** The school year of the demo starts in September of this year. */
const schoolYear = 2026

/** Hands out what must be unique or in step: ids, numbers, birth dates. */
export type Registry = {
  contact(facts: Partial<Contact> & Pick<Contact, 'title' | 'forename' | 'surname'>): Contact
  pupil(facts: PupilFacts): Pupil
  /** Ofcom's drama range for mobiles, in the plain spelling `07700 900123`. Each is given out once. */
  mobile(): string
  /** Ofcom's drama range for London landlines. */
  landline(): string
  address(street: string): Address
}

export type PupilFacts = {
  forename: string
  surname: string
  legalForename?: string
  legalSurname?: string
  gender: 'Female' | 'Male'
  class: string
  house: string
  birthDate?: string
  leavingDate?: string
  links?: Link[]
}

export function registryWith(dice: Dice): Registry {
  const next = { contact: 7001, pupil: 1201, mobile: 0, landline: 0, serial: 1, postcode: 0 }
  const give = (counter: keyof typeof next) => {
    next[counter] += 1
    return next[counter] - 1
  }
  return {
    contact: (facts) => ({
      id: give('contact'),
      phones: [],
      emails: [],
      address: null,
      optedOut: false,
      ...facts,
    }),
    pupil: (facts) => {
      const id = give('pupil')
      const birthDate = facts.birthDate ?? birthDateIn(facts.class.slice(0, 1), dice)
      return {
        id,
        admissionNumber: String(id + 3100).padStart(6, '0'),
        upn: upnOf(Number(birthDate.slice(2, 4)) + 4, give('serial')),
        legalSurname: facts.legalSurname ?? facts.surname,
        legalForename: facts.legalForename ?? facts.forename,
        surname: facts.surname,
        forename: facts.forename,
        gender: facts.gender,
        birthDate,
        year: facts.class.slice(0, 1),
        class: facts.class,
        house: facts.house,
        leavingDate: facts.leavingDate ?? '',
        links: facts.links ?? [],
      }
    },
    mobile: () => `07700 900${String(give('mobile')).padStart(3, '0')}`,
    landline: () => `020 7946 0${String(give('landline')).padStart(3, '0')}`,
    address: (street) => ({
      houseNumber: String(1 + dice.below(140)),
      street,
      town: 'Hillford',
      postcode: postcodeOf(give('postcode')),
    }),
  }
}

/** ZZ99 stands for no place in the United Kingdom. */
function postcodeOf(serial: number): string {
  const letters = 'ABDEFGHJLNPQRSTUWXYZ'
  const unit = (at: number) => letters[Math.floor(at) % letters.length] ?? 'A'
  return `ZZ99 ${1 + (Math.floor(serial / 400) % 9)}${unit(serial / 20)}${unit(serial)}`
}

function birthDateIn(year: string, dice: Dice): string {
  const age = year === 'R' ? 4 : 4 + Number(year)
  const first = Date.UTC(schoolYear - age - 1, 8, 1)
  return new Date(first + dice.below(365) * 86_400_000).toISOString().slice(0, 10)
}

const checkLetters = 'ABCDEFGHJKLMNPQRTUVWXYZ'

/** A UPN of an invented school: check letter, authority, school, year of allocation, serial. */
function upnOf(year: number, serial: number): string {
  const body = `9992001${String(year).padStart(2, '0')}${String(serial).padStart(3, '0')}`
  const sum = [...body].reduce((total, digit, at) => total + (at + 2) * Number(digit), 0)
  return `${checkLetters[sum % 23]}${body}`
}
