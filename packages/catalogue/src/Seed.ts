/**
 * Deterministic pseudo-random figures: a hash of a name, the same on every machine.
 *
 * FNV-1a with MurmurHash3's final mix, 32 bits. Not for secrets.
 */

/** An integer from 0 to `bound - 1`, fixed by `name`. `bound` is 1 to 2^32. */
export const seeded = (name: string, bound: number): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) % bound
}
