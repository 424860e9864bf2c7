import { open } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { Pool } from 'undici'
import { Refusal } from '../../platform/errors/index.ts'
import { guardedConnector, type Outbound } from '../../platform/outbound/index.ts'
import { type WondeList, wondeFirstLine, wondeLastLine, wondeLine } from '../importing/index.ts'
import { readWondePage } from './rules/read-wonde-page.ts'
import { retryWait } from './rules/retry-wait.ts'

/** How far the download of one list is: it goes on from there, in this process or the next. */
export type ListProgress = { next: string | null; bytes: number; people: number; pages: number }

export type WondeFetch = {
  /** `https://api.wonde.com/v1.0`, or the address of another region. */
  address: string
  wondeSchool: string
  token: string
  list: WondeList
  /** Where the people are written to, a line each. */
  path: string
  progress: ListProgress | null
  outbound: Outbound
  /** Called after each page, when its people are safely on the disk. */
  note(progress: ListProgress): Promise<void>
  /** How long a second lasts, for tests. */
  secondMs?: number
}

const perPage = 100
const mostTries = 6
const mostPages = 5_000
const longestPage = 64 * 1024 * 1024
const include: Record<WondeList, string> = {
  students: 'contacts,contacts.contact_details,contact_details,education_details,year,house,groups,classes',
  employees: 'contact_details,employment_details',
}

/** The code of the refusal that is about staff alone: pupils and their contacts come all the same. */
export const noStaff = 'wonde.no-staff'
const howStaffCome =
  'If they are to come from Wonde, the school approves employees, contact details and employment details there.'

/**
 * Fetches every pupil of a school, or everybody who works there, from Wonde, page by page, into one file. Waits where Wonde says that
 * it is asked too often or has trouble. Throws a Refusal for what waiting does not mend, and a fault where the other side stayed
 * silent: then what came stays.
 */
export async function fetchWonde(fetching: WondeFetch): Promise<void> {
  const { address, list, path, outbound } = fetching
  const origin = new URL(address).origin
  const pool = new Pool(origin, {
    connections: 1,
    connect: guardedConnector(outbound),
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
    maxResponseSize: longestPage,
  })
  const file = await open(path, fetching.progress ? 'r+' : 'w', 0o600)
  try {
    let at = fetching.progress ?? { next: firstPage(fetching), bytes: 0, people: 0, pages: 0 }
    // What a page had begun to write before a crash is written again.
    await file.truncate(at.bytes)
    if (at.bytes === 0) at = { ...at, bytes: await append(wondeFirstLine(list), 0) }
    while (at.next !== null) {
      if (at.pages >= mostPages) throw refused('wonde.endless', 'Wonde goes on giving pages without end.')
      const page = readWondePage(await ask(pool, at.next, fetching), { origin, asked: at.next })
      const lines = page.people.map((person) => wondeLine(list, person)).filter((line) => line !== null)
      const bytes = at.bytes + (await append(lines.join(''), at.bytes))
      await file.datasync()
      at = { next: page.next, bytes, people: at.people + lines.length, pages: at.pages + 1 }
      await fetching.note(at)
    }
    if (at.people === 0) throw nobodyIn(list)
    await append(wondeLastLine(list, at.people), at.bytes)
    await file.datasync()
  } finally {
    await file.close()
    await pool.close()
  }

  async function append(text: string, position: number): Promise<number> {
    const buffer = Buffer.from(text)
    await file.write(buffer, 0, buffer.length, position)
    return buffer.length
  }
}

function firstPage({ address, wondeSchool, list }: WondeFetch): string {
  const query = new URLSearchParams({ include: include[list], per_page: String(perPage) })
  return `${address.replace(/\/+$/, '')}/schools/${encodeURIComponent(wondeSchool)}/${list}?${query}`
}

/** One page, tried again while that may help. Redirects are not followed: the token goes to no other place. */
async function ask(pool: Pool, url: string, fetching: WondeFetch): Promise<string> {
  const { pathname, search } = new URL(url)
  const headers = { authorization: `Bearer ${fetching.token}`, accept: 'application/json' }
  for (let tries = 1; ; tries += 1) {
    const answer = await pool
      .request({ path: pathname + search, method: 'GET', headers })
      .then(async ({ statusCode, headers: said, body }) => ({ statusCode, said, text: await body.text() }))
      .catch((error: unknown) => refuseOrWait(error))
    if (answer?.statusCode === 200) return answer.text
    if (answer) refuseForGood(answer.statusCode, fetching.list)
    if (tries === mostTries) throw new Error(`Wonde did not answer: ${answer?.statusCode ?? 'no connection'}`)
    await wait(
      retryWait({ tries, retryAfter: String(answer?.said['retry-after'] ?? '') }) * (fetching.secondMs ?? 1000),
    )
  }
}

/** Not allowed to connect there is no matter of waiting. */
function refuseOrWait(error: unknown): null {
  if (error instanceof Refusal) throw error
  if (error instanceof Error && error.cause instanceof Refusal) throw error.cause
  return null
}

/** An empty list says nothing of anybody: a token that may not see people may be given none. */
function nobodyIn(list: WondeList): Refusal {
  if (list === 'students') return refused('wonde.empty', 'Wonde gave no pupil at all for this school.')
  return new Refusal(noStaff, `Wonde named nobody who works at the school now, so no staff came. ${howStaffCome}`)
}

function refuseForGood(status: number, list: WondeList): void {
  if (status === 401)
    throw refused(
      'wonde.token',
      'Wonde does not know this token. Copy it anew from Wonde, and save it in the settings of the sync.',
    )
  // The school itself was open a moment ago, when its pupils came.
  if (list === 'employees' && (status === 403 || status === 404))
    throw new Refusal(noStaff, `Wonde does not open staff to this token, so none came. ${howStaffCome}`)
  if (status === 403 || status === 404)
    throw refused(
      'wonde.school',
      'Wonde does not open this school to this token. Check the id of the school, and that the school approved the connection in Wonde with contacts, contact details and education details.',
    )
  if (status !== 429 && status < 500)
    throw refused('wonde.answer', `Wonde answered with something unexpected (HTTP ${status}).`)
}

const refused = (code: string, words: string): Refusal => new Refusal(code, `${words} Nothing was changed.`)
