import type { WordsOf } from '../language.ts'

const en = {
  removeTitle: (name: string) => `Remove your link to ${name}?`,
  removeWhat: (name: string) => `You get no more messages about ${name}, and see nothing of ${name} here.`,
  removeMain: (name: string) =>
    `You are a main contact for ${name}. The school is told that you are not any more, so that ${name} is not left without one.`,
  removeOthers: 'Other adults are told nothing, and nothing changes for them.',
  removeBack: 'To come back you need a new letter from the school.',
  removeDetails: 'The school keeps your details, unless you have them erased.',
  erase: 'Erase my email and my number too',
  eraseHint: 'This is your last child here.',
  removeAct: (name: string) => `Remove my link to ${name}`,
  leave: 'Leave it as it is',
  removed: (name: string) => `You are not linked to ${name} any more.`,
  addTitle: 'Add another child',
  addLead:
    'Each child has a letter of their own, at this school or at another one. Type its reference and one of its codes; that is all we need.',
  goOn: 'Go on',
  confirmTitle: (name: string) => `Add ${name}?`,
  confirmKnown: 'Your name, email and mobile stay as the school has them. Nobody else is told.',
  confirmBrings: (school: string) => `${school} gets from you what you proved already, and is not told from where:`,
  confirmUse: (name: string) =>
    `It is kept to write to you about ${name}, and for nothing else. No other adult is shown it. You can get less, or opt out, at any time.`,
  relationship: (name: string) => `Who you are to ${name}`,
  relationshipHint: 'Such as mother, father, grandmother, carer.',
  relationshipWrong: 'Say who you are to the child, such as mother or grandfather.',
  main: (name: string) => `I am a main contact for ${name}`,
  mainHint: 'Main contacts get the ordinary messages, such as trips and dates.',
  agree: 'I agree',
  agreeWrong: 'Tick this if you agree. Without it nothing is given.',
  addAct: (name: string) => `Add ${name}`,
  added: 'The child is added.',
  office: 'Thank you. The school compares what you typed with what it holds, and comes back to you.',
}

export const childrenWords: WordsOf<typeof en> = {
  en,
  cy: {
    removeTitle: (name) => `Dileu eich cyswllt â ${name}?`,
    removeWhat: (name) => `Ni chewch ragor o negeseuon am ${name}, ac ni welwch ddim am ${name} yma.`,
    removeMain: (name) =>
      `Rydych yn brif gyswllt i ${name}. Dywedir wrth yr ysgol nad ydych mwyach, fel na fydd ${name} heb un.`,
    removeOthers: 'Ni ddywedir dim wrth oedolion eraill, ac nid oes dim yn newid iddyn nhw.',
    removeBack: 'I ddod yn ôl bydd angen llythyr newydd gan yr ysgol arnoch.',
    removeDetails: 'Mae’r ysgol yn cadw eich manylion, oni bai eich bod yn eu dileu.',
    erase: 'Dileu fy e-bost a’m rhif hefyd',
    eraseHint: 'Dyma’ch plentyn olaf yma.',
    removeAct: (name) => `Dileu fy nghyswllt â ${name}`,
    leave: 'Ei adael fel y mae',
    removed: (name) => `Nid ydych wedi’ch cysylltu â ${name} mwyach.`,
    addTitle: 'Ychwanegu plentyn arall',
    addLead:
      'Mae gan bob plentyn ei lythyr ei hun, yn yr ysgol hon neu mewn un arall. Teipiwch ei gyfeirnod ac un o’i godau; dyna’r cyfan sydd ei angen arnom.',
    goOn: 'Ymlaen',
    confirmTitle: (name) => `Ychwanegu ${name}?`,
    confirmKnown: 'Mae eich enw, e-bost a ffôn symudol yn aros fel y maent gan yr ysgol. Ni ddywedir wrth neb arall.',
    confirmBrings: (school) =>
      `Mae ${school} yn cael gennych yr hyn yr ydych wedi’i brofi’n barod, ac ni ddywedir o ble:`,
    confirmUse: (name) =>
      `Fe’i cedwir i ysgrifennu atoch am ${name}, ac at ddim byd arall. Ni ddangosir ef i unrhyw oedolyn arall. Gallwch gael llai, neu optio allan, ar unrhyw adeg.`,
    relationship: (name) => `Pwy ydych chi i ${name}`,
    relationshipHint: 'Fel mam, tad, mam-gu, gofalwr.',
    relationshipWrong: 'Dywedwch pwy ydych chi i’r plentyn, fel mam neu dad-cu.',
    main: (name) => `Rwy’n brif gyswllt i ${name}`,
    mainHint: 'Mae prif gysylltiadau’n cael y negeseuon cyffredin, fel teithiau a dyddiadau.',
    agree: 'Rwy’n cytuno',
    agreeWrong: 'Ticiwch hwn os ydych yn cytuno. Hebddo ni roddir dim.',
    addAct: (name) => `Ychwanegu ${name}`,
    added: 'Mae’r plentyn wedi’i ychwanegu.',
    office: 'Diolch. Mae’r ysgol yn cymharu’r hyn a deipiwyd â’r hyn sydd ganddi, ac yn dod yn ôl atoch.',
  },
}
