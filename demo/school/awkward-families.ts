import { houses } from './ordinary-families.ts'
import type { Address, Contact, Detail, Link, Pupil, Registry } from './people.ts'
import type { Dice } from './random.ts'

/** The families every office knows: each is here once, by name, and listed in demo/README.md. */
export function awkwardFamilies(registry: Registry, dice: Dice): Pupil[] {
  const make = makersWith(registry)
  return [
    ...twoHomesAndTwoRecords(make),
    ...sharedAndMissingDetails(make),
    ...flagsAndCarers(make),
    ...numbersAsTyped(make),
    ...namesOfManyLanguages(make),
    ...ranksAndRoles(make),
  ].map((pupil) => ({ ...pupil, house: dice.oneOf(houses) }))
}

type Person = {
  title: string
  name: string
  phones?: (string | Detail)[]
  emails?: (string | Detail)[]
  address?: Address | null
  optedOut?: boolean
}
type Child = { name: string; legal?: string; class: string; birthDate?: string; leavingDate?: string; links: Link[] }
type Makers = {
  registry: Registry
  person(facts: Person): Contact
  girl(facts: Child): Pupil
  boy(facts: Child): Pupil
}

function makersWith(registry: Registry): Makers {
  const child = (gender: Pupil['gender'], { name, legal = name, ...facts }: Child) => {
    const [forename, surname] = inTwo(name)
    const [legalForename, legalSurname] = inTwo(legal)
    return registry.pupil({ forename, surname, legalForename, legalSurname, gender, house: houses[0], ...facts })
  }
  return {
    registry,
    person: ({
      title,
      name,
      phones = [],
      emails = [],
      address = registry.address('Lodge Drive'),
      optedOut = false,
    }) => {
      const [forename, surname] = inTwo(name)
      const contact = { title, forename, surname, address, optedOut }
      return registry.contact({ ...contact, phones: phones.map(at('M')), emails: emails.map(at('H')) })
    },
    girl: (facts) => child('Female', facts),
    boy: (facts) => child('Male', facts),
  }
}

const at = (location: Detail['location']) => (given: string | Detail) =>
  typeof given === 'string' ? { value: given, location } : given

/** `Siôn|ap Rhys`; a bar because surnames have spaces. */
function inTwo(name: string): [string, string] {
  const [forename = '', surname = ''] = name.split('|')
  return [forename, surname]
}

function link(contact: Contact, relationship: string, priority: number | null, more: Partial<Link> = {}): Link {
  return { contact, relationship, priority, responsibility: 'T', courtOrder: 'F', livesWith: 'T', ...more }
}

function twoHomesAndTwoRecords({ registry, person, girl, boy }: Makers): Pupil[] {
  const lane = registry.address('Gate Lane')
  const noor = person({
    title: 'Mrs',
    name: 'Noor|Al-Hassan',
    phones: [registry.mobile()],
    emails: ['noor.alhassan@example.org'],
    address: lane,
  })
  const yusuf = person({
    title: 'Mr',
    name: 'Yusuf|Al-Hassan',
    phones: [registry.mobile()],
    emails: ['yusuf.alhassan@example.org'],
    address: lane,
  })
  const twins = [link(noor, 'Mother', 1), link(yusuf, 'Father', 2)]
  const claire = {
    title: 'Mrs',
    name: 'Claire|Whitfield',
    phones: [registry.mobile()],
    emails: ['claire.whitfield@example.org'],
    address: registry.address('Mill Road'),
  }
  const joanne = person({
    title: 'Mrs',
    name: 'Joanne|Marsh',
    phones: [registry.mobile()],
    emails: ['joanne.marsh@example.org'],
  })
  const daniel = person({
    title: 'Mr',
    name: 'Daniel|Cope',
    phones: [registry.mobile()],
    emails: ['daniel.cope@example.org'],
    address: registry.address('Weir Close'),
  })
  return [
    girl({ name: 'Amira|Al-Hassan', class: '6 Beech', birthDate: '2015-11-03', links: twins }),
    boy({ name: 'Idris|Al-Hassan', class: '6 Oak', birthDate: '2015-11-03', links: twins }),
    girl({ name: 'Poppy|Whitfield', class: '4 Elm', links: [link(person(claire), 'Mother', 1)] }),
    boy({ name: 'Oscar|Whitfield', class: '1 Ash', links: [link(person(claire), 'Mother', 1)] }),
    girl({
      name: 'Ellie|Marsh',
      class: '6 Beech',
      links: [link(joanne, 'Mother', 1), link(daniel, 'Father', 2, { livesWith: 'F' })],
    }),
  ]
}

function sharedAndMissingDetails({ registry, person, girl, boy }: Makers): Pupil[] {
  const green = registry.address('The Green')
  const shared = registry.mobile()
  const tomasz = person({ title: 'Mr', name: 'Tomasz|Zieliński', phones: [shared], address: green })
  const ewa = person({ title: 'Mrs', name: 'Ewa|Zielińska', phones: [shared], address: green })
  const walk = registry.address('Church Walk')
  const email = 'chowdhury.family@example.org'
  const rafiq = person({
    title: 'Mr',
    name: 'Rafiq|Chowdhury',
    phones: [registry.mobile()],
    emails: [email],
    address: walk,
  })
  const salma = person({
    title: 'Mrs',
    name: 'Salma|Chowdhury',
    phones: [registry.mobile()],
    emails: [email],
    address: walk,
  })
  const silent = person({
    title: 'Ms',
    name: 'Ruth|Ashdown',
    phones: [{ value: registry.landline(), location: 'H' }],
    emails: ['n/a'],
  })
  const none = person({ title: 'Mrs', name: 'Gill|Thorne', phones: ['TBC'], emails: ['none'] })
  return [
    boy({ name: 'Kacper|Zieliński', class: '5 Holly', links: [link(ewa, 'Mother', 1), link(tomasz, 'Father', 2)] }),
    girl({ name: 'Nabila|Chowdhury', class: '2 Birch', links: [link(salma, 'Mother', 1), link(rafiq, 'Father', 1)] }),
    boy({ name: 'Joe|Turner', class: '6 Oak', links: [] }),
    girl({ name: 'Wren|Ashdown', class: '6 Beech', links: [link(silent, 'Mother', 1)] }),
    boy({ name: 'Barnaby|Thorne', class: '3 Maple', links: [link(none, 'Mother', 1)] }),
  ]
}

function flagsAndCarers({ registry, person, girl, boy }: Makers): Pupil[] {
  const optedOut = person({
    title: 'Ms',
    name: 'Harriet|Lovell',
    phones: [registry.mobile()],
    emails: ['harriet.lovell@example.org'],
    optedOut: true,
  })
  const diane = person({
    title: 'Ms',
    name: 'Diane|Mercer',
    phones: [registry.mobile()],
    emails: ['diane.mercer@example.org'],
  })
  const shaun = person({
    title: 'Mr',
    name: 'Shaun|Mercer',
    phones: [registry.mobile()],
    emails: ['shaun.mercer@example.org'],
    address: registry.address('Station Road'),
  })
  const held = person({
    title: 'Mr',
    name: 'Carl|Dunn',
    phones: [registry.mobile()],
    emails: ['carl.dunn@example.org'],
  })
  const carer = person({
    title: 'Mrs',
    name: 'Beryl|Okoro',
    phones: [registry.mobile()],
    emails: ['beryl.okoro@example.org'],
  })
  const worker = person({
    title: 'Mr',
    name: 'Gavin|Peel',
    phones: [registry.mobile()],
    emails: [{ value: 'g.peel@council.example.org', location: 'W' }],
    address: null,
  })
  const foster = person({
    title: 'Mr',
    name: 'Alan|Fairley',
    phones: [registry.mobile()],
    emails: ['alan.fairley@example.org'],
  })
  const apart = { responsibility: 'F', livesWith: 'F' } as const
  return [
    girl({ name: 'Ada|Lovell', class: '6 Oak', links: [link(optedOut, 'Mother', 1)] }),
    boy({
      name: 'Kit|Mercer',
      class: '6 Beech',
      links: [link(diane, 'Mother', 1), link(shaun, 'Father', 2, { courtOrder: 'T', livesWith: 'F' })],
    }),
    girl({
      name: 'Freya|Dunn',
      class: '5 Pine',
      links: [link(held, 'Father', 1, { courtOrder: 'T', livesWith: 'F' })],
    }),
    boy({
      name: 'Micah|Grey',
      class: '3 Cedar',
      links: [link(carer, 'Carer', 1, { responsibility: 'F' }), link(worker, 'Social Worker', 2, apart)],
    }),
    girl({ name: 'Tilly|Reeve', class: 'R Acorn', links: [link(foster, 'Foster Father', 1, { responsibility: '' })] }),
  ]
}

function numbersAsTyped({ registry, person, girl, boy }: Makers): Pupil[] {
  const digits = () => registry.mobile().replace(' ', '')
  const typed = (title: string, name: string, phones: (string | Detail)[], emails: (string | Detail)[] = []) => [
    link(person({ title, name, phones, emails }), title === 'Mr' ? 'Father' : 'Mother', 1),
  ]
  const plain = digits()
  const cut = `${registry.mobile()} / ${digits()}`.slice(0, 20)
  return [
    girl({
      name: 'Martha|Vale',
      class: '4 Larch',
      links: typed('Mrs', 'Helena|Vale', [`+44 (0)${registry.mobile().slice(1)}`]),
    }),
    boy({ name: 'Edwin|Marlow', class: '4 Larch', links: typed('Mr', 'Frank|Marlow', [`0044 ${plain.slice(1)}`]) }),
    girl({
      name: 'Peggy|Stroud',
      class: '2 Hazel',
      links: typed('Mrs', 'Lorna|Stroud', [`${registry.mobile()} mum's work`], ['lorna.stroud@example.org.']),
    }),
    boy({
      name: 'Alec|Finch',
      class: '2 Hazel',
      links: typed('Ms', 'Petra|Finch', [`${registry.mobile()} DO NOT USE`, registry.mobile()]),
    }),
    girl({
      name: 'Hattie|Broome',
      class: '3 Maple',
      links: typed(
        'Mrs',
        'Judith|Broome',
        [{ value: registry.landline(), location: 'M' }],
        ['judith.broome@example.org'],
      ),
    }),
    boy({ name: 'Jonah|Pell', class: '1 Rowan', links: typed('Mr', 'Marcus|Pell', [cut]) }),
    girl({
      name: 'Lottie|Ames',
      class: '1 Rowan',
      links: typed('Ms', 'Carol|Ames', [digits().slice(1)], ['no email']),
    }),
    boy({
      name: 'Wilf|Garner',
      class: '5 Holly',
      links: typed('Mr', 'Ian|Garner', ['4.4770090E+11'], ['ian.garner@example.org']),
    }),
    girl({
      name: 'Nell|Hobbs',
      class: '5 Holly',
      links: typed(
        'Mrs',
        'Joy|Hobbs',
        [`${registry.landline()} / ${registry.mobile()}`],
        ['joy.hobbs@example.org; joy.h@example.org'],
      ),
    }),
    boy({
      name: 'Bertie|Crane',
      class: 'R Willow',
      links: typed('Ms', 'Tess|Crane', [`O${digits().slice(1)}`], ['Tess Crane <tess.crane@example.org>']),
    }),
    girl({
      name: 'Posy|Dale',
      class: 'R Willow',
      links: typed('Ms', 'Nina|Dale', [`="${digits()}"`], ['mailto:nina.dale@example.org']),
    }),
  ]
}

function namesOfManyLanguages({ registry, person, girl, boy }: Makers): Pupil[] {
  const angharad = person({
    title: 'Mrs',
    name: 'Angharad|ap Rhys',
    phones: [registry.mobile()],
    emails: ['angharad.aprhys@example.org'],
  })
  const llyr = person({ title: 'Mr', name: 'Gŵynfor|Gŵyn-Davies', phones: [registry.mobile()] })
  const lucja = person({ title: 'Mrs', name: 'Łucja|Wójcik', phones: [registry.mobile()] })
  const huda = person({
    title: 'Mrs',
    name: 'هدى|منصور',
    phones: [registry.mobile()],
    emails: ['huda.mansour@example.org'],
  })
  const karim = person({
    title: 'Mr',
    name: 'Karim|Mansour',
    phones: [registry.mobile()],
    emails: ['karim.mansour@example.org'],
  })
  const orla = person({
    title: 'Mrs',
    name: 'Órla|Ní Bhriain',
    phones: [registry.mobile()],
    emails: ["o'brien.orla@example.org"],
  })
  const anneke = person({
    title: 'Mevr',
    name: 'Anneke|van der Berg',
    phones: [registry.mobile()],
    emails: ['anneke@example.org'],
  })
  return [
    boy({ name: 'Siôn|ap Rhys', class: '4 Elm', links: [link(angharad, 'Mother', 1)] }),
    girl({ name: 'Gwenllïan|ap Rhys', class: 'R Acorn', links: [link(angharad, 'Mother', 1)] }),
    boy({ name: 'Llŷr|Gŵyn-Davies', class: '2 Birch', links: [link(llyr, 'Father', 1)] }),
    girl({ name: 'Zofia|Wójcik', class: '6 Beech', links: [link(lucja, 'Mother', 1)] }),
    girl({ name: 'Layla|Mansour', class: '3 Cedar', links: [link(huda, 'Mother', 1), link(karim, 'Father', 2)] }),
    boy({ name: 'Cillian|Ní Bhriain', class: '1 Ash', links: [link(orla, 'Mother', 1)] }),
    girl({ name: 'Saskia|van der Berg', class: '5 Pine', links: [link(anneke, 'Mother', 1)] }),
  ]
}

function ranksAndRoles({ registry, person, girl, boy }: Makers): Pupil[] {
  const reached = (title: string, name: string) =>
    person({
      title,
      name,
      phones: [registry.mobile()],
      emails: [`${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.org`],
    })
  const gaps = [link(reached('Mrs', 'Shirin|Aziz'), 'Mother', 2), link(reached('Mr', 'Owen|Hughes'), 'Father', 4)]
  const blank = [link(reached('Mrs', 'Moira|Kemp'), 'Grandparent', null), link(reached('Mr', 'Ted|Kemp'), 'Father', 1)]
  const joint = person({
    title: 'Mr & Mrs',
    name: 'J|Pemberton',
    phones: [registry.landline()],
    emails: ['pembertons@example.org'],
  })
  const step = [
    link(reached('Mrs', 'Debra|Lyle'), 'Mother', 1),
    link(reached('Mr', 'Colin|Lyle'), 'Step Father', 2, { responsibility: 'F' }),
  ]
  const teacher = person({
    title: 'Miss',
    name: 'Holly|Sandford',
    phones: [registry.mobile()],
    emails: ['h.sandford@hillprimary.example.org'],
  })
  return [
    boy({ name: 'Tariq|Aziz-Hughes', class: '6 Oak', links: gaps }),
    girl({ name: 'Bonnie|Kemp', class: '4 Larch', links: blank }),
    boy({ name: 'Rupert|Pemberton', class: '2 Hazel', links: [link(joint, 'Parent', 1)] }),
    girl({ name: 'Lizzie|Lyle', legal: 'Elizabeth|Cartwright', class: '3 Maple', links: step }),
    girl({ name: 'Mabel|Jones', class: '1 Rowan', links: [link(reached('Mrs', 'Sarah|Jones'), 'Mother', 1)] }),
    boy({
      name: 'Ewan|Jones',
      class: '5 Pine',
      links: [link(person({ title: 'Mrs', name: 'Sarah|Jones', phones: [registry.mobile()] }), 'Mother', 1)],
    }),
    girl({ name: 'Ivy|Sandford', class: '2 Birch', links: [link(teacher, 'Mother', 1)] }),
    boy({
      name: 'Corey|Latham',
      class: '6 Oak',
      leavingDate: '2026-10-23',
      links: [link(reached('Ms', 'Jo|Latham'), 'Mother', 1)],
    }),
  ]
}
