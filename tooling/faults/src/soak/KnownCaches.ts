/**
 * Loaded by a program of a soak before its own modules: remembers each LRU cache by the file that first wrote to it, so
 * that `Samples.ts` can ask how full it is. A cache that its owner has let go is forgotten.
 */
import { LRUCache } from "lru-cache"

export interface CacheFill {
  /** Of the repository. */
  readonly file: string
  /** Entries, or what the entries weigh where their weight is bounded. */
  readonly bound: number
  readonly used: number
}

const known = new WeakSet<object>()
const caches: Array<{ readonly file: string; readonly cache: WeakRef<LRUCache<string, {}>> }> = []

/** Past the class that bounds a map by age, which calls for another file. */
const placeOf = (stack = ""): string => {
  const line = stack
    .split("\n")
    .find((each) => /\/(?:apps|packages)\//u.test(each) && !each.includes("/BoundedMap.ts"))
  const at = line?.search(/(?:apps|packages)\//u)
  return line?.slice(at).split(":", 1)[0] ?? "elsewhere"
}

const met = (cache: LRUCache<string, {}>): void => {
  if (known.has(cache)) return
  known.add(cache)
  caches.push({ file: placeOf(new Error("met").stack), cache: new WeakRef(cache) })
}

const { memo, set } = LRUCache.prototype
LRUCache.prototype.set = function (this: LRUCache<string, {}>, ...given) {
  met(this)
  return set.apply(this, given)
}
LRUCache.prototype.memo = function (this: LRUCache<string, {}>, ...given) {
  met(this)
  return memo.apply(this, given)
}

const fills = (): ReadonlyArray<CacheFill> =>
  caches.flatMap(({ cache, file }) => {
    const held = cache.deref()
    if (held === undefined) return []
    const isWeighed = held.maxSize > 0
    return [
      {
        file,
        bound: isWeighed ? held.maxSize : held.max,
        used: isWeighed ? held.calculatedSize : held.size,
      },
    ]
  })

Object.assign(globalThis, { cacheFills: fills })
