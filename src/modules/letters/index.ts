export { type LetterLanguage, renderSecurityLetters, type SecurityLetterPage } from './security-letter.ts'
