import { commonPasswords } from './common-passwords.ts'

/** The shortest password that stands beside a second factor, and the shortest that stands alone (SEC-1). */
export const shortestPassword = 12
export const shortestAlone = 15
const longestPassword = 128

/**
 * What is wrong with a new password, in words for the person; null when it is good (SEC-1). Length is all that is asked,
 * and that it is neither among the first that a stranger tries nor made of the person's own name or address.
 */
export function whatIsWrongWithPassword(
  password: string,
  { email, name }: { email: string | null; name: string },
): string | null {
  const problem = problemOfPassword(password, { email, name })
  return problem && wordsOfProblem[problem]
}

const wordsOfProblem = {
  short: `Use at least ${shortestPassword} characters. Three or four words you can picture work well.`,
  'short alone': `Use at least ${shortestAlone} characters, because it stands alone. Four words you can picture work well.`,
  long: `Use at most ${longestPassword} characters.`,
  common: 'This password is on the lists that strangers try first. Choose another.',
  own: 'This password is made of your own name or address. Choose another.',
}
export type PasswordProblem = keyof typeof wordsOfProblem

/** SEC-1: the same by its name, for pages that say it in several languages. `alone`: nothing else is asked at sign-in. */
export function problemOfPassword(
  password: string,
  { email, name, alone = false }: { email: string | null; name: string; alone?: boolean },
): PasswordProblem | null {
  const length = [...password].length
  if (length < shortestPassword) return 'short'
  if (alone && length < shortestAlone) return 'short alone'
  if (length > longestPassword) return 'long'
  if (isCommon(password)) return 'common'
  return isMadeOf(password, [email ?? '', ...(email ?? '').split(/[@.]/), ...name.split(/\s+/), name]) ? 'own' : null
}

function isCommon(password: string): boolean {
  const plain = fold(password)
  // "letmein2024!!" and "passwordpassword" are the same few guesses with something added or repeated.
  return (
    commonPasswords.has(plain) ||
    commonPasswords.has(plain.replace(/[\d\W_]+$/u, '')) ||
    isRepetition(plain) ||
    isRun(plain)
  )
}

function isRepetition(plain: string): boolean {
  return /^(.{1,10}?)\1+.{0,3}$/su.test(plain)
}

const rows = ['0123456789012345678901234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm']

function isRun(plain: string): boolean {
  return rows.some((row) => row.includes(plain) || [...row].reverse().join('').includes(plain))
}

/** Little but the given parts, digits and signs. */
function isMadeOf(password: string, parts: string[]): boolean {
  const whole = fold(password)
  const rest = parts
    .map(fold)
    .filter((part) => part.length > 2)
    .sort((a, b) => b.length - a.length)
    .reduce((text, part) => text.replaceAll(part, ''), whole)
  return rest !== whole && rest.replace(/[\d\W_]/gu, '').length < 4
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll('@', 'a').replaceAll('$', 's').replaceAll(/\s/g, '')
}
