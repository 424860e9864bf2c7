import type { ReceiptState, ShownProvider, TypedSetup } from '../../../../modules/delivery/index.ts'
import type { Fields } from '../../../page.ts'

/** The form as typed: every field is text. */
export type Typed = Record<string, string>
export type FormKind = 'smtp' | 'http-sms'

const gatewayBody =
  '{\n  "to": "{{to}}",\n  "from": "{{sender}}",\n  "text": "{{text}}",\n  "reference": "{{reference}}"\n}'
const usualStates =
  'DELIVRD = delivered\nUNDELIV = failed permanent\nEXPIRED = failed permanent\nREJECTD = failed permanent'

/** What stands in the form of a new provider. */
export function newForm(kind: FormKind): Typed {
  const common = { name: '', priority: '1', enabled: 'yes', connections: '4', ratePerSecond: '' }
  if (kind === 'smtp') {
    return { ...common, host: '', port: '587', security: 'starttls', user: '', fromAddress: '', replyTo: '' }
  }
  return {
    ...common,
    url: '',
    method: 'POST',
    contentType: 'application/json',
    body: gatewayBody,
    statuses: '',
    path: '',
    equals: '',
    matches: '',
    referencePath: '',
    timeoutSeconds: '20',
    takesReceipts: '',
    referenceField: 'reference',
    statusField: 'status',
    states: usualStates,
  }
}

/** What stands in the form of a provider that is there. Never a secret. */
export function formOf(provider: ShownProvider): Typed {
  const { name, priority, enabled } = provider
  const common = { name, priority: String(priority), enabled: enabled ? 'yes' : '' }
  if (provider.kind === 'simulated') return common
  if (provider.kind === 'smtp') return { ...common, ...asText(provider.settings) }
  const { success, receipts, timeoutMs, ...rest } = provider.settings
  return {
    ...newForm('http-sms'),
    ...common,
    ...asText(rest),
    ...asText(success),
    statuses: success.statuses.join(', '),
    timeoutSeconds: String(timeoutMs / 1000),
    ...(receipts
      ? {
          takesReceipts: 'yes',
          referenceField: receipts.referenceField,
          statusField: receipts.statusField,
          states: Object.entries(receipts.states)
            .map(([theirs, ours]) => `${theirs} = ${ours}`)
            .join('\n'),
        }
      : {}),
  }
}

function asText(values: object): Typed {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === null ? '' : String(value)]))
}

/** The fields as typed, with what the form starts with where nothing was sent; a box that is not ticked is not sent. */
export function readTyped(kind: FormKind | 'simulated', body: Fields): Typed {
  const typed = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, [value].flat().at(-1) ?? '']))
  const unticked = { enabled: '', takesReceipts: '' }
  return { ...(kind === 'simulated' ? {} : newForm(kind)), ...unticked, ...typed }
}

/** The setup that the form stands for. `newReceiptSecret` is used where receipts are switched on. */
export function setupOf(
  kind: FormKind,
  typed: Typed,
  newReceiptSecret: string | null,
): { setup: TypedSetup; errors: Record<string, string> } {
  return kind === 'smtp' ? { setup: smtpOf(typed), errors: {} } : httpSmsOf(typed, newReceiptSecret)
}

function smtpOf(typed: Typed): TypedSetup {
  const password = typed.password ?? ''
  return {
    kind: 'smtp',
    settings: {
      host: typed.host ?? '',
      port: Number(typed.port),
      security: securities.find((one) => one === typed.security) ?? 'starttls',
      user: typed.user || null,
      fromAddress: typed.fromAddress ?? '',
      replyTo: typed.replyTo || null,
      connections: Number(typed.connections),
      ratePerSecond: numberOrNull(typed.ratePerSecond),
    },
    secrets: password ? { password } : {},
  }
}

const securities = ['tls', 'starttls', 'starttls if offered', 'none'] as const
const methods = ['POST', 'PUT', 'GET'] as const
const contentTypes = ['application/json', 'application/x-www-form-urlencoded', 'none'] as const

function httpSmsOf(typed: Typed, newReceiptSecret: string | null) {
  const { headers, wrong } = readHeaders(typed.headers ?? '')
  const states = readStates(typed.states ?? '')
  const errors: Record<string, string> = {}
  if (wrong) errors.headers = `"${wrong}" is not a name, a colon and a value.`
  if (typed.takesReceipts && states.wrong)
    errors.states = `"${states.wrong}" is not one of their words, "=" and one of ours.`
  const setup: TypedSetup = {
    kind: 'http-sms',
    settings: {
      url: typed.url ?? '',
      method: methods.find((one) => one === typed.method) ?? 'POST',
      contentType: contentTypes.find((one) => one === typed.contentType) ?? 'application/json',
      body: typed.body ?? '',
      success: {
        statuses: (typed.statuses ?? '')
          .split(/[\s,]+/)
          .filter(Boolean)
          .map(Number)
          .filter(Number.isInteger),
        ...onlyGiven({
          path: typed.path,
          equals: typed.equals,
          matches: typed.matches,
          referencePath: typed.referencePath,
        }),
      },
      connections: Number(typed.connections),
      ratePerSecond: numberOrNull(typed.ratePerSecond),
      timeoutMs: Math.min(Math.max(Number(typed.timeoutSeconds) || 20, 1), 60) * 1000,
      receipts: typed.takesReceipts
        ? { referenceField: typed.referenceField ?? '', statusField: typed.statusField ?? '', states: states.states }
        : null,
    },
    secrets: {
      ...(Object.keys(headers).length > 0 ? { headers } : {}),
      ...(newReceiptSecret && typed.takesReceipts ? { receiptSecret: newReceiptSecret } : {}),
    },
  }
  return { setup, errors }
}

function readHeaders(text: string): { headers: Record<string, string>; wrong: string | null } {
  const headers: Record<string, string> = {}
  for (const line of text
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const colon = line.indexOf(':')
    // The line may hold a key, so only its name is said back.
    if (colon < 1) return { headers, wrong: `${line.slice(0, 12)}…` }
    headers[line.slice(0, colon).trim()] = line.slice(colon + 1).trim()
  }
  return { headers, wrong: null }
}

const ours: readonly ReceiptState[] = [
  'accepted',
  'delivered',
  'read',
  'confirmed',
  'failed temporary',
  'failed permanent',
]

function readStates(text: string): { states: Record<string, ReceiptState>; wrong: string | null } {
  const states: Record<string, ReceiptState> = {}
  for (const line of text
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const [theirs = '', said = ''] = line.split('=').map((part) => part.trim())
    const state = ours.find((one) => one === said)
    if (!theirs || !state) return { states, wrong: line }
    states[theirs] = state
  }
  return { states, wrong: null }
}

function onlyGiven<T extends Record<string, string | undefined>>(values: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as { [K in keyof T]?: string }
}

function numberOrNull(text: string | undefined): number | null {
  return text ? Number(text) : null
}
