/**
 * Checks `requestMetadata`, the caller's own notes on a call (16 at most), by Bedrock's rules for keys and values.
 */
import { invalid } from "../../wire/AwsError.ts"
import { optionalObject, requiredString } from "../../wire/Json.ts"

const most = 16
const letters = String.raw`[a-zA-Z0-9\s:_@$#=/+,.-]`
const lengths = { keys: [1, 256], value: [0, 256] } as const
type Side = keyof typeof lengths

const patternOf = (side: Side): string => `${letters}{${lengths[side].join(",")}}`
const patterns: Readonly<Record<Side, RegExp>> = {
  keys: new RegExp(`^${patternOf("keys")}$`),
  value: new RegExp(`^${patternOf("value")}$`),
}

const broken = (rule: string) =>
  invalid(
    `1 validation error detected: Value at 'requestMetadata' failed to satisfy constraint: ${rule}`,
  )

const check = (side: Side, text: string): void => {
  if (patterns[side].test(text)) return
  const [least, longest] = lengths[side]
  throw broken(
    `Map ${side} must satisfy constraint: [Member must have length less than or equal to ${longest}, Member must have length greater than or equal to ${least}, Member must satisfy regular expression pattern: ${patternOf(side)}]`,
  )
}

/** @throws AwsError naming the rule that is broken. */
export const checkMetadata = (value: unknown): void => {
  const entries = Object.entries(optionalObject(value, "requestMetadata") ?? {})
  if (value === undefined || value === null) return
  if (entries.length === 0) throw broken("Member must have length greater than or equal to 1")
  if (entries.length > most) throw broken(`Member must have length less than or equal to ${most}`)
  for (const [key, text] of entries) {
    check("keys", key)
    check("value", requiredString(text, `requestMetadata.${key}`))
  }
}
