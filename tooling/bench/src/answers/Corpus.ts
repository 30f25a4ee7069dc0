/**
 * Reads a corpus of questions with the expected contents of their answers, one JSON object a line
 * (`docs/answers-corpus.md`).
 *
 * Parsed strictly: every invalid field is reported with its line and rule, and an invalid corpus is not asked.
 */
import { products } from "@manga-assist/catalogue"
import { Locale } from "@manga-assist/protocol"
import { Result, Schema, SchemaIssue } from "effect"

const text = Schema.NonEmptyString
const texts = Schema.NonEmptyArray(text)

const Expectation = Schema.Struct({
  first: Schema.optionalKey(text),
  among: Schema.optionalKey(texts),
  none: Schema.optionalKey(Schema.Boolean),
  series: Schema.optionalKey(texts),
  notSeries: Schema.optionalKey(texts),
  says: Schema.optionalKey(texts),
  saysOneOf: Schema.optionalKey(Schema.NonEmptyArray(texts)),
  never: Schema.optionalKey(texts),
  language: Schema.optionalKey(Locale),
})
export type Expectation = typeof Expectation.Type

const CorpusTurn = Schema.Struct({
  ask: Schema.NonEmptyString.check(Schema.isMaxLength(2_000)),
  expect: Expectation.check(
    Schema.makeFilter((expected) =>
      Object.keys(expected).length > 0 ? undefined : "must expect something",
    ),
  ),
})

const CorpusEntry = Schema.Struct({
  id: Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_.-]{1,80}$/u)),
  class: text,
  language: Locale,
  user: Schema.optionalKey(Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_.-]{1,128}$/u))),
  turns: Schema.NonEmptyArray(CorpusTurn),
})
export type CorpusEntry = typeof CorpusEntry.Type

export interface CorpusProblem {
  readonly line: number
  readonly field: string
  readonly rule: string
}

export interface ReadCorpus {
  readonly entries: ReadonlyArray<CorpusEntry>
  readonly problems: ReadonlyArray<CorpusProblem>
}

const decode = Schema.decodeUnknownResult(CorpusEntry, {
  errors: "all",
  onExcessProperty: "error",
})

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

/** `turns[0].expect.says`. */
const fieldOf = (path: ReadonlyArray<unknown> = []): string =>
  path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./u, "")

const known = new Set(products().flatMap(({ id, seriesId }) => [id, seriesId]))
const knownSeries = new Set(products().map(({ seriesId }) => seriesId))

/** Ids that no answer could ever show. */
const unknownIds = ({ turns }: CorpusEntry, line: number): ReadonlyArray<CorpusProblem> =>
  turns.flatMap(({ expect }, turn) => {
    const { among = [], first, notSeries = [], series = [] } = expect
    const problems = (
      name: string,
      ids: ReadonlyArray<string>,
      all: ReadonlySet<string>,
      what: string,
    ) =>
      ids
        .filter((id) => !all.has(id))
        .map((id) => ({
          line,
          field: `turns[${turn}].expect.${name}`,
          rule: `must be the id of a ${what} of the catalogue, not ${id}`,
        }))
    return [
      ...problems("first", first === undefined ? [] : [first], known, "product"),
      ...problems("among", among, known, "product"),
      ...problems("series", series, knownSeries, "series"),
      ...problems("notSeries", notSeries, knownSeries, "series"),
    ]
  })

/** `ids`: whether ids have to be those of the demo catalogue; another store has others. */
export const readCorpus = (content: string, { ids }: { readonly ids: boolean }): ReadCorpus => {
  const entries: Array<CorpusEntry> = []
  const problems: Array<CorpusProblem> = []
  const lineOf = new Map<string, number>()
  for (const [index, written] of content.split("\n").entries()) {
    const line = index + 1
    if (written.trim() === "") continue
    let value: unknown
    try {
      value = JSON.parse(written)
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      problems.push({ line, field: "(line)", rule: `must be one JSON object: ${why}` })
      continue
    }
    const decoded = decode(value)
    if (Result.isFailure(decoded)) {
      for (const { message, path } of issuesOf(decoded.failure.issue).issues) {
        problems.push({ line, field: fieldOf(path) || "(line)", rule: message })
      }
      continue
    }
    const entry = decoded.success
    const earlier = lineOf.get(entry.id)
    if (earlier !== undefined) {
      problems.push({ line, field: "id", rule: `must differ from that of line ${earlier}` })
    }
    lineOf.set(entry.id, line)
    if (ids) problems.push(...unknownIds(entry, line))
    entries.push(entry)
  }
  if (entries.length === 0 && problems.length === 0) {
    problems.push({ line: 1, field: "(line)", rule: "must be one JSON object: the file is empty" })
  }
  return { entries, problems }
}

export const problemText = ({ field, line, rule }: CorpusProblem): string =>
  `line ${line}, ${field}: ${rule}`
