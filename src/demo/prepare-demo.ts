import { readFile } from 'node:fs/promises'
import { listDemoPeople, makeDemoParent } from '../modules/accounts/index.ts'
import { type Actor, systemActor } from '../modules/audit/index.ts'
import {
  connectSimulatedNetwork,
  keepInSimulatedPost,
  listProviders,
  type OpenDelivery,
} from '../modules/delivery/index.ts'
import { applyPlan, forgetContactPoints, lastRun, planImport } from '../modules/importing/index.ts'
import { keepCrest } from '../modules/letters/index.ts'
import { type MessageContent, recentMessages, sendMessage } from '../modules/messaging/index.ts'
import {
  addToGroup,
  findPupilsOf,
  linkAdultByHand,
  loadFamilies,
  makeOwnGroup,
  optOutAdult,
  searchPeople,
} from '../modules/people/index.ts'
import { choosePreferences } from '../modules/preferences/index.ts'
import { latestBatches, printLetters } from '../modules/registration/index.ts'
import { changeSettings, createSchool, listSchools, type School } from '../modules/schools/index.ts'
import type { Clock } from '../platform/clock/index.ts'
import type { KeyedHash } from '../platform/crypto/index.ts'
import type { Trx } from '../platform/db/index.ts'
import { Refusal } from '../platform/errors/index.ts'
import { inProject } from '../platform/paths/index.ts'
import { inventEarlierCoverage } from './earlier-coverage.ts'

type Parts = Pick<OpenDelivery, 'db' | 'clock' | 'secretBox'> & {
  /** With what letters are printed; without it the demo begins with none. */
  letters?: { hash: KeyedHash; siteAddress: string }
}
type Making = Parts & { school: School }

const slug = 'hill-primary'
const office: Actor = { kind: 'staff', accountId: null, name: 'Sam Okafor' }
const administrator: Actor = { kind: 'staff', accountId: null, name: 'Ruth Adeyemi' }
const letterhead = {
  postalAddress: '12 Hill Road, Hillford, HF1 2AB',
  officePhone: '020 7946 0123',
  officeEmail: 'office@hill-primary.example',
}
const simsFiles = ['pupils.csv', 'contacts.csv', 'staff.csv']

/**
 * Makes the invented school of `demo/README.md` by the real import, where the instance has no school yet. Killed half way,
 * it goes on at the next start. Gives the lines to print about it.
 */
export async function prepareDemo(parts: Parts): Promise<string[]> {
  const schools = await listSchools(parts.db)
  const found = schools.find((school) => school.slug === slug)
  if (found || schools.length === 0) await giveItLife({ ...parts, school: found ?? (await makeSchool(parts)) })
  const people = await listDemoPeople(parts.db)
  const names = people.map(({ name, roleName }) => `${name} (${roleName})`).join(' or ')
  return [`Open it in a browser and sign in by one click, as ${names}.`]
}

async function makeSchool({ db, clock }: Parts): Promise<School> {
  const school = await createSchool(db, { name: 'Hill Primary School', slug, actor: systemActor, clock })
  const values = {
    textSender: 'HillPrimary',
    emailSender: 'office@hill-primary.example',
    lowerPriorities: 'yes',
    ...letterhead,
  }
  return changeSettings(db, { school, values, actor: systemActor })
}

/** Each step looks first whether it was done. */
async function giveItLife(making: Making): Promise<void> {
  const { db, school, clock } = making
  const inSchool = <T>(work: (trx: Trx) => Promise<T>) => db.inSchool(school.id, work)
  if ((await inSchool((trx) => listProviders(trx, school.id))).length === 0)
    await inSchool((trx) => connectSimulatedNetwork(trx, making, school.id))
  if ((await inSchool((trx) => lastRun(trx, school.id))) === null) {
    const thisMorning = hoursBefore(clock, 3)
    await importSims(making, thisMorning)
    await inSchool((trx) => meetFamilies(trx, making, thisMorning))
  }
  await inSchool((trx) => inventEarlierCoverage(trx, making))
  await printFirstLetters(making)
  if (!(await listDemoPeople(db)).some(({ role }) => role === 'parent'))
    await inSchool((trx) => letAParentSignIn(trx, making))
  const messages = await inSchool((trx) => recentMessages(trx, { schoolId: school.id, limit: 1 }))
  if (messages.length === 0) await sendMessages(making)
}

async function importSims({ db, school }: Making, clock: Clock): Promise<void> {
  const files = simsFiles.map((name) => ({ name, path: inProject('demo', 'sims', name) }))
  const plan = await planImport(db, { school, files, actor: administrator, clock })
  const familiesTold = { toldOn: clock.today(school.timeZone), channel: 'letter' }
  await applyPlan(db, { school, planId: plan.id, actor: administrator, clock, confirmHeld: true, familiesTold })
}

/** What a school office did by hand since its import. */
async function meetFamilies(trx: Trx, { school }: Making, clock: Clock): Promise<void> {
  const by = { schoolId: school.id, actor: office, clock }
  const [harriet] = await searchPeople(trx, { schoolId: school.id, text: 'Harriet Lovell' })
  if (harriet?.kind === 'adult') {
    const reason = 'Wrote to the office: no texts or emails, please.'
    await optOutAdult(trx, { ...by, adultId: harriet.id, channel: 'all', reason, forget: forgetContactPoints })
  }
  const pupilsOf = (name: string) => findPupilsOf(trx, { schoolId: school.id, selectors: [`group:${name}`] })
  const band = [...(await pupilsOf('5 Holly')).slice(0, 5), ...(await pupilsOf('6 Beech')).slice(0, 5)]
  const { groupId } = await makeOwnGroup(trx, { ...by, name: 'Steel band' })
  await addToGroup(trx, { ...by, groupId, pupilIds: band })
  const [pupilId] = await findPupilsOf(trx, { schoolId: school.id, selectors: ['pupil:004335'] })
  if (!pupilId) return
  const adult = {
    title: 'Ms',
    forename: 'Tess',
    surname: 'Kemp',
    relationship: 'Aunt',
    phone: '07700 900998',
    email: 'tess.kemp@example.org',
    prime: false,
  }
  await linkAdultByHand(trx, { ...by, pupilId, adult, reason: 'Fetches Bonnie on Tuesdays; asked for by Ted Kemp.' })
}

/** One class has its letters already: they lie in the simulated post. */
async function printFirstLetters({ db, school, clock, letters }: Making): Promise<void> {
  if (!letters || (await db.inSchool(school.id, (trx) => latestBatches(trx, school.id, 1))).length > 0) return
  const picture = await readFile(inProject('demo', 'crest.png'))
  await keepCrest(db, { schoolId: school.id, picture, actor: administrator, clock })
  await printLetters(db, {
    ...letters,
    school,
    clock: hoursBefore(clock, 2),
    actor: office,
    letters: { kind: 'class', registrationGroup: '6 Beech' },
    post: (trx, printed) => keepInSimulatedPost(trx, { ...printed, schoolId: school.id, clock }),
  }).catch((error: unknown) => {
    // A machine without the typesetter has a demo all the same.
    if (!(error instanceof Refusal)) throw error
  })
}

/** The first prime adult of a child in year 6, so that the pages of families can be looked at. */
async function letAParentSignIn(trx: Trx, { school, clock }: Making): Promise<void> {
  const schoolId = school.id
  const pupilIds = await findPupilsOf(trx, { schoolId, selectors: ['year:6'] })
  const links = (await loadFamilies(trx, { schoolId, pupilIds })).flatMap((family) => family.links)
  const link = links.find(({ prime, state, adult }) => prime && state === 'current' && adult.contactPoints.length > 1)
  if (!link) return
  const { forename, surname } = link.adult
  const name = `${forename} ${surname}`
  await makeDemoParent(trx, { schoolId, adultId: link.adultId, name, clock })
  const wanted = { kinds: { news: 'digest', fundraising: 'email' } } as const
  const actor = { kind: 'family' as const, accountId: null, name }
  await choosePreferences(trx, { schoolId, adultId: link.adultId, wanted, actor, clock })
}

/** The worker that starts next sends them through the simulated network. */
async function sendMessages({ db, school, clock }: Making): Promise<void> {
  const plain = { audience: 'prime', channel: 'auto', kind: 'dates', deadlineAt: null } as const
  const messages: { hoursAgo: number; content: MessageContent }[] = [
    {
      hoursAgo: 1.75,
      content: {
        ...plain,
        to: ['year:6'],
        subject: 'Swimming starts on Thursday',
        body: 'Dear {{adult.name}}, swimming starts on Thursday. Please send {{children}} with a towel and a costume. {{school.name}}',
      },
    },
    {
      hoursAgo: 0.4,
      content: {
        ...plain,
        channel: 'sms',
        kind: 'safety',
        to: ['group:R Acorn', 'group:R Willow'],
        subject: 'School closes at 2 pm on Friday',
        body: 'School closes at 2 pm on Friday. Please fetch {{children}} then. {{school.name}}',
      },
    },
  ]
  for (const { hoursAgo, content } of messages)
    await sendMessage(db, { school, content, actor: office, clock: hoursBefore(clock, hoursAgo), again: true })
}

function hoursBefore(clock: Clock, hours: number): Clock {
  const now = () => new Date(clock.now().getTime() - hours * 3_600_000)
  return { now, today: (timeZone) => clock.today(timeZone) }
}
