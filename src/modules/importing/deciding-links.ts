import { newId } from '../../platform/ids/index.ts'
import { adultsDecidedOthers, type CourtOrder, loadLinks, type Person } from '../people/index.ts'
import { aboutPupil, countLeftOut, type Decided, type Deciding, derivedId } from './deciding.ts'
import { decideAdults } from './deciding-adults.ts'
import { adultsFlagged, courtOrderOf, entryOfCourtOrder, withoutFlagsTakenBackByHalf } from './deciding-court-orders.ts'
import { writeIssuesOfPupil } from './deciding-issues.ts'
import type { Entry } from './entries.ts'
import { openIssuesOf, recordsOfAdults, type StandingIssue } from './facts.store.ts'
import type { Chunk } from './families/chunk.ts'
import { separator } from './families/records-of-row.ts'
import { keepFlagsOfBefore, type SaidOfChild } from './flags-of-before.store.ts'
import { adultsWhoseIdNamesAnother } from './ids-of-others.ts'
import { contactOf, isOpenLinkOfMis, type LinkHere, standingLinksOf } from './links-as-facts.ts'
import { type LinkDecided, notePlainFamilies } from './plain-families.ts'
import {
  decidePupil,
  type FileContact,
  type LinkDecision,
  type LinkFacts,
  type StandingLink,
} from './rules/decide-pupil.ts'
import { asRecognised, recogniseContacts } from './rules/recognise-contacts.ts'
import type { KnownRecord } from './rules/records-of-adult.ts'
import { everyRefOf } from './rules/which-member.ts'
import { adultsKnownAs, type SaidLink, saidLink } from './said-links.store.ts'
import { isSpared } from './sparing.ts'
import { whoStays } from './who-stays.ts'
import type { Kept, WhoseDetails } from './whose-details.ts'

/**
 * Who comes, stays, changes and goes for each of these pupils (IMP-1 to IMP-8, IMP-14). Where nothing but contact points is said
 * otherwise, all stay.
 */
export async function decideLinks(deciding: Deciding, chunk: Chunk, pupils: Decided[]): Promise<void> {
  const staying = await whoStays(deciding, chunk, pupils)
  const { links, children, ...known } = await loadChildren(deciding, chunk, staying.others)
  // Who comes in for one child is the same newcomer for the next.
  const going: Going = {
    ...known,
    recognised: recogniseContacts(children),
    kept: staying.kept,
    unnamed: [],
    wholePupils: staying.wholePupils,
    decided: [],
  }
  for (const child of children) await decideLinksOfChild(deciding, child, going)
  const { kept, unnamed, wholePupils, decided } = going
  const loaded = new Map([...staying.adults, ...links.map(({ adult }): [string, Person] => [adult.id, adult])])
  const linkedByMis = new Set(
    links.flatMap((link) => (isOpenLinkOfMis(link) ? link.pupilId + separator + link.adultId : [])),
  )
  noteOptOuts(deciding, going.recognised, loaded)
  notePlainFamilies(chunk, staying.others, { loaded, decided })
  await decideAdults(deciding, { chunk, loaded, linkedByMis, unnamed, wholePupils, kept })
}

/** OPT-2: what somebody opted out of is not kept by another record either, whether or not it comes in. */
function noteOptOuts(
  { optOuts }: Deciding,
  recognised: Going['recognised'],
  adults: ReadonlyMap<string, Person>,
): void {
  for (const [contactKey, { adultId }] of recognised) {
    const channels = adults.get(adultId)?.optOuts ?? []
    if (channels.length > 0) optOuts.set(contactKey, channels)
  }
}

/** A pupil of the run with what the files say and what stands. */
type Child = { pupil: Decided; said: SaidLink[]; contacts: FileContact[]; links: StandingLink[] }

type Known = {
  openIssues: Map<string, StandingIssue[]>
  /** The records of the MIS of adults whose link a court-order flag holds. */
  records: Map<string, KnownRecord[]>
}

/** What is known of all these pupils, and what was decided so far. */
type Going = Known & {
  recognised: ReturnType<typeof recogniseContacts>
  kept: Kept[]
  unnamed: WhoseDetails['unnamed']
  wholePupils: Set<string>
  decided: LinkDecided[]
}

async function loadChildren(
  deciding: Deciding,
  chunk: Chunk,
  pupils: Decided[],
): Promise<Known & { links: LinkHere[]; children: Child[] }> {
  const { trx, plan } = deciding
  const { schoolId } = plan
  const pupilIds = pupils.flatMap(({ standing }) => (standing ? [standing.id] : []))
  const linksOf = await loadLinks(trx, { schoolId, pupilIds })
  const links = [...linksOf.values()].flat()
  const said = await linksSaid(deciding, chunk, pupils)
  const saidOf = ({ record }: Decided) => said.get(record.key) ?? []
  const childrenSaid = pupils.map((pupil) => childSaid(pupil, saidOf(pupil), linksOf.get(pupil.pupilId) ?? []))
  await keepFlagsOfBefore(trx, schoolId, childrenSaid)
  const openIssues = Map.groupBy(await openIssuesOf(trx, schoolId, pupilIds), (issue) => issue.pupilId ?? '')
  countOnRecord(deciding, { said: [...said.values()].flat(), links })
  const others = await adultsDecidedOthers(trx, { schoolId, adultIds: links.map(({ adultId }) => adultId) })
  const flagged = adultsFlagged(links)
  const records = flagged.length > 0 ? await recordsOfAdults(trx, schoolId, flagged) : new Map<string, KnownRecord[]>()
  const children = pupils.map((pupil) => ({
    pupil,
    said: saidOf(pupil),
    contacts: saidOf(pupil).map(contactOf),
    links: standingLinksOf(linksOf.get(pupil.pupilId) ?? [], others),
  }))
  return { links, openIssues, records, children }
}

async function decideLinksOfChild(deciding: Deciding, child: Child, going: Going): Promise<void> {
  const { pupil, said } = child
  const spared = isSpared(deciding, pupil)
  if (spared) {
    deciding.sparedPupils.push(pupil.pupilId)
    // A link, a flag, or what the snapshot says of a contact may stay for that reason alone.
    pupil.family.settled = false
  }
  const complete = deciding.contents.partial !== 'all' && !spared
  if (complete) going.wholePupils.add(pupil.pupilId)
  const contacts = asRecognised(child.contacts, going.recognised)
  const asked = {
    contacts: complete
      ? contacts
      : withoutFlagsTakenBackByHalf(contacts, { links: child.links, records: going.records }),
    links: child.links,
    settings: deciding.settings,
    unsaid: { priority: !deciding.says.has('priority'), relationship: !deciding.says.has('relationship') },
  }
  const decision = decidePupil({ ...asked, complete })
  for (const link of decision.links) await takeDecision(deciding, { child, link, complete, going })
  const open = going.openIssues.get(pupil.pupilId) ?? []
  await writeIssuesOfPupil(deciding, { pupil, complete, said, issues: decision.issues, open })
}

/** Writes what was decided about one link, and remembers whose details are to be decided. */
async function takeDecision(
  deciding: Deciding,
  { child, link, complete, going }: { child: Child; link: LinkDecision; complete: boolean; going: Going },
): Promise<void> {
  const { pupil, said, links } = child
  const { recognised, kept, unnamed } = going
  const contact = said.find((one) => one.contact.key === link.contact?.contactKey) ?? null
  const newcomerId = () => derivedId(deciding.plan, 'contact', link.contact?.contactKey ?? '')
  const adultId = link.link?.adultId ?? link.contact?.adultId ?? newcomerId()
  const comes = link.act !== 'leave out' && link.act !== 'end'
  if (contact && comes && link.contact?.adultId === null)
    recognised.set(contact.contact.key, { adultId, optedOut: false })
  const isAdult = recognised.get(contact?.contact.key ?? '')?.adultId ?? adultId
  const contactKey = contact?.contact.key ?? ''
  const whose = { knownAs: contact?.adultId ?? null, adultId, isAdult, isNewcomer: isAdult === newcomerId() }
  going.decided.push({ pupil, contactKey, decision: link, ...whose })
  await writeLink(deciding, {
    pupil,
    decision: link,
    contact,
    adultId,
    isAdult,
    courtOrder: courtOrderOf(links, adultId),
  })
  const about = aboutPupil(pupil.pupilId, pupil.facts ?? pupil.standing)
  if (contact && comes)
    kept.push({
      contactKey: contact.contact.key,
      contact: contact.contact,
      knownAs: contact.adultId,
      ...{ adultId, isAdult, pupil, about },
    })
  if (!contact && complete && link.act === 'keep') unnamed.push({ adultId, pupil, about })
}

const childSaid = ({ record, standing }: Decided, said: SaidLink[], links: LinkHere[]): SaidOfChild => ({
  refs: [...new Set([...record.refs, ...(standing ? everyRefOf(standing) : [])])],
  said,
  // While a child is gone no flag is kept with a link.
  isLinked: ({ adultId }) =>
    standing?.status === 'on roll' && links.some((link) => link.adultId === adultId && !link.endedOn),
})

/** The contacts of these pupils in the run, with the adult each is known to be. */
async function linksSaid(deciding: Deciding, chunk: Chunk, pupils: Decided[]): Promise<Map<string, SaidLink[]>> {
  const { trx, plan } = deciding
  const linksOf = ({ record }: Decided) => chunk.links.get(record.key) ?? []
  const keys = [...new Set(pupils.flatMap(linksOf).map(({ contactKey }) => contactKey))]
  const known = await adultsKnownAs(trx, plan.schoolId, keys)
  const stay = await adultsWhoseIdNamesAnother(deciding, { chunk, known, pupils })
  for (const adult of known.values()) if (stay.has(adult.adult_id)) adult.own_details = true
  return new Map(
    pupils.map((pupil) => [
      pupil.record.key,
      linksOf(pupil).flatMap(({ contactKey, link }) => {
        const contact = chunk.contacts.get(contactKey)
        return contact ? [saidLink({ pupilKey: pupil.record.key, link, contact }, known.get(contactKey))] : []
      }),
    ]),
  )
}

function countOnRecord(deciding: Deciding, { said, links }: { said: SaidLink[]; links: LinkHere[] }): void {
  const known = new Set(said.flatMap(({ adultId }) => adultId ?? []))
  deciding.onRecord.adult += known.size
  for (const link of links) if (isOpenLinkOfMis(link) && known.has(link.adultId)) deciding.onRecord.link += 1
}

async function writeLink(
  deciding: Deciding,
  {
    pupil,
    decision,
    contact,
    adultId,
    isAdult,
    courtOrder,
  }: {
    pupil: Decided
    decision: LinkDecision
    contact: SaidLink | null
    adultId: string
    /** Who the contact is from now on; another where this child's link is of somebody of that name. */
    isAdult: string
    courtOrder: CourtOrder | null
  },
): Promise<void> {
  const about = {
    ...aboutPupil(pupil.pupilId, pupil.facts ?? pupil.standing),
    adultId,
    adultName: nameOf(decision.contact ?? decision.link),
  }
  const why = { rule: decision.rule, reason: decision.reason }
  const { link } = decision
  const write = (entry: Pick<Entry, 'entity' | 'act' | 'entityId' | 'before' | 'after'>) =>
    deciding.write.add({ ...about, ...why, ...entry })
  if (decision.act === 'leave out') countLeftOut(deciding, decision)
  if (decision.act === 'add') {
    const after = {
      ...rowOfLink(decision.after),
      pupil_id: pupil.pupilId,
      adult_id: adultId,
      started_on: deciding.today,
    }
    await write({ entity: 'link', act: 'add', entityId: newId(), before: null, after })
  }
  if (decision.act === 'update' && link) {
    await write({
      entity: 'link',
      act: 'update',
      entityId: link.id,
      before: rowOfLink(link),
      after: rowOfLink(decision.after),
    })
  }
  if (decision.act === 'end' && link) {
    const after = { ended_on: deciding.today, end_reason: decision.reason }
    await write({ entity: 'link', act: 'end', entityId: link.id, before: { ended_on: null, end_reason: null }, after })
  }
  if (decision.act === 'make prime' && link) {
    await write({ entity: 'prime', act: 'update', entityId: link.id, before: { prime: false }, after: { prime: true } })
  }
  if (!contact || decision.act === 'leave out' || decision.act === 'end') return
  if (contact.adultId === null)
    await deciding.write.add(
      {
        ...about,
        ...why,
        entity: 'mis id',
        act: 'add',
        entityId: isAdult,
        before: null,
        after: { mis_key: contact.contact.key, mis_id: contact.contact.misId, adult_id: isAdult },
      },
      contact.contact.key,
    )
  // Of two records that are one adult here, a flag of either counts.
  const said = decision.contact?.courtOrder ?? contact.link.courtOrder
  const entry = entryOfCourtOrder({
    pupilId: pupil.pupilId,
    adultId,
    said,
    before: courtOrder,
    returns: decision.act === 'add',
  })
  if (entry) await deciding.write.add({ ...about, ...entry })
}

const nameOf = (person: { forename: string; surname: string } | null): string | null =>
  person ? `${person.forename} ${person.surname}` : null

const rowOfLink = (facts: LinkFacts) => ({
  relationship: facts.relationship,
  priority: facts.priority,
  parental_responsibility: facts.parentalResponsibility,
  lives_with: facts.livesWith,
  prime: facts.prime,
})
