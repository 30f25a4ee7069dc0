/**
 * Reads a question list, one JSON object a line (`docs/answers-corpus.md`): what customers ask, and which facts whoever
 * answers must have been given.
 *
 * Parsed strictly: every invalid field is reported with its line and rule, and an invalid list is not asked.
 */
import { Locale } from "@manga-assist/protocol"
import { Result, Schema, SchemaIssue } from "effect"
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { WrongUse } from "@manga-assist/process/arguments"
import { fitting } from "./oracle/Fitting.ts"
import { type Judged, Need, Search } from "./oracle/Need.ts"
import { needed } from "./oracle/Needed.ts"
import type { StoreData } from "./oracle/StoreData.ts"

const optional = Schema.optionalKey

const Turn = Schema.Struct({
  ask: Schema.NonEmptyString.check(Schema.isMaxLength(2_000)),
  needs: optional(Schema.Array(Need)),
  search: optional(Search),
  right: optional(Schema.String),
})

const Entry = Schema.Struct({
  id: Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_.-]{1,80}$/u)),
  kind: Schema.Literals(["single", "conversation"]),
  language: Locale,
  user: optional(Schema.NonEmptyString),
  turns: Schema.NonEmptyArray(Turn),
})
export type Entry = typeof Entry.Type

export const judgedOf = ({ turns, user }: Entry): Judged => {
  const { needs, search } = turns[turns.length - 1] ?? turns[0]
  return {
    ...(needs === undefined ? {} : { needs }),
    ...(search === undefined ? {} : { search }),
    ...(user === undefined ? {} : { user }),
  }
}

export interface ListProblem {
  readonly line: number
  readonly field: string
  readonly rule: string
}

export interface QuestionList {
  readonly entries: ReadonlyArray<Entry>
  readonly problems: ReadonlyArray<ListProblem>
}

const decode = Schema.decodeUnknownResult(Entry, { errors: "all", onExcessProperty: "error" })
const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

/** `turns[0].needs[1].paper` */
const fieldOf = (path: ReadonlyArray<unknown> = []): string =>
  path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./u, "")

/** Rules between fields, and whether the store has what is needed. */
const rulesBroken = (entry: Entry, store: StoreData): ReadonlyArray<readonly [string, string]> => {
  const { kind, turns, user } = entry
  const last = turns.length - 1
  const found: Array<readonly [string, string]> = []
  if ((kind === "single") !== (turns.length === 1)) {
    found.push(["kind", "a single has one turn, a conversation has more"])
  }
  if (user !== undefined && store.customer(user) === undefined) {
    found.push(["user", `must be a customer of the store, not ${user}`])
  }
  for (const [at, { needs, right, search }] of turns.entries()) {
    const isJudged = needs !== undefined || search !== undefined || right !== undefined
    if (at < last && isJudged) found.push([`turns[${at}]`, "only the last turn is judged"])
  }
  const { needs = [], search } = judgedOf(entry)
  for (const [at, need] of needs.entries()) {
    // A title with no other work of its author has nothing to tell of them.
    if (needed(need, user, store).length === 0 && !("facts" in need)) {
      found.push([`turns[${last}].needs[${at}]`, "the store has nothing of the kind"])
    } else if ("series" in need && store.catalogue.of(need.series) === undefined) {
      found.push([`turns[${last}].needs[${at}].series`, `no series ${need.series}`])
    }
  }
  const { among = [], anyGenres = [], author, genres = [], like, not = {} } = search ?? {}
  const unknown = (field: string, ids: ReadonlyArray<string>, isKnown: (id: string) => boolean) => {
    for (const id of ids.filter((each) => !isKnown(each))) {
      found.push([`turns[${last}].search.${field}`, `the catalogue has no ${id}`])
    }
  }
  const isSeries = (id: string) => store.catalogue.of(id) !== undefined
  const isGenre = (id: string) => store.genreNamed(id) === id
  const isPerson = (name: string) => store.catalogue.worksOf(name).length > 0
  unknown("among", among, isSeries)
  unknown("like", like === undefined ? [] : [like], isSeries)
  unknown("not.series", not.series ?? [], isSeries)
  unknown("genres", genres, isGenre)
  unknown("anyGenres", anyGenres, isGenre)
  unknown("not.genres", not.genres ?? [], isGenre)
  unknown("author", author === undefined ? [] : [author], isPerson)
  unknown("not.authors", not.authors ?? [], isPerson)
  return found
}

/** Entries whose wish no series, or fewer than it wants, fits. */
export const hardWishes = (
  entries: ReadonlyArray<Entry>,
  store: StoreData,
): ReadonlyArray<readonly [id: string, fits: number]> =>
  entries.flatMap((entry) => {
    const { search } = judgedOf(entry)
    if (search === undefined) return []
    const { all } = fitting(search, store)
    return all.length < (search.least ?? 2) ? [[entry.id, all.length] as const] : []
  })

const parsed = (written: string): { readonly value: unknown } | { readonly why: string } => {
  try {
    return { value: JSON.parse(written) }
  } catch (cause) {
    return { why: cause instanceof Error ? cause.message : String(cause) }
  }
}

export const readQuestionList = (content: string, store: StoreData): QuestionList => {
  const entries: Array<Entry> = []
  const problems: Array<ListProblem> = []
  const lineOf = new Map<string, number>()
  for (const [index, written] of content.split("\n").entries()) {
    const line = index + 1
    if (written.trim() === "") continue
    const json = parsed(written)
    if ("why" in json) {
      problems.push({ line, field: "(line)", rule: `must be one JSON object: ${json.why}` })
      continue
    }
    const decoded = decode(json.value)
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
    for (const [field, rule] of rulesBroken(entry, store)) problems.push({ line, field, rule })
    entries.push(entry)
  }
  if (entries.length === 0 && problems.length === 0) {
    problems.push({ line: 1, field: "(line)", rule: "must be one JSON object: the file is empty" })
  }
  return { entries, problems }
}

export const problemText = ({ field, line, rule }: ListProblem): string =>
  `line ${line}, ${field}: ${rule}`

const mostProblems = 50

/** @throws WrongUse naming the file, and each line and field that breaks a rule */
export const readList = (file: string, store: StoreData) => {
  let content: string
  try {
    content = readFileSync(file, "utf8")
  } catch (cause) {
    throw new WrongUse(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  const { entries, problems } = readQuestionList(content, store)
  if (problems.length > 0) {
    const told = problems.slice(0, mostProblems).map((each) => `${file}, ${problemText(each)}`)
    const more = problems.length - told.length
    throw new WrongUse([...told, ...(more > 0 ? [`… and ${more} more`] : [])].join("\n"))
  }
  return { entries, sha256: createHash("sha256").update(content).digest("hex") }
}
