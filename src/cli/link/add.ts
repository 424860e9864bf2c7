import { flaggedContactOf } from '../../modules/importing/index.ts'
import { holdWhoIsFlagged, linkAdultByHand } from '../../modules/people/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { commandActor } from '../actor.ts'
import { defineCommand } from '../command.ts'
import { findFamilyOf, linkOptions } from './find-link.ts'

const { adult: _, ...options } = linkOptions
const yesNoUnknown = ['yes', 'no', 'unknown'] as const

export const addLinkCommand = defineCommand({
  name: 'link add',
  summary: 'Link an adult by hand; the MIS does not maintain it',
  options: {
    ...options,
    title: { type: 'string', value: 'TEXT', words: 'Mrs, Mr, Dr …' },
    forename: { type: 'string', value: 'TEXT', required: true, words: 'the adult’s forename' },
    surname: { type: 'string', value: 'TEXT', required: true, words: 'the adult’s surname' },
    relationship: { type: 'string', value: 'TEXT', words: 'Mother, Father, Carer …' },
    phone: { type: 'string', value: 'NUMBER', words: 'a phone number' },
    email: { type: 'string', value: 'EMAIL', words: 'an email address' },
    'parental-responsibility': { type: 'string', choices: yesNoUnknown, words: 'unknown where nobody said' },
    'lives-with': { type: 'string', choices: yesNoUnknown, words: 'unknown where nobody said' },
    prime: {
      type: 'string',
      choices: ['yes', 'no'],
      words: 'whether ordinary messages go to this adult; yes is usual',
    },
    reason: { type: 'string', value: 'TEXT', required: true, words: 'why the link is made by hand' },
  },
  async run(app, { values }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    const name = `${values.forename} ${values.surname}`
    return db.inSchool(school.id, async (trx) => {
      const { pupil } = await findFamilyOf(trx, school.id, values.pupil)
      if (values['dry-run'])
        return {
          data: { pupil: pupil.id },
          words: `Would link ${name} to ${pupil.forename} ${pupil.surname}. Nothing was changed.`,
        }
      const flag = (value: string | undefined) => (value ?? 'unknown') as 'yes' | 'no' | 'unknown'
      const adult = {
        title: values.title,
        forename: values.forename,
        surname: values.surname,
        relationship: values.relationship,
        phone: values.phone,
        email: values.email,
        parentalResponsibility: flag(values['parental-responsibility']),
        livesWith: flag(values['lives-with']),
        prime: values.prime !== 'no',
      }
      const linked = await linkAdultByHand(trx, {
        schoolId: school.id,
        pupilId: pupil.id,
        adult,
        reason: values.reason,
        actor: commandActor(),
        clock: app.clock,
      })
      const of = { schoolId: school.id, pupilId: pupil.id, linkId: linked.linkId }
      const isHeld = await holdWhoIsFlagged(trx, { ...of, flaggedContactOf, clock: app.clock })
      const held = isHeld ? ' The link is held, because the MIS flags a court order: somebody has to decide.' : ''
      return {
        data: { pupil: pupil.id, adult: linked.adultId, link: linked.linkId },
        words: `${name} is linked to ${pupil.forename} ${pupil.surname}.${held}`,
      }
    })
  },
})
