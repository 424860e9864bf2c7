import { endSessionsOfAdult } from '../accounts/index.ts'
import type { CloseToRestricted } from '../people/index.ts'
import { killLetters } from './letters.store.ts'

/** VIS-3: the adult is signed out everywhere, and every security letter of the pupil that is out opens nothing any more: one may be theirs. */
export const closeWaysInToRestricted: CloseToRestricted = async (trx, { schoolId, pupilId, adultId, clock }) => {
  await endSessionsOfAdult(trx, { schoolId, adultId })
  const because = 'security details were reset'
  await killLetters(trx, { schoolId, memberIds: [pupilId], because, at: clock.now() })
}
