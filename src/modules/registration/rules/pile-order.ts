/** A sheet, as far as its place in the pile goes. */
export type SheetInPile = {
  pupilId: string
  /** Class, then surname and forename. */
  place: (string | null)[]
  addresseeId: string | null
  /** The adults of the pupil: children who share one are a family. */
  adultIds: readonly string[]
}

export type Pile = 'class' | 'family'

/**
 * LET-8: the order for handing out: by class, then surname. By family, the sheets of children who share an adult lie together where
 * the first of them would lie; in there those for one adult follow each other, so that each envelope takes a run of sheets.
 */
export function inPileOrder<Sheet extends SheetInPile>(sheets: readonly Sheet[], pile: Pile): Sheet[] {
  const sorted = sheets.toSorted((left, right) => comparePlaces(left.place, right.place))
  if (pile === 'class') return sorted
  const familyOf = familiesAmong(sorted)
  const families = Map.groupBy(sorted, ({ pupilId }) => familyOf(pupilId))
  return [...families.values()].flatMap((family) =>
    [...Map.groupBy(family, ({ addresseeId }) => addresseeId).values()].flat(),
  )
}

const collator = new Intl.Collator('en-GB', { numeric: true })

function comparePlaces(left: (string | null)[], right: (string | null)[]): number {
  for (const [index, part] of left.entries()) {
    const order = collator.compare(part ?? '', right[index] ?? '')
    if (order !== 0) return order
  }
  return 0
}

/** Children who share an adult, also by way of a third child, belong together. */
function familiesAmong(sheets: readonly SheetInPile[]): (pupilId: string) => string {
  const above = new Map<string, string>()
  const top = (id: string): string => {
    const next = above.get(id)
    return next === undefined ? id : top(next)
  }
  const firstOf = new Map<string, string>()
  for (const { pupilId, adultIds } of sheets) {
    for (const adultId of adultIds) {
      const [mine, theirs] = [top(pupilId), top(firstOf.get(adultId) ?? pupilId)]
      firstOf.set(adultId, theirs)
      if (mine !== theirs) above.set(mine, theirs)
    }
  }
  return top
}
