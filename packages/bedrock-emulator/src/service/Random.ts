/** Repeatable randomness for faults and latency: the same seed and name give the same sequence. */

/** Numbers from 0 up to, not including, 1. */
export type Random = () => number

/** mulberry32, started from the seed and a name, so that services do not disturb each other. */
export const seededRandom = (seed: number, name: string): Random => {
  let state = seed | 0
  for (const character of name) {
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619)
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A standard normal number (Box-Muller). */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
