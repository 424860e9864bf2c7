/** What is sent about signing in, in the languages that the pages for families speak whole. No name and no address stands in it (VIS-6). */
const en = {
  codeSubject: 'Your code',
  code: (code: string) =>
    `${code} is your code for Gatehouse, the school’s messages. It works for 10 minutes. The school never asks you for it.`,
  changedSubject: 'Your sign-in was changed',
  changed: {
    recovered: 'A new way to sign in to Gatehouse was set, and the earlier ones work no more.',
    password: 'The password of your Gatehouse sign-in was changed.',
    passkey: 'A passkey was added to your Gatehouse sign-in, or taken away.',
    app: 'The authenticator app of your Gatehouse sign-in was changed.',
    codes: 'Which codes open your Gatehouse sign-in was changed.',
    card: 'A new card of one-time codes was made for your Gatehouse sign-in.',
    'recovery code': 'A new recovery code was made for your Gatehouse sign-in.',
    email: 'The email of your Gatehouse sign-in was changed.',
    mobile: 'The mobile number of your Gatehouse sign-in was changed.',
    cleared: 'The ways into your Gatehouse sign-in were taken away, so that you can set new ones.',
    closed: 'Your Gatehouse sign-in was closed.',
  },
  notYou: (school: string) => `If this was not you, tell ${school} at once.`,
}

const cy: typeof en = {
  codeSubject: 'Eich cod',
  code: (code) =>
    `${code} yw eich cod ar gyfer Gatehouse, negeseuon yr ysgol. Mae’n gweithio am 10 munud. Nid yw’r ysgol byth yn gofyn i chi amdano.`,
  changedSubject: 'Newidiwyd eich mewngofnodi',
  changed: {
    recovered: 'Gosodwyd ffordd newydd o fewngofnodi i Gatehouse, ac nid yw’r rhai cynharach yn gweithio mwyach.',
    password: 'Newidiwyd cyfrinair eich mewngofnodi i Gatehouse.',
    passkey: 'Ychwanegwyd neu dynnwyd cyfrinallwedd o’ch mewngofnodi i Gatehouse.',
    app: 'Newidiwyd ap dilysu eich mewngofnodi i Gatehouse.',
    codes: 'Newidiwyd pa godau sy’n agor eich mewngofnodi i Gatehouse.',
    card: 'Gwnaed cerdyn newydd o godau untro ar gyfer eich mewngofnodi i Gatehouse.',
    'recovery code': 'Gwnaed cod adfer newydd ar gyfer eich mewngofnodi i Gatehouse.',
    email: 'Newidiwyd e-bost eich mewngofnodi i Gatehouse.',
    mobile: 'Newidiwyd rhif symudol eich mewngofnodi i Gatehouse.',
    cleared: 'Tynnwyd y ffyrdd i mewn i’ch mewngofnodi i Gatehouse, er mwyn i chi osod rhai newydd.',
    closed: 'Caewyd eich mewngofnodi i Gatehouse.',
  },
  notYou: (school) => `Os nad chi wnaeth hyn, dywedwch wrth ${school} ar unwaith.`,
}

export type SignInChange = keyof typeof en.changed

export function messageWords(language: string): typeof en {
  return language === 'cy' ? cy : en
}
