/** Memoizes a pure function by the identity of its argument; the result is collected with the argument. */
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
