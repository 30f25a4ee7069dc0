/**
 * A record reduced to the fields someone uses. Declare the list once, `as const`, and both the
 * query's field list and the result's type come from it.
 */

/** Own fields only, in the order of `fields`; a field that is absent or `undefined` is left out. */
export const selectFields = <T extends object, const K extends keyof T & string>(
  source: T,
  fields: ReadonlyArray<K>,
): Pick<T, K> => {
  const entries = fields.flatMap((field) =>
    Object.hasOwn(source, field) && source[field] !== undefined ? [[field, source[field]]] : [],
  )
  // Every key is one of `fields` and every value is the source's own under that key.
  return Object.fromEntries(entries) as Pick<T, K>
}
