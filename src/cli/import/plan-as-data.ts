import { type Changes, entriesOf, type Plan, rejectedOf, type StoredEntry } from '../../modules/importing/index.ts'
import type { School } from '../../modules/schools/index.ts'
import type { Trx } from '../../platform/db/index.ts'

type RejectedRow = Awaited<ReturnType<typeof rejectedOf>>[number]

/** A plan in the shape that `import plan --json` prints: everything it would do, each with its rule and reason. */
export async function planAsData(trx: Trx, plan: Plan) {
  const entries = await entriesOf(trx, { schoolId: plan.schoolId, planId: plan.id, limit: 10_000_000 })
  const { pupils, members, adults, links, contactPoints, groups, leftOut } = plan.changes
  return {
    plan: plan.id,
    state: plan.state,
    format: [...new Set(plan.files.map((file) => file.format))].join(', '),
    encoding: [...new Set(plan.files.map((file) => file.encoding))].join(', '),
    files: plan.files.map(({ name, format, why, encoding, delimiter, columns, unknownCaptions, warnings }) => ({
      name,
      format,
      why: why ?? '',
      encoding,
      delimiter,
      columns,
      unknownCaptions,
      warnings,
    })),
    rows: plan.rows,
    rejected: await rejectedOf(trx, plan.schoolId, plan.id),
    changes: {
      pupils: { add: pupils.add, update: pupils.update, leave: pupils.leave },
      adults: { add: adults.add, update: adults.update, end: adults.end },
      links: { add: links.add, update: links.update, end: links.end },
      contactPoints: { add: contactPoints.add, update: contactPoints.update, end: contactPoints.end },
      members: { add: members.add, update: members.update, leave: members.leave },
      groups: { add: groups.add, end: groups.end },
    },
    entries: entries.filter((entry) => !hidden.includes(entry.entity)).map(entryAsData),
    issues: entries.filter((entry) => entry.entity === 'issue' && entry.act === 'add').map(issueAsData),
    leftOut,
    held: plan.held,
  }
}

/** Bookkeeping of the import itself, and what is printed as `issues`. */
const hidden = ['mis id', 'group', 'issue']

function entryAsData(entry: StoredEntry) {
  const { entity, act, pupilId, adultId, pupilName, admissionNumber, adultName, rule, reason, before, after, seq } =
    entry
  return {
    entry: seq,
    leftOut: entry.leftOut !== null,
    pupil: pupilId,
    adult: adultId,
    entity,
    act,
    rule,
    reason,
    pupilName,
    admissionNumber,
    adultName,
    class: entry.class,
    before,
    after,
  }
}

function issueAsData(entry: StoredEntry) {
  const { pupilId, adultId, pupilName, admissionNumber, adultName, reason } = entry
  return {
    kind: entry.after?.kind,
    pupil: pupilId,
    adult: adultId,
    detail: reason,
    pupilName,
    admissionNumber,
    adultName,
  }
}

const rejectedShown = 20

/** The same for people: counts first, then the rejected rows and columns that are not used. */
export function planAsWords(plan: Plan, of: { school: School; rejected: RejectedRow[] }): string {
  const { rows, changes, held } = plan
  const unused = plan.files.flatMap(({ name, unknownCaptions }) =>
    unknownCaptions.length > 0 ? [`${name}: not used: ${unknownCaptions.join(', ')} (a --mapping can name them)`] : [],
  )
  const lines = [
    `Plan ${plan.id} (${plan.state})`,
    `${plan.files.map((file) => `${file.name}: ${file.format}, ${file.encoding}${file.delimiter ? `, delimiter “${file.delimiter}”` : ''}${file.why ? `\n  ${file.why}` : ''}`).join('\n')}`,
    `${rows.read} ${rows.read === 1 ? 'row' : 'rows'} read = ${rows.used} used + ${rows.rejected} rejected + ${rows.merged} merged`,
    ...countsAsWords(changes),
    ...plan.files.flatMap((file) => file.warnings),
    ...unused,
    ...rejectedAsWords(of.rejected),
  ]
  if (held) lines.push(`Held (${held.rule}): ${held.reason}`)
  if (plan.state === 'ready')
    lines.push(
      isEmpty(changes)
        ? 'Nothing to change.'
        : `Nothing has been changed yet. Apply it with: bin/gatehouse import apply ${plan.id} --school ${of.school.slug}`,
    )
  return lines.join('\n')
}

function rejectedAsWords(rejected: RejectedRow[]): string[] {
  if (rejected.length === 0) return []
  const lines = rejected.slice(0, rejectedShown).map(({ file, line, column, value, reason }) => {
    const where = column === null ? '' : `, ${column}${value === null ? '' : ` “${value}”`}`
    return `  ${file} line ${line}${where}: ${reason}`
  })
  const more = rejected.length - lines.length
  return ['Rejected rows:', ...lines, ...(more > 0 ? [`  … and ${more} more, with --json`] : [])]
}

function isEmpty(changes: Changes): boolean {
  const { leftOut: _, ...counts } = changes
  return Object.values(counts).every((count) => count.add + count.update + count.end + count.leave === 0)
}

function countsAsWords(changes: Changes): string[] {
  const { leftOut, ...counts } = changes
  const names: Record<keyof typeof counts, string> = {
    pupils: 'pupils',
    members: 'staff',
    adults: 'adults',
    links: 'links',
    contactPoints: 'phones and emails',
    groups: 'group memberships',
    issues: 'data issues',
  }
  const lines = Object.entries(counts).flatMap(([key, count]) => {
    const parts = [
      count.add && `+${count.add}`,
      count.update && `${count.update} change`,
      count.end && `−${count.end}`,
      count.leave && `${count.leave} leave`,
    ].filter(Boolean)
    return parts.length === 0 ? [] : [`  ${names[key as keyof typeof counts]}: ${parts.join(', ')}`]
  })
  return [...lines, ...leftOut.map(({ rule, reason, count }) => `  ${count} left out: ${reason} (${rule})`)]
}
