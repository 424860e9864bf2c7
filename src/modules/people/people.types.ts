import type { CourtOrder, LinkState } from './rules/link-state.ts'
import type { OptOutChannel } from './rules/opted-out.ts'
import type { PointKind } from './rules/parsed-point.ts'

/** Who owns a fact: `mis` (import), `web` (the person), `manual` (staff typed it), `picked` (staff chose the person out of MIS data). */
export type Origin = 'mis' | 'web' | 'manual' | 'picked'
export type Flag = 'yes' | 'no' | 'unknown'
export type MemberRole = 'pupil' | 'teacher' | 'support staff' | 'governor' | 'board member' | 'other'
export type MemberStatus = 'on roll' | 'pre-admission' | 'leaver'

/** Somebody of the school. Preferred names stand in `forename` and `surname`, legal ones beside them (IMP-17). */
export type Member = {
  id: string
  role: MemberRole
  status: MemberStatus
  origin: Origin
  misKey: string | null
  misId: string | null
  admissionNumber: string | null
  upn: string | null
  title: string | null
  forename: string
  surname: string
  legalForename: string | null
  legalSurname: string | null
  /** `YYYY-MM-DD` */
  birthDate: string | null
  year: string | null
  registrationGroup: string | null
  house: string | null
  leavingDate: string | null
  leftOn: string | null
}

export type ContactPoint = {
  id: string
  kind: PointKind
  /** E.164 or the normal form of an email; null where it cannot be used. */
  value: string | null
  /** As it came. */
  raw: string
  origin: Origin
  smsCapable: boolean
  usable: boolean
  reason: string | null
  note: string | null
  position: number
  provedAt: Date | null
  failures: number
  blockedAt: Date | null
  blockReason: string | null
  updatedAt: Date
}

export type Adult = Person & { contactPoints: ContactPoint[] }

/** An adult without the details by which they are reached. */
export type Person = {
  id: string
  origin: Origin
  title: string | null
  forename: string
  surname: string
  address: string | null
  postcode: string | null
  /** Equal for adults who live at the same address; null where that is not known. */
  householdKey: string | null
  registeredAt: Date | null
  misIds: string[]
  optOuts: OptOutChannel[]
}

/** The relation of one adult to one pupil. Priority, prime and parental responsibility never stand in for one another. */
export type Link = {
  id: string
  pupilId: string
  adultId: string
  origin: Origin
  relationship: string | null
  priority: number | null
  parentalResponsibility: Flag
  livesWith: Flag
  prime: boolean
  reason: string | null
  startedOn: string
  endedOn: string | null
  endReason: string | null
  courtOrder: CourtOrder
  /** The adult may not reach this pupil, by whatever link (VIS-3). */
  restricted: boolean
  state: LinkState
}

/** A pupil with all links, each with its adult. */
export type Family = { pupil: Member; links: (Link & { adult: Adult })[] }
