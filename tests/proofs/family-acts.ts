import { forgetContactPoints } from '../../src/modules/importing/index.ts'
import {
  type Acting,
  askToChange,
  changeOwnName,
  chooseWhatToGet,
  openLetter,
  proveOwnChange,
  removeOwnChild,
  type Wish,
} from '../../src/modules/registration/index.ts'
import { printAndRead, register, testHash } from '../../src/modules/registration/testing.ts'
import type { Model } from './model.ts'
import { type Act, anyPupil, look, names, oneOf, places, type StandingLink, type Walking } from './walked-school.ts'

export const wishes: { wish: Wish; optOut: 'email' | 'sms' | 'all' | null }[] = [
  { wish: 'both', optOut: null },
  { wish: 'email', optOut: 'sms' },
  { wish: 'text', optOut: 'email' },
  { wish: 'nothing', optOut: 'all' },
]

/** LET-9 by the real way: a letter is printed, a code typed, both channels proved. */
export const registerByLetter: Act = async (walking) => {
  const name = oneOf(walking, names) ?? ''
  await registerAs(walking, { name, pupilId: anyPupil(walking), ...(oneOf(walking, wishes) ?? bothWays) })
}

/** The same person with another letter, and another mobile. */
export const registerAgain: Act = async (walking) => {
  const link = oneOf(walking, ownLinks(walking))
  if (link) await registerAs(walking, { ...link, ...bothWays })
}

const bothWays = { wish: 'both' as const, optOut: null }

async function registerAs(
  walking: Walking,
  who: { name: string; pupilId: string; wish: Wish; optOut: 'email' | 'sms' | 'all' | null },
): Promise<void> {
  const { choose, scene } = walking
  const { db, school, clock } = scene
  const { name, pupilId, wish, optOut } = who
  const [forename = '', surname = ''] = name.split(' ')
  const email = `${forename.toLowerCase()}@example.org`
  const mobile = `+44770090020${choose(10)}`
  const relationship = 'Carer'
  const mainContact = choose(2) === 0
  const [sheet] = await printAndRead(db, { school, letters: { kind: 'pupil', pupilId }, clock })
  const [code = ''] = sheet?.codes ?? []
  const reference = sheet?.reference ?? ''
  const typed = { forename, surname, relationship, email, mobile: mobile.replace('+44', '0'), mainContact }
  await register(db, { reference, code, clock, registrant: typed, wish })
  walking.spent = { reference, code }
  const [done] = await look<{ adultId: string | null; linkId: string | null }>(scene)`
      select adult_id as "adultId", link_id as "linkId" from registrations
      where school_id = ${school.id} order by created_at desc, id desc limit 1`
  if (!done?.adultId || !done.linkId) return
  takePlace(walking, {
    id: done.linkId,
    adultId: done.adultId,
    pupilId,
    relationship,
    name,
    values: [email, mobile],
    optOut,
  })
}

/** LET-1, LET-9: by themselves, or after the office decided. */
export function takePlace({ model }: Walking, done: Parameters<Model['registered']>[0]): void {
  const tookPlace = model.facts.links.get(done.id)?.origin !== 'web'
  model.registered(done)
  // A merge that is taken back may leave more than there are places: nobody loses what they registered.
  if (tookPlace && model.registeredFor(done.pupilId) > places) throw new Error(`LET-1: more than ${places} registered`)
}

/** LET-2. */
export const useACodeAgain: Act = async ({ scene: { db, clock }, spent }) => {
  if (!spent) return
  const answer = await openLetter(db, { typed: { ...spent, token: '' }, hash: testHash, clock, pause: async () => {} })
  if (answer.verdict === 'right') throw new Error('LET-2: a code opened twice')
}

const ownLinks = ({ now }: Walking): StandingLink[] => now.links.filter(({ origin }) => origin === 'web')

/** An act of somebody who registered, on the page of their own details. */
const onOwnPage =
  (act: (walking: Walking, own: Acting, link: StandingLink) => Promise<void>): Act =>
  async (walking) => {
    const { school, clock } = walking.scene
    const link = oneOf(walking, ownLinks(walking))
    if (link) await act(walking, { schoolId: school.id, adultId: link.adultId, accountId: null, clock }, link)
  }

export const changeTheirName = onOwnPage(async (walking, own, { name }) => {
  const [forename = '', surname = ''] = name.split(' ')
  const typed = { forename, surname: oneOf(walking, [surname, 'Hassan', 'Other', 'Reed']) ?? surname }
  await changeOwnName(walking.scene.db, { ...own, typed })
  walking.model.changedName(own.adultId, `${forename} ${typed.surname}`)
})

export const changeTheirMobile = onOwnPage((walking, own) =>
  changeChannel(walking, own, 'sms', `+44770090030${walking.choose(10)}`),
)
export const changeTheirEmail = onOwnPage((walking, own, { name }) =>
  changeChannel(walking, own, 'email', `${name.split(' ')[0]?.toLowerCase()}.new${walking.choose(3)}@example.org`),
)

/** DAT-2: a code goes to the new address; what was typed counts once the code comes back. */
async function changeChannel({ scene, model }: Walking, own: Acting, channel: 'email' | 'sms', value: string) {
  await askToChange(scene.db, { ...own, channel, typed: value, hash: testHash })
  const [sent] = await look<{ body: string }>(scene)`
      select t.body from deliveries d join delivery_texts t on t.school_id = d.school_id and t.id = d.text_id
      join own_changes c on c.school_id = d.school_id and c.id = d.message_id
      where d.school_id = ${own.schoolId} and d.recipient_id = ${own.adultId} order by c.sent_at desc, c.id desc limit 1`
  const code = /^\d{6}/.exec(sent?.body ?? '')?.[0] ?? ''
  if (!(await proveOwnChange(scene.db, { ...own, code, hash: testHash })))
    throw new Error('the right code was not taken')
  model.changedChannel(own.adultId, channel, value)
}

/** OPT-3: by themselves. */
export const chooseLess = onOwnPage(async (walking, own) => {
  const { wish, optOut } = oneOf(walking, wishes) ?? bothWays
  await chooseWhatToGet(walking.scene.db, { ...own, wish, forget: forgetContactPoints })
  if (optOut) walking.model.optedOut(own.adultId, optOut)
})

/** LNK-6. */
export const leaveAChild = onOwnPage(async (walking, own, link) => {
  await removeOwnChild(walking.scene.db, { ...own, linkId: link.id, erase: false, forget: forgetContactPoints })
  walking.model.takenInHand(link, { ended: true })
})
