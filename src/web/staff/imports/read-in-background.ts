import { planUpload, type Upload } from '../../../modules/importing/index.ts'
import type { School } from '../../../modules/schools/index.ts'
import type { WebApp } from '../../app.ts'
import type { StaffActor } from '../../page.ts'

/** Small files are read before the page answers; after so long the reading goes on behind a page that says so. */
const patienceMs = 6_000

/**
 * Reads an upload and makes its plan. Gives the upload when that is done in a few seconds, else null while it goes on; the
 * page of the upload tells what became of it.
 */
export async function readUpload(
  { app, school, actor }: { app: WebApp; school: School; actor: StaffActor },
  wanted: { uploadId: string; mapping?: Record<string, string> },
): Promise<Upload | null> {
  const { db, clock, log, config } = app
  const reading = planUpload(db, { ...wanted, school, actor, clock, dataFolder: config.dataFolder }).catch((error) => {
    log.error(
      { upload: wanted.uploadId, error: error instanceof Error ? error.stack : String(error) },
      'reading failed',
    )
    return null
  })
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs)
  })
  const done = await Promise.race([reading, patience])
  clearTimeout(timer)
  return done
}

/** Where somebody goes whose files were just taken: to the plan, or to the page that says how far it is. */
export function pageOfUpload(school: School, upload: Pick<Upload, 'id' | 'state' | 'planId'>): string {
  const base = `/schools/${school.slug}/imports`
  return upload.state === 'planned' && upload.planId ? `${base}/${upload.planId}` : `${base}/files/${upload.id}`
}
