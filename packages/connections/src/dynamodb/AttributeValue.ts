/**
 * Converts plain JavaScript values to DynamoDB's attribute values on the wire, and back.
 *
 * It does so as `@aws-sdk/lib-dynamodb` with `removeUndefinedValues`, with bytes as base64. What has no attribute
 * value (an instance of a class, an empty set, a number that is not exact) throws a `TypeError`.
 */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: ReadonlyArray<AttributeValue> }
  | { readonly M: Attributes }
  | { readonly SS: ReadonlyArray<string> }
  | { readonly NS: ReadonlyArray<string> }
  | { readonly BS: ReadonlyArray<string> }

export type Attributes = Readonly<Record<string, AttributeValue>>

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64")

const numeral = (value: number | bigint): string => {
  const isExact =
    typeof value === "bigint" ||
    (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)))
  if (!isExact) throw new TypeError(`${value} cannot be an attribute: it is not exact`)
  return String(value)
}

const isRecord = (value: object): value is Readonly<Record<string, unknown>> => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

const setValue = (values: ReadonlyArray<unknown>): AttributeValue => {
  if (values.length === 0) throw new TypeError("an empty set cannot be an attribute")
  if (values.every((value) => typeof value === "string")) return { SS: values }
  if (values.every((value) => value instanceof Uint8Array)) return { BS: values.map(base64) }
  if (values.every((value) => typeof value === "number" || typeof value === "bigint")) {
    return { NS: values.map(numeral) }
  }
  throw new TypeError("a set must be of strings, of numbers or of bytes")
}

/** `undefined` and functions are left out, as they are in JSON. */
const isLeftOut = (value: unknown): boolean => value === undefined || typeof value === "function"

export const toAttributeValue = (value: unknown): AttributeValue => {
  switch (typeof value) {
    case "string":
      return { S: value }
    case "number":
    case "bigint":
      return { N: numeral(value) }
    case "boolean":
      return { BOOL: value }
    case "object":
      if (value === null) return { NULL: true }
      if (value instanceof Uint8Array) return { B: base64(value) }
      if (Array.isArray(value)) {
        return { L: value.filter((item) => !isLeftOut(item)).map(toAttributeValue) }
      }
      if (value instanceof Set) return setValue([...value])
      if (value instanceof Map) return { M: toAttributes(Object.fromEntries(value)) }
      if (isRecord(value)) return { M: toAttributes(value) }
  }
  throw new TypeError(`${Object.prototype.toString.call(value)} cannot be an attribute`)
}

export const toAttributes = (record: Readonly<Record<string, unknown>>): Attributes => {
  const attributes: Record<string, AttributeValue> = {}
  for (const name of Object.keys(record)) {
    const value = record[name]
    if (!isLeftOut(value)) setOwn(attributes, name, toAttributeValue(value))
  }
  return attributes
}

const exact = (text: string): number => {
  const value = Number(text)
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    throw new TypeError(`${text} does not fit a number`)
  }
  return value
}

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"))

export const fromAttributeValue = (value: AttributeValue): unknown => {
  if ("S" in value) return value.S
  if ("N" in value) return exact(value.N)
  if ("M" in value) return fromAttributes(value.M)
  if ("L" in value) return value.L.map(fromAttributeValue)
  if ("BOOL" in value) return value.BOOL
  if ("B" in value) return bytes(value.B)
  if ("NULL" in value) return null
  if ("SS" in value) return new Set(value.SS)
  if ("NS" in value) return new Set(value.NS.map(exact))
  if ("BS" in value) return new Set(value.BS.map(bytes))
  throw new TypeError("an attribute of an unknown type")
}

export const fromAttributes = (attributes: Attributes): Record<string, unknown> => {
  const record: Record<string, unknown> = {}
  for (const name of Object.keys(attributes)) {
    const value = attributes[name]
    if (value !== undefined) setOwn(record, name, fromAttributeValue(value))
  }
  return record
}

/** An item may have an attribute `__proto__`, which must not become the record's prototype. */
const setOwn = <A>(record: Record<string, A>, name: string, value: A): void => {
  if (name !== "__proto__") record[name] = value
  else {
    Object.defineProperty(record, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
}
