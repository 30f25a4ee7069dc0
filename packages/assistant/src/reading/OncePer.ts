/**
 * Memoizes a pure function of one object by that object's identity. The result can be garbage-collected together with
 * the object.
 */
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
