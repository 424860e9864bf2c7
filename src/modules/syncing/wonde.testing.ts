import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

type Answer = { status?: number; headers?: Record<string, string>; body?: unknown; drop?: boolean }

/** Wonde as it shows itself: pages of pupils, or of staff, under `data`, the next page under `meta.pagination.next`. */
export class PretendWonde {
  asked: { url: string; authorization: string | undefined }[] = []
  /** Answers that come before the usual one, in order. */
  troubles: Answer[] = []
  pupils: object[] = []
  /** What comes instead of staff where the school did not approve them. */
  staff: readonly object[] | { status: number } = []
  perPage = 2
  readonly #server: Server

  constructor() {
    this.#server = createServer((request, response) => {
      const answer = this.#answer(request)
      if (answer.drop) return void request.socket.destroy()
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
      response.end(JSON.stringify(answer.body ?? {}))
    })
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1.0`
  }

  #answer(request: IncomingMessage): Answer {
    const url = new URL(request.url ?? '', this.address)
    this.asked.push({ url: url.pathname + url.search, authorization: request.headers.authorization })
    const trouble = this.troubles.shift()
    if (trouble) return trouble
    if (request.headers.authorization !== 'Bearer right') return { status: 401 }
    const lists = new Map(Object.entries({ students: this.pupils, employees: this.staff }))
    const all = lists.get(url.pathname.replace('/v1.0/schools/A1930499544/', ''))
    if (!all) return { status: 404 }
    if ('status' in all) return all
    const page = Number(url.searchParams.get('page') ?? 1)
    const data = all.slice((page - 1) * this.perPage, page * this.perPage)
    const more = page * this.perPage < all.length
    url.searchParams.set('page', String(page + 1))
    const pagination = {
      next: more ? url.href : null,
      previous: null,
      more,
      per_page: this.perPage,
      current_page: page,
    }
    return { body: { data, meta: { pagination } } }
  }

  close(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }
}

/** A pupil with one contact. */
export const pupil = (n: number, mobile = `07700 90000${n}`) => ({
  id: `B${n}`,
  mis_id: String(300 + n),
  surname: 'Hassan',
  forename: ['Amira', 'Sami', 'Nour', 'Idris', 'Layla'][n],
  date_of_birth: { date: '2015-11-03 00:00:00.000000' },
  education_details: { data: { admission_number: `00430${n}`, upn: null } },
  year: { data: { code: '6' } },
  contacts: {
    data: [
      {
        id: `C${n}`,
        mis_id: String(7000 + n),
        surname: 'Hassan',
        forename: ['Ann', 'Bea', 'Cat', 'Dee', 'Eve'][n],
        contact_details: { data: { phones: { mobile }, emails: { email: null }, addresses: {} } },
        relationship: { priority: 1, parental_responsibility: true, relationship: 'Mother' },
      },
    ],
  },
})

/** Somebody who works at the school, or did. */
export const employee = (n: number, current = true) => ({
  id: `D${n}`,
  mis_id: String(50 + n),
  title: 'Mrs',
  surname: 'Rowe',
  forename: ['Beatrix', 'Otis', 'Gus', 'Ada'][n],
  employment_details: { data: { current, teaching_staff: true, staff_code: null } },
  contact_details: {
    data: { phones: { mobile: null }, emails: { work: `rowe${n}@hill.example`, primary: `me${n}@example.org` } },
  },
})
