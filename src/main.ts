import { type App, commands, exitCodeOf, runCommand } from './cli/index.ts'
import { prepareDemo } from './demo/prepare-demo.ts'
import { startDelivering } from './jobs/deliver.ts'
import { startDailyWork } from './jobs/once-a-day.ts'
import { startSyncing } from './jobs/sync.ts'
import { accountMessagesThatMustNotGo } from './modules/accounts/index.ts'
import { recordAct, systemActor } from './modules/audit/index.ts'
import { type DeliveryHooks, type OpenDelivery, openDelivery, type TechnicalFailure } from './modules/delivery/index.ts'
import { combineDigest, mayStillBeSent, noteOutcomes } from './modules/messaging/index.ts'
import { proofsThatMustNotGo, signOwnLink } from './modules/registration/index.ts'
import { noticesThatMustNotGo, type SyncParts } from './modules/syncing/index.ts'
import { systemClock } from './platform/clock/index.ts'
import { readConfig } from './platform/config/index.ts'
import { openKeyedHash, openSecretBox } from './platform/crypto/index.ts'
import { type Db, openDatabase } from './platform/db/index.ts'
import { type Log, openLog } from './platform/log/index.ts'
import { readPrivateTargets } from './platform/outbound/index.ts'
import { startWeb } from './web/index.ts'

// Everything is wired here, by hand.

const streams = {
  out: (text: string) => void process.stdout.write(`${text}\n`),
  error: (text: string) => void process.stderr.write(`${text}\n`),
}

async function main(args: string[]): Promise<number> {
  const config = readConfig()
  const log = openLog(config.logLevel)
  let opened: Promise<Db> | null = null
  let worker: ReturnType<typeof startDelivering> | null = null
  const app: App = {
    config,
    clock: systemClock,
    log,
    database() {
      opened ??= openDatabase(config, log)
      return opened
    },
    startWeb: (db, { demo }) => {
      const wakeDelivery = () => worker?.nudge()
      const secretBox = openSecretBox(config.dataFolder)
      const keyedHash = openKeyedHash(config.dataFolder)
      const delivery = deliveryOn(db)
      return startWeb({ db, clock: systemClock, config, log, demo, secretBox, keyedHash, delivery, wakeDelivery })
    },
    async startWorker(db) {
      const delivering = startDelivering(deliveryOn(db))
      const syncing = startSyncing(syncOn(db))
      const daily = startDailyWork({ db, clock: systemClock, log })
      worker = delivering
      return { close: async () => void (await Promise.all([daily.close(), syncing.close(), delivering.close()])) }
    },
    prepareDemo: (db) =>
      prepareDemo({
        ...deliveryOn(db),
        letters: { hash: openKeyedHash(config.dataFolder), siteAddress: `${config.publicUrl}/register` },
      }),
    untilStopped,
  }
  /** Delivery on an open database; what it asks of the modules above it is connected here. */
  function deliveryOn(db: Db): OpenDelivery {
    const { dataFolder, publicUrl } = config
    const hash = openKeyedHash(dataFolder)
    const hooks: Partial<DeliveryHooks> = {
      mayStillBeSent: (question) => mayBeHandedOver(db, question),
      ownLinkOf: ({ schoolId, recipientId: adultId }) =>
        `${publicUrl}/my/${signOwnLink({ schoolId, adultId, hash, clock: systemClock })}/messages`,
      combine: (wanted) => combineDigest(db, wanted),
      onOutcomes: (news) => noteOutcomes(db, news, systemClock),
      onTechnicalFailure: (news) => noteTechnicalFailure(db, log, news),
    }
    return openDelivery({ db, clock: systemClock, log, dataFolder, privateTargets: readPrivateTargets(), hooks })
  }

  /** What reading by itself stands on. */
  function syncOn(db: Db): SyncParts {
    const { dataFolder, inboxFolder, publicUrl } = config
    const [secretBox, privateTargets] = [openSecretBox(dataFolder), readPrivateTargets()]
    return { db, clock: systemClock, log, dataFolder, inboxFolder, publicUrl, secretBox, privateTargets }
  }

  try {
    return await runCommand(commands, app, args, streams)
  } finally {
    const db = await (opened as Promise<Db> | null)?.catch(() => null)
    await db?.close()
  }
}

/** DLV-4: the home page shows it while it lasts; the log and the journal keep it. */
async function noteTechnicalFailure(db: Db, log: Log, news: TechnicalFailure): Promise<void> {
  const { schoolId, providerId, providerName, reason, answer } = news
  log.error({ school: schoolId, provider: providerName, reason, answer }, 'families are not reached by this provider')
  const subject = { kind: 'provider', id: providerId }
  const act = { schoolId, actor: systemActor, act: 'provider.stopped-working', subject }
  await db.inSchool(schoolId, (trx) =>
    recordAct(trx, { ...act, detail: { name: providerName, reason } }, systemClock.now()),
  )
}

/** Codes of registrations, notices about syncs, and what is sent about signing in answer for themselves; all else is a message. */
async function mayBeHandedOver(db: Db, question: Parameters<DeliveryHooks['mayStillBeSent']>[0]) {
  const { schoolId } = question
  const answers = [
    await proofsThatMustNotGo(db, { ...question, clock: systemClock }),
    await noticesThatMustNotGo(db, question),
    await accountMessagesThatMustNotGo(db, { ...question, clock: systemClock }),
  ]
  const refused = new Map(answers.flatMap((answer) => [...answer.refused]))
  const rows = question.rows.filter(({ id }) => !answers.some(({ ours }) => ours.has(id)))
  return rows.length === 0 ? refused : new Map([...refused, ...(await mayStillBeSent(db, { schoolId, rows }))])
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}

process.exitCode = await main(process.argv.slice(2)).catch((error) =>
  exitCodeOf(error, { debug: Boolean(process.env.GATEHOUSE_DEBUG), streams }),
)
