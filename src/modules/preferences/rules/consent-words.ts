/**
 * OPT-6: what a person says yes to. Changed words get a new version, so that each consent shows what it was given to;
 * these are the words of the version, in the languages in which they are asked.
 */
export const consentWordsVersion = '2026-11'

export const consentWords = {
  en: 'Yes, the school may send me messages about fundraising, offers and things to buy. I can change this at any time.',
  cy: 'Iawn, caiff yr ysgol anfon negeseuon ataf am godi arian, cynigion a phethau i’w prynu. Gallaf newid hyn unrhyw bryd.',
} as const
