import type { WordsOf } from '../language.ts'

const en = {
  title: 'Keep a way to sign in',
  why: 'Not needed to get messages. With it you change your details yourself, and add another child with one letter and no codes.',
  keep: 'Choose how to sign in',
  hasOne: 'You have a sign-in already. Use that one. If you cannot, choose “I cannot sign in”.',
  nothing: 'You chose to be written to nowhere, so there is nothing to sign in with.',
  codesFirst: 'First we send a code to your email and one to your mobile, to be sure that it is you.',
  sendBoth: 'Send both codes',
  haveOne: 'I have a sign-in already',
  needsBoth: 'A sign-in needs an email and a mobile of yours. The school office helps you with a new letter.',
}

export const keepWords: WordsOf<typeof en> = {
  en,
  cy: {
    title: 'Cadw ffordd o fewngofnodi',
    why: 'Nid oes ei hangen i gael negeseuon. Gyda hi gallwch newid eich manylion eich hun, ac ychwanegu plentyn arall ag un llythyr a dim codau.',
    keep: 'Dewis sut i fewngofnodi',
    hasOne:
      'Mae gennych ffordd o fewngofnodi eisoes. Defnyddiwch honno. Os na allwch, dewiswch “Ni allaf fewngofnodi”.',
    nothing: 'Dewisoch beidio â chael eich hysgrifennu atoch yn unman, felly nid oes dim i fewngofnodi ag ef.',
    codesFirst: 'Yn gyntaf anfonwn god i’ch e-bost ac un i’ch ffôn symudol, i fod yn siŵr mai chi sydd yno.',
    sendBoth: 'Anfon y ddau god',
    haveOne: 'Mae gennyf ffordd o fewngofnodi eisoes',
    needsBoth:
      'Mae angen e-bost a rhif symudol arnoch i fewngofnodi. Bydd swyddfa’r ysgol yn eich helpu â llythyr newydd.',
  },
  pl: {
    title: 'Własne logowanie',
    why: 'Nie jest potrzebne, by otrzymywać wiadomości. Pozwala samodzielnie zmieniać swoje dane i dodać kolejne dziecko jednym listem, bez kodów.',
    keep: 'Wybierz sposób logowania',
    hasOne: 'Mają już Państwo logowanie. Prosimy użyć tego. Jeśli to niemożliwe, prosimy wybrać „I cannot sign in”.',
    nothing: 'Wybrali Państwo brak wiadomości, więc nie ma się czym logować.',
    codesFirst: 'Najpierw wyślemy kod na Państwa e-mail i drugi na telefon.',
    sendBoth: 'Wyślij oba kody',
    haveOne: 'Mam już logowanie',
    needsBoth: 'Do logowania potrzebny jest e-mail i numer telefonu. Sekretariat szkoły pomoże nowym listem.',
  },
  ur: {
    title: 'سائن اِن کا طریقہ رکھیں',
    why: 'پیغامات کے لیے ضروری نہیں۔ اس سے آپ اپنی تفصیلات خود بدل سکتے ہیں اور دوسرا بچہ ایک خط سے، بغیر کوڈ کے، شامل کر سکتے ہیں۔',
    keep: 'سائن اِن کا طریقہ چنیں',
    hasOne: 'آپ کے پاس سائن اِن پہلے سے ہے۔ وہی استعمال کریں۔ اگر نہ کر سکیں تو “I cannot sign in” چنیں۔',
    nothing: 'آپ نے کچھ نہ لینا چنا، اس لیے سائن اِن کے لیے کچھ نہیں۔',
    codesFirst: 'پہلے ہم ایک کوڈ آپ کے ای میل پر اور ایک آپ کے موبائل پر بھیجتے ہیں۔',
    sendBoth: 'دونوں کوڈ بھیجیں',
    haveOne: 'میرے پاس سائن اِن پہلے سے ہے',
    needsBoth: 'سائن اِن کے لیے آپ کا ای میل اور موبائل دونوں چاہئیں۔ اسکول کا دفتر نئے خط سے مدد کرے گا۔',
  },
  ar: {
    title: 'طريقة لتسجيل الدخول',
    why: 'ليست ضرورية لتصلكم الرسائل. بها تغيّرون بياناتكم بأنفسكم، وتضيفون طفلًا آخر برسالة واحدة ومن دون رموز.',
    keep: 'اختيار طريقة تسجيل الدخول',
    hasOne: 'لديكم طريقة لتسجيل الدخول. استعملوها. وإن تعذّر ذلك، فاختاروا «I cannot sign in».',
    nothing: 'اخترتم ألا يصلكم شيء، فلا يوجد ما تسجّلون الدخول به.',
    codesFirst: 'نرسل أولًا رمزًا إلى بريدكم ورمزًا إلى هاتفكم، لنتأكد من أنكم أنتم.',
    sendBoth: 'إرسال الرمزين',
    haveOne: 'لديّ طريقة لتسجيل الدخول',
    needsBoth: 'يحتاج تسجيل الدخول إلى بريد إلكتروني ورقم هاتف لكم. يساعدكم مكتب المدرسة برسالة جديدة.',
  },
}
