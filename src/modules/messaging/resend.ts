import type { Clock } from '../../platform/clock/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import type { Actor } from '../audit/index.ts'
import type { School } from '../schools/index.ts'
import { saveDraft } from './drafts.ts'
import type { MessageContent } from './messaging.types.ts'
import { reportOfMessage } from './report.ts'

/**
 * A draft of the same words for the children this message did not reach, or of whom nobody will know because it was only
 * handed over, by another channel (DLV-6). It is checked and sent like any other. Refuses when there is no such child.
 */
export async function draftForNotReached(
  db: Db,
  wanted: {
    school: School
    messageId: string
    channel: MessageContent['channel']
    reach?: 'not reached' | 'handed over'
    actor: Actor
    clock: Clock
  },
): Promise<string> {
  const { school, messageId, channel, reach: wantedReach = 'not reached', actor, clock } = wanted
  return db.inSchool(school.id, async (trx) => {
    const report = await reportOfMessage(trx, { schoolId: school.id, messageId })
    const missed = report.children.filter(({ reach }) => reach === wantedReach)
    if (missed.length === 0) {
      const left =
        wantedReach === 'handed over' ? 'to whose home it was only handed over' : 'whom this message did not reach'
      throw new Refusal('message.all-reached', `There is no child left ${left}.`)
    }
    const content = { ...report.message.content, channel, to: missed.map(({ pupilId }) => `pupil:${pupilId}`) }
    return saveDraft(trx, { schoolId: school.id, id: null, content, resendOf: messageId, actor, clock })
  })
}
