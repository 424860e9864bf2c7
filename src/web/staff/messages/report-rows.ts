import type { Report } from '../../../modules/messaging/index.ts'

/** The report as rows, the headings first. */
export function reportRows({ children }: Report): (string | null)[][] {
  const head = [
    'Admission number',
    'Child',
    'Class',
    'Child reached',
    'Adult',
    'Relationship',
    'Channel',
    'Address',
    'Status',
    'Reason',
  ]
  const rows = children.flatMap(({ admissionNumber, pupilName, registrationGroup, reach, reason, adults }) => {
    const child = [admissionNumber, pupilName, registrationGroup, reach]
    if (adults.length === 0) return [[...child, null, null, null, null, null, reason]]
    return adults.map((adult) => [
      ...child,
      adult.adultName,
      adult.relationship,
      adult.channel,
      adult.address,
      adult.status,
      adult.reason,
    ])
  })
  return [head, ...rows]
}
