import type { WordsOf } from './language.ts'

/** What families are refused, by its code. The modules keep English words for whoever asks them otherwise. */
const en: Record<string, string> = {
  'own-link.no-such-child': 'This child is not linked to you. Nothing was changed.',
  'own-link.not-yours': 'The school keeps this link. Ask the school to end it. Nothing was changed.',
  'own-details.said-enough':
    'The school has several notes of yours already, and comes back to you. This one was not sent.',
  'own-change.codes-sent':
    'We have sent several codes. Nothing was changed. Try again in an hour, or ask the school office.',
  'account.other-person':
    'This account and these details belong to two different people on record. Nothing was changed. Ask the school office.',
  'account.closed': 'This sign-in was closed. Nothing was changed.',
  'account.last-way':
    'Without this your sign-in would be too weak, or gone. Add another way first. Nothing was changed.',
  'account.names-taken':
    'Your email and your mobile number both belong to sign-ins of other people. Nothing was changed. Please ask the school office.',
  'opening.over': 'This was open for too long, or is done already. Please start again.',
  'opening.unproved': 'Please type the codes first. Nothing was changed.',
  'passkey.not-taken': 'This passkey was not taken. Try again, or sign in with your password.',
  'sign-in.busy': 'Very many people are signing in at this moment. Try again in a few seconds.',
  'sign-in.paused-forbidden':
    'Your way to sign in was changed a short while ago. To keep you safe, this page opens again a day after that. Nothing was changed.',
  'preference.cannot-be-chosen':
    'This cannot be taken that way: the school must reach you with it. Nothing was changed.',
  'form.unreadable':
    'Something in this form could not be read. Nothing was changed. Look at it once more, and try again.',
  'preference.hour': 'The hour of the daily email is a full hour. Nothing was changed.',
}

export const refusalWords: WordsOf<Record<string, string>> = {
  en,
  cy: {
    'own-link.no-such-child': 'Nid yw’r plentyn hwn wedi’i gysylltu â chi. Ni newidiwyd dim.',
    'own-link.not-yours': 'Yr ysgol sy’n cadw’r cyswllt hwn. Gofynnwch i’r ysgol ddod ag ef i ben. Ni newidiwyd dim.',
    'own-details.said-enough':
      'Mae gan yr ysgol sawl nodyn gennych yn barod, a bydd yn dod yn ôl atoch. Nid anfonwyd yr un yma.',
    'own-change.codes-sent':
      'Rydym wedi anfon sawl cod. Ni newidiwyd dim. Rhowch gynnig arall arni ymhen awr, neu gofynnwch i swyddfa’r ysgol.',
    'account.other-person':
      'Mae’r cyfrif hwn a’r manylion hyn yn perthyn i ddau berson gwahanol yn ein cofnodion. Ni newidiwyd dim. Gofynnwch i swyddfa’r ysgol.',
    'account.closed': 'Caewyd y mewngofnodi hwn. Ni newidiwyd dim.',
    'account.last-way':
      'Heb hyn byddai eich mewngofnodi’n rhy wan, neu wedi mynd. Ychwanegwch ffordd arall yn gyntaf. Ni newidiwyd dim.',
    'account.names-taken':
      'Mae eich e-bost a’ch rhif ffôn symudol yn perthyn i fewngofnodi pobl eraill. Ni newidiwyd dim. Gofynnwch i swyddfa’r ysgol.',
    'opening.over': 'Bu hyn ar agor yn rhy hir, neu mae wedi’i wneud yn barod. Dechreuwch eto.',
    'opening.unproved': 'Teipiwch y codau yn gyntaf. Ni newidiwyd dim.',
    'passkey.not-taken':
      'Ni dderbyniwyd y gyfrinallwedd hon. Rhowch gynnig arall arni, neu mewngofnodwch â’ch cyfrinair.',
    'sign-in.busy':
      'Mae llawer iawn o bobl yn mewngofnodi ar hyn o bryd. Rhowch gynnig arall arni ymhen ychydig eiliadau.',
    'sign-in.paused-forbidden':
      'Newidiwyd eich ffordd o fewngofnodi ychydig yn ôl. I’ch cadw’n ddiogel, bydd y dudalen hon yn agor eto ddiwrnod wedi hynny. Ni newidiwyd dim.',
    'preference.cannot-be-chosen':
      'Ni ellir cael hyn yn y ffordd honno: rhaid i’r ysgol allu eich cyrraedd. Ni newidiwyd dim.',
    'form.unreadable':
      'Nid oedd modd darllen rhywbeth yn y ffurflen hon. Ni newidiwyd dim. Edrychwch arni eto, a rhowch gynnig arall arni.',
    'preference.hour': 'Awr gyfan yw awr yr e-bost dyddiol. Ni newidiwyd dim.',
  },
}
