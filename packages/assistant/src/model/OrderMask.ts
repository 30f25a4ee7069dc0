/**
 * Masks order ids, in any case, width or dash, in texts that go into a prompt. In the current question, ids that are
 * not the customer's own are replaced; in earlier turns all are. Prompts contain no other order ids, so an answer
 * cannot repeat them.
 */

/** With any dash, with blanks, or with nothing between its parts. */
const orderIdPattern = /\bma[\s\p{Dash}ー−]*(\d{2})[\s\p{Dash}ー−]*(\d{4})(?!\d)/giu

/** Leaves the ids in `own`, written as the store writes them. */
export const maskForeignOrders = (text: string, own: ReadonlySet<string>): string =>
  text.normalize("NFKC").replace(orderIdPattern, (_found, user: string, number: string) => {
    const id = `MA-${user}-${number}`
    return own.has(id) ? id : "(an order number that is not on this account)"
  })

/** Replaces every id: what was said before reads the same whoever's orders are at hand now. */
export const maskOrders = (text: string): string =>
  text.normalize("NFKC").replace(orderIdPattern, "(an order)")

/** The same for each string within JSON; one without such an id stays as it is. */
export const maskForeignOrdersIn = (json: unknown, own: ReadonlySet<string>): unknown => {
  if (typeof json === "string") {
    const masked = maskForeignOrders(json, own)
    return masked === json.normalize("NFKC") ? json : masked
  }
  if (Array.isArray(json)) return json.map((each) => maskForeignOrdersIn(each, own))
  if (typeof json !== "object" || json === null) return json
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, maskForeignOrdersIn(value, own)]),
  )
}
