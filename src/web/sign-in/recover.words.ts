import type { WordsOf } from '../family/language.ts'

const en = {
  recoverTitle: 'Find a way back in',
  recoverLead: 'For families. Staff ask an administrator of their school to invite them again.',
  name: 'The email or mobile number you sign in with',
  goOn: 'Go on',
  office: 'None of this works? Ask the school office for a new letter. Registering with it gives you a new sign-in.',

  proveTitle: 'Show that it is you',
  proveRecovery:
    'If somebody signs in by this name, two codes are on their way: one by email, one by text. They work for 10 minutes.',
  proveOwn: 'Two codes are on their way: one by email, one by text. They work for 10 minutes.',
  emailCode: 'Six digits from the email',
  mobileCode: 'Six digits from the text',
  proved: 'This one was right.',
  savedCode: 'Or your saved recovery code',
  savedHint: 'The thirteen letters and digits that you printed or wrote down. It stands in place of both codes.',
  proveWrong: 'This is not right, or it is too old. Check it, or get new codes.',
  sendAgain: 'Send new codes',
  sentAgain: 'New codes are on their way. The earlier ones work no more.',
  wait: (seconds: number) => `There were several wrong tries. Wait ${seconds} seconds, then try again.`,

  newTitle: 'Choose how to sign in',
  newLead: (name: string) => `You sign in as ${name}.`,
  newAgain: 'What opened your sign-in before opens it no more. Pages about your children open again in 24 hours.',
  byPasskey: 'With a passkey',
  passkeyWhy:
    'The easiest and the safest: your fingerprint, your face or the PIN of this device. No password, no code.',
  makePasskey: 'Make a passkey on this device',
  passkeyRefused: 'No passkey was made. Try again, or choose a password.',
  byPassword: 'With a password',
  password: 'New password',
  passwordHint: (withStep: number, alone: number) =>
    `At least ${withStep} characters, or ${alone} without a second step. Three or four words you can picture work well.`,
  second: 'And as a second step',
  steps: {
    email: { words: 'A code by email', hint: '' },
    text: { words: 'A code by text', hint: '' },
    app: { words: 'An authenticator app', hint: 'On your phone; works without a signal.' },
    card: { words: 'A printed card of one-time codes', hint: 'Ten codes on paper; no phone needed.' },
    none: { words: 'Nothing', hint: 'Opens news and messages, not the pages about your children.' },
  },
  secondWrong: 'Choose one.',
  appTitle: 'If you chose the app: scan this with it',
  appSecret: 'Or type this into the app:',
  appCode: 'Six digits that the app shows now',
  appWrong: 'This is not the code that the app shows now. Wait for the next one and type that.',
  keep: 'Keep this sign-in',
  done: 'You can sign in from now on.',
  notNow: 'Not now',
}

const cy: typeof en = {
  recoverTitle: 'Dod o hyd i ffordd yn ôl i mewn',
  recoverLead: 'I deuluoedd. Mae staff yn gofyn i weinyddwr eu hysgol eu gwahodd eto.',
  name: 'Yr e-bost neu’r rhif symudol rydych yn mewngofnodi ag ef',
  goOn: 'Ymlaen',
  office:
    'Dim byd yn gweithio? Gofynnwch i swyddfa’r ysgol am lythyr newydd. Mae cofrestru ag ef yn rhoi ffordd newydd o fewngofnodi i chi.',

  proveTitle: 'Dangoswch mai chi sydd yno',
  proveRecovery:
    'Os oes rhywun yn mewngofnodi â’r enw hwn, mae dau god ar eu ffordd: un drwy e-bost, un drwy neges destun. Maent yn gweithio am 10 munud.',
  proveOwn: 'Mae dau god ar eu ffordd: un drwy e-bost, un drwy neges destun. Maent yn gweithio am 10 munud.',
  emailCode: 'Chwe digid o’r e-bost',
  mobileCode: 'Chwe digid o’r neges destun',
  proved: 'Roedd hwn yn gywir.',
  savedCode: 'Neu eich cod adfer a gadwyd',
  savedHint:
    'Y tair ar ddeg o lythrennau a digidau a argraffwyd neu a ysgrifennwyd gennych. Mae’n sefyll yn lle’r ddau god.',
  proveWrong: 'Nid yw hwn yn gywir, neu mae’n rhy hen. Gwiriwch ef, neu gofynnwch am godau newydd.',
  sendAgain: 'Anfon codau newydd',
  sentAgain: 'Mae codau newydd ar eu ffordd. Nid yw’r rhai cynharach yn gweithio mwyach.',
  wait: (seconds) => `Bu sawl cynnig anghywir. Arhoswch ${seconds} eiliad, yna rhowch gynnig arall arni.`,

  newTitle: 'Dewiswch sut i fewngofnodi',
  newLead: (name) => `Rydych yn mewngofnodi fel ${name}.`,
  newAgain:
    'Nid yw’r hyn a agorai eich mewngofnodi o’r blaen yn ei agor mwyach. Bydd tudalennau am eich plant yn agor eto mewn 24 awr.',
  byPasskey: 'Gyda chyfrinallwedd',
  passkeyWhy:
    'Yr hawsaf a’r mwyaf diogel: eich olion bysedd, eich wyneb neu PIN y ddyfais hon. Dim cyfrinair, dim cod.',
  makePasskey: 'Gwneud cyfrinallwedd ar y ddyfais hon',
  passkeyRefused: 'Ni wnaed cyfrinallwedd. Rhowch gynnig arall arni, neu dewiswch gyfrinair.',
  byPassword: 'Gyda chyfrinair',
  password: 'Cyfrinair newydd',
  passwordHint: (withStep, alone) =>
    `O leiaf ${withStep} nod, neu ${alone} heb ail gam. Mae tri neu bedwar gair y gallwch eu dychmygu yn gweithio’n dda.`,
  second: 'Ac fel ail gam',
  steps: {
    email: { words: 'Cod drwy e-bost', hint: '' },
    text: { words: 'Cod drwy neges destun', hint: '' },
    app: { words: 'Ap dilysu', hint: 'Ar eich ffôn; mae’n gweithio heb signal.' },
    card: { words: 'Cerdyn printiedig o godau untro', hint: 'Deg cod ar bapur; nid oes angen ffôn.' },
    none: { words: 'Dim byd', hint: 'Mae’n agor newyddion a negeseuon, nid y tudalennau am eich plant.' },
  },
  secondWrong: 'Dewiswch un.',
  appTitle: 'Os dewisoch yr ap: sganiwch hwn ag ef',
  appSecret: 'Neu teipiwch hwn yn yr ap:',
  appCode: 'Chwe digid y mae’r ap yn eu dangos nawr',
  appWrong: 'Nid dyma’r cod y mae’r ap yn ei ddangos nawr. Arhoswch am yr un nesaf a theipiwch hwnnw.',
  keep: 'Cadw’r mewngofnodi hwn',
  done: 'Gallwch fewngofnodi o hyn ymlaen.',
  notNow: 'Nid nawr',
}

export const recoverWords: WordsOf<typeof en> = { en, cy }
