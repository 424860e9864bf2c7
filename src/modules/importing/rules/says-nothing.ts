const NOTHING = /^(?:[-–—.?]*|#?n[./]?a\.?|none|nil|null|unknown|not (?:known|given|provided|applicable)|tb[acd])$/i

/** What offices type into a cell for which they have nothing: `-`, `n/a`, `TBC`. An empty one says nothing either. */
export function saysNothing(text: string): boolean {
  return NOTHING.test(text.trim())
}
