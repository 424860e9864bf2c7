import type { WordsOf } from '../family/language.ts'

const en = {
  cardTitle: 'Your card of one-time codes',
  cardLead: 'Print this page, or write the codes down. It is shown this once.',
  cardUse:
    'At sign-in, type your password and then one of these. Each works once: cross it out. Do not keep the card with your password.',
  recoveryTitle: 'Your recovery code',
  recoveryLead: 'Write it down, or print this page. It is shown this once.',
  recoveryUse:
    'If you lose your phone or forget your password, it gives you a new way to sign in. Keep it where you keep papers that matter.',
  codes: 'Codes',
  keptIt: 'I have kept it',
}

const cy: typeof en = {
  cardTitle: 'Eich cerdyn o godau untro',
  cardLead: 'Argraffwch y dudalen hon, neu ysgrifennwch y codau. Fe’i dangosir y tro hwn yn unig.',
  cardUse:
    'Wrth fewngofnodi, teipiwch eich cyfrinair ac yna un o’r rhain. Mae pob un yn gweithio unwaith: croeswch ef allan. Peidiwch â chadw’r cerdyn gyda’ch cyfrinair.',
  recoveryTitle: 'Eich cod adfer',
  recoveryLead: 'Ysgrifennwch ef, neu argraffwch y dudalen hon. Fe’i dangosir y tro hwn yn unig.',
  recoveryUse:
    'Os collwch eich ffôn neu anghofio’ch cyfrinair, mae’n rhoi ffordd newydd i chi fewngofnodi. Cadwch ef gyda’ch papurau pwysig.',
  codes: 'Codau',
  keptIt: 'Rwyf wedi’i gadw',
}

export const cardWords: WordsOf<typeof en> = { en, cy }
