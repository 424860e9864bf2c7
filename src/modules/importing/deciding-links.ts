import { newId } from '../../platform/ids/index.ts'
import { adultsDecidedOthers, type CourtOrder, type Family, loadFamilies } from '../people/index.ts'
import { aboutPupil, countLeftOut, type Decided, type Deciding, derivedId } from './deciding.ts'
import { decideAdults } from './deciding-adults.ts'
import { adultsFlagged, courtOrderOf, entryOfCourtOrder, withoutFlagsTakenBackByHalf } from './deciding-court-orders.ts'
import { writeIssuesOfPupil } from './deciding-issues.ts'
import type { Entry } from './entries.ts'
import { openIssuesOf, recordsOfAdults } from './facts.store.ts'
import type { Chunk } from './families/chunk.ts'
import { keepFlagsOfBefore, type SaidOfChild } from './flags-of-before.store.ts'
import { adultsWhoseIdNamesAnother } from './ids-of-others.ts'
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

/** Who comes, stays, changes and goes for each of these pupils (IMP-1 to IMP-8, IMP-14). */
export async function decideLinks(deciding: Deciding, chunk: Chunk, pupils: Decided[]): Promise<void> {
  const { trx, plan } = deciding
  const standingIds = pupils.flatMap(({ standing }) => (standing ? [standing.id] : []))
  const families = new Map(
    (await loadFamilies(trx, { schoolId: plan.schoolId, pupilIds: standingIds })).map((family) => [
      family.pupil.id,
      family,
    ]),
  )
  const said = await linksSaid(deciding, chunk, pupils)
  await keepFlagsOfBefore(
    trx,
    plan.schoolId,
    pupils.map((pupil) => childSaid(pupil, said.get(pupil.record.key) ?? [], families.get(pupil.pupilId))),
  )
  const openIssues = Map.groupBy(await openIssuesOf(trx, plan.schoolId, standingIds), (issue) => issue.pupilId ?? '')
  const adultIds = [...families.values()].flatMap((family) => family.links.map((link) => link.adultId))
  countOnRecord(deciding, { said: [...said.values()].flat(), families: [...families.values()] })
  const others = await adultsDecidedOthers(trx, { schoolId: plan.schoolId, adultIds })
  const flagged = adultsFlagged([...families.values()].flatMap(({ links }) => links))
  const records =
    flagged.length > 0 ? await recordsOfAdults(trx, plan.schoolId, flagged) : new Map<string, KnownRecord[]>()
  const about = pupils.map((pupil) => ({
    pupil,
    said: said.get(pupil.record.key) ?? [],
    contacts: (said.get(pupil.record.key) ?? []).map(contactOf),
    links: standingLinksOf(families.get(pupil.pupilId), others),
  }))
  // Who comes in for one child is the same newcomer for the next.
  const recognised = recogniseContacts(about)
  const kept: { contact: SaidLink; adultId: string; isAdult: string; pupil: Decided }[] = []
  const unnamed: { adultId: string; about: ReturnType<typeof aboutPupil> }[] = []
  const wholePupils = new Set<string>()
  for (const { pupil, said: links, ...facts } of about) {
    const contacts = asRecognised(facts.contacts, recognised)
    const spared = isSpared(deciding, pupil)
    if (spared) deciding.sparedPupils.push(pupil.pupilId)
    const complete = deciding.contents.partial !== 'all' && !spared
    if (complete) wholePupils.add(pupil.pupilId)
    const asked = {
      contacts: complete ? contacts : withoutFlagsTakenBackByHalf(contacts, { links: facts.links, records }),
      links: facts.links,
      settings: deciding.settings,
      unsaid: { priority: !deciding.says.has('priority'), relationship: !deciding.says.has('relationship') },
    }
    const decision = decidePupil({ ...asked, complete })
    const isFlagKept = asked.contacts.some((contact, at) => contact !== contacts[at])
    if (spared && (isFlagKept || decidePupil({ ...asked, complete: true }).links.some(({ act }) => act === 'end')))
      pupil.family.settled = false
    for (const link of decision.links) {
      const contact = links.find((one) => one.contact.key === link.contact?.contactKey)
      const adultId =
        link.link?.adultId ?? link.contact?.adultId ?? derivedId(plan, 'contact', link.contact?.contactKey ?? '')
      const comes = link.act !== 'leave out' && link.act !== 'end'
      if (contact && comes && link.contact?.adultId === null)
        recognised.set(contact.contact.key, { adultId, optedOut: false })
      const isAdult = recognised.get(contact?.contact.key ?? '')?.adultId ?? adultId
      const courtOrder = courtOrderOf(facts.links, adultId)
      await writeLink(deciding, { pupil, decision: link, contact: contact ?? null, adultId, isAdult, courtOrder })
      if (contact && comes) kept.push({ contact, adultId, isAdult, pupil })
      if (!contact && complete && link.act === 'keep')
        unnamed.push({ adultId, about: aboutPupil(pupil.pupilId, pupil.facts ?? pupil.standing) })
    }
    await writeIssuesOfPupil(deciding, {
      pupil,
      complete,
      said: links,
      issues: decision.issues,
      open: openIssues.get(pupil.pupilId) ?? [],
    })
  }
  const loaded = new Map([...families.values()].flatMap(({ links }) => links.map(({ adult }) => [adult.id, adult])))
  await decideAdults(deciding, {
    chunk,
    loaded,
    unnamed,
    wholePupils,
    kept: kept.map(({ contact, pupil, ...who }) => ({
      ...who,
      contactKey: contact.contact.key,
      contact: contact.contact,
      pupil,
      about: aboutPupil(pupil.pupilId, pupil.facts ?? pupil.standing),
    })),
  })
}

const childSaid = ({ record, standing }: Decided, said: SaidLink[], family: Family | undefined): SaidOfChild => ({
  refs: [...new Set([...record.refs, ...(standing ? everyRefOf(standing) : [])])],
  said,
  isLinked: ({ adultId }) => family?.links.some((link) => link.adultId === adultId && !link.endedOn) ?? false,
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

function countOnRecord(deciding: Deciding, { said, families }: { said: SaidLink[]; families: Family[] }): void {
  const known = new Set(said.flatMap(({ adultId }) => adultId ?? []))
  deciding.onRecord.adult += known.size
  for (const { links } of families)
    for (const { adultId, origin, endedOn } of links)
      if (origin === 'mis' && endedOn === null && known.has(adultId)) deciding.onRecord.link += 1
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

export const contactOf = ({ link, contact, adultId, optedOut, idBelongsTo }: SaidLink): FileContact => ({
  contactKey: contact.key,
  adultId,
  title: contact.title,
  forename: contact.forename,
  surname: contact.surname,
  relationship: link.relationship,
  priority: link.priority,
  parentalResponsibility: link.parentalResponsibility,
  courtOrder: link.courtOrder,
  livesWith: link.livesWith,
  optedOut: optedOut || contact.optedOut === 'yes',
  idBelongsTo,
})

export const standingLinksOf = (family: Family | undefined, others?: Map<string, string[]>): StandingLink[] =>
  (family?.links ?? []).map((link) => ({
    id: link.id,
    adultId: link.adultId,
    title: link.adult.title,
    forename: link.adult.forename,
    surname: link.adult.surname,
    origin: link.origin,
    prime: link.prime,
    relationship: link.relationship,
    priority: link.priority,
    parentalResponsibility: link.parentalResponsibility,
    livesWith: link.livesWith,
    endedOn: link.endedOn,
    courtOrder: link.courtOrder,
    restricted: link.restricted,
    optedOut: link.adult.optOuts.includes('all'),
    knownToMis: link.adult.misIds.length > 0,
    notSame: others?.get(link.adultId) ?? [],
  }))

const rowOfLink = (facts: LinkFacts) => ({
  relationship: facts.relationship,
  priority: facts.priority,
  parental_responsibility: facts.parentalResponsibility,
  lives_with: facts.livesWith,
  prime: facts.prime,
})
