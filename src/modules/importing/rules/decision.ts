import type { SchoolSettings } from '../../schools/index.ts'

/** What was decided about one pair, person or detail, by which rule and why, in words for the plan page (IMP-9). */
export type Verdict = { rule: string; reason: string }

export type RaisedIssue = { kind: string; key: string; pupilId: string | null; adultId: string | null; detail: string }

export type ImportSettings = Pick<
  SchoolSettings,
  | 'strategy'
  | 'lowerPriorities'
  | 'priorityUpTo'
  | 'relationships'
  | 'nonFamilyRelationships'
  | 'brakeLinksShare'
  | 'brakeLeaversShare'
>
