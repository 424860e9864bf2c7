import { foldName } from '../../people/index.ts'

/** What the data manager is to change in the MIS, so that it says what the person or the school says (IMP-7, DAT-4). */
export type Correction = { field: 'name' | 'email' | 'phone' | 'priority'; misSays: string; shouldBe: string }

type AdultFacts = {
  forename: string
  surname: string
  contactPoints: { kind: string; value: string | null; raw: string; smsCapable: boolean }[]
}

/**
 * Reads the key of an issue `differs from MIS` and says what would settle it. `prime` are the names of those who are prime here. An empty
 * `shouldBe` means: take it out. Null for an issue of another kind.
 */
export function correctionOf(
  issue: { key: string; detail: string },
  adult: AdultFacts,
  prime: string[],
): Correction | null {
  if (issue.key.startsWith('differs from MIS|prime|'))
    return { field: 'priority', misSays: issue.detail, shouldBe: `priority 1: ${prime.join(' and ') || 'nobody'}` }
  const said = /^adult\|[^|]*\|differs\|(.*)$/.exec(issue.key)?.[1]
  if (said === undefined) return null
  const name = `${adult.forename} ${adult.surname}`
  if (said.startsWith('name|')) {
    const theirs = /^The MIS says (.*?); the name here/.exec(issue.detail)?.[1] ?? said.slice(5)
    return foldName(theirs) === foldName(name) ? null : { field: 'name', misSays: theirs, shouldBe: name }
  }
  const isEmail = said.includes('@')
  const ours = adult.contactPoints.filter((point) => (point.kind === 'email') === isEmail && point.value !== null)
  const best = ours.find(({ smsCapable }) => isEmail || smsCapable) ?? ours[0]
  return { field: isEmail ? 'email' : 'phone', misSays: said, shouldBe: best?.value ?? '' }
}
