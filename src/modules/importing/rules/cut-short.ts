/** Signs that the end of a file is missing. */
export type CutShort = {
  /** The last row of a file has fewer cells than its captions. */
  lastRowCut: boolean
  /** Somebody would leave, or a link would end. */
  takesAway: boolean
  rowsRead: number
  /** Rows of the last import whose files were of the same columns; null where there is none. */
  rowsBefore: number | null
  /** The last pupils of the last full list, and how many of them would leave or lose every contact now. */
  tail: { asked: number; gone: number; without: number }
}

const fewInTail = 3

/** IMP-10: why the file looks cut short, or null. A whole file loses people here and there, not those at its end alone. */
export function cutShort(cut: CutShort): string | null {
  if (cut.lastRowCut && cut.takesAway)
    return 'The last row of the file is cut off in the middle, so what came after it may be missing. Export again.'
  const { asked, gone, without } = cut.tail
  if (asked >= fewInTail && gone === asked)
    return `The last ${asked} children of the last file are all missing now: the end of the file may be cut off. Export again.`
  if (asked >= fewInTail && without === asked)
    return `The last ${asked} children of the last file have no contact any more: the end of the file may be cut off. Export again.`
  if (cut.rowsBefore !== null && cut.rowsBefore >= 20 && cut.rowsRead * 2 < cut.rowsBefore)
    return `The file has ${cut.rowsRead} rows; the last one of its kind had ${cut.rowsBefore}.`
  return null
}
