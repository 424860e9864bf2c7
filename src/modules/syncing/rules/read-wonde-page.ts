import { Refusal } from '../../../platform/errors/index.ts'

export type WondePage = { people: object[]; next: string | null }

/**
 * One page of pupils or staff, and where the next one is. Wonde gives that as `meta.pagination.next`; clients also saw it under `links`.
 * The next page must be at the same place as the first: the token is sent there. Throws a Refusal where it is not, and a fault
 * where the page is none.
 */
export function readWondePage(text: string, { origin, asked }: { origin: string; asked: string }): WondePage {
  const page: unknown = JSON.parse(text)
  const people = fieldOf(page, 'data')
  if (!Array.isArray(people) || people.some((one) => typeof one !== 'object' || one === null))
    throw new Error('Wonde answered with something that is no page of people')
  const pagination = fieldOf(fieldOf(page, 'meta'), 'pagination')
  const next = fieldOf(pagination, 'next') ?? fieldOf(fieldOf(pagination, 'links'), 'next')
  if (typeof next !== 'string' || next === '' || next === asked) {
    // More are promised and no place is named: taking what came for the whole school would make leavers of the others.
    if (fieldOf(pagination, 'more') === true) throw new Error('Wonde promised another page and did not say where')
    return { people, next: null }
  }
  const there = URL.canParse(next, asked) ? new URL(next, asked) : null
  if (there?.origin === origin) return { people, next: there.href }
  // Behind a proxy Wonde may write http: the same host is asked by the way that was set up.
  if (there && there.host === new URL(origin).host) return { people, next: `${origin}${there.pathname}${there.search}` }
  throw new Refusal(
    'wonde.elsewhere',
    'Wonde named a next page at another address, where the token is not sent to. Nothing was changed. Check the address in the settings of the sync.',
  )
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined
}
