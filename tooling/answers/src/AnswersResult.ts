/**
 * The result of asking a question list: for each order of asking and each entry, what of the needed facts did not reach
 * the model. Its file is read strictly: an invalid one is refused with the field's name.
 */
import { readJsonFile, writeJsonFile } from "@manga-assist/bench/result/JsonFile"
import { Schema } from "effect"
import { basename, join } from "node:path"
import type { AskedEntry } from "./asking/AskEntries.ts"
import { orderings } from "./asking/Ordering.ts"
import { missingFacts } from "./oracle/HeldFacts.ts"
import type { StoreData } from "./oracle/StoreData.ts"
import { localeOf, tokensOfLastMessage } from "./oracle/ToldByRequest.ts"
import { judgedOf } from "./QuestionList.ts"

const JudgedEntry = Schema.Struct({
  id: Schema.String,
  kind: Schema.String,
  language: Schema.String,
  /** The last turn. */
  ask: Schema.String,
  answer: Schema.String,
  /** Ids of the products shown, in their order. */
  products: Schema.Array(Schema.String),
  outcome: Schema.String,
  source: Schema.optionalKey(Schema.String),
  /** Whether the question needs anything of the store. */
  needy: Schema.Boolean,
  missing: Schema.Array(Schema.String),
  /** Of the last message; absent where no request was seen. */
  tokens: Schema.optionalKey(Schema.Int),
  /** That the store asked an answer in. */
  locale: Schema.optionalKey(Schema.String),
})
export type JudgedEntry = typeof JudgedEntry.Type

const AnswersResult = Schema.Struct({
  kind: Schema.Literal("facts"),
  list: Schema.String,
  /** Of the list's file. */
  sha256: Schema.String,
  /** ISO 8601, the end of the run. */
  date: Schema.String,
  seed: Schema.Int,
  /** Of the programs that were asked. */
  revision: Schema.optionalKey(Schema.String),
  runs: Schema.NonEmptyArray(
    Schema.Struct({
      ordering: Schema.Literals(orderings),
      /** In the order of the list. */
      entries: Schema.Array(JudgedEntry),
    }),
  ),
})
export type AnswersResult = typeof AnswersResult.Type

/** Answered, with everything that the question needs before the model. */
export const isHeld = ({ missing, outcome }: JudgedEntry): boolean =>
  missing.length === 0 && (outcome === "complete" || outcome === "blocked")

/** What the store's own sentences answer needs no model: the rules of the store alone. */
const isToldByStore = ({ entry, told: { source } }: AskedEntry): boolean => {
  const { needs = [], search } = judgedOf(entry)
  return source === "store" && search === undefined && needs.every((need) => "policy" in need)
}

export const judgeAsked = (asked: AskedEntry, store: StoreData): JudgedEntry => {
  const { entry, request, told } = asked
  const judged = judgedOf(entry)
  const body = request?.body
  const locale = body === undefined ? undefined : localeOf(body)
  return {
    id: entry.id,
    kind: entry.kind,
    language: entry.language,
    ask: entry.turns.at(-1)?.ask ?? "",
    answer: told.answer,
    products: told.products.map(({ id }) => id),
    outcome: told.outcome,
    ...(told.source === undefined ? {} : { source: told.source }),
    needy: (judged.needs?.length ?? 0) > 0 || judged.search !== undefined,
    missing: isToldByStore(asked) ? [] : missingFacts(judged, body, store),
    ...(body === undefined ? {} : { tokens: Math.round(tokensOfLastMessage(body)) }),
    ...(locale === undefined ? {} : { locale }),
  }
}

export interface Dependence {
  readonly id: string
  /** For each order of asking: what is missing, and which products are shown. */
  readonly by: ReadonlyArray<{ readonly ordering: string; readonly got: string }>
}

/** Entries of which another order of asking has other facts or other products. */
export const dependences = ({ runs }: Pick<AnswersResult, "runs">): ReadonlyArray<Dependence> =>
  runs[0].entries.flatMap(({ id }, at) => {
    const by = runs.flatMap(({ entries, ordering }) => {
      const entry = entries[at]
      if (entry === undefined) return []
      const { missing, outcome, products } = entry
      const lacks = missing.length === 0 ? "nothing missing" : missing.join("; ")
      return [{ ordering, got: `${outcome}; ${lacks}; shown: ${products.join(", ") || "none"}` }]
    })
    return new Set(by.map(({ got }) => got)).size > 1 ? [{ id, by }] : []
  })

/** Held in every order of asking. */
export const heldAlways = ({ runs }: Pick<AnswersResult, "runs">): ReadonlySet<string> =>
  new Set(
    runs[0].entries.flatMap(({ id }, at) =>
      runs.every(({ entries }) => {
        const entry = entries[at]
        return entry !== undefined && isHeld(entry)
      })
        ? [id]
        : [],
    ),
  )

/** `path`: a file, where it ends in `.json`; else the folder of `<list>.json`. */
export const writeAnswers = (path: string, result: AnswersResult): string => {
  const name = basename(result.list).replace(/\.jsonl?$/u, "")
  const file = path.endsWith(".json") ? path : join(path, `${name}.json`)
  writeJsonFile(file, result, 1)
  return file
}

/** @throws InvalidResult naming the file and the field */
export const readAnswers = (file: string): AnswersResult => readJsonFile(file, AnswersResult)
