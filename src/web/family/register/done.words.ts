import type { WordsOf } from '../language.ts'

const en = {
  title: (forename: string) => `You are registered, ${forename}`,
  done: (school: string, pupil: string) => `${school} has you on record for ${pupil}, and writes to you as you chose.`,
  next: 'What happens next',
  nothingToDo: 'There is nothing else to do. Nobody else is shown your details.',
  otherAdult: 'Another adult registers with another code of the letter. Once everybody has, destroy it.',
  otherChild: 'Another child at the school has a letter of their own. Register with that one in the same way.',
  link: 'We have sent you a link to see what is kept and to get less, unless you chose to get nothing.',
  change: (ask: string) => `To change your details, sign in or ${ask}.`,
  thanks: 'Thank you',
  compares:
    'The school compares what you typed with what it holds, and comes back to you. There is nothing else to do.',
  noAnswer: (ask: string) => `If you hear nothing within a week, ${ask}.`,
}

export const doneWords: WordsOf<typeof en> = {
  en,
  cy: {
    title: (forename) => `Rydych wedi cofrestru, ${forename}`,
    done: (school, pupil) =>
      `Mae ${school} wedi eich cofnodi ar gyfer ${pupil}, a bydd yn ysgrifennu atoch fel y dewisoch.`,
    next: 'Beth sy’n digwydd nesaf',
    nothingToDo: 'Nid oes dim byd arall i’w wneud. Nid yw neb arall yn gweld eich manylion.',
    otherAdult: 'Mae oedolyn arall yn cofrestru â chod arall o’r llythyr. Pan fydd pawb wedi gwneud, dinistriwch ef.',
    otherChild: 'Mae gan blentyn arall yn yr ysgol ei lythyr ei hun. Cofrestrwch â hwnnw yn yr un modd.',
    link: 'Rydym wedi anfon dolen atoch i weld beth sy’n cael ei gadw ac i gael llai, oni bai i chi ddewis cael dim.',
    change: (ask) => `I newid eich manylion, mewngofnodwch neu ${ask}.`,
    thanks: 'Diolch',
    compares:
      'Mae’r ysgol yn cymharu’r hyn a deipioch â’r hyn sydd ganddi, a bydd yn cysylltu â chi. Nid oes dim byd arall i’w wneud.',
    noAnswer: (ask) => `Os na chlywch ddim o fewn wythnos, ${ask}.`,
  },
  pl: {
    title: (forename) => `Rejestracja zakończona, ${forename}`,
    done: (school, pupil) =>
      `${school} ma już Państwa dane kontaktowe (dziecko: ${pupil}) i będzie pisać w wybrany przez Państwa sposób.`,
    next: 'Co dalej',
    nothingToDo: 'Nie trzeba robić nic więcej. Nikt inny nie widzi Państwa danych.',
    otherAdult: 'Inna osoba dorosła rejestruje się innym kodem z listu. Gdy zrobią to wszyscy, prosimy list zniszczyć.',
    otherChild: 'Każde inne dziecko w szkole ma własny list. Z nim rejestracja przebiega tak samo.',
    link: 'Wysłaliśmy Państwu link, pod którym można zobaczyć przechowywane dane i ograniczyć wiadomości, chyba że wybrali Państwo brak wiadomości.',
    change: (ask) => `Aby zmienić swoje dane, prosimy się zalogować. W razie trudności ${ask}.`,
    thanks: 'Dziękujemy',
    compares: 'Szkoła porówna wpisane dane z tymi, które ma, i odezwie się do Państwa. Nie trzeba robić nic więcej.',
    noAnswer: (ask) => `Jeśli w ciągu tygodnia nie będzie odpowiedzi, ${ask}.`,
  },
  ur: {
    title: (forename) => `${forename}، آپ رجسٹر ہو گئے ہیں`,
    done: (school, pupil) =>
      `${pupil} کے لیے ${school} میں آپ کا اندراج ہو گیا ہے، اور اسکول آپ کو ویسے ہی لکھے گا جیسے آپ نے چنا۔`,
    next: 'آگے کیا ہوگا',
    nothingToDo: 'آپ کو مزید کچھ نہیں کرنا۔ آپ کی تفصیلات کسی اور کو نہیں دکھائی جاتیں۔',
    otherAdult: 'دوسرا بالغ فرد خط کے دوسرے کوڈ سے رجسٹر کرتا ہے۔ جب سب کر لیں تو خط ضائع کر دیں۔',
    otherChild: 'اسکول میں دوسرے بچے کا اپنا خط ہوتا ہے۔ اس سے بھی اسی طرح رجسٹر کریں۔',
    link: 'ہم نے آپ کو ایک لنک بھیجا ہے جس سے آپ دیکھ سکتے ہیں کہ کیا رکھا گیا ہے اور پیغامات کم کر سکتے ہیں، سوائے اس کے کہ آپ نے کچھ نہ لینا چنا ہو۔',
    change: (ask) => `اپنی تفصیلات بدلنے کے لیے سائن اِن کریں یا ${ask}۔`,
    thanks: 'شکریہ',
    compares: 'آپ نے جو لکھا ہے، اسکول اسے اپنے ریکارڈ سے ملائے گا اور آپ سے رابطہ کرے گا۔ آپ کو مزید کچھ نہیں کرنا۔',
    noAnswer: (ask) => `اگر ایک ہفتے میں جواب نہ ملے تو ${ask}۔`,
  },
  ar: {
    title: (forename) => `اكتمل تسجيلكم، ${forename}`,
    done: (school, pupil) => `سُجّلت بياناتكم لدى ${school} بشأن ${pupil}، وستكتب إليكم المدرسة كما اخترتم.`,
    next: 'ما الخطوة التالية',
    nothingToDo: 'لا حاجة إلى فعل أي شيء آخر. لا تُعرض بياناتكم على أحد سواكم.',
    otherAdult: 'يسجّل الشخص البالغ الآخر برمز آخر من الرسالة. وعندما ينتهي الجميع، أتلفوها.',
    otherChild: 'لكل طفل آخر في المدرسة رسالة خاصة به. سجّلوا بها بالطريقة نفسها.',
    link: 'أرسلنا إليكم رابطًا لتروا ما نحتفظ به وتقللوا ما يصلكم، إلا إذا اخترتم ألا يصلكم شيء.',
    change: (ask) => `لتغيير بياناتكم، سجّلوا الدخول أو ${ask}.`,
    thanks: 'شكرًا لكم',
    compares: 'تقارن المدرسة ما كتبتموه بما لديها، ثم تتواصل معكم. لا حاجة إلى فعل أي شيء آخر.',
    noAnswer: (ask) => `إذا لم يصلكم رد خلال أسبوع، ${ask}.`,
  },
}
