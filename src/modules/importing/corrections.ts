import { type Clock, dayIn } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { newId } from '../../platform/ids/index.ts'
import { type Actor, recordAct } from '../audit/index.ts'
import { type Adult, findAdult, findIssue, isPrimeNow, loadAdults, loadFamilies, type Member } from '../people/index.ts'
import type { School } from '../schools/index.ts'
import { type CorrectionRow, captionsOfContacts, correctionsOfSchool, insertCorrection } from './corrections.store.ts'
import { correctionOf } from './rules/correction-of.ts'

/** IMP-7, DAT-4: puts what the MIS says otherwise on the list for the data manager. Saying it again changes nothing. */
export async function tellDataManager(
  trx: Trx,
  told: { schoolId: string; issueId: string; actor: Actor; clock: Clock },
): Promise<void> {
  const { schoolId, actor, clock } = told
  const issue = await findIssue(trx, schoolId, told.issueId)
  const adult = issue.adultId ? await findAdult(trx, schoolId, issue.adultId) : null
  const [family] = issue.pupilId ? await loadFamilies(trx, { schoolId, pupilIds: [issue.pupilId] }) : []
  const prime = (family?.links ?? []).filter(isPrimeNow)
  const names = prime.map((link) => `${link.adult.forename} ${link.adult.surname}`)
  const correction = issue.kind === 'differs from MIS' && adult ? correctionOf(issue, adult, names) : null
  if (!adult || !correction)
    throw new Refusal('correction.none', 'There is nothing here to correct in the MIS. Nothing was changed.')
  const id = newId()
  const at = clock.now()
  const of = { id, issueId: issue.id, pupilId: issue.pupilId, adultId: adult.id, misId: adult.misIds[0] ?? null }
  if (!(await insertCorrection(trx, schoolId, { ...of, ...correction, toldBy: actor.name, toldAt: at }))) return
  const act = { schoolId, actor, act: 'mis.correction-asked', subject: { kind: 'correction', id } }
  const detail = { adultId: adult.id, field: correction.field }
  await recordAct(trx, { ...act, pupilId: issue.pupilId, detail }, at)
}

/** A correction with the people it is about. */
export type CorrectionForMis = CorrectionRow & { adult: Adult | null; pupil: Member | null }

/** What the data manager is to change, what is to be done first. Done is what an import has shown since (DAT-4). */
export async function listCorrections(trx: Trx, schoolId: string): Promise<CorrectionForMis[]> {
  const rows = await correctionsOfSchool(trx, schoolId)
  const adults = await loadAdults(trx, { schoolId, adultIds: [...new Set(rows.map(({ adultId }) => adultId))] })
  const pupilIds = [...new Set(rows.flatMap(({ pupilId }) => pupilId ?? []))]
  const pupils = new Map((await loadFamilies(trx, { schoolId, pupilIds })).map(({ pupil }) => [pupil.id, pupil]))
  return rows.map((row) => ({
    ...row,
    adult: adults.get(row.adultId) ?? null,
    pupil: pupils.get(row.pupilId ?? '') ?? null,
  }))
}

/** Captions as SIMS has them, for a school whose import never told its own. */
const usualCaptions = {
  admissionNumber: 'Adno',
  pupilSurname: 'P_Surname',
  pupilForename: 'P_Forename',
  contactId: 'ContactID',
  contactForename: 'Forename',
  contactSurname: 'Surname',
  priority: 'Priority',
  contactPhone: 'Telephone',
  contactEmail: 'Email',
}

/** `contactPhone` as `contactMobile` or `contactHomePhone` too: a file may have a column for each kind, the mobile first. */
function captionOf(known: Record<string, string>, field: string): string | undefined {
  if (known[field]) return known[field]
  const kinds = { contactPhone: /^contact.*mobile/i, contactEmail: /^contact.*email/i }
  const fits = kinds[field as keyof typeof kinds] ?? null
  return fits === null ? undefined : Object.entries(known).find(([name]) => fits.test(name))?.[1]
}

/** DAT-4: what is to be done, as rows in the columns of the school's own import, with what to change in words at the end. */
export async function correctionsAsTable(trx: Trx, school: School): Promise<string[][]> {
  const { id: schoolId, timeZone } = school
  const known = await captionsOfContacts(trx, schoolId)
  const captions = Object.entries(usualCaptions).map(([field, usual]) => captionOf(known, field) ?? usual)
  const open = (await listCorrections(trx, schoolId)).filter(({ doneAt }) => doneAt === null)
  return [
    [...captions, 'What to change', 'The MIS says', 'It should be', 'Asked for by', 'Asked for on'],
    ...open.map((one) => [
      one.pupil?.admissionNumber ?? '',
      one.pupil?.surname ?? '',
      one.pupil?.forename ?? '',
      one.misId ?? '',
      one.adult?.forename ?? '',
      one.adult?.surname ?? '',
      one.field === 'priority' ? '1' : '',
      one.field === 'phone' ? one.shouldBe : '',
      one.field === 'email' ? one.shouldBe : '',
      one.field,
      one.misSays,
      one.shouldBe === '' ? 'take it out' : one.shouldBe,
      one.toldBy,
      dayIn(timeZone, one.toldAt),
    ]),
  ]
}
