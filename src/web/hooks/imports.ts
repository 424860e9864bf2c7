import { findSchoolBySlugIfAny, type School } from '../../modules/schools/index.ts'
import {
  type Credential,
  findCredentialByTokenIfAny,
  findPushedRun,
  receivePushedFiles,
  type SyncRun,
} from '../../modules/syncing/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { receiveMultipart, removeFiles } from '../../platform/http/index.ts'
import { hook, json, type PublicContext } from '../page.ts'

/** Reports larger than this are not met; a file streams to the disk and is never held in memory. */
const limits = { maxFiles: 10, maxBytes: 200_000_000 }

/**
 * IMP-23: a machine at the school sends reports here, with the school's service credential in the header
 * `Authorization: Bearer …`. Every answer is JSON; `words` say what happened and what to do.
 */
export const importHooks = [
  hook({ method: 'POST', url: '/hooks/imports/:school', handle: (context) => asked(context, takeReports) }),
  hook({ method: 'GET', url: '/hooks/imports/:school/:run', handle: (context) => asked(context, tellOfRun) }),
]

type Asked = Pick<PublicContext, 'app' | 'db' | 'clock' | 'request' | 'reply'> & {
  params: { school: string; run?: string }
}
type Admitted = Asked & { school: School; credential: Credential }

async function asked(context: Asked, answer: (admitted: Admitted) => Promise<object>) {
  const { reply } = context
  try {
    const caller = await findCaller(context)
    if (caller) return json(await answer({ ...context, ...caller }))
    reply.status(401).header('www-authenticate', 'Bearer realm="Gatehouse imports"')
    // One answer for a wrong school, token or header: it does not say which part was wrong.
    return refused(
      'push.credential',
      'This credential does not open this address. Check the address and the token; an administrator can make a new one under Settings, Sync. Nothing was kept.',
    )
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    reply.status(statusOf(error.code))
    return refused(error.code, error.words)
  }
}

async function findCaller({ db, clock, params, request }: Asked) {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const school = token ? await findSchoolBySlugIfAny(db, params.school) : null
  const credential = token && school ? await findCredentialByTokenIfAny(db, { school, token, clock }) : null
  return school && credential ? { school, credential } : null
}

async function takeReports({ app, db, clock, school, credential, request, reply }: Admitted): Promise<object> {
  if (!request.isMultipart())
    throw new Refusal(
      'push.not-a-form',
      'Send the reports as a form with files (multipart/form-data), each in a field named “files”. The scripts under Settings, Sync do that. Nothing was kept.',
    )
  const { dataFolder } = app.config
  const { files } = await receiveMultipart(request, { folder: `${dataFolder}/uploads`, limits })
  try {
    const { run, isNew } = await receivePushedFiles(db, { school, credential, files, dataFolder, clock })
    reply.status(isNew ? 202 : 200)
    return saidOf(app.config.publicUrl, school, run)
  } finally {
    await removeFiles(files)
  }
}

async function tellOfRun({ app, db, school, params }: Admitted): Promise<object> {
  return saidOf(app.config.publicUrl, school, await findPushedRun(db, school, params.run ?? ''))
}

const wordsOfState: Partial<Record<SyncRun['state'], string>> = {
  queued: 'The files are kept and wait to be read.',
  working: 'The files are being read.',
}

function saidOf(publicUrl: string, school: School, run: SyncRun): object {
  const imports = `${publicUrl}/schools/${school.slug}/imports`
  return {
    run: run.id,
    state: run.state,
    finished: run.finishedAt !== null,
    words: run.words ?? wordsOfState[run.state] ?? '',
    ...(run.code ? { error: run.code } : {}),
    files: run.files,
    status: `${publicUrl}/hooks/imports/${school.slug}/${run.id}`,
    ...(run.planId ? { plan: `${imports}/${run.planId}` } : {}),
  }
}

const refused = (code: string, words: string) => json({ error: code, words })

function statusOf(code: string): number {
  const statuses: Record<string, number> = {
    'push.not-a-form': 415,
    'upload.too-large': 413,
    'push.too-many': 429,
    'sync.no-such-run': 404,
  }
  return statuses[code] ?? 400
}
