/** What stands around the messages of a day in one email. */
export const digestWords = {
  en: {
    subject: (count: number, school: string) => `${count} messages from ${school}`,
    lead: (count: number, school: string) =>
      `Here are the ${count} messages from ${school} since your last daily email. You chose to get them together.`,
    own: 'Read what we sent you, choose what you get:',
  },
  cy: {
    subject: (count: number, school: string) => `${count} neges gan ${school}`,
    lead: (count: number, school: string) =>
      `Dyma’r ${count} neges gan ${school} ers eich e-bost dyddiol diwethaf. Chi a ddewisodd eu cael gyda’i gilydd.`,
    own: 'Darllenwch yr hyn a anfonwyd atoch, dewiswch yr hyn a gewch:',
  },
} as const

export type DigestLanguage = keyof typeof digestWords
