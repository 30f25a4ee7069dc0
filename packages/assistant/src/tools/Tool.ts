/**
 * What a tool is: a name, words for the model, a schema of its input, and a read of the store. The same for the model,
 * for MCP's clients and for tests.
 *
 * `call` reads the input strictly: an input that breaks a rule is a result that names field and rule. Its arguments are
 * data, whatever they say; who asks comes from the session alone.
 */
import type { Locale } from "@manga-assist/protocol"
import type { StoreReader } from "@manga-assist/store-grammar"
import { Effect, Schema, SchemaIssue } from "effect"
import type { Offer } from "../products/Offer.ts"

export interface Caller {
  readonly user?: string | undefined
  /** A customer who cannot be named yet: nothing of theirs is read, nor said to be missing. */
  readonly unconfirmed?: true | undefined
  readonly locale: Locale
  /** Milliseconds for the whole call. */
  readonly deadlineMs: number
  /** Ids of the series shown lately. */
  readonly seen: ReadonlyArray<string>
}

export type Content = Readonly<Record<string, unknown>>

export interface ToolResult {
  /** False: nothing was looked up, and `content` says why. */
  readonly ok: boolean
  /** What the model is told: at most 1,500 tokens, never empty. */
  readonly content: Content
  /**
   * How many of `content` fit all that was asked: near ones in their place are not counted. Absent where that was not
   * looked up.
   */
  readonly found?: number
  /** What was looked up, for the customer, where that is less than what was asked for. */
  readonly label?: string
  /** To be shown as cards, at most five. */
  readonly products: ReadonlyArray<Offer>
  readonly series: ReadonlyArray<string>
  /** Ids of orders in `content`: all of them the caller's own. */
  readonly orders: ReadonlyArray<string>
}

/** Shown as cards at most. */
export const mostCards = 5

export const told = (content: Content, more: Partial<ToolResult> = {}): ToolResult => ({
  ok: true,
  content,
  products: [],
  series: [],
  orders: [],
  ...more,
})

export const refused = (content: Content, more: Partial<ToolResult> = {}): ToolResult =>
  told(content, { ...more, ok: false })

/** Late or broken: of what was asked nothing is known. */
export const notLookedUp: ToolResult = refused({ error: "could not be looked up just now" })

/** An input that breaks a rule of its schema, or of what stands behind it. */
export const brokenRule = (field: string, rule: string, more: Content = {}): ToolResult =>
  refused({ error: "invalid input", field, rule, ...more })

/** What an answer is made in takes some of the time too. */
const readShare = 0.9

/** Milliseconds for the only read of a call. */
export const readMs = ({ deadlineMs }: Pick<Caller, "deadlineMs">): number =>
  Math.max(1, Math.floor(deadlineMs * readShare))

const longestQuoted = 40

/** What somebody wrote, as far as an answer repeats it. */
export const quoted = (written: string): string =>
  written.length <= longestQuoted ? written : `${written.slice(0, longestQuoted)}…`

const longestLabel = 160
const halfLetter = /\p{Cs}$/u

/** What is told of a look-up: at most 160 letters. */
export const asLabel = (words: string): string =>
  words.length <= longestLabel
    ? words
    : `${words.slice(0, longestLabel - 1).replace(halfLetter, "")}…`

/** What a read may fail with. */
export interface ToolFailure {
  readonly reason: string
}

export interface Tool<Needs> {
  readonly name: string
  /** What is looked up, for the customer: at most 160 letters, nothing of them as the input has it. */
  readonly label: (input: unknown, locale: Locale, names: StoreReader) => string
  readonly description: string
  readonly inputSchema: Content
  readonly call: (input: unknown, caller: Caller) => Effect.Effect<ToolResult, ToolFailure, Needs>
}

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

const pathOf = (path: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }>): string =>
  path
    .map((step) => (typeof step === "object" ? step.key : step))
    .map((key, at) =>
      typeof key === "number" ? `[${key}]` : `${at === 0 ? "" : "."}${String(key)}`,
    )
    .join("")

const notAllowed = (issue: SchemaIssue.Issue): ToolResult => {
  const [first] = issuesOf(issue).issues
  const field = pathOf(first?.path ?? []) || "input"
  return brokenRule(quoted(field), first?.message ?? "Expected object")
}

const isRecord = (value: unknown): value is Content =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Models write null for what they leave out. */
const withoutNulls = (input: unknown): unknown => {
  if (Array.isArray(input)) return input.map(withoutNulls)
  if (!isRecord(input)) return input
  return Object.fromEntries(
    Object.entries(input)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, withoutNulls(value)]),
  )
}

/**
 * Bounds are checked, but not shown: they cost a fifth of all tokens. A call that breaks one is lost to its turn, so a
 * description says what a sensible one may break.
 */
const unshown = new Set(
  "additionalProperties minLength maxLength minimum maximum minItems maxItems".split(" "),
)

const plainSchema = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(plainSchema)
  if (!isRecord(schema)) return schema
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !unshown.has(key))
      .map(([key, value]) => [key, plainSchema(value)]),
  )
}

export const tool = <Input extends Schema.ConstraintDecoder<unknown>, Needs>(definition: {
  readonly name: string
  /** What it looks into, where the input says nothing more of it. */
  readonly label: Readonly<Record<Locale, string>>
  /** What is looked up by this input, in words that the store knows. */
  readonly sought?: (input: Input["Type"], locale: Locale, names: StoreReader) => string | undefined
  readonly description: string
  readonly Input: Input
  readonly run: (
    input: Input["Type"],
    caller: Caller,
  ) => Effect.Effect<ToolResult, ToolFailure, Needs>
}): Tool<Needs> => {
  const { Input, description, label, name, run, sought } = definition
  const decode = Schema.decodeUnknownResult(Input, { onExcessProperty: "error" })
  return {
    name,
    label: (input, locale, names) => {
      const read = decode(withoutNulls(input))
      const words = read._tag === "Success" ? sought?.(read.success, locale, names) : undefined
      return asLabel(words ?? label[locale])
    },
    description,
    inputSchema: {
      ...Object.assign({}, plainSchema(Schema.toJsonSchemaDocument(Input).schema)),
      additionalProperties: false,
    },
    call: (input, caller) => {
      const read = decode(withoutNulls(input))
      return read._tag === "Failure"
        ? Effect.succeed(notAllowed(read.failure.issue))
        : run(read.success, caller)
    },
  }
}
