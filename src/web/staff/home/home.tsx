import { may } from '../../../modules/accounts/index.ts'
import { failingProviders } from '../../../modules/delivery/index.ts'
import { lastRun } from '../../../modules/importing/index.ts'
import { recentMessages } from '../../../modules/messaging/index.ts'
import { countsForHome, listIssues, restrictionsOf } from '../../../modules/people/index.ts'
import { countWaiting } from '../../../modules/registration/index.ts'
import { findNotices } from '../../../modules/syncing/index.ts'
import { page } from '../../page.ts'
import { HomeView } from './home.view.tsx'
import { sayLastImport } from './say-last-import.ts'
import { shareArrived } from './share-arrived.ts'

const shownMessages = 6

export const homePage = page({
  method: 'GET',
  url: '/schools/:school/home',
  permission: 'home.read',
  async handle({ school, actor, db, clock }) {
    const schoolId = school.id
    const { counts, messages, run, failing, waiting, guessing, restrictions } = await db.inSchool(
      schoolId,
      async (trx) => ({
        counts: await countsForHome(trx, schoolId),
        messages: await recentMessages(trx, { schoolId, limit: 50 }),
        run: await lastRun(trx, schoolId),
        failing: await failingProviders(trx, schoolId),
        waiting: await countWaiting(trx, schoolId),
        guessing: await listIssues(trx, schoolId, { kind: 'guessing at letters', limit: 1 }),
        restrictions: may(actor.roles, 'restriction.decide') ? await restrictionsOf(trx, schoolId, null) : [],
      }),
    )
    const today = clock.today(school.timeZone)
    const weekAgo = clock.now().getTime() - 7 * 86_400_000
    const ofThisWeek = messages.filter(({ sentAt }) => sentAt !== null && sentAt.getTime() >= weekAgo)
    return (
      <HomeView
        counts={counts}
        messages={messages.slice(0, shownMessages)}
        arrived={shareArrived(ofThisWeek)}
        handedOver={ofThisWeek.reduce((sum, { copies }) => sum + copies.handedOver, 0)}
        failing={failing}
        notices={await findNotices(db, { school, clock })}
        waiting={waiting}
        guessing={guessing.length > 0}
        restrictionsDue={restrictions.filter(({ reviewOn }) => reviewOn <= today).length}
        lastImport={sayLastImport(run, clock.now())}
      />
    )
  },
})
