type Owner = 'web' | 'manual' | 'picked'
export type Channel = 'email' | 'sms'

/** What people and the school own, in the model's own words. An import may change none of it (IMP-5, IMP-7, IMP-22, OPT-2). */
export type Facts = {
  /** adult → who owns the name, and the name. */
  adults: Map<string, { origin: 'web' | 'manual'; name: string }>
  /** `adult value` → who owns the email or number. */
  points: Map<string, 'web' | 'manual'>
  links: Map<string, OwnedLink>
  /** `adult channel`. */
  optOuts: Map<string, true>
  decisions: Map<number, { pupilId: string; adultId: string; decision: 'released' | 'kept' }>
  /** `pupil adult` of a restriction that stands. */
  restrictions: Map<string, true>
  /** gone record → the one that was kept. */
  merged: Map<string, string>
  /** Key of a record of the MIS → the adult whom a person said that it is. */
  misKeys: Map<string, string>
}

/** A link as it stands, whoever owns it. */
export type LinkNow = {
  id: string
  pupilId: string
  adultId: string
  relationship: string | null
  origin: Owner | 'mis'
}
export type OwnedLink = Omit<LinkNow, 'id' | 'origin'> & { origin: Owner; ended: boolean }

export const noFacts = (): Facts => ({
  adults: new Map(),
  points: new Map(),
  links: new Map(),
  optOuts: new Map(),
  decisions: new Map(),
  restrictions: new Map(),
  merged: new Map(),
  misKeys: new Map(),
})

/** Every fact is replaced when it changes, never changed in place. */
export const copyOf = (facts: Facts): Facts =>
  Object.fromEntries(
    Object.entries(facts).map(([kind, held]) => [kind, new Map(held as Map<unknown, unknown>)]),
  ) as Facts

/** What changed from `before` to `after` is as before again; the rest stays as it is now. */
export function putBack(facts: Facts, { before, after }: { before: Facts; after: Facts }): void {
  for (const kind of Object.keys(facts) as (keyof Facts)[]) {
    const [now, was, became] = [facts[kind], before[kind], after[kind]] as [
      Map<unknown, unknown>,
      Map<unknown, unknown>,
      Map<unknown, unknown>,
    ]
    for (const key of new Set([...was.keys(), ...became.keys()])) {
      if (was.get(key) === became.get(key)) continue
      if (was.has(key)) now.set(key, was.get(key))
      else now.delete(key)
    }
  }
}

/** The facts as sorted lines, so that two schools can be laid side by side. */
export function linesOf({ adults, points, links, optOuts, decisions, restrictions, merged, misKeys }: Facts): string[] {
  return [
    ...[...adults].map(([id, { origin, name }]) => `adult ${id} is ${origin}: ${name}`),
    ...[...points].map(([key, origin]) => `point ${key} is ${origin}`),
    ...[...links].map(
      ([id, { origin, pupilId, adultId, relationship, ended }]) =>
        `link ${id} is ${origin}: ${pupilId} ${adultId} ${relationship ?? '-'} ${ended ? 'ended' : 'stands'}`,
    ),
    ...[...optOuts.keys()].map((flag) => `opted out ${flag}`),
    ...[...decisions.values()].map((made) => `decided ${made.pupilId} ${made.adultId} ${made.decision}`),
    ...[...restrictions.keys()].map((pair) => `restricted ${pair}`),
    ...[...merged].map(([goneId, keptId]) => `merged ${goneId} into ${keptId}`),
    ...[...misKeys].map(([key, adultId]) => `mis key ${key} is ${adultId}`),
  ].sort()
}
