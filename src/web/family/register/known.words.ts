import type { WordsOf } from '../language.ts'

const en = {
  title: 'Is this you?',
  lead: 'Somebody signs in with this email or this mobile number.',
  me: (pupil: string) => `If it is you, sign in to add ${pupil}. Nothing else about you changes.`,
  signIn: (pupil: string) => `Sign in and add ${pupil}`,
  add: (pupil: string) => `Add ${pupil} to my sign-in`,
  other:
    'If you share the mailbox or the phone with that person, go on by yourself. You stay two people: neither sees what the other is sent here.',
  goOn: 'I am somebody else',
}

export const knownWords: WordsOf<typeof en> = {
  en,
  cy: {
    title: 'Ai chi yw hwn?',
    lead: 'Mae rhywun yn mewngofnodi â’r e-bost neu’r rhif symudol hwn.',
    me: (pupil) => `Os mai chi ydyw, mewngofnodwch i ychwanegu ${pupil}. Nid oes dim arall amdanoch yn newid.`,
    signIn: (pupil) => `Mewngofnodi ac ychwanegu ${pupil}`,
    add: (pupil) => `Ychwanegu ${pupil} at fy mewngofnodi`,
    other:
      'Os ydych yn rhannu’r blwch post neu’r ffôn â’r person hwnnw, ewch ymlaen ar eich pen eich hun. Rydych yn aros yn ddau berson: nid yw’r naill yn gweld beth a anfonir at y llall yma.',
    goOn: 'Rhywun arall ydw i',
  },
  pl: {
    title: 'Czy to Państwo?',
    lead: 'Ktoś loguje się tym adresem e-mail lub tym numerem telefonu.',
    me: (pupil) => `Jeśli to Państwo, prosimy się zalogować i dodać dziecko: ${pupil}. Nic innego się nie zmieni.`,
    signIn: (pupil) => `Zaloguj i dodaj: ${pupil}`,
    add: (pupil) => `Dodaj do mojego logowania: ${pupil}`,
    other:
      'Jeśli dzielą Państwo skrzynkę lub telefon z tą osobą, prosimy przejść dalej osobno. Pozostają Państwo dwiema osobami: żadna nie widzi tutaj wiadomości drugiej.',
    goOn: 'Jestem kimś innym',
  },
  ur: {
    title: 'کیا یہ آپ ہیں؟',
    lead: 'کوئی اس ای میل یا اس موبائل نمبر سے سائن اِن کرتا ہے۔',
    me: (pupil) => `اگر یہ آپ ہیں تو سائن اِن کر کے ${pupil} کو شامل کریں۔ آپ کی اور کوئی چیز نہیں بدلتی۔`,
    signIn: (pupil) => `سائن اِن کریں اور ${pupil} کو شامل کریں`,
    add: (pupil) => `${pupil} کو میرے سائن اِن میں شامل کریں`,
    other:
      'اگر آپ اس شخص کے ساتھ میل باکس یا فون بانٹتے ہیں تو خود آگے بڑھیں۔ آپ دو الگ لوگ رہتے ہیں: یہاں کوئی دوسرے کے پیغام نہیں دیکھتا۔',
    goOn: 'میں کوئی اور ہوں',
  },
  ar: {
    title: 'هل هذا أنتم؟',
    lead: 'هناك من يسجّل الدخول بهذا البريد أو بهذا الرقم.',
    me: (pupil) => `إن كنتم أنتم، فسجّلوا الدخول لإضافة ${pupil}. لا يتغيّر شيء آخر عنكم.`,
    signIn: (pupil) => `تسجيل الدخول وإضافة ${pupil}`,
    add: (pupil) => `إضافة ${pupil} إلى حسابي`,
    other:
      'إن كنتم تتشاركون البريد أو الهاتف مع ذلك الشخص، فتابعوا وحدكم. تبقيان شخصين: لا يرى أحدكما هنا ما يُرسل إلى الآخر.',
    goOn: 'أنا شخص آخر',
  },
}
