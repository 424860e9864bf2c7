import type { WordsOf } from '../language.ts'

const en = {
  places: 'Your pages',
  children: 'Children',
  details: 'My details',
  data: 'My data',
  security: 'Sign-in and security',
  signIn: 'Sign in',
}

export const partsWords: WordsOf<typeof en> = {
  en,
  cy: {
    places: 'Eich tudalennau',
    children: 'Plant',
    details: 'Fy manylion',
    data: 'Fy nata',
    security: 'Mewngofnodi a diogelwch',
    signIn: 'Mewngofnodi',
  },
}
