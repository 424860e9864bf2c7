import type { SecurityLetterPage } from '../letters/index.ts'

type Words = Pick<SecurityLetterPage, 'paragraphs' | 'notice' | 'help'>

/** LET-7: what a letter says, in English, around the codes. */
export function wordsOfLetter(about: {
  kind: SecurityLetterPage['kind']
  schoolName: string
  pupilForename: string
  places: number
  days: number
  helpContact: string
}): Words {
  const { schoolName, pupilForename: pupil } = about
  return {
    paragraphs: [
      about.kind === 'single-adult'
        ? `${schoolName} would like to write to you about ${pupil} by email and text. With this letter you register yourself. It is for you alone.`
        : `${schoolName} would like to write to ${pupil}’s family by email and text. With this letter ${howMany(about.places)} can register. Each adult uses a code of their own.`,
      `Scan a code with your phone, or open the address below and type the reference and one code. It takes about three minutes. You need your mobile phone and your email.`,
      `A code works once. Please keep this letter safe until everybody has registered, then destroy it.`,
    ],
    notice: [
      `${schoolName} keeps your name, relationship, email and mobile number to write to you about ${pupil}, and for nothing else. What you register is yours: only you change it, and no other adult is shown it.`,
      `You choose what you get, and you can opt out at any time. Then your details are erased at once.`,
    ],
    help: `Questions, or no phone or email? Ask ${about.helpContact}.`,
  }
}

function howMany(places: number): string {
  return places === 1 ? 'one adult' : `up to ${numberWords[places] ?? places} adults`
}

const numberWords: Record<number, string> = { 2: 'two', 3: 'three', 4: 'four', 5: 'five', 6: 'six' }
