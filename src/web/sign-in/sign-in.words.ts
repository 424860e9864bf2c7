import type { PasswordProblem } from '../../modules/accounts/index.ts'
import { shortestAlone, shortestPassword } from '../../modules/accounts/index.ts'
import type { WordsOf } from '../family/language.ts'

const problemsEn: Record<PasswordProblem, string> = {
  short: `Use at least ${shortestPassword} characters. Three or four words you can picture work well.`,
  'short alone': `Use at least ${shortestAlone} characters, because it stands alone. Four words you can picture work well.`,
  long: 'Use at most 128 characters.',
  common: 'This password is on the lists that strangers try first. Choose another.',
  own: 'This password is made of your own name or address. Choose another.',
}

const en = {
  title: 'Sign in',
  lead: 'For families and for staff.',
  againTitle: 'Sign in once more',
  againLead: 'The page you are going to asks for it, to keep what it shows safe.',
  byPasskey: 'With a passkey',
  passkey: 'Use a passkey',
  passkeyHint: 'Your fingerprint, your face or the PIN of your phone or computer.',
  passkeyProblem: 'No passkey was used. You can try again, or go on without one.',
  passkeyRefused: 'This passkey was not taken. Try again, or sign in with your password.',
  byPassword: 'With a password',
  name: 'Email or mobile number',
  password: 'Password',
  goOn: 'Go on',
  wrong: 'These do not go together. Check both and try again.',
  wait: (seconds: number) => `There were several wrong tries. Wait ${sayWaitEn(seconds)}, then try again.`,
  needsStep: 'That page asks for more than a password. Add a passkey or a second step here.',
  lost: 'I cannot sign in',
  noSignIn: 'No sign-in yet? Families make one after registering with the letter from the school.',
  signedOut: 'You are signed out.',

  codeTitle: 'One more step',
  codeLead: 'The password was right.',
  code: 'Your code',
  fromApp: 'Six digits from the authenticator app.',
  fromEmail: 'Six digits from the email we send you.',
  fromText: 'Six digits from the text we send you.',
  fromCard: (left: number) => `An unused code of your card (${left} left).`,
  noneLeft: 'Every code of your card is used. Choose “I cannot sign in”.',
  passkeyOnly: 'You have no second step beside a passkey. Start again and use your passkey.',
  sendEmail: (address: string) => `Send a code to ${address}`,
  sendText: (number: string) => `Text a code to ${number}`,
  sent: 'A code is on its way. It works for 10 minutes; the earlier ones work no more.',
  notSent: 'No code was sent: several went already within the hour. Use another way, or try later.',
  signIn: 'Sign in',
  startAgain: 'Start again',
  tooLate: 'That took a while. Please start again.',
  codeWrong: 'This code is not right, or it was used or is too old. Try the next one.',
  fewLeft: (left: number) => `Your card has ${left} codes left. Make a new one soon, on the page of your sign-in.`,

  passwordProblems: problemsEn,
}

const cy: typeof en = {
  title: 'Mewngofnodi',
  lead: 'I deuluoedd ac i staff.',
  againTitle: 'Mewngofnodwch unwaith eto',
  againLead: 'Mae’r dudalen nesaf yn gofyn am hyn, i gadw’r hyn y mae’n ei ddangos yn ddiogel.',
  byPasskey: 'Gyda chyfrinallwedd',
  passkey: 'Defnyddio cyfrinallwedd',
  passkeyHint: 'Eich olion bysedd, eich wyneb neu PIN eich ffôn neu gyfrifiadur.',
  passkeyProblem: 'Ni ddefnyddiwyd cyfrinallwedd. Gallwch roi cynnig arall arni, neu fynd ymlaen heb un.',
  passkeyRefused: 'Ni dderbyniwyd y gyfrinallwedd hon. Rhowch gynnig arall arni, neu defnyddiwch eich cyfrinair.',
  byPassword: 'Gyda chyfrinair',
  name: 'E-bost neu rif ffôn symudol',
  password: 'Cyfrinair',
  goOn: 'Ymlaen',
  wrong: 'Nid yw’r rhain yn cyd-fynd. Gwiriwch y ddau a rhowch gynnig arall arni.',
  wait: (seconds) => `Bu sawl cynnig anghywir. Arhoswch ${sayWaitCy(seconds)}, yna rhowch gynnig arall arni.`,
  needsStep: 'Mae’r dudalen honno’n gofyn am fwy na chyfrinair. Ychwanegwch gyfrinallwedd neu ail gam yma.',
  lost: 'Ni allaf fewngofnodi',
  noSignIn: 'Dim ffordd o fewngofnodi eto? Mae teuluoedd yn gwneud un ar ôl cofrestru â’r llythyr gan yr ysgol.',
  signedOut: 'Rydych wedi allgofnodi.',

  codeTitle: 'Un cam arall',
  codeLead: 'Roedd y cyfrinair yn gywir.',
  code: 'Eich cod',
  fromApp: 'Chwe digid o’r ap dilysu.',
  fromEmail: 'Chwe digid o’r e-bost a anfonwn atoch.',
  fromText: 'Chwe digid o’r neges destun a anfonwn atoch.',
  fromCard: (left) => `Cod o’ch cerdyn nad ydych wedi’i ddefnyddio (${left} ar ôl).`,
  noneLeft: 'Mae pob cod ar eich cerdyn wedi’i ddefnyddio. Dewiswch “Ni allaf fewngofnodi”.',
  passkeyOnly: 'Nid oes gennych ail gam heblaw cyfrinallwedd. Dechreuwch eto a defnyddiwch eich cyfrinallwedd.',
  sendEmail: (address) => `Anfon cod i ${address}`,
  sendText: (number) => `Anfon cod mewn neges destun i ${number}`,
  sent: 'Mae cod ar ei ffordd. Mae’n gweithio am 10 munud; nid yw’r rhai cynharach yn gweithio mwyach.',
  notSent:
    'Ni anfonwyd cod: aeth sawl un eisoes o fewn yr awr. Defnyddiwch ffordd arall, neu rhowch gynnig yn nes ymlaen.',
  signIn: 'Mewngofnodi',
  startAgain: 'Dechrau eto',
  tooLate: 'Cymerodd hynny dipyn o amser. Dechreuwch eto.',
  codeWrong: 'Nid yw’r cod hwn yn gywir, neu cafodd ei ddefnyddio neu mae’n rhy hen. Rhowch gynnig ar yr un nesaf.',
  fewLeft: (left) => `Mae ${left} cod ar ôl ar eich cerdyn. Gwnewch un newydd cyn hir, ar dudalen eich mewngofnodi.`,

  passwordProblems: {
    short: `Defnyddiwch o leiaf ${shortestPassword} nod. Mae tri neu bedwar gair y gallwch eu dychmygu yn gweithio’n dda.`,
    'short alone': `Defnyddiwch o leiaf ${shortestAlone} nod, gan ei fod yn sefyll ar ei ben ei hun. Mae pedwar gair y gallwch eu dychmygu yn gweithio’n dda.`,
    long: 'Defnyddiwch 128 nod ar y mwyaf.',
    common: 'Mae’r cyfrinair hwn ar y rhestrau y mae dieithriaid yn rhoi cynnig arnynt gyntaf. Dewiswch un arall.',
    own: 'Mae’r cyfrinair hwn wedi’i wneud o’ch enw neu’ch cyfeiriad eich hun. Dewiswch un arall.',
  },
}

export const signInWords: WordsOf<typeof en> = { en, cy }

/** "5 minutes", "40 seconds". */
function sayWaitEn(seconds: number): string {
  if (seconds >= 90) return `${Math.ceil(seconds / 60)} minutes`
  return seconds === 1 ? '1 second' : `${seconds} seconds`
}

function sayWaitCy(seconds: number): string {
  return seconds >= 90 ? `${Math.ceil(seconds / 60)} munud` : `${seconds} eiliad`
}
