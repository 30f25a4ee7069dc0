/** What is remembered of the questions of one shop, until a series of it is new or changed: then nothing is. */
import type { StoreReader } from "@manga-assist/store-grammar"

export const perNames = <A extends { readonly clear: () => void }>(
  make: () => A,
): ((names: StoreReader) => A) => {
  const all = new WeakMap<StoreReader, { readonly kept: A; version: number }>()
  return (names) => {
    const version = names.version()
    const known = all.get(names)
    if (known === undefined) {
      const kept = make()
      all.set(names, { kept, version })
      return kept
    }
    if (known.version !== version) known.kept.clear()
    known.version = version
    return known.kept
  }
}
