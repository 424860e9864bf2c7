import { changeSettings, type School } from '../../../modules/schools/index.ts'
import type { Db } from '../../../platform/db/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'
import { besideField } from '../../components/beside-field.ts'
import type { FieldErrors } from '../../components/fields.tsx'
import type { StaffActor } from '../../page.ts'

/** Each setting that was typed is tried by itself, so that every wrong one is shown at once, beside its field and by its label. */
export async function wrongSettings(
  db: Db,
  tried: {
    school: School
    actor: StaffActor
    fields: readonly { key: string; label: string }[]
    typed: Record<string, string>
  },
): Promise<FieldErrors> {
  const { school, actor, fields, typed } = tried
  const errors: FieldErrors = {}
  for (const { key, label } of fields) {
    const text = typed[key]
    if (text === undefined) continue
    if (key === 'name' && text === '') errors[key] = 'A school needs a name.'
    try {
      await changeSettings(db, { school, values: { [key]: text }, actor, dryRun: true })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      errors[key] = besideField(error).replaceAll(`“${key}”`, `“${label}”`)
    }
  }
  return errors
}
