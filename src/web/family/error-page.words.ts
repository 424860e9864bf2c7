import type { WordsOf } from './language.ts'

const en = {
  gone: 'There is no such page',
  goneWords:
    'There is nothing at this address, or it is not yours to open. Check the address, or begin again with your letter.',
  closed: 'This could not be done',
  staleWords:
    'This form was open for too long, or your browser keeps no cookies. Nothing was changed. Go back, reload the page, and send it again.',
  unreadWords: 'Something in what your browser sent could not be read. Nothing was changed. Go back and try again.',
  fault: 'Something went wrong here',
  faultWords: (number: string) =>
    `This is our fault, not yours. Nothing more was changed. Try again in a minute. If it goes on, give the school office this number: ${number}`,
  back: 'Go back',
}

export const errorPageWords: WordsOf<typeof en> = {
  en,
  cy: {
    gone: 'Nid oes tudalen o’r fath',
    goneWords:
      'Nid oes dim yn y cyfeiriad hwn, neu nid chi sydd i’w agor. Gwiriwch y cyfeiriad, neu dechreuwch eto gyda’ch llythyr.',
    closed: 'Nid oedd modd gwneud hyn',
    staleWords:
      'Bu’r ffurflen hon ar agor yn rhy hir, neu nid yw eich porwr yn cadw cwcis. Ni newidiwyd dim. Ewch yn ôl, ail-lwythwch y dudalen, ac anfonwch hi eto.',
    unreadWords:
      'Nid oedd modd darllen rhywbeth a anfonodd eich porwr. Ni newidiwyd dim. Ewch yn ôl a rhowch gynnig arall arni.',
    fault: 'Aeth rhywbeth o’i le yma',
    faultWords: (number) =>
      `Ein bai ni yw hyn, nid eich bai chi. Ni newidiwyd dim arall. Rhowch gynnig arall arni ymhen munud. Os yw’n parhau, rhowch y rhif hwn i swyddfa’r ysgol: ${number}`,
    back: 'Mynd yn ôl',
  },
  pl: {
    gone: 'Nie ma takiej strony',
    goneWords:
      'Pod tym adresem nic nie ma albo strona nie jest przeznaczona dla Państwa. Proszę sprawdzić adres lub zacząć od nowa z listem.',
    closed: 'Nie udało się tego zrobić',
    staleWords:
      'Formularz był otwarty zbyt długo albo przeglądarka nie zapisuje plików cookie. Nic nie zostało zmienione. Proszę wrócić, odświeżyć stronę i wysłać ponownie.',
    unreadWords:
      'Nie udało się odczytać danych z przeglądarki. Nic nie zostało zmienione. Proszę wrócić i spróbować ponownie.',
    fault: 'Coś poszło nie tak',
    faultWords: (number) =>
      `To nasza wina, nie Państwa. Nic więcej nie zostało zmienione. Proszę spróbować za minutę. Jeśli to się powtarza, proszę podać ten numer w sekretariacie szkoły: ${number}`,
    back: 'Wróć',
  },
  ur: {
    gone: 'ایسا کوئی صفحہ نہیں',
    goneWords: 'اس پتے پر کچھ نہیں ہے، یا یہ آپ کے لیے نہیں ہے۔ پتہ دوبارہ دیکھیں، یا اپنے خط سے دوبارہ شروع کریں۔',
    closed: 'یہ نہیں ہو سکا',
    staleWords:
      'یہ فارم بہت دیر تک کھلا رہا، یا آپ کا براؤزر کوکیز محفوظ نہیں کرتا۔ کچھ نہیں بدلا۔ واپس جائیں، صفحہ دوبارہ کھولیں اور دوبارہ بھیجیں۔',
    unreadWords: 'آپ کے براؤزر نے جو بھیجا وہ پڑھا نہیں جا سکا۔ کچھ نہیں بدلا۔ واپس جائیں اور دوبارہ کوشش کریں۔',
    fault: 'یہاں کچھ غلط ہو گیا',
    faultWords: (number) =>
      `غلطی ہماری ہے، آپ کی نہیں۔ مزید کچھ نہیں بدلا۔ ایک منٹ بعد دوبارہ کوشش کریں۔ اگر پھر بھی ایسا ہو تو اسکول کے دفتر کو یہ نمبر بتائیں: ${number}`,
    back: 'واپس جائیں',
  },
  ar: {
    gone: 'لا توجد صفحة كهذه',
    goneWords: 'لا يوجد شيء في هذا العنوان، أو أنه ليس لكم. تحققوا من العنوان، أو ابدؤوا من جديد برسالتكم.',
    closed: 'تعذّر ذلك',
    staleWords:
      'بقي هذا النموذج مفتوحًا مدة طويلة، أو أن متصفحكم لا يحفظ ملفات تعريف الارتباط. لم يتغيّر شيء. ارجعوا وأعيدوا تحميل الصفحة ثم أرسلوها من جديد.',
    unreadWords: 'تعذّرت قراءة ما أرسله متصفحكم. لم يتغيّر شيء. ارجعوا وحاولوا من جديد.',
    fault: 'حدث خطأ هنا',
    faultWords: (number) =>
      `الخطأ منّا لا منكم. لم يتغيّر شيء آخر. حاولوا من جديد بعد دقيقة. وإذا تكرر ذلك، فأعطوا مكتب المدرسة هذا الرقم: ${number}`,
    back: 'رجوع',
  },
}
