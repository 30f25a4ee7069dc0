/**
 * Limits of client frames, and their checks.
 *
 * Lengths count Unicode code points, so an emoji or a rare kanji is one character. Text with unpaired surrogates or
 * control characters is refused, never repaired.
 */

/** Bytes of UTF-8 in one client frame or one `POST /chat` body. */
export const maxFrameBytes = 16_384

/** What `session` and `user` may be made of. */
export const sessionPattern = /^[A-Za-z0-9_.-]{1,128}$/

/** The rule a value broke, in words that follow the field's name; `undefined` when it holds. */
export interface Rule {
  (value: unknown): string | undefined
  /** The same rule for readers of JSON Schema, as far as it has words for it. */
  readonly schema: JsonSchema
}

export type JsonSchema = Readonly<Record<string, unknown>>

const rule = (schema: JsonSchema, check: (value: unknown) => string | undefined): Rule =>
  Object.assign(check, { schema })

const controlCharacter = /[^\P{Cc}\t\n\r]/u

const codePoints = (text: string): number => {
  let count = 0
  for (const _ of text) count += 1
  return count
}

const characters = (name: string, min: number, max: number, trimmed: boolean): Rule => {
  const schema = { type: "string", minLength: min, maxLength: max }
  const range = `must have ${min} to ${max.toLocaleString("en")} characters${trimmed ? " after trimming" : ""}`
  return rule(schema, (value) => {
    if (typeof value !== "string") return `must be ${name}`
    const measured = trimmed ? value.trim() : value
    // A code point is one or two UTF-16 units, so most lengths need no counting.
    const units = measured.length
    if (units < min || units > max * 2) return range
    if (units > max && codePoints(measured) > max) return range
    if (!value.isWellFormed()) return "must not contain half a surrogate pair"
    if (controlCharacter.test(value)) return "must not contain control characters"
    return undefined
  })
}

const oneOf = (values: ReadonlyArray<string>): Rule => {
  const listed = values.map((value) => `"${value}"`).join(" or ")
  return rule({ type: "string", enum: values }, (value) =>
    typeof value === "string" && values.includes(value) ? undefined : `must be ${listed}`,
  )
}

const matching = (pattern: RegExp, otherwise: string): Rule =>
  rule({ type: "string", pattern: pattern.source }, (value) =>
    typeof value === "string" && pattern.test(value) ? undefined : otherwise,
  )

/** A message's id: the client's own. */
export const messageId = characters("a string", 1, 64, false)
export const messageText = characters("a string", 1, 2_000, true)
export const draftText = characters("a string", 0, 2_000, false)
/** The server's id of a turn. */
export const turnId = characters("a string", 1, 128, false)
export const comment = characters("a string", 0, 1_000, false)
/** Of an issuer, or proof of an earlier session. */
export const token = characters("a string", 1, 8_192, false)
export const locale = oneOf(["en", "ja"])
export const rating = oneOf(["up", "down"])
export const session = matching(sessionPattern, "must be 1 to 128 characters of A-Z a-z 0-9 _ - .")
/** W3C Trace Context: version, trace, span of the caller, flags. */
export const traceparent = matching(
  /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/,
  "must be a traceparent of W3C Trace Context",
)
/** Number of a frame; the server counts from 1. */
export const frameNumber = rule(
  { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  (value) =>
    Number.isSafeInteger(value) && Number(value) >= 0
      ? undefined
      : "must be a whole number, 0 or more",
)
/** What the decoder has looked at before. */
export const constant = (value: string): Rule => rule({ const: value }, () => undefined)
