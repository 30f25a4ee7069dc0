/**
 * What a prompt tells, as statements: of a subject (a product, a series, an order, the customer, the store) the values
 * of an attribute. And what has to be told: statements, or one of several groups of them. Pure.
 */
export interface Statement {
  readonly subject: string
  readonly attribute: string
  /** Each of them is right. */
  readonly oneOf: ReadonlyArray<string>
  /** Another value beside a right one is an error: the prompt contradicts itself. */
  readonly alone?: true
}

export type Required = Statement | { readonly anyOf: ReadonlyArray<ReadonlyArray<Required>> }

export class Told {
  readonly #values = new Map<string, Set<string>>()

  /** Nothing, an object or a list is no value. */
  tell(subject: string, attribute: string, value: unknown): void {
    if (typeof value !== "string" && typeof value !== "number") return
    const key = `${subject} ${attribute}`
    const known = this.#values.get(key)
    if (known === undefined) this.#values.set(key, new Set([String(value)]))
    else known.add(String(value))
  }

  of(subject: string, attribute: string): ReadonlyArray<string> {
    return [...(this.#values.get(`${subject} ${attribute}`) ?? [])]
  }
}

const isTold = (told: Told, { alone, attribute, oneOf, subject }: Statement): boolean => {
  const values = told.of(subject, attribute)
  const right = values.filter((value) => oneOf.includes(value))
  return right.length > 0 && (alone === undefined || right.length === values.length)
}

/** Of several groups the first counts, where none is told whole. */
export const missingOf = (
  told: Told,
  required: ReadonlyArray<Required>,
): ReadonlyArray<Statement> =>
  required.flatMap((each) => {
    if (!("anyOf" in each)) return isTold(told, each) ? [] : [each]
    const lacking = each.anyOf.map((group) => missingOf(told, group))
    return lacking.some((group) => group.length === 0) ? [] : (lacking[0] ?? [])
  })

/** `blue-lock-v12-paperback price: 605, not 594`. */
export const missingText = (told: Told, { attribute, oneOf, subject }: Statement): string => {
  const values = told.of(subject, attribute)
  const instead = values.length === 0 ? "" : `, not ${values.join(" or ")}`
  return `${subject} ${attribute}: ${oneOf.join(" or ").slice(0, 120)}${instead.slice(0, 120)}`
}
