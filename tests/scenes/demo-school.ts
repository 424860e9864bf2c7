import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inviteStaff } from '../../src/modules/accounts/index.ts'
import type { Actor } from '../../src/modules/audit/index.ts'
import { applyPlan, forgetContactPoints, planImport } from '../../src/modules/importing/index.ts'
import { type MessageContent, saveDraft, sendMessage } from '../../src/modules/messaging/index.ts'
import {
  addToGroup,
  findPupilsOf,
  linkAdultByHand,
  loadFamilies,
  makeOwnGroup,
  membersWhere,
  optOutAdult,
  placeRestriction,
  searchPeople,
} from '../../src/modules/people/index.ts'
import {
  makeCredential,
  receivePushedFiles,
  setUpWonde,
  wondeRegions,
  workAtDeskOf,
} from '../../src/modules/syncing/index.ts'
import { inProject } from '../../src/platform/paths/index.ts'
import { signedInAs, strangersBrowser, type TestBrowser, type TestWeb, testWeb } from '../../src/web/testing.ts'
import { putLettersInThePost } from './letters-in-the-post.ts'
import { putMessagesUnderWay } from './messages-under-way.ts'
import { registrantsOnTheWay } from './registrants-on-the-way.ts'
import { parentsSigningIn } from './signing-in.ts'

/** The demo's web side: the invented school imported from its own SIMS files, an import to look at, a message, a draft. */
export type DemoSchool = {
  web: TestWeb
  administrator: TestBrowser
  /** Somebody who has not signed in yet. */
  stranger: TestBrowser
  /** Where the administrator, and the stranger, can start; every other page is reached from there by links. */
  starts: string[]
  strangersStarts: string[]
  /** Browsers in the middle of a registration, each at another step. */
  registrants: { at: string; as: TestBrowser }[]
}

const content: MessageContent = {
  to: ['year:6'],
  audience: 'prime',
  channel: 'auto',
  kind: 'dates',
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
  await putMessagesUnderWay(web)
  await putLettersInThePost(web, actor)
  await sendByItself(web, actor)
  const draft = { schoolId: school.id, id: null, content: { ...content, subject: 'Reading morning' }, actor, clock }
  const draftId = await db.inSchool(school.id, (trx) => saveDraft(trx, draft))
  await signedInAs(web, { role: 'office', name: 'Sam Okafor' })
  const invitation = await inviteStaff(db, { school, email: 'new@example.org', role: 'head', actor, clock })
  // Head too: restrictions are not for administrators.
  const administrator = await signedInAs(web, { role: ['administrator', 'head'], name: 'Ruth Adeyemi' })
  // With a password, so that the page for changing it is there; nobody signs in with this one.
  await db.asOwner((trx) =>
    trx.updateTable('accounts').set({ password_hash: 'unused' }).where('id', '=', administrator.accountId).execute(),
  )
  return {
    web,
    administrator,
    stranger: strangersBrowser(web),
    // The check of a draft is reached by pressing a button of its form.
    starts: [
      '/',
      '/schools/hill/home',
      '/schools/hill/letters/design/family/en',
      // As staff, whose page has more on it than a family's.
      '/account/security',
      '/dev/components',
      `/schools/hill/messages/${draftId}/check`,
      await unknownColumns(administrator),
      await planLookedAt(administrator),
      ...(await awkwardPeople(web, actor)),
      await ownGroup(web, actor),
    ],
    registrants: [...(await registrantsOnTheWay(web)), ...(await parentsSigningIn(web))],
    strangersStarts: [
      '/my/link/sent',
      '/register',
      '/register/qr',
      '/sign-in',
      '/sign-in/recover',
      `/invitations/${invitation}`,
      `/first-administrator/${invitation}`,
    ],
  }
}

/** A plan that waits, with a note, something left out of it, and changes to look at one by one. */
async function planLookedAt(administrator: TestBrowser): Promise<string> {
  const [captions = '', ...rows] = (await readFile(inProject('demo', 'sims', 'contacts.csv'), 'utf8')).split(/\r?\n/)
  const changed = rows.map((row, index) => (index < 60 ? row.replace('@example.org', '@example.com') : row))
  const content = [captions, ...changed].join('\n')
  const file = { field: 'files', filename: 'contacts-today.csv', content }
  const at = String((await administrator.upload('/schools/hill/imports/new', {}, [file])).headers.location)
  const [, seqs = ''] = /name="seqs" value="([\d ]+)"/.exec((await administrator.get(at)).body) ?? []
  await administrator.post(`${at}/leave-out`, { seqs, act: 'leave' })
  await administrator.post(`${at}/note`, { words: 'The MIS was mended this morning; asked Mrs Al-Hassan.' })
  return at
}

/** A machine of the school sent its reports: one plan waits, and what it sent later could not be read. */
async function sendByItself({ db, school, clock, app }: TestWeb, actor: Actor): Promise<void> {
  const { dataFolder, inboxFolder, publicUrl } = app.config
  const { credential } = await makeCredential(db, { school, name: 'SIMS server', actor, clock })
  const parts = {
    db,
    clock,
    log: app.log,
    dataFolder,
    inboxFolder,
    publicUrl,
    secretBox: app.secretBox,
    privateTargets: [],
  }
  const reports = {
    'contacts.csv': readFileSync(inProject('demo', 'sims', 'contacts.csv'), 'latin1').replace(
      '07700 9001',
      '07700 9002',
    ),
    'groups.xml': 'no report',
  }
  for (const [filename, content] of Object.entries(reports)) {
    const path = join(mkdtempSync(join(tmpdir(), 'gatehouse-scene-')), filename)
    writeFileSync(path, content)
    const files = [{ filename, path, bytes: content.length }]
    await receivePushedFiles(db, { school, credential, files, dataFolder, clock })
    await workAtDeskOf(parts, school.id)
  }
  const connection = {
    address: wondeRegions[0].address,
    wondeSchool: 'A1930499544',
    token: 'nobody asks',
    pattern: '15 2 * * 1-5',
  }
  await setUpWonde(db, { ...connection, school, actor, clock, secretBox: app.secretBox, privateTargets: [] })
}

/** A group of the school's own with a class in it, opened while somebody looks for another pupil. */
async function ownGroup({ db, school, clock }: TestWeb, actor: Actor): Promise<string> {
  const by = { schoolId: school.id, actor, clock }
  return db.inSchool(school.id, async (trx) => {
    const { groupId } = await makeOwnGroup(trx, { ...by, name: 'Steel band' })
    const pupilIds = await findPupilsOf(trx, { schoolId: school.id, selectors: ['group:6 Beech'] })
    await addToGroup(trx, { ...by, groupId, pupilIds })
    await makeOwnGroup(trx, { ...by, name: 'Juniors', rule: { years: ['5', '6'], classes: [], houses: [] } })
    return `/schools/hill/people/groups/${groupId}?find=am`
  })
}

/** The page of a file whose captions mean nothing yet, so that somebody has to say what they are. */
async function unknownColumns(administrator: TestBrowser): Promise<string> {
  const file = { field: 'files', filename: 'odd.csv', content: 'Ref;Fam;Giv\n004301;Al-Hassan;Amira\n' }
  const answer = await administrator.upload('/schools/hill/imports/new', {}, [file])
  return String(answer.headers.location)
}

/** Pages that stand only where a family is awkward: a link by hand, a court order, a restriction, an opt-out, a member of staff. */
async function awkwardPeople({ db, school, clock }: TestWeb, actor: Actor): Promise<string[]> {
  const by = { schoolId: school.id, actor, clock, reason: 'Told by telephone' }
  return db.inSchool(school.id, async (trx) => {
    const idOf = async (text: string) => (await searchPeople(trx, { schoolId: school.id, text }))[0]?.id ?? ''
    const [joe, freya] = [await idOf('Joe Turner'), await idOf('Freya Dunn')]
    const adult = { forename: 'Ruth', surname: 'Turner', phone: '07700 900123', prime: true }
    const { adultId, linkId } = await linkAdultByHand(trx, { ...by, pupilId: joe, adult })
    await optOutAdult(trx, { ...by, adultId, channel: 'sms', forget: forgetContactPoints })
    const seen = { evidence: 'Order of 12 May 2026 seen', seenBy: 'Ngozi Hill', seenOn: '2026-05-14' }
    await placeRestriction(trx, { ...by, ...seen, linkId, reviewOn: '2027-05-12', close: [] })
    const [family] = await loadFamilies(trx, { schoolId: school.id, pupilIds: [freya] })
    const held = family?.links.find(({ courtOrder }) => courtOrder.flag === 'yes')
    const [teacher] = await membersWhere(trx, school.id, { notRole: 'pupil', limit: 1 })
    const places = [
      `pupils/${joe}`,
      `pupils/${joe}/links/${linkId}/convert`,
      `pupils/${freya}/links/${held?.id}/court-order`,
      `pupils/${freya}/links/${held?.id}/restriction`,
      `adults/${adultId}/opt-in`,
      `members/${teacher?.id}`,
    ]
    return places.map((place) => `/schools/${school.slug}/people/${place}`)
  })
}
