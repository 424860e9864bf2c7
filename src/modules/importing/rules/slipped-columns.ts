/** One kind of value of those who are on record and in the file: how many were compared, and how many would become another. */
export type Compared = { what: string; of: 'pupils' | 'contacts' | 'links'; compared: number; different: number }

/** Fewer than these say nothing about a column. */
const fewCompared = 20
const fewDifferent = 5

/**
 * IMP-10: reasons to ask before values move into columns that are not theirs. On an ordinary day few people change their
 * surname, their relationship to a child or their number in the MIS; where a column slipped, or was sorted without the others, nearly all do.
 */
export function slippedColumns(compared: readonly Compared[], share: number): string[] {
  const odd = compared.filter(
    (one) => one.compared >= fewCompared && one.different >= fewDifferent && one.different > one.compared * share,
  )
  if (odd.length === 0) return []
  const list = odd.map((one) => `${one.what} of ${one.different} of ${one.compared} ${one.of}`).join(', ')
  return [`It would change ${list}: a column may have slipped, or be another one than before.`]
}
