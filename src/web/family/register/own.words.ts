import type { WordsOf } from '../language.ts'

/** LET-1: what the pages say to staff and governors, who register for themselves and for no child. */
const en = {
  lead: 'You register your own email and mobile number. We send a code to each next.',
  purpose: 'It is kept so that the school can reach you, and for nothing else.',
  done: (school: string) => `${school} reaches you by these from now on.`,
}

export const ownWords: WordsOf<typeof en> = {
  en,
  cy: {
    lead: 'Rydych yn cofrestru eich e-bost a’ch rhif ffôn symudol eich hun. Nesaf, byddwn yn anfon cod i’r ddau.',
    purpose: 'Mae’n cael ei gadw er mwyn i’r ysgol allu cysylltu â chi, ac at ddim diben arall.',
    done: (school) => `Bydd ${school} yn cysylltu â chi drwy’r rhain o hyn ymlaen.`,
  },
  pl: {
    lead: 'Rejestrują Państwo własny adres e-mail i numer telefonu. W następnym kroku wyślemy na oba kod.',
    purpose: 'Dane te służą tylko temu, żeby szkoła mogła się z Państwem skontaktować.',
    done: (school) => `${school} będzie się od teraz kontaktować z Państwem w ten sposób.`,
  },
  ur: {
    lead: 'آپ اپنا ای میل اور موبائل نمبر رجسٹر کر رہے ہیں۔ اگلے مرحلے میں ہم دونوں پر ایک ایک کوڈ بھیجیں گے۔',
    purpose: 'یہ صرف اس لیے رکھا جاتا ہے کہ اسکول آپ سے رابطہ کر سکے، کسی اور مقصد کے لیے نہیں۔',
    done: (school) => `اب سے ${school} آپ سے انہی کے ذریعے رابطہ کرے گا۔`,
  },
  ar: {
    lead: 'تسجّلون بريدكم الإلكتروني ورقم هاتفكم المحمول. سنرسل رمزًا إلى كلٍّ منهما في الخطوة التالية.',
    purpose: 'تُحفظ لكي تتمكن المدرسة من التواصل معكم، ولا لأي غرض آخر.',
    done: (school) => `ستتواصل معكم ${school} من خلالها من الآن فصاعدًا.`,
  },
}
