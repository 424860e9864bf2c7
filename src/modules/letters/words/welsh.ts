import type { LetterWords } from './words.ts'

const notice = [
  'Rydym yn defnyddio eich enw, eich e-bost a’ch rhif ffôn symudol i anfon negeseuon atoch o’r ysgol. Dim ond staff sydd eu hangen sy’n gallu eu gweld, ac nid yw unrhyw oedolyn arall yn gallu eu gweld.',
  'Nid oes rhaid i chi gofrestru, a gallwch atal pob neges ar unrhyw adeg: dewiswch “Peidiwch ag anfon dim ataf” wrth gofrestru, neu dywedwch wrth swyddfa’r ysgol.',
]
const help =
  'Os nad yw rhywbeth yn gweithio, neu os na allwch ddefnyddio’r rhyngrwyd, gofynnwch i swyddfa’r ysgol. Rydym yn falch o helpu.'

export const welsh: LetterWords = {
  documentTitle: 'Llythyrau cofrestru',
  title: {
    family: 'Cofrestrwch i glywed gan yr ysgol',
    'single-adult': 'Cofrestrwch i glywed gan yr ysgol',
    staff: 'Cofrestrwch i glywed gan yr ysgol',
  },
  pupil: 'Disgybl',
  member: 'I',
  class: 'Dosbarth',
  crest: 'Arfbais yr ysgol',
  whatToDo: 'Beth i’w wneud',
  steps: [
    'Sganiwch god sgwâr â chamera ffôn. Neu ewch i {site} a theipiwch gyfeirnod y llythyr a chod.',
    'Rhowch eich enw, eich e-bost a’ch rhif ffôn symudol i ni. Byddwn yn anfon rhif byr i’r ddau, i wirio mai chi sydd biau nhw.',
    'Dewiswch beth yr hoffech glywed amdano, a sut.',
  ],
  site: 'Cyfeiriad ar y we',
  reference: 'Cyfeirnod y llythyr',
  codesHeading: { one: 'Eich cod', several: 'Un cod i bob oedolyn' },
  once: {
    one: 'Mae’n gweithio unwaith, i chi yn unig. Peidiwch â’i roi i neb arall.',
    several:
      'Mae pob cod yn gweithio unwaith, i un oedolyn. Cadwch y llythyr hwn yn ddiogel nes bod pawb wedi cofrestru.',
  },
  code: { one: 'Eich cod', several: 'Cod {place}' },
  qr: {
    one: 'Cod sgwâr sy’n agor y dudalen gofrestru',
    several: 'Cod sgwâr {place} sy’n agor y dudalen gofrestru',
  },
  expiry: 'Cofrestrwch erbyn {date}.',
  afterExpiry: 'Ar ôl hynny gall swyddfa’r ysgol argraffu llythyr newydd.',
  yourDetails: 'Eich manylion',
  help: 'Cymorth',
  locale: 'cy',
  direction: 'ltr',
  defaultText: {
    family: {
      paragraphs: [
        'Annwyl rieni a gofalwyr,',
        'Mae {{school.name}} yn anfon newyddion a negeseuon am {{pupil.name}} drwy neges destun ac e-bost. I’w cael, cofrestrwch â’r llythyr hwn. Mae’n cymryd tua phum munud.',
        'Mae pob oedolyn yn cofrestru ar wahân ac yn gofalu am ei fanylion ei hun. Nifer yr oedolion a all gofrestru â’r llythyr hwn: {{places}}.',
      ],
      notice,
      help,
    },
    'single-adult': {
      paragraphs: [
        'Mae {{school.name}} yn anfon newyddion a negeseuon am {{pupil.name}} drwy neges destun ac e-bost. I’w cael, cofrestrwch â’r llythyr hwn. Mae’n cymryd tua phum munud.',
        'I chi yn unig y mae’r llythyr hwn. Chi sy’n gofalu am eich manylion, ac nid oes neb arall yn eu gweld.',
      ],
      notice,
      help,
    },
    staff: {
      paragraphs: [
        'Cofrestrwch eich e-bost a’ch rhif ffôn symudol â’r llythyr hwn, er mwyn i {{school.name}} allu cysylltu â chi. Mae’n cymryd tua phum munud.',
      ],
      notice,
      help,
    },
  },
}
