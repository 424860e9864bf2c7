import type { LetterWords } from './words.ts'

const notice = [
  'We use your name, email and mobile number to send you messages from school. Only staff who need them can see them, and no other adult can.',
  'You do not have to register, and you can stop all messages at any time: choose “Send me nothing” when you register, or tell the school office.',
]
const help =
  'If something does not work, or you cannot use the internet, please ask the school office. We are glad to help.'

export const english: LetterWords = {
  documentTitle: 'Letters to register with',
  title: {
    family: 'Register to hear from school',
    'single-adult': 'Register to hear from school',
    staff: 'Register to hear from school',
  },
  pupil: 'Pupil',
  member: 'For',
  class: 'Class',
  crest: 'School crest',
  whatToDo: 'What to do',
  steps: [
    'Scan a square code with the camera of a phone. Or go to {site} and type the letter reference and a code.',
    'Tell us your name, email and mobile number. We send a short number to each, to check that it is yours.',
    'Choose what you want to hear about, and how.',
  ],
  site: 'Address on the web',
  reference: 'Letter reference',
  codesHeading: { one: 'Your code', several: 'One code for each adult' },
  once: {
    one: 'It works once and for you alone. Please do not pass it on.',
    several: 'Each code works once, for one adult. Please keep this letter safe until everybody has registered.',
  },
  code: { one: 'Your code', several: 'Code {place}' },
  qr: {
    one: 'Square code that opens the page to register',
    several: 'Square code {place} that opens the page to register',
  },
  expiry: 'Please register by {date}.',
  afterExpiry: 'After that the school office can print a new letter.',
  yourDetails: 'Your details',
  help: 'Help',
  locale: 'en-GB',
  direction: 'ltr',
  defaultText: {
    family: {
      paragraphs: [
        'Dear parents and carers,',
        '{{school.name}} sends news and messages about {{pupil.name}} by text and email. To get them, please register with this letter. It takes about five minutes.',
        'Each adult registers alone and looks after their own details. Adults who can register with this letter: {{places}}.',
      ],
      notice,
      help,
    },
    'single-adult': {
      paragraphs: [
        '{{school.name}} sends news and messages about {{pupil.name}} by text and email. To get them, please register with this letter. It takes about five minutes.',
        'This letter is for you alone. You look after your own details, and nobody else sees them.',
      ],
      notice,
      help,
    },
    staff: {
      paragraphs: [
        'Please register your email and mobile number with this letter, so that {{school.name}} can reach you. It takes about five minutes.',
      ],
      notice,
      help,
    },
  },
}
