import { loadFamilies } from '../../../modules/people/index.ts'
import { frozenLetters } from '../../../modules/registration/index.ts'
import type { Trx } from '../../../platform/db/index.ts'
import type { Frozen } from './frozen.view.tsx'

/** LET-5: letters that open nothing until somebody decides, each with its pupil. */
export async function frozenWithPupils(trx: Trx, schoolId: string): Promise<Frozen[]> {
  const frozen = await frozenLetters(trx, schoolId)
  const pupilIds = [...new Set(frozen.map(({ memberId }) => memberId))]
  const families = new Map((await loadFamilies(trx, { schoolId, pupilIds })).map((family) => [family.pupil.id, family]))
  return frozen.flatMap((letter) => {
    const pupil = families.get(letter.memberId)?.pupil
    return pupil ? [{ letter, pupil }] : []
  })
}
