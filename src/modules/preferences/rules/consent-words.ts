import type { ChosenLanguage } from './languages.ts'

/**
 * OPT-6: what a person says yes to. Changed words get a new version, so that each consent shows what it was given to;
 * these are the words of the version, in the languages in which they are asked.
 */
export const consentWordsVersion = '2026-11'

export const consentWords: Record<ChosenLanguage, string> = {
  en: 'Yes, the school may send me messages about fundraising, offers and things to buy. I can change this at any time.',
  cy: 'Iawn, caiff yr ysgol anfon negeseuon ataf am godi arian, cynigion a phethau i’w prynu. Gallaf newid hyn unrhyw bryd.',
  pl: 'Tak, szkoła może wysyłać mi wiadomości o zbiórkach pieniędzy, ofertach i zakupach. Mogę to zmienić w każdej chwili.',
  ur: 'جی ہاں، اسکول مجھے چندہ جمع کرنے، پیشکشوں اور خریداری کی چیزوں کے بارے میں پیغامات بھیج سکتا ہے۔ میں اسے کسی بھی وقت بدل سکتا/سکتی ہوں۔',
  ar: 'نعم، يجوز للمدرسة أن ترسل إليّ رسائل عن جمع التبرعات والعروض وما يُباع. يمكنني تغيير ذلك في أي وقت.',
}
