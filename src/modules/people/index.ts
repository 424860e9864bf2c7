/** People: members, adults, links, contact points, groups, opt-outs, restrictions. */
export type { ParsedPoint, PointKind, ReadingOptions } from './rules/parsed-point.ts'
export { readEmails } from './rules/read-emails.ts'
export { readPhones } from './rules/read-phones.ts'
