import { inviteStaff } from '../../src/modules/accounts/index.ts'
import { applyPlan, planImport } from '../../src/modules/importing/index.ts'
import { type MessageContent, saveDraft, sendMessage } from '../../src/modules/messaging/index.ts'
import { inProject } from '../../src/platform/paths/index.ts'
import { signedInAs, strangersBrowser, type TestBrowser, type TestWeb, testWeb } from '../../src/web/testing.ts'

/** The demo's web side: the invented school imported from its own SIMS files, an import to look at, a message, a draft. */
export type DemoSchool = {
  web: TestWeb
  administrator: TestBrowser
  /** Somebody who has not signed in yet. */
  stranger: TestBrowser
  /** Where the administrator, and the stranger, can start; every other page is reached from there by links. */
  starts: string[]
  strangersStarts: string[]
}

const content: MessageContent = {
  to: ['year:6'],
  audience: 'prime',
  channel: 'auto',
  purpose: 'school business',
  subject: 'Year 6 trip: bring a packed lunch',
  body: 'Dear {{adult.name}}, {{pupil.forename}}’s trip to the castle leaves at 8:45. Please bring a packed lunch and a coat.',
  deadlineAt: null,
}

export async function demoSchool(): Promise<DemoSchool> {
  const web = await testWeb({ demo: true })
  const { db, school, clock } = web
  const actor = { kind: 'system' as const, accountId: null, name: 'Sam Okafor' }
  const files = ['pupils.csv', 'contacts.csv', 'staff.csv'].map((name) => ({
    name,
    path: inProject('demo', 'sims', name),
  }))
  const { id } = await planImport(db, { school, files, actor, clock })
  await applyPlan(db, { school, planId: id, confirmHeld: true, actor, clock })
  // Nothing is in this file but the contacts, so its plan waits to be looked at.
  await planImport(db, { school, files: files.slice(0, 2), actor, clock })
  await sendMessage(db, { school, content, again: false, actor, clock })
  const draft = { schoolId: school.id, id: null, content: { ...content, subject: 'Reading morning' }, actor, clock }
  const draftId = await db.inSchool(school.id, (trx) => saveDraft(trx, draft))
  await signedInAs(web, { role: 'office', name: 'Sam Okafor' })
  const invitation = await inviteStaff(db, { school, email: 'new@example.org', role: 'head', actor, clock })
  return {
    web,
    administrator: await signedInAs(web, { role: 'administrator', name: 'Ruth Adeyemi' }),
    stranger: strangersBrowser(web, { 'gatehouse-second-factor': 'begun' }),
    // The check of a draft is reached by pressing a button of its form.
    starts: ['/', '/schools/hill/home', '/dev/components', `/schools/hill/messages/${draftId}/check`],
    strangersStarts: ['/sign-in', '/sign-in/code', `/invitations/${invitation}`, `/first-administrator/${invitation}`],
  }
}
