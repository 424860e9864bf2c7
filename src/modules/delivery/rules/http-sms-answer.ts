import { type Outcome, oneLine } from './outcome.ts'

/** How a gateway says yes. Every condition given must hold. */
export type SuccessRule = {
  /** Status codes that may mean yes, e.g. [200, 202]. Any 2xx when empty. */
  statuses: number[]
  /** A dotted path into the JSON answer, e.g. `messages.0.status`; with `equals` its value, else that it is there. */
  path?: string
  equals?: string
  /** A regular expression the text of the answer must match. */
  matches?: string
  /** Where the gateway's own reference stands in the JSON answer. */
  referencePath?: string
}

/** What an HTTP SMS gateway answered, by the school's success rule: a 200 that says "error" inside is a failure. */
export function readHttpSmsAnswer(
  answer: { status: number; body: string; retryAfterSeconds?: number },
  rule: SuccessRule,
): Outcome {
  const said = oneLine(`${answer.status} ${answer.body}`)
  const json = parseJson(answer.body)
  if (isSuccess(answer, json, rule)) {
    const reference = rule.referencePath ? valueAt(json, rule.referencePath) : undefined
    return { kind: 'accepted', reference: reference ?? null, answer: said }
  }
  return { kind: 'refused', ...failureOf(answer.status), ...retryAfter(answer.retryAfterSeconds), answer: said }
}

function failureOf(status: number): { failure: 'temporary' | 'permanent' | 'technical'; reason: string } {
  if (status === 429) return { failure: 'temporary', reason: 'The text gateway asked us to slow down' }
  if (status === 401 || status === 403) {
    return { failure: 'technical', reason: 'The text gateway did not accept our sign-in' }
  }
  if (status === 402) return { failure: 'technical', reason: 'The account with the text gateway has no money left' }
  if (status === 408 || status >= 500)
    return { failure: 'technical', reason: 'The text gateway has a fault of its own' }
  if (status === 404 || status === 405 || (status >= 300 && status < 400)) {
    return { failure: 'technical', reason: 'The address of the text gateway does not seem right' }
  }
  return { failure: 'permanent', reason: 'The text gateway refused this text' }
}

function isSuccess(answer: { status: number; body: string }, json: unknown, rule: SuccessRule): boolean {
  const statusFits = rule.statuses.length
    ? rule.statuses.includes(answer.status)
    : answer.status >= 200 && answer.status < 300
  if (!statusFits) return false
  if (rule.path !== undefined) {
    const value = valueAt(json, rule.path)
    if (value === undefined || (rule.equals !== undefined && value !== rule.equals)) return false
  }
  return rule.matches === undefined || new RegExp(rule.matches, 'i').test(answer.body.slice(0, 10_000))
}

/** The text at a dotted path; numbers and booleans as they are written. Undefined when there is nothing. */
export function valueAt(json: unknown, path: string): string | undefined {
  let here: unknown = json
  for (const step of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined
    here = (here as Record<string, unknown>)[step]
  }
  if (typeof here === 'string') return here
  return typeof here === 'number' || typeof here === 'boolean' ? String(here) : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function retryAfter(seconds: number | undefined): { retryAfterSeconds?: number } {
  return seconds === undefined ? {} : { retryAfterSeconds: seconds }
}
