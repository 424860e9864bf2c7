import { fieldName, POINT_MEANINGS, type Side } from '../formats/fields.ts'

/** Whether the columns of a run say anything of the emails and phones of one kind of person (IMP-13). */
export function pointsSaid(says: Set<string>, side: Side): { emails: boolean; phones: boolean } {
  const has = (kind: 'email' | 'phone') =>
    POINT_MEANINGS.some((point) => point.kind === kind && says.has(fieldName(side, point.meaning)))
  return { emails: has('email'), phones: has('phone') }
}
