import { listMappings } from '../../../../modules/importing/index.ts'
import type { School } from '../../../../modules/schools/index.ts'
import {
  ageOfSync,
  type Credential,
  findNotices,
  findScheduleIfAny,
  latestRuns,
  listCredentials,
  type Notice,
  pushAddressOf,
  type Schedule,
  type SyncRun,
  watchedFolderOf,
} from '../../../../modules/syncing/index.ts'
import type { WebApp } from '../../../app.ts'

const runsShown = 10

export type SyncFacts = {
  credentials: Credential[]
  runs: SyncRun[]
  notices: Notice[]
  mappings: string[]
  schedule: Schedule | null
  address: string
  folder: string
  /** Null where nothing syncs by itself yet. */
  since: Date | null
  lastSuccess: Date | null
}

/** Everything that the page of the sync shows. */
export async function loadSync(app: WebApp, school: School): Promise<SyncFacts> {
  const { db, clock, config } = app
  const age = await ageOfSync(db, school)
  const notices = await findNotices(db, { school, clock })
  return db.inSchool(school.id, async (trx) => ({
    credentials: await listCredentials(trx, school.id),
    runs: await latestRuns(trx, school.id, runsShown),
    notices,
    mappings: (await listMappings(trx, school.id)).map(({ name }) => name),
    schedule: await findScheduleIfAny(trx, school.id),
    address: pushAddressOf(config.publicUrl, school),
    folder: watchedFolderOf(config.inboxFolder, school),
    since: age.since,
    lastSuccess: age.lastSuccess,
  }))
}
