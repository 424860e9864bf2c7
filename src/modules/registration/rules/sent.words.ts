import type { ChosenLanguage } from '../../preferences/index.ts'

/**
 * What is sent on the way to register, as text and as email alike. A code stands first, where phones look for it. Welsh and
 * Polish keep to letters that a text carries at the usual price. In Urdu and Arabic a word of theirs comes before the name of
 * the school, so that the line runs from right to left.
 */
type SentWords = {
  code(code: string, school: string): string
  codeSubject(school: string): string
  registered(school: string, link: string, days: number): string
  registeredSubject(school: string): string
}

export const sentWords: Record<ChosenLanguage, SentWords> = {
  en: {
    code: (code, school) =>
      `${code} is your code for ${school}. It works for 10 minutes. The school never asks you for it.`,
    codeSubject: (school) => `Your code for ${school}`,
    registered: (school, link, days) =>
      `You are registered with ${school}. What is kept, and what you get: ${link} It works for ${days} days and is for you alone.`,
    registeredSubject: (school) => `You are registered with ${school}`,
  },
  cy: {
    code: (code, school) =>
      `${code} yw eich cod ar gyfer ${school}. Bydd yn gweithio am 10 munud. Ni fydd yr ysgol byth yn gofyn i chi amdano.`,
    codeSubject: (school) => `Eich cod ar gyfer ${school}`,
    registered: (school, link, days) =>
      `Rydych wedi cofrestru gyda ${school}. Eich manylion a'ch dewisiadau: ${link} Mae'n gweithio am ${days} diwrnod, i chi yn unig.`,
    registeredSubject: (school) => `Rydych wedi cofrestru gyda ${school}`,
  },
  pl: {
    code: (code, school) =>
      `${code} to kod do rejestracji: ${school}. Jest aktywny przez 10 minut. Nigdy o niego nie pytamy.`,
    codeSubject: (school) => `Kod do rejestracji: ${school}`,
    registered: (school, link, days) =>
      `Rejestracja gotowa: ${school}. Zapisane dane i wybrane opcje: ${link} Link jest aktywny przez ${days} dni.`,
    registeredSubject: (school) => `Rejestracja zakończona: ${school}`,
  },
  ur: {
    code: (code, school) =>
      `${code} آپ کا کوڈ ہے، ${isolated(school)} کے لیے۔ یہ 10 منٹ کام کرتا ہے۔ اسکول آپ سے یہ کبھی نہیں پوچھتا۔`,
    codeSubject: (school) => `آپ کا کوڈ: ${isolated(school)}`,
    registered: (school, link, days) =>
      `آپ ${isolated(school)} کے ساتھ رجسٹر ہو گئے ہیں۔ کیا رکھا گیا ہے اور آپ کو کیا ملے گا: ${link} یہ لنک ${days} دن کام کرتا ہے، صرف آپ کے لیے۔`,
    registeredSubject: (school) => `آپ رجسٹر ہو گئے ہیں: ${isolated(school)}`,
  },
  ar: {
    code: (code, school) =>
      `${code} رمزكم للتسجيل في ${isolated(school)}. يعمل مدة 10 دقائق. لا تطلبه المدرسة منكم أبدًا.`,
    codeSubject: (school) => `رمزكم للتسجيل: ${isolated(school)}`,
    registered: (school, link, days) =>
      `اكتمل تسجيلكم في ${isolated(school)}. ما نحتفظ به وما يصلكم: ${link} يعمل الرابط ${days} يومًا وهو لكم وحدكم.`,
    registeredSubject: (school) => `اكتمل تسجيلكم: ${isolated(school)}`,
  },
}

/** A name in Latin letters within a line that runs the other way. */
function isolated(name: string): string {
  return `\u2068${name}\u2069`
}
