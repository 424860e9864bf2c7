import type { WordsOf } from '../language.ts'

const en = {
  places: 'Your pages',
  children: 'Children',
  messages: 'What I was sent',
  preferences: 'What I want to get',
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
    messages: 'Yr hyn a anfonwyd ataf',
    preferences: 'Yr hyn rwyf am ei gael',
    details: 'Fy manylion',
    data: 'Fy nata',
    security: 'Mewngofnodi a diogelwch',
    signIn: 'Mewngofnodi',
  },
}
