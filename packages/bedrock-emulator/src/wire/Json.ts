/** Reads fields of an untyped JSON body and reports errors in AWS's words. */
import { AwsError, invalid } from "./AwsError.ts"

export type JsonObject = Readonly<Record<string, unknown>>

/** @throws AwsError `SerializationException` when the bytes are not one JSON object. */
export const parseObject = (body: Buffer): JsonObject => {
  let value: unknown
  try {
    value = JSON.parse(body.length === 0 ? "{}" : decoder.decode(body))
  } catch {
    throw new AwsError("SerializationException", "The request body is not valid JSON.")
  }
  if (isObject(value)) return value
  throw new AwsError(
    "SerializationException",
    "Start of structure or map found where not expected.",
  )
}

/** `undefined` where it is no JSON. */
export const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true })

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const wrongType = (path: string, type: string): AwsError =>
  new AwsError("SerializationException", `Value at '${path}' can not be read as ${type}.`)

const missing = (path: string): AwsError =>
  invalid(
    `1 validation error detected: Value at '${path}' failed to satisfy constraint: Member must not be null`,
  )

/** Absent and `null` are the same. */
const present = (value: unknown): boolean => value !== undefined && value !== null

export const optionalObject = (value: unknown, path: string): JsonObject | undefined => {
  if (!present(value)) return undefined
  if (isObject(value)) return value
  throw wrongType(path, "an object")
}

export const optionalString = (value: unknown, path: string): string | undefined => {
  if (!present(value)) return undefined
  if (typeof value === "string") return value
  throw wrongType(path, "a string")
}

export const optionalBoolean = (value: unknown, path: string): boolean | undefined => {
  if (!present(value)) return undefined
  if (typeof value === "boolean") return value
  throw wrongType(path, "a boolean")
}

export const optionalList = (value: unknown, path: string): ReadonlyArray<unknown> | undefined => {
  if (!present(value)) return undefined
  if (Array.isArray(value)) return value
  throw wrongType(path, "a list")
}

export const requiredObject = (value: unknown, path: string): JsonObject => {
  const found = optionalObject(value, path)
  if (found === undefined) throw missing(path)
  return found
}

export const requiredString = (value: unknown, path: string): string => {
  const found = optionalString(value, path)
  if (found === undefined) throw missing(path)
  return found
}

/** A number within bounds, both inclusive. */
export const optionalNumber = (
  value: unknown,
  path: string,
  bounds: { readonly min: number; readonly max?: number; readonly integer?: boolean },
): number | undefined => {
  if (!present(value)) return undefined
  if (typeof value !== "number") throw wrongType(path, "a number")
  if (bounds.integer === true && !Number.isInteger(value)) throw wrongType(path, "an integer")
  const constraint = "1 validation error detected: Value at"
  if (value < bounds.min) {
    throw invalid(
      `${constraint} '${path}' failed to satisfy constraint: Member must have value greater than or equal to ${bounds.min}`,
    )
  }
  if (bounds.max !== undefined && value > bounds.max) {
    throw invalid(
      `${constraint} '${path}' failed to satisfy constraint: Member must have value less than or equal to ${bounds.max}`,
    )
  }
  return value
}
