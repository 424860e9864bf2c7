import type { WordsOf } from '../language.ts'

const en = {
  news: 'News and newsletters',
  newsHint: 'What must be told, such as absence, safety or a closed school, comes at once whatever you choose here.',
  usual: 'As the school sends them',
  digest: 'Once a day, all in one email',
  digestHint: 'If you get emails.',
  none: 'Not at all',
  later: 'On your own pages you can choose for each kind of message, and change everything at any time.',
}

export const firstChoicesWords: WordsOf<typeof en> = {
  en,
  cy: {
    news: 'Newyddion a chylchlythyrau',
    newsHint:
      'Mae’r hyn y mae’n rhaid ei ddweud, fel absenoldeb, diogelwch neu ysgol ar gau, yn dod ar unwaith beth bynnag a ddewiswch yma.',
    usual: 'Fel y mae’r ysgol yn eu hanfon',
    digest: 'Unwaith y dydd, i gyd mewn un e-bost',
    digestHint: 'Os ydych yn cael e-byst.',
    none: 'Dim o gwbl',
    later: 'Ar eich tudalennau eich hun gallwch ddewis ar gyfer pob math o neges, a newid popeth unrhyw bryd.',
  },
  pl: {
    news: 'Aktualności i biuletyny',
    newsHint:
      'To, co szkoła musi przekazać, jak nieobecność, bezpieczeństwo lub zamknięcie szkoły, przychodzi od razu, niezależnie od tego wyboru.',
    usual: 'Tak, jak wysyła je szkoła',
    digest: 'Raz dziennie, wszystko w jednym e-mailu',
    digestHint: 'Jeśli otrzymują Państwo e-maile.',
    none: 'Wcale',
    later:
      'Na własnych stronach można wybrać sposób dla każdego rodzaju wiadomości i w każdej chwili wszystko zmienić.',
  },
  ur: {
    news: 'خبریں اور خبرنامے',
    newsHint: 'جو بتانا لازمی ہے، جیسے غیر حاضری، حفاظت یا اسکول کا بند ہونا، وہ اس انتخاب سے قطع نظر فوراً آتا ہے۔',
    usual: 'جیسے اسکول بھیجتا ہے',
    digest: 'دن میں ایک بار، سب ایک ہی ای میل میں',
    digestHint: 'اگر آپ کو ای میل ملتی ہیں۔',
    none: 'بالکل نہیں',
    later: 'اپنے صفحات پر آپ ہر قسم کے پیغام کے لیے انتخاب کر سکتے ہیں، اور کسی بھی وقت سب کچھ بدل سکتے ہیں۔',
  },
  ar: {
    news: 'الأخبار والنشرات',
    newsHint: 'ما يجب إبلاغه، مثل الغياب أو السلامة أو إغلاق المدرسة، يصل في الحال مهما كان اختياركم هنا.',
    usual: 'كما ترسلها المدرسة',
    digest: 'مرة في اليوم، كلها في رسالة بريد إلكتروني واحدة',
    digestHint: 'إذا كان يصلكم بريد إلكتروني.',
    none: 'لا شيء منها',
    later: 'في صفحاتكم الخاصة يمكنكم الاختيار لكل نوع من الرسائل، وتغيير كل شيء في أي وقت.',
  },
}
