import type { School } from '../../../modules/schools/index.ts'

/** What of a school can be changed on the page, with the words by which people know it. */
export const settingFields: readonly { key: string; label: string; tick?: true }[] = [
  { key: 'name', label: 'Name of the school' },
  { key: 'costPerTextPence', label: 'Cost of one text' },
  { key: 'textSender', label: 'Texts come from' },
  { key: 'emailSender', label: 'Emails come from' },
  { key: 'undoAbove', label: 'Undo for messages to more than' },
  { key: 'undoSeconds', label: 'Time to undo' },
  { key: 'failuresToBlock', label: 'Failures before a number or address is blocked' },
  { key: 'letterPlaces', label: 'Adults who may register for a child by letter' },
  { key: 'letterDays', label: 'A letter works for' },
  { key: 'helpContact', label: 'Families ask for help from' },
  { key: 'postalAddress', label: 'Postal address' },
  { key: 'officePhone', label: 'Phone of the office' },
  { key: 'officeEmail', label: 'Email of the office' },
  { key: 'strategy', label: 'Who comes in' },
  { key: 'priorityUpTo', label: 'Priorities up to' },
  { key: 'relationships', label: 'Relationships' },
  { key: 'lowerPriorities', label: 'Bring in contacts of lower priority too', tick: true },
  { key: 'nonFamilyRelationships', label: 'People outside the family who come in all the same' },
  { key: 'placeholders', label: 'Words for “no number” and “no email”' },
  { key: 'brakeLinksShare', label: 'Hold when more links would end than' },
  { key: 'brakeLeaversShare', label: 'Hold when more pupils would leave than' },
]

/** The settings as a person would type them. */
export function typedSettings(school: School): Record<string, string> {
  const { settings } = school
  return {
    name: school.name,
    costPerTextPence: String(settings.costPerTextPence),
    textSender: settings.textSender,
    emailSender: settings.emailSender,
    undoAbove: String(settings.undoAbove),
    undoSeconds: String(settings.undoSeconds),
    failuresToBlock: String(settings.failuresToBlock),
    letterPlaces: String(settings.letterPlaces),
    letterDays: String(settings.letterDays),
    helpContact: settings.helpContact,
    postalAddress: settings.postalAddress,
    officePhone: settings.officePhone,
    officeEmail: settings.officeEmail,
    strategy: settings.strategy,
    priorityUpTo: String(settings.priorityUpTo),
    relationships: settings.relationships.join('; '),
    lowerPriorities: settings.lowerPriorities ? 'yes' : 'no',
    nonFamilyRelationships: settings.nonFamilyRelationships.join('; '),
    placeholders: settings.placeholders.join('; '),
    brakeLinksShare: percent(settings.brakeLinksShare),
    brakeLeaversShare: percent(settings.brakeLeaversShare),
  }
}

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`
}
