import { pickContact, snapshotContactsOf } from '../../modules/importing/index.ts'
import { foldName } from '../../modules/people/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'
import { findFamilyOf, linkOptions } from './find-link.ts'

const { adult: _, ...options } = linkOptions

export const pickLinkCommand = defineCommand({
  name: 'link pick',
  summary: 'Link a contact whom the MIS holds for the pupil; the link is the school’s, the details follow the MIS',
  options: {
    ...options,
    contact: { type: 'string', value: 'CONTACT', required: true, words: 'the contact’s MIS id or full name' },
    prime: {
      type: 'string',
      choices: ['yes', 'no'],
      words: 'whether ordinary messages go to this adult; yes is usual',
    },
    reason: { type: 'string', value: 'TEXT', required: true, words: 'why this contact is picked' },
  },
  async run(app, { values }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    return db.inSchool(school.id, async (trx) => {
      const { pupil } = await findFamilyOf(trx, school.id, values.pupil)
      const contacts = await snapshotContactsOf(trx, { schoolId: school.id, pupilId: pupil.id })
      const found = contacts.filter(
        ({ contactKey, contact }) =>
          contact.misId === values.contact ||
          contactKey === values.contact ||
          foldName(contact.forename, contact.surname) === foldName(values.contact),
      )
      const [chosen, second] = found
      if (!chosen || second) {
        const names = contacts
          .map(({ contact }) => `${contact.forename} ${contact.surname}${contact.misId ? ` (${contact.misId})` : ''}`)
          .join(', ')
        throw new Refusal(
          'no-such-contact',
          `“${values.contact}” is not one contact of ${pupil.forename} ${pupil.surname} in the MIS. It holds: ${names || 'nobody'}. Nothing was changed.`,
        )
      }
      const name = `${chosen.contact.forename} ${chosen.contact.surname}`
      if (values['dry-run'])
        return {
          data: { pupil: pupil.id },
          words: `Would link ${name} to ${pupil.forename} ${pupil.surname}. Nothing was changed.`,
        }
      const picked = await pickContact(trx, {
        schoolId: school.id,
        pupilId: pupil.id,
        contactKey: chosen.contactKey,
        prime: values.prime !== 'no',
        reason: values.reason,
        actor: commandActor(),
        clock: app.clock,
      })
      return {
        data: { pupil: pupil.id, adult: picked.adultId, link: picked.linkId },
        words: `${name} is linked to ${pupil.forename} ${pupil.surname}.`,
      }
    })
  },
})
