import type { HttpSmsSettings } from '../providers/http-sms.ts'
import type { SmtpSettings } from '../providers/smtp.ts'
import { unknownFields } from './fill-template.ts'
import type { ReceiptState } from './state.ts'

/** How a gateway reports later what became of a text. */
export type ReceiptMapping = {
  /** Where the reference stands: a form field, a query parameter, or a dotted path into JSON. */
  referenceField: string
  statusField: string
  /** The gateway's words for what happened, and ours. Words not listed change nothing. */
  states: Record<string, ReceiptState>
}

/** What is wrong with settings, in words, by the name of the setting. */
export type Problems = Record<string, string>

const address = /^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+\.[^\s<>,;:"()[\]\\@]+$/

export function problemsOfSmtp(settings: SmtpSettings): Problems {
  const { host, port, fromAddress, replyTo, connections } = settings
  const problems: Problems = {}
  if (!/^[\w.:-]{1,253}$/.test(host)) problems.host = 'Type the name of the mail server, such as smtp.example.org.'
  if (!isWholeFrom(port, 1, 65_535)) problems.port = 'A port is a number from 1 to 65535, most often 587.'
  if (!address.test(fromAddress))
    problems.fromAddress = 'Type the email address that families see, such as office@school.example.'
  if (replyTo !== null && !address.test(replyTo)) problems.replyTo = 'This is not an email address.'
  if (!isWholeFrom(connections, 1, 50)) problems.connections = 'From 1 to 50 connections.'
  return { ...problems, ...problemsOfRate(settings.ratePerSecond) }
}

export function problemsOfHttpSms(
  settings: HttpSmsSettings & { receipts: ReceiptMapping | null },
  headers: Record<string, string>,
): Problems {
  const { url, body, connections, success } = settings
  const problems: Problems = {}
  if (!isWebAddress(url)) problems.url = 'Type the address of the gateway, starting with https:// or http://.'
  for (const [name, text] of Object.entries({ url, body })) {
    const [unknown] = unknownFields(text)
    if (unknown !== undefined) {
      problems[name] = `{{${unknown}}} is not something a text has. Use {{to}}, {{text}}, {{sender}} or {{reference}}.`
    }
  }
  if (!`${url}${body}`.includes('{{to}}')) problems.body ??= 'The number has no place yet: put {{to}} where it belongs.'
  if (!`${url}${body}`.includes('{{text}}'))
    problems.body ??= 'The text has no place yet: put {{text}} where it belongs.'
  if (settings.contentType === 'application/json' && settings.method !== 'GET' && !isJson(body)) {
    problems.body ??= 'This is not JSON. Fields stand between quotation marks, such as "to": "{{to}}".'
  }
  if (!isWholeFrom(connections, 1, 50)) problems.connections = 'From 1 to 50 connections.'
  if (success.matches !== undefined && !isPattern(success.matches)) problems.matches = 'This is not a pattern.'
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      problems.headers = 'Each line is a name, a colon and a value, such as Authorization: Bearer abc.'
    }
  }
  return { ...problems, ...problemsOfRate(settings.ratePerSecond) }
}

/** Where a password or a key goes. When that changes, it must be typed again: nobody can have a held one sent elsewhere. */
export function destinationOf(settings: { host: string; port: number } | { url: string }): string {
  if ('host' in settings) return `${settings.host.toLowerCase()}:${settings.port}`
  return isWebAddress(settings.url) ? new URL(settings.url).origin : ''
}

function problemsOfRate(ratePerSecond: number | null): Problems {
  if (ratePerSecond === null || (ratePerSecond > 0 && ratePerSecond <= 10_000)) return {}
  return { ratePerSecond: 'A number above 0, or leave it empty.' }
}

function isWholeFrom(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return ['http:', 'https:'].includes(protocol) && !username && !password
}

function isJson(template: string): boolean {
  try {
    JSON.parse(template)
    return true
  } catch {
    return false
  }
}

function isPattern(text: string): boolean {
  try {
    return text.length <= 200 && new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}
