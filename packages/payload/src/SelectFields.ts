/**
 * Reduces a record to a list of fields. Declared once, `as const`, the list yields both the query's field list and
 * the result's type.
 */

/** Own fields only, in the order of `fields`; a field that is absent or `undefined` is left out. */
export const selectFields = <T extends object, const K extends keyof T & string>(
  source: T,
  fields: ReadonlyArray<K>,
): Pick<T, K> => {
  const selected: Partial<Record<K, unknown>> = {}
  for (const field of fields) {
    if (!Object.hasOwn(source, field) || source[field] === undefined) continue
    // Plain assignment to that name would change the prototype.
    if (field === "__proto__") Object.defineProperty(selected, field, own(source[field]))
    else selected[field] = source[field]
  }
  // Every key is one of `fields` and every value is the source's own under that key.
  return selected as Pick<T, K>
}

const own = (value: unknown) => ({ value, enumerable: true, configurable: true, writable: true })
