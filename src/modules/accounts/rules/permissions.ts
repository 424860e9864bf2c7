/** What a member of staff can be at a school (SEC-5). One person may have several roles, and other roles at another school. */
export const roles = [
  'administrator',
  'head',
  'data-owner',
  'safeguarding-lead',
  'office',
  'sender',
  'teacher',
  'dpo',
  'desk-helper',
] as const
export type Role = (typeof roles)[number]

export const roleNames: Record<Role, string> = {
  administrator: 'Administrator',
  head: 'Head',
  'data-owner': 'Data owner',
  'safeguarding-lead': 'Safeguarding lead',
  office: 'Office',
  sender: 'Sender with approval',
  teacher: 'Teacher',
  dpo: 'Data protection officer',
  'desk-helper': 'Desk helper',
}

/** Who may do what (SEC-5). Read a line as: this act is open to these roles. */
export const permissionTable = {
  'home.read': ['administrator', 'head', 'data-owner', 'safeguarding-lead', 'office', 'sender', 'teacher', 'dpo'],

  'people.read': ['administrator', 'head', 'data-owner', 'safeguarding-lead', 'office'],
  'people.change': ['administrator', 'data-owner', 'office'],
  'links.change': ['administrator', 'data-owner', 'office'],
  'court-order.decide': ['administrator', 'head', 'safeguarding-lead'],
  'restriction.decide': ['head', 'safeguarding-lead'],
  // To make two records one takes `people.change`, to part them beside a restriction `restriction.decide`; the pages see to it.
  'duplicates.decide': ['administrator', 'head', 'data-owner', 'safeguarding-lead', 'office'],
  'opt-out.change': ['administrator', 'head', 'data-owner', 'office'],

  'import.plan': ['administrator', 'data-owner', 'office'],
  'import.apply': ['administrator', 'data-owner'],
  'sync.manage': ['administrator'],

  'messages.read': ['administrator', 'head', 'data-owner', 'safeguarding-lead', 'office', 'sender'],
  'messages.send': ['administrator', 'head', 'office'],

  'letters.read': ['administrator', 'head', 'data-owner', 'office'],
  'letters.print': ['administrator', 'data-owner', 'office'],
  'letters.design': ['administrator', 'data-owner'],

  // What is behind a held link is for those who may decide about court orders; the pages see to it.
  'claims.decide': ['administrator', 'head', 'data-owner', 'safeguarding-lead', 'office'],

  'data-issues.read': ['administrator', 'head', 'data-owner', 'safeguarding-lead', 'office'],
  'data-issues.change': ['administrator', 'data-owner', 'office'],

  'settings.change': ['administrator'],
  'audit.read': ['administrator', 'head', 'data-owner', 'dpo'],
  'staff.manage': ['administrator'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissionTable

/** Whether any of these roles opens the act. */
export function may(held: readonly Role[], permission: Permission): boolean {
  const open: readonly Role[] = permissionTable[permission]
  return held.some((role) => open.includes(role))
}

/** The words by which a page says who could help somebody whose roles do not open the act. */
export function rolesThatMay(permission: Permission): string[] {
  return permissionTable[permission].map((role) => roleNames[role])
}

/** Whether a typed word is one of the roles. */
export function isRole(text: string): text is Role {
  return roles.some((role) => role === text)
}
