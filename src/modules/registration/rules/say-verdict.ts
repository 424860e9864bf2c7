import type { CodeVerdict } from './check-code.ts'

/** What whoever typed a right code is told where it opens nothing any more. The pupil is not named (LET-5). */
export function sayVerdict(verdict: Exclude<CodeVerdict, 'right' | 'wrong'>, helpContact: string): string {
  if (verdict === 'used')
    return `This code was used already. Each adult uses a code of their own: try another code of your letter, or ask ${helpContact}.`
  if (verdict === 'full')
    return `As many adults as the school allows have registered with this letter. If you should be able to register too, please ask ${helpContact}.`
  return `This letter cannot be used any more. Please ask ${helpContact} for a new one.`
}
