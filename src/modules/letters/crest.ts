import type { Clock } from '../../platform/clock/index.ts'
import type { Db, Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { crestOf, deleteCrests, insertCrest } from './crest.store.ts'
import { pictureKind } from './rules/picture-kind.ts'
import { sampleLetters } from './sample.ts'
import { renderSecurityLetters } from './security-letter.ts'

export const largestCrestBytes = 1_000_000

/** The school's crest as it stands on letters; null where it has none. */
export function findCrestIfAny(trx: Trx, schoolId: string): Promise<{ kind: 'png' | 'jpg'; picture: Buffer } | null> {
  return crestOf(trx, schoolId)
}

/**
 * LET-7: keeps the crest for every letter from now on. What it is counts by its first bytes, not by its name. Refuses what is no
 * PNG or JPEG (an SVG can carry more than a picture), is larger than `largestCrestBytes`, or cannot be set on a letter.
 */
export async function keepCrest(
  db: Db,
  keep: { schoolId: string; picture: Uint8Array; actor: Actor; clock: Clock },
): Promise<void> {
  const { schoolId, picture, actor, clock } = keep
  const kind = pictureKind(picture)
  if (kind !== 'png' && kind !== 'jpg')
    throw new Refusal(
      'letters.crest-kind',
      'A crest is a PNG or a JPEG picture. Please save it as PNG and upload that. Nothing was changed.',
    )
  if (picture.length > largestCrestBytes)
    throw new Refusal(
      'letters.crest-size',
      'This picture is larger than 1 MB. Please save a smaller one. Nothing was changed.',
    )
  const [page] = sampleLetters('en', { expiresOn: clock.today() })
  if (page) await renderSecurityLetters([{ ...page, school: { ...page.school, crest: picture } }])
  await db.inSchool(schoolId, async (trx) => {
    const id = newId()
    await deleteCrests(trx, schoolId)
    await insertCrest(trx, { schoolId, id, kind, picture, by: actor.name, at: clock.now() })
    const act = { schoolId, actor, act: 'crest.changed', subject: { kind: 'crest', id } }
    await recordAct(trx, { ...act, detail: { kind, bytes: picture.length } }, clock.now())
  })
}

/** Letters carry no crest from now on. */
export async function removeCrest(trx: Trx, remove: { schoolId: string; actor: Actor; clock: Clock }): Promise<void> {
  const { schoolId, actor, clock } = remove
  if ((await deleteCrests(trx, schoolId)) === 0) return
  const subject = { kind: 'school', id: schoolId }
  await recordAct(trx, { schoolId, actor, act: 'crest.removed', subject }, clock.now())
}
