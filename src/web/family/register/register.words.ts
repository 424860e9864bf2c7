import { defaultSettings, type School } from '../../../modules/schools/index.ts'
import { isolated, type Language, type WordsOf, wordsIn } from '../language.ts'

// What several pages of the way to register say, and the answers to a code that opens nothing (LET-2, LET-5, LET-6).

/** `ask` is how to ask whoever helps at the school, as part of a sentence. */
const en = {
  step: (step: number) => `Step ${step} of 4`,
  goOn: 'Go on',
  office: 'ask the school office',
  ask: (contact: string) => `ask ${contact}`,
  start: 'Type the reference and the code of your letter.',
  wrong: (ask: string) =>
    `Reference and code do not go together. Check both against your letter: the newest one, if you have several. If it still does not work, ${ask}.`,
  used: (ask: string) =>
    `This code was used already. Each adult uses a code of their own: try another code of your letter, or ${ask}.`,
  full: (ask: string) =>
    `As many adults as the school allows have registered with this letter. If you should be able to register too, please ${ask}.`,
  over: (ask: string) => `This letter cannot be used any more. For a new one, please ${ask}.`,
  nothingSaved: 'Nothing was saved.',
  tooLong:
    'This registration was open for too long. Nothing was saved. Type the reference and the code of your letter again.',
  finished: 'You have registered already. Nothing was changed.',
  codesSent: (ask: string) =>
    `We have sent several codes. If none arrives, please ${ask}. Nothing is lost: your letter still works.`,
}

const words: WordsOf<typeof en> = {
  en,
  cy: {
    step: (step) => `Cam ${step} o 4`,
    goOn: 'Ymlaen',
    office: 'gofynnwch i swyddfa’r ysgol',
    ask: (contact) => `gofynnwch i ${contact}`,
    start: 'Teipiwch gyfeirnod a chod eich llythyr.',
    wrong: (ask) =>
      `Nid yw’r cyfeirnod a’r cod yn mynd gyda’i gilydd. Cymharwch y ddau â’ch llythyr: yr un diweddaraf, os oes gennych sawl un. Os nad yw’n gweithio o hyd, ${ask}.`,
    used: (ask) =>
      `Mae’r cod hwn wedi’i ddefnyddio’n barod. Mae pob oedolyn yn defnyddio ei god ei hun: rhowch gynnig ar god arall o’ch llythyr, neu ${ask}.`,
    full: (ask) =>
      `Mae cynifer o oedolion ag y mae’r ysgol yn eu caniatáu wedi cofrestru â’r llythyr hwn. Os dylech chi allu cofrestru hefyd, ${ask}.`,
    over: (ask) => `Ni ellir defnyddio’r llythyr hwn mwyach. I gael un newydd, ${ask}.`,
    nothingSaved: 'Ni chadwyd dim.',
    tooLong: 'Bu’r cofrestriad hwn ar agor yn rhy hir. Ni chadwyd dim. Teipiwch gyfeirnod a chod eich llythyr eto.',
    finished: 'Rydych wedi cofrestru’n barod. Ni newidiwyd dim.',
    codesSent: (ask) =>
      `Rydym wedi anfon sawl cod. Os nad oes un yn cyrraedd, ${ask}. Nid oes dim wedi’i golli: mae eich llythyr yn dal i weithio.`,
  },
  pl: {
    step: (step) => `Krok ${step} z 4`,
    goOn: 'Dalej',
    office: 'prosimy zapytać w sekretariacie szkoły',
    ask: (contact) => `prosimy o kontakt: ${contact}`,
    start: 'Proszę wpisać numer listu i kod.',
    wrong: (ask) =>
      `Numer listu i kod nie pasują do siebie. Proszę porównać je z listem, a jeśli listów jest kilka, z najnowszym. Jeśli nadal nie działa, ${ask}.`,
    used: (ask) =>
      `Ten kod został już użyty. Każda osoba dorosła ma swój kod: proszę spróbować innego kodu z listu. Jeśli to nie pomoże, ${ask}.`,
    full: (ask) =>
      `Z tym listem zarejestrowało się już tyle osób, na ile pozwala szkoła. Jeśli Państwo też powinni móc się zarejestrować, ${ask}.`,
    over: (ask) => `Ten list jest już nieważny. Aby otrzymać nowy, ${ask}.`,
    nothingSaved: 'Nic nie zostało zapisane.',
    tooLong: 'Rejestracja trwała zbyt długo. Nic nie zostało zapisane. Proszę ponownie wpisać numer listu i kod.',
    finished: 'Rejestracja jest już zakończona. Nic nie zostało zmienione.',
    codesSent: (ask) =>
      `Wysłaliśmy już kilka kodów. Jeśli żaden nie dotrze, ${ask}. Nic nie przepadło: list nadal działa.`,
  },
  ur: {
    step: (step) => `مرحلہ ${step} از 4`,
    goOn: 'آگے بڑھیں',
    office: 'اسکول کے دفتر سے پوچھیں',
    ask: (contact) => `${contact} سے پوچھیں`,
    start: 'اپنے خط کا حوالہ نمبر اور کوڈ لکھیں۔',
    wrong: (ask) =>
      `حوالہ نمبر اور کوڈ آپس میں نہیں ملتے۔ دونوں کو اپنے خط سے ملا کر دیکھیں؛ اگر کئی خط ہوں تو سب سے نئے خط سے۔ اگر پھر بھی کام نہ کرے تو ${ask}۔`,
    used: (ask) =>
      `یہ کوڈ پہلے ہی استعمال ہو چکا ہے۔ ہر بالغ فرد کا اپنا کوڈ ہوتا ہے: اپنے خط کا کوئی اور کوڈ آزمائیں، یا ${ask}۔`,
    full: (ask) =>
      `اس خط سے اتنے بالغ افراد رجسٹر ہو چکے ہیں جتنوں کی اسکول اجازت دیتا ہے۔ اگر آپ کو بھی رجسٹر ہونا چاہیے تو براہِ کرم ${ask}۔`,
    over: (ask) => `یہ خط اب استعمال نہیں ہو سکتا۔ نئے خط کے لیے براہِ کرم ${ask}۔`,
    nothingSaved: 'کچھ محفوظ نہیں ہوا۔',
    tooLong: 'یہ رجسٹریشن بہت دیر تک کھلی رہی۔ کچھ محفوظ نہیں ہوا۔ اپنے خط کا حوالہ نمبر اور کوڈ دوبارہ لکھیں۔',
    finished: 'آپ پہلے ہی رجسٹر ہو چکے ہیں۔ کچھ نہیں بدلا۔',
    codesSent: (ask) =>
      `ہم کئی کوڈ بھیج چکے ہیں۔ اگر کوئی نہ پہنچے تو براہِ کرم ${ask}۔ کچھ ضائع نہیں ہوا: آپ کا خط اب بھی کام کرتا ہے۔`,
  },
  ar: {
    step: (step) => `الخطوة ${step} من 4`,
    goOn: 'متابعة',
    office: 'اسألوا مكتب المدرسة',
    ask: (contact) => `اسألوا ${contact}`,
    start: 'اكتبوا رقم رسالتكم ورمزها.',
    wrong: (ask) =>
      `رقم الرسالة والرمز لا يتطابقان. قارنوهما بما في رسالتكم، وبالأحدث إن كانت لديكم عدة رسائل. وإذا لم ينجح ذلك، ${ask}.`,
    used: (ask) => `سبق استعمال هذا الرمز. لكل شخص بالغ رمزه الخاص: جرّبوا رمزًا آخر من رسالتكم، أو ${ask}.`,
    full: (ask) => `سجّل بهذه الرسالة كل من تسمح المدرسة بتسجيلهم. إذا كان يحق لكم التسجيل أيضًا، ${ask}.`,
    over: (ask) => `لم تعد هذه الرسالة صالحة. للحصول على رسالة جديدة، ${ask}.`,
    nothingSaved: 'لم يُحفظ شيء.',
    tooLong: 'بقي هذا التسجيل مفتوحًا مدة طويلة. لم يُحفظ شيء. اكتبوا رقم رسالتكم ورمزها من جديد.',
    finished: 'لقد سجّلتم من قبل. لم يتغيّر شيء.',
    codesSent: (ask) => `أرسلنا عدة رموز. إذا لم يصلكم أي منها، ${ask}. لم يضِع شيء: رسالتكم ما زالت صالحة.`,
  },
}

export function registerWords(language: Language): typeof en {
  return wordsIn(words, language)
}

/** How to ask for help, as part of a sentence; `helpContact` stands in the school's settings. */
export function askIn(language: Language, helpContact: string = defaultSettings.helpContact): string {
  const { office, ask } = registerWords(language)
  return helpContact === defaultSettings.helpContact ? office : ask(isolated(language, helpContact))
}

/** Why a code that is right opens nothing, without naming the pupil (LET-5). */
export function sayVerdictIn(language: Language, verdict: string, helpContact: string): string {
  const said = registerWords(language)
  const ask = askIn(language, helpContact)
  if (verdict === 'used') return said.used(ask)
  return verdict === 'full' ? said.full(ask) : said.over(ask)
}

/** A refusal of the way to register, in the language it is walked in; null where it is not one of these. */
export function sayRefusalIn(language: Language, code: string, school: School | null): string | null {
  const said = registerWords(language)
  const ask = askIn(language, school?.settings.helpContact)
  switch (code) {
    case 'no-such-school':
      return said.start
    case 'registration.over':
      return said.tooLong
    case 'registration.finished':
      return said.finished
    case 'registration.codes-sent':
      return said.codesSent(ask)
    case 'registration.used':
      return `${said.used(ask)} ${said.nothingSaved}`
    case 'registration.full':
      return `${said.full(ask)} ${said.nothingSaved}`
    case 'registration.left':
    case 'registration.expired':
      return `${said.over(ask)} ${said.nothingSaved}`
    default:
      return null
  }
}
