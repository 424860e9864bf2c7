import type { Language } from './language.ts'

/**
 * The usual words for who somebody is to a child. The office reads English: what is typed in another language is kept as the
 * English word where it is one of these, and shown to the person in theirs. The first of several is the one that is shown.
 */
const usual: Record<string, Partial<Record<Language, string[]>>> = {
  Mother: { cy: ['mam'], pl: ['matka', 'mama'], ur: ['ماں', 'والدہ', 'امی'], ar: ['أم', 'الأم', 'ام', 'والدة'] },
  Father: { cy: ['tad'], pl: ['ojciec', 'tata'], ur: ['باپ', 'والد', 'ابو'], ar: ['أب', 'الأب', 'اب', 'والد'] },
  Grandmother: { cy: ['mam-gu', 'nain'], pl: ['babcia'], ur: ['دادی', 'نانی'], ar: ['جدة', 'الجدة'] },
  Grandfather: { cy: ['tad-cu', 'taid'], pl: ['dziadek'], ur: ['دادا', 'نانا'], ar: ['جد', 'الجد'] },
  Stepmother: { cy: ['llysfam'], pl: ['macocha'], ur: ['سوتیلی ماں'], ar: ['زوجة الأب'] },
  Stepfather: { cy: ['llystad'], pl: ['ojczym'], ur: ['سوتیلا باپ'], ar: ['زوج الأم'] },
  Carer: { cy: ['gofalwr'], pl: ['opiekun', 'opiekunka'], ur: ['سرپرست'], ar: ['ولي أمر', 'ولي الأمر'] },
  Aunt: { cy: ['modryb'], pl: ['ciocia', 'ciotka'], ur: ['خالہ', 'پھوپھی', 'چچی'], ar: ['خالة', 'عمة'] },
  Uncle: { cy: ['ewythr'], pl: ['wujek'], ur: ['چچا', 'ماموں'], ar: ['خال', 'عم'] },
  Sister: { cy: ['chwaer'], pl: ['siostra'], ur: ['بہن'], ar: ['أخت'] },
  Brother: { cy: ['brawd'], pl: ['brat'], ur: ['بھائی'], ar: ['أخ'] },
}

/** What was typed, in English where it is one of the usual words of the language. */
export function readRelationship(language: Language, typed: string): string {
  const word = typed.trim().toLocaleLowerCase(language)
  return Object.keys(usual).find((english) => usual[english]?.[language]?.includes(word)) ?? typed
}

/** What is kept, in the language where it is one of the usual words. */
export function sayRelationship(language: Language, kept: string): string {
  const word = usual[kept]?.[language]?.[0]
  return word ? word.charAt(0).toLocaleUpperCase(language) + word.slice(1) : kept
}
