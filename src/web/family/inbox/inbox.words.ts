import type { WordsOf } from '../language.ts'

const en = {
  title: 'What I was sent',
  lead: 'The newest first, as it came to you.',
  email: 'Email',
  text: 'Text',
  about: (children: string) => `About ${children}`,
  and: 'and',
  failed: 'It did not arrive',
  all: 'Read all of it',
  older: 'Older messages',
  newest: 'To the newest messages',
  nothing: 'Nothing yet',
  nothingWords: 'When the school writes to you, you can read it here.',
  nothingOlder: 'There is nothing older.',
  preferences: 'Choose what you get',
  one: 'A message to you',
}

export const inboxWords: WordsOf<typeof en> = {
  en,
  cy: {
    title: 'Yr hyn a anfonwyd ataf',
    lead: 'Y diweddaraf yn gyntaf, fel y daeth atoch.',
    email: 'E-bost',
    text: 'Neges destun',
    about: (children) => `Am ${children}`,
    and: 'a',
    failed: 'Ni chyrhaeddodd',
    all: 'Darllen y cyfan',
    older: 'Negeseuon hŷn',
    newest: 'I’r negeseuon diweddaraf',
    nothing: 'Dim eto',
    nothingWords: 'Pan fydd yr ysgol yn ysgrifennu atoch, gallwch ei ddarllen yma.',
    nothingOlder: 'Nid oes dim hŷn.',
    preferences: 'Dewis beth a gewch',
    one: 'Neges atoch chi',
  },
}
