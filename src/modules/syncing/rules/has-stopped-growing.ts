/** A file at one look. Times are milliseconds since 1970. */
export type Look = { bytes: number; changedAt: number }
/** What was seen before, and since when each file has looked the same. */
export type Seen = Record<string /* name */, Look & { sinceMs: number }>

/** Between two looks that find the same, so long must pass: reporting programs write in gulps. */
const stillForMs = 4_000
/** A file that will not stop growing holds the others back no longer than this. */
const patienceMs = 10 * 60_000

/**
 * Which files may be taken: those that looked the same some seconds ago. Files that lie together are one export, so while one
 * still grows the others wait for it, up to a time. An empty file has not begun to be written; one that stays so is taken with the
 * others, for an export is not whole without it: they wait for it until it has had its time as well.
 */
export function whatHasStoppedGrowing(
  seen: Seen,
  found: Record<string, Look>,
  nowMs: number,
): { ready: string[]; seen: Seen } {
  const next: Seen = {}
  const ready: string[] = []
  let [someGrow, someEmpty] = [false, false]
  for (const [name, look] of Object.entries(found)) {
    const before = Object.hasOwn(seen, name) ? seen[name] : undefined
    const same = before !== undefined && before.bytes === look.bytes && before.changedAt === look.changedAt
    const sinceMs = same ? before.sinceMs : nowMs
    next[name] = { ...look, sinceMs }
    if (same && nowMs - sinceMs >= (look.bytes > 0 ? stillForMs : patienceMs)) ready.push(name)
    else {
      someGrow = true
      someEmpty ||= look.bytes === 0
    }
  }
  const longest = someEmpty ? 2 * patienceMs : patienceMs
  const waitedLong = ready.some((name) => nowMs - (next[name]?.sinceMs ?? nowMs) >= longest)
  if (someGrow && !waitedLong) return { ready: [], seen: next }
  return { ready: ready.sort(), seen: next }
}

const ignoredNames = /^(\.|~\$|~)|\.(part|partial|tmp|temp|crdownload|filepart|swp|lock)$|^(thumbs\.db|desktop\.ini)$/i

/** Hidden files, and those that a program writes before it gives them their name. */
export const isIgnored = (name: string): boolean => ignoredNames.test(name)

/** What reports are written as. Anything else in the folder is a slip of somebody's hand, and is put aside by itself. */
export const isReportName = (name: string): boolean => /\.(csv|txt|tsv|tab|xml|xlsx|zip|jsonl)$/i.test(name)
