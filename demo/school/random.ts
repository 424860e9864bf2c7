/** A small seeded generator (mulberry32): the demo must come out the same on every machine, forever. */
export type Dice = {
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number
  /** One of the list. */
  oneOf<T>(list: readonly [T, ...T[]]): T
  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean
}

export function diceFrom(seed: number): Dice {
  let state = seed >>> 0
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit)
  }
  return {
    below,
    oneOf: (list) => list[below(list.length)] ?? list[0],
    chance: (percent) => below(100) < percent,
  }
}
