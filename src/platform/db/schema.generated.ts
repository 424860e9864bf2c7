// Made by `npm run db:types` from the migrated database. Do not edit.

import type { ColumnType } from 'kysely'

export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>
export type Timestamp = ColumnType<Date, Date | string, Date | string>
export type Json = ColumnType<unknown, string, string>

export interface AccountAdults {
  school_id: string
  adult_id: string
  account_id: string
  joined_at: Timestamp
}

export interface AccountCardCodes {
  account_id: string
  place: number
  code_hash: string
  used_at: Timestamp | null
}

export interface AccountChallenges {
  challenge_hash: Buffer
  expires_at: Timestamp
}

export interface AccountChannels {
  account_id: string
  kind: string
  value: string
  proved_at: Timestamp
}

export interface AccountLinks {
  token_hash: Buffer
  kind: string
  email: string | null
  school_id: string | null
  role: string | null
  created_at: Timestamp
  expires_at: Timestamp
  used_at: Timestamp | null
}

export interface AccountMessages {
  id: string
  about_id: string
  kind: string
  channel: string
  code_hash: string | null
  wrong_tries: Generated<number>
  sent_at: Timestamp
  expires_at: Timestamp
}

export interface AccountOpenings {
  id: string
  token_hash: Buffer
  kind: string
  account_id: string | null
  school_id: string | null
  adult_id: string | null
  name: string
  email: string | null
  mobile: string | null
  email_proved_at: Timestamp | null
  mobile_proved_at: Timestamp | null
  saved_code_at: Timestamp | null
  created_at: Timestamp
  expires_at: Timestamp
  done_at: Timestamp | null
}

export interface AccountPasskeys {
  credential_id: string
  account_id: string
  public_key: Buffer
  counter: number
  transports: string[]
  name: string
  created_at: Timestamp
  last_used_at: Timestamp | null
}

export interface AccountRoles {
  school_id: string
  account_id: string
  role: string
  given_at: Timestamp
}

export interface AccountSessions {
  token_hash: Buffer
  id: string
  account_id: string
  stage: string
  browser: string
  created_at: Timestamp
  last_seen_at: Timestamp
  proved_at: Timestamp | null
  two_factors_at: Timestamp | null
  notices_until: Timestamp | null
  record_until: Timestamp | null
  staff_until: Timestamp | null
}

export interface AccountTries {
  key: Buffer
  wrong: number
  last_at: Timestamp
}

export interface Accounts {
  id: string
  email: string | null
  name: string
  password_hash: string | null
  totp_secret: Buffer | null
  totp_last_step: Generated<number>
  created_at: Timestamp
  closed_at: Timestamp | null
  mobile: string | null
  emailed_codes: Generated<boolean>
  texted_codes: Generated<boolean>
  recovery_hash: string | null
  record_from: Timestamp | null
}

export interface AdultKindChoices {
  school_id: string
  adult_id: string
  kind: string
  choice: string
  set_by: string
  set_by_kind: string
  set_at: Timestamp
  reason: string | null
  consent_words: string | null
}

export interface AdultMerges {
  school_id: string
  id: string
  kept_id: string
  gone_id: string
  reason: string
  rows: Json
  merged_by: string
  merged_at: Timestamp
  undone_by: string | null
  undone_at: Timestamp | null
}

export interface AdultMisIds {
  school_id: string
  mis_key: string
  mis_id: string | null
  adult_id: string
  origin: Generated<string>
  created_at: Timestamp
}

export interface AdultPreferences {
  school_id: string
  adult_id: string
  language: string | null
  digest_hour: number | null
  set_by: string
  set_by_kind: string
  set_at: Timestamp
  reason: string | null
}

export interface Adults {
  school_id: string
  id: string
  origin: string
  title: string | null
  forename: string
  surname: string
  name_key: string
  address: string | null
  postcode: string | null
  household_key: string | null
  registered_at: Timestamp | null
  created_at: Timestamp
  updated_at: Timestamp
  merged_into: string | null
}

export interface AdultsNotSame {
  school_id: string
  one_id: string
  other_id: string
  reason: string
  decided_by: string
  decided_at: Timestamp
}

export interface AuditEntries {
  school_id: string
  seq: number
  at: Timestamp
  actor_kind: string
  actor_account_id: string | null
  actor_name: string
  act: string
  subject_kind: string
  subject_id: string
  pupil_id: string | null
  detail: Generated<Json>
  previous_hash: string
  hash: string
}

export interface AuditHeads {
  school_id: string
  seq: number
  hash: string
}

export interface ContactPoints {
  school_id: string
  id: string
  adult_id: string | null
  member_id: string | null
  kind: string
  value: string | null
  raw: string
  origin: string
  sms_capable: boolean
  usable: boolean
  reason: string | null
  note: string | null
  position: number
  proved_at: Timestamp | null
  failures: Generated<number>
  blocked_at: Timestamp | null
  block_reason: string | null
  ended_at: Timestamp | null
  created_at: Timestamp
  updated_at: Timestamp
}

export interface ContactValues {
  school_id: string
  value: string
  point_ids: string[]
}

export interface CourtOrderDecisions {
  school_id: string
  id: string
  pupil_id: string
  adult_id: string
  decision: string
  evidence: string
  decided_by: string
  decided_by_account_id: string | null
  decided_at: Timestamp
}

export interface CourtOrderFlags {
  school_id: string
  pupil_id: string
  adult_id: string
  flag: string
  origin: Generated<string>
  flagged_at: Timestamp
}

export interface CoverageFigures {
  school_id: string
  day: string
  year: string
  pupils: number
  with_prime: number
  with_mobile: number
  with_email: number
}

export interface DataIssues {
  school_id: string
  id: string
  key: string
  kind: string
  pupil_id: string | null
  adult_id: string | null
  detail: string
  origin: string
  raised_at: Timestamp
  settled_at: Timestamp | null
  settled_how: string | null
  dismissed_at: Timestamp | null
}

export interface Deliveries {
  school_id: string
  id: string
  message_id: string
  recipient_id: string
  channel: string
  lane: string
  state: string
  to_address: string
  sender: string
  text_id: string
  parts: number
  cost_pence: string
  attempts: Generated<number>
  due_at: Timestamp
  deadline_at: Timestamp
  lease_token: string | null
  lease_until: Timestamp | null
  call_begun_at: Timestamp | null
  ask_at: Timestamp | null
  provider_id: string | null
  provider_ref: string | null
  idempotency_key: string
  reason: string | null
  answer: string | null
  created_at: Timestamp
  accepted_at: Timestamp | null
  delivered_at: Timestamp | null
  failed_at: Timestamp | null
  carried_by: string | null
  carrier_key: string | null
}

export interface DeliveryEarlyReceipts {
  school_id: string
  provider_id: string
  provider_ref: string
  state: string
  reason: string | null
  at: Timestamp
  received_at: Timestamp
}

export interface DeliveryProviderFailures {
  school_id: string
  provider_id: string
  since: Timestamp
  reason: string
  answer: string
}

export interface DeliveryProviders {
  school_id: string
  id: string
  kind: string
  channel: string
  name: string
  priority: number
  enabled: boolean
  settings: Json
  secrets: string | null
  updated_at: Timestamp
}

export interface DeliveryReplies {
  school_id: string
  id: string
  channel: string
  from_address: string
  to_address: string
  body: string
  provider_id: string | null
  provider_ref: string
  received_at: Timestamp
}

export interface DeliveryTexts {
  school_id: string
  id: string
  subject: string | null
  body: string
}

export interface FamiliesTold {
  school_id: string
  id: string
  text_version: number
  told_on: string
  channel: string
  recorded_by: string
  recorded_at: Timestamp
}

export interface GroupMembers {
  school_id: string
  group_id: string
  member_id: string
  origin: string
  created_at: Timestamp
}

export interface Groups {
  school_id: string
  id: string
  kind: string
  name: string
  origin: string
  created_at: Timestamp
  rule: Json | null
}

export interface ImportEntries {
  school_id: string
  plan_id: string
  seq: number
  entity: string
  act: string
  entity_id: string | null
  pupil_id: string | null
  adult_id: string | null
  class: string | null
  pupil_name: string | null
  admission_number: string | null
  adult_name: string | null
  rule: string
  reason: string
  before: Json | null
  after: Json | null
}

export interface ImportMappings {
  school_id: string
  name: string
  fields: Json
  updated_by: string
  updated_at: Timestamp
}

export interface ImportPlanEntries {
  school_id: string
  plan_id: string
  seq: number
  entity: string
  act: string
  entity_id: string | null
  pupil_id: string | null
  adult_id: string | null
  class: string | null
  pupil_name: string | null
  admission_number: string | null
  adult_name: string | null
  rule: string
  reason: string
  before: Json | null
  after: Json | null
  left_out: string | null
  left_out_by: string | null
}

export interface ImportPlanNotes {
  school_id: string
  id: string
  plan_id: string
  words: string
  written_by: string
  written_at: Timestamp
}

export interface ImportPlans {
  school_id: string
  id: string
  state: string
  files: Json
  rows_read: Generated<number>
  rows_used: Generated<number>
  rows_rejected: Generated<number>
  rows_merged: Generated<number>
  changes: Generated<Json>
  held: Json | null
  staged: Generated<number>
  facts_version: number
  settings_hash: string
  digest: string
  valid_until: string | null
  unchanged: Generated<boolean>
  made_by: string
  made_at: Timestamp
  applied_by: string | null
  applied_at: Timestamp | null
  applied_version: number | null
  undone_by: string | null
  undone_at: Timestamp | null
  tail: Json | null
  new_year: Json | null
  families: number | null
  follows: Generated<boolean>
  spared: Generated<string[]>
}

export interface ImportRejectedRows {
  school_id: string
  plan_id: string
  seq: number
  file: string
  line: number
  column: string | null
  value: string | null
  reason: string
}

export interface ImportRows {
  school_id: string
  plan_id: string
  n: number
  data: string
}

export interface ImportStaging {
  school_id: string
  plan_id: string
  family: string
  comes: boolean
  pupils: string[]
  rows: Buffer
  keys: Buffer
  rows_used: number
  contact_rows: number
  contact_rows_without_id: number
  settled: boolean
  records: Json
  same: Generated<string[]>
  loses: Generated<boolean>
  plain: Generated<boolean>
}

export interface ImportUploads {
  school_id: string
  id: string
  state: string
  files: Json
  mapping: Generated<Json>
  plan_id: string | null
  refusal_code: string | null
  refusal_words: string | null
  made_by: string
  made_at: Timestamp
  reading_since: Timestamp | null
  heard_at: Timestamp | null
}

export interface LetterBatches {
  school_id: string
  id: string
  what: string
  letters: number
  printed_by: string
  printed_by_account_id: string | null
  printed_at: Timestamp
  printed_with: Generated<Json>
  sheets: number | null
}

export interface LetterCodes {
  school_id: string
  letter_id: string
  place: number
  code_hash: string | null
  token_hash: string | null
  used_at: Timestamp | null
  used_by: string | null
}

export interface LetterGuesses {
  budget: string
  wrong: number
  since: Timestamp
}

export interface LetterLanguages {
  school_id: string
  member_id: string
  language: string
  set_by: string
  set_at: Timestamp
}

export interface LetterReferences {
  reference: string
  school_id: string
  letter_id: string
}

export interface LetterTexts {
  school_id: string
  id: string
  kind: string
  language: string
  version: number
  words: Json | null
  saved_by: string
  saved_by_account_id: string | null
  saved_at: Timestamp
}

export interface Links {
  school_id: string
  id: string
  pupil_id: string
  adult_id: string
  origin: string
  relationship: string | null
  priority: number | null
  parental_responsibility: Generated<string>
  lives_with: Generated<string>
  prime: Generated<boolean>
  reason: string | null
  started_on: string
  ended_on: string | null
  end_reason: string | null
  created_at: Timestamp
  updated_at: Timestamp
}

export interface Members {
  school_id: string
  id: string
  role: string
  status: string
  origin: string
  mis_key: string | null
  mis_id: string | null
  admission_number: string | null
  upn: string | null
  title: string | null
  forename: string
  surname: string
  legal_forename: string | null
  legal_surname: string | null
  birth_date: string | null
  year: string | null
  registration_group: string | null
  house: string | null
  leaving_date: string | null
  left_on: string | null
  name_key: string
  created_at: Timestamp
  updated_at: Timestamp
}

export interface MessageVerdicts {
  school_id: string
  id: string
  message_id: string
  pupil_id: string
  adult_id: string | null
  verdict: string
  channel: string | null
  reason: string
  rule: string
  delivery_id: string | null
}

export interface Messages {
  school_id: string
  id: string
  state: string
  selectors: Json
  audience: string
  channel: string
  purpose: string
  subject: string
  body: string
  resend_of: string | null
  made_by: string
  made_by_account_id: string | null
  made_at: Timestamp
  updated_at: Timestamp
  sent_by: string | null
  sent_at: Timestamp | null
  sent_on: string | null
  sameness: string | null
  undo_until: Timestamp | null
  stopped_at: Timestamp | null
  deadline_at: Timestamp | null
  pupils: Generated<number>
  adults: Generated<number>
  emails: Generated<number>
  texts: Generated<number>
  parts: Generated<number>
  cost_pence: Generated<string>
  kind: string
}

export interface MisCorrections {
  school_id: string
  id: string
  issue_id: string
  pupil_id: string | null
  adult_id: string
  mis_id: string | null
  field: string
  mis_says: string
  should_be: string
  told_by: string
  told_at: Timestamp
}

export interface MisFamilies {
  school_id: string
  id: string
  pupils: string[]
  rows: Buffer
  keys: Buffer
  rows_used: number
  contact_rows: number
  contact_rows_without_id: number
  settled: boolean
  plain: Generated<boolean>
}

export interface MisRecordChanges {
  school_id: string
  run_id: string
  kind: string
  key: string
  parent: string | null
  other: string | null
  hash: string | null
  data: Json | null
  replaced_run_id: string | null
}

export interface MisRecords {
  school_id: string
  kind: string
  key: string
  parent: string
  other: string | null
  hash: string
  data: Json
  run_id: string | null
}

export interface NoticeTexts {
  school_id: string
  version: number
  words: string
  made_by: string
  made_at: Timestamp
}

export interface OptOuts {
  school_id: string
  adult_id: string
  channel: string
  reason: string
  set_by: string
  set_at: Timestamp
}

export interface OwnChanges {
  school_id: string
  id: string
  adult_id: string
  channel: string
  value: string | null
  code_hash: string
  wrong_tries: Generated<number>
  sent_at: Timestamp
  expires_at: Timestamp
  done_at: Timestamp | null
}

export interface OwnLinkAsks {
  value_hash: string
  asks: number
  since: Timestamp
}

export interface OwnNotices {
  school_id: string
  id: string
  adult_id: string
  kind: string
  made_at: Timestamp
  asked_by: string | null
}

export interface ProvedChannels {
  value_hash: string
  school_id: string
  adult_id: string
  channel: string
}

export interface RegistrationProofs {
  school_id: string
  id: string
  registration_id: string
  channel: string
  code_hash: string
  wrong_tries: Generated<number>
  sent_at: Timestamp
  expires_at: Timestamp
}

export interface RegistrationReminders {
  school_id: string
  id: string
  way: string
  registration_group: string | null
  pupils: number
  message_id: string | null
  reminded_by: string
  reminded_at: Timestamp
}

export interface Registrations {
  school_id: string
  id: string
  letter_id: string
  place: number
  member_id: string
  token_hash: string
  state: string
  forename: string | null
  surname: string | null
  relationship: string | null
  email: string | null
  mobile: string | null
  main_contact: Generated<boolean>
  email_proved_at: Timestamp | null
  mobile_proved_at: Timestamp | null
  agreed_at: Timestamp | null
  adult_id: string | null
  link_id: string | null
  created_at: Timestamp
  expires_at: Timestamp
  finished_at: Timestamp | null
  claimed_adult_id: string | null
  claim_why: string | null
  wish: string | null
  decided_at: Timestamp | null
  decided_by: string | null
  decided_how: string | null
  decided_because: string | null
  language: Generated<string>
  apart: Generated<boolean>
  news: string | null
  consent: boolean | null
}

export interface Restrictions {
  school_id: string
  id: string
  pupil_id: string
  adult_id: string
  kind: string
  evidence: string
  seen_by: string
  seen_on: string
  review_on: string
  placed_by: string
  placed_by_account_id: string | null
  placed_at: Timestamp
  lifted_by: string | null
  lifted_by_account_id: string | null
  lifted_at: Timestamp | null
  lift_reason: string | null
}

export interface SchoolCrests {
  school_id: string
  id: string
  picture_kind: string
  picture: Buffer
  saved_by: string
  saved_at: Timestamp
}

export interface Schools {
  id: string
  slug: string
  name: string
  time_zone: Generated<string>
  settings: Generated<Json>
  created_at: Timestamp
}

export interface SecurityLetters {
  school_id: string
  id: string
  member_id: string
  kind: string
  addressee_adult_id: string | null
  reference: string
  state: string
  wrong_tries: Generated<number>
  expires_at: Timestamp
  batch_id: string
  frozen_at: Timestamp | null
  killed_at: Timestamp | null
  killed_because: string | null
  created_at: Timestamp
}

export interface ServiceCredentials {
  school_id: string
  id: string
  name: string
  token_hash: string
  made_by: string
  made_at: Timestamp
  last_used_at: Timestamp | null
  ended_at: Timestamp | null
  ended_by: string | null
}

export interface SimulatedMessages {
  school_id: string
  id: string
  reference: string
  provider_id: string
  channel: string
  direction: string
  address: string
  sender: string
  subject: string | null
  body: string
  status: string
  fate: string | null
  play_at: Timestamp | null
  at: Timestamp
  settled_at: Timestamp | null
}

export interface SimulatedPost {
  school_id: string
  id: string
  title: string
  pieces: number
  pdf: Buffer
  posted_at: Timestamp
}

export interface SyncDesks {
  school_id: string
  due_at: Timestamp
  lease_token: string | null
  lease_until: Timestamp | null
}

export interface SyncLooks {
  school_id: string
  seen: Generated<Json>
  watched_since: Timestamp | null
  tidied_at: Timestamp | null
}

export interface SyncNotices {
  school_id: string
  id: string
  kind: string
  about: string
  words: string
  told_at: Timestamp
  settled_at: Timestamp | null
}

export interface SyncRuns {
  school_id: string
  id: string
  source: string
  credential_id: string | null
  schedule_id: string | null
  actor_name: string
  files: Json
  digest: string
  state: string
  code: string | null
  words: string | null
  upload_id: string | null
  plan_id: string | null
  progress: Json | null
  tries: Generated<number>
  not_before: Timestamp
  made_at: Timestamp
  finished_at: Timestamp | null
}

export interface SyncSchedules {
  school_id: string
  id: string
  kind: string
  pattern: string
  settings: Json
  sealed_secret: string
  set_up_by: string
  set_up_at: Timestamp
  next_at: Timestamp
}

export interface Database {
  account_adults: AccountAdults
  account_card_codes: AccountCardCodes
  account_challenges: AccountChallenges
  account_channels: AccountChannels
  account_links: AccountLinks
  account_messages: AccountMessages
  account_openings: AccountOpenings
  account_passkeys: AccountPasskeys
  account_roles: AccountRoles
  account_sessions: AccountSessions
  account_tries: AccountTries
  accounts: Accounts
  adult_kind_choices: AdultKindChoices
  adult_merges: AdultMerges
  adult_mis_ids: AdultMisIds
  adult_preferences: AdultPreferences
  adults: Adults
  adults_not_same: AdultsNotSame
  audit_entries: AuditEntries
  audit_heads: AuditHeads
  contact_points: ContactPoints
  contact_values: ContactValues
  court_order_decisions: CourtOrderDecisions
  court_order_flags: CourtOrderFlags
  coverage_figures: CoverageFigures
  data_issues: DataIssues
  deliveries: Deliveries
  delivery_early_receipts: DeliveryEarlyReceipts
  delivery_provider_failures: DeliveryProviderFailures
  delivery_providers: DeliveryProviders
  delivery_replies: DeliveryReplies
  delivery_texts: DeliveryTexts
  families_told: FamiliesTold
  group_members: GroupMembers
  groups: Groups
  import_entries: ImportEntries
  import_mappings: ImportMappings
  import_plan_entries: ImportPlanEntries
  import_plan_notes: ImportPlanNotes
  import_plans: ImportPlans
  import_rejected_rows: ImportRejectedRows
  import_rows: ImportRows
  import_staging: ImportStaging
  import_uploads: ImportUploads
  letter_batches: LetterBatches
  letter_codes: LetterCodes
  letter_guesses: LetterGuesses
  letter_languages: LetterLanguages
  letter_references: LetterReferences
  letter_texts: LetterTexts
  links: Links
  members: Members
  message_verdicts: MessageVerdicts
  messages: Messages
  mis_corrections: MisCorrections
  mis_families: MisFamilies
  mis_record_changes: MisRecordChanges
  mis_records: MisRecords
  notice_texts: NoticeTexts
  opt_outs: OptOuts
  own_changes: OwnChanges
  own_link_asks: OwnLinkAsks
  own_notices: OwnNotices
  proved_channels: ProvedChannels
  registration_proofs: RegistrationProofs
  registration_reminders: RegistrationReminders
  registrations: Registrations
  restrictions: Restrictions
  school_crests: SchoolCrests
  schools: Schools
  security_letters: SecurityLetters
  service_credentials: ServiceCredentials
  simulated_messages: SimulatedMessages
  simulated_post: SimulatedPost
  sync_desks: SyncDesks
  sync_looks: SyncLooks
  sync_notices: SyncNotices
  sync_runs: SyncRuns
  sync_schedules: SyncSchedules
}
