/** Names of columns with their types in PostgreSQL. */
type Columns = Record<string, 'text' | 'uuid' | 'date' | 'integer' | 'boolean'>

/**
 * The columns that a plan's entries bear, by their names in the table: those that only a new row is given, and those that an import may
 * change.
 */
export const importedColumns = {
  members: {
    given: {},
    changing: {
      mis_key: 'text',
      mis_id: 'text',
      admission_number: 'text',
      upn: 'text',
      role: 'text',
      title: 'text',
      forename: 'text',
      surname: 'text',
      legal_forename: 'text',
      legal_surname: 'text',
      name_key: 'text',
      birth_date: 'date',
      year: 'text',
      registration_group: 'text',
      house: 'text',
      leaving_date: 'date',
      left_on: 'date',
      status: 'text',
    },
  },
  adults: {
    given: {},
    changing: {
      title: 'text',
      forename: 'text',
      surname: 'text',
      name_key: 'text',
      address: 'text',
      postcode: 'text',
      household_key: 'text',
    },
  },
  links: {
    given: { pupil_id: 'uuid', adult_id: 'uuid', started_on: 'date' },
    changing: {
      relationship: 'text',
      priority: 'integer',
      parental_responsibility: 'text',
      lives_with: 'text',
      prime: 'boolean',
      ended_on: 'date',
      end_reason: 'text',
    },
  },
  contact_points: {
    given: { adult_id: 'uuid', member_id: 'uuid' },
    changing: {
      kind: 'text',
      value: 'text',
      raw: 'text',
      sms_capable: 'boolean',
      usable: 'boolean',
      reason: 'text',
      note: 'text',
      position: 'integer',
    },
  },
} satisfies Record<string, { given: Columns; changing: Columns }>

export type Table = keyof typeof importedColumns
