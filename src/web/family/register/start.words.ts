import type { WordsOf } from '../language.ts'

const en = {
  title: 'Register with your letter',
  lead: 'For the parents and carers of a child at a school. You need the letter, your mobile phone and your email. It takes about three minutes.',
  scanned: 'We have read your letter’s code. Press the button to go on.',
  reference: 'Reference',
  referenceHint: (example: string) => `At the top of your letter, such as ${example}.`,
  code: 'One of the codes',
  codeHint: 'Ten letters and digits. One that nobody else has used.',
}

export const startWords: WordsOf<typeof en> = {
  en,
  cy: {
    title: 'Cofrestrwch â’ch llythyr',
    lead: 'I rieni a gofalwyr plentyn mewn ysgol. Bydd angen y llythyr, eich ffôn symudol a’ch e-bost arnoch. Mae’n cymryd tua thri munud.',
    scanned: 'Rydym wedi darllen cod eich llythyr. Pwyswch y botwm i fynd ymlaen.',
    reference: 'Cyfeirnod y llythyr',
    referenceHint: (example) => `Ar frig eich llythyr, er enghraifft ${example}.`,
    code: 'Un o’r codau',
    codeHint: 'Deg o lythrennau a digidau. Un nad oes neb arall wedi’i ddefnyddio.',
  },
  pl: {
    title: 'Rejestracja z listem ze szkoły',
    lead: 'Dla rodziców i opiekunów ucznia. Potrzebne będą: list, telefon komórkowy i dostęp do poczty e-mail. Zajmie to około trzech minut.',
    scanned: 'Kod z listu został odczytany. Proszę nacisnąć przycisk, aby przejść dalej.',
    reference: 'Numer listu',
    referenceHint: (example) => `Na górze listu, na przykład ${example}.`,
    code: 'Jeden z kodów',
    codeHint: 'Dziesięć liter i cyfr. Taki, którego nikt jeszcze nie użył.',
  },
  ur: {
    title: 'اپنے خط سے رجسٹر کریں',
    lead: 'اسکول کے بچوں کے والدین اور سرپرستوں کے لیے۔ آپ کو خط، اپنا موبائل فون اور اپنی ای میل درکار ہوگی۔ اس میں تقریباً تین منٹ لگتے ہیں۔',
    scanned: 'ہم نے آپ کے خط کا کوڈ پڑھ لیا ہے۔ آگے بڑھنے کے لیے بٹن دبائیں۔',
    reference: 'خط کا حوالہ نمبر',
    referenceHint: (example) => `آپ کے خط کے اوپر، مثلاً ${example}۔`,
    code: 'کوئی ایک کوڈ',
    codeHint: 'دس حروف اور ہندسے۔ وہ کوڈ جو کسی اور نے استعمال نہ کیا ہو۔',
  },
  ar: {
    title: 'سجّلوا برسالتكم',
    lead: 'لأولياء أمور التلاميذ ومن يرعاهم. تحتاجون إلى الرسالة وهاتفكم المحمول وبريدكم الإلكتروني. يستغرق ذلك نحو ثلاث دقائق.',
    scanned: 'قرأنا رمز رسالتكم. اضغطوا الزر للمتابعة.',
    reference: 'رقم الرسالة',
    referenceHint: (example) => `في أعلى رسالتكم، مثل ${example}.`,
    code: 'أحد الرموز',
    codeHint: 'عشرة أحرف وأرقام. رمز لم يستعمله أحد غيركم.',
  },
}
