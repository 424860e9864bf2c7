/**
 * SEC-2: two tiers. *Notices* (news, messages) lives for 30 days; *record* (what the school knows about a child) asks for two factors,
 * ends after 20 minutes without a page and after 12 hours in all. Staff pages ask for a passkey or the app, and end after an hour
 * without a page (decision 0012). All times in minutes.
 */
const idle = { record: 20, staff: 60 }
const absolute = 12 * 60
const notices = 30 * 24 * 60
/** After the password, the second factor must come within this time. */
const secondFactorMinutes = 10
/** How fresh a proof must be for changing how one signs in (S-17). */
const freshMinutes = 15
/** No session is of any use after this, whatever it was. */
export const longestMinutes = notices

export type SessionStage = 'signed in' | 'second factor due'
/** What was proved: a password alone; a password and a code that was sent or stands on a card; a passkey, or password and app. */
export type Proof = 'one factor' | 'two factors' | 'device'
export type Tier = 'notices' | 'record'

/** Until when a session opens what; null where it opens it not at all. */
export type SessionEnds = {
  twoFactorsAt: Date | null
  noticesUntil: Date | null
  recordUntil: Date | null
  staffUntil: Date | null
}

/** `isFamily`: the person is an adult at some school, so there are notices for them. */
export function endsOfNewSession({ proof, isFamily }: { proof: Proof; isFamily: boolean }, now: Date): SessionEnds {
  return {
    twoFactorsAt: proof === 'one factor' ? null : now,
    noticesUntil: isFamily ? later(now, notices) : null,
    recordUntil: proof === 'one factor' ? null : later(now, idle.record),
    staffUntil: proof === 'device' ? later(now, idle.staff) : null,
  }
}

/** With each page what is still open stays open for a while, never past the twelve hours. What has shut stays shut. */
export function endsAfterUse(ends: SessionEnds, now: Date): SessionEnds {
  const last = ends.twoFactorsAt ? later(ends.twoFactorsAt, absolute) : now
  const moved = (until: Date | null, minutes: number) =>
    until && until > now ? new Date(Math.min(later(now, minutes).getTime(), last.getTime())) : until
  return { ...ends, recordUntil: moved(ends.recordUntil, idle.record), staffUntil: moved(ends.staffUntil, idle.staff) }
}

export function isSessionAlive(
  { stage, createdAt, noticesUntil, staffUntil, recordUntil }: SessionEnds & { stage: SessionStage; createdAt: Date },
  now: Date,
): boolean {
  if (stage === 'second factor due') return later(createdAt, secondFactorMinutes) > now
  return [noticesUntil, staffUntil, recordUntil].some((until) => until !== null && until > now)
}

/** S-17: `recordFrom` shuts the record tier for a day after a change of how one signs in. */
export function tierOf(
  { recordUntil }: SessionEnds,
  { recordFrom, now }: { recordFrom: Date | null; now: Date },
): Tier {
  const isPaused = recordFrom !== null && recordFrom > now
  return recordUntil !== null && recordUntil > now && !isPaused ? 'record' : 'notices'
}

export function isFresh(provedAt: Date | null, now: Date): boolean {
  return provedAt !== null && later(provedAt, freshMinutes) > now
}

function later(from: Date, minutes: number): Date {
  return new Date(from.getTime() + minutes * 60_000)
}
