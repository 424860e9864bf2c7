import type { WordsOf } from '../family/language.ts'

const en = { skip: 'Skip to the page', language: 'Language' }

export const familyPageWords: WordsOf<typeof en> = {
  en,
  cy: { skip: 'Neidio i’r dudalen', language: 'Iaith' },
  pl: { skip: 'Przejdź do treści', language: 'Język' },
  ur: { skip: 'صفحے کے مواد پر جائیں', language: 'زبان' },
  ar: { skip: 'الانتقال إلى محتوى الصفحة', language: 'اللغة' },
}
