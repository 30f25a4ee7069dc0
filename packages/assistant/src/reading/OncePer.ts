/** Worked out once for a thing, however often it is asked; forgotten with it. `of` must be pure. */
export const oncePer = <K extends object, A>(of: (thing: K) => A): ((thing: K) => A) => {
  const known = new WeakMap<K, { readonly value: A }>()
  return (thing) => {
    const before = known.get(thing)
    if (before !== undefined) return before.value
    const value = of(thing)
    known.set(thing, { value })
    return value
  }
}
