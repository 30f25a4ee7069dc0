/**
 * The result file of `bench answers`: each answer with the expectations it does not meet. Read strictly: an invalid
 * file is refused with the field's name.
 */
import { Result as Decoded, Schema, SchemaIssue } from "effect"
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { InvalidResult } from "../result/Result.ts"
import { causes } from "./Causes.ts"
import { orderings } from "./Ordering.ts"

const Statement = Schema.Struct({
  kind: Schema.Literals(["figure", "date", "title", "stock"]),
  text: Schema.String,
})

const JudgedTurn = Schema.Struct({
  ask: Schema.String,
  answer: Schema.String,
  /** Ids, in the order shown. */
  products: Schema.Array(Schema.String),
  outcome: Schema.String,
  degraded: Schema.Array(Schema.String),
  source: Schema.optionalKey(Schema.String),
  reason: Schema.optionalKey(Schema.String),
  /** Of the prompt that the answer was made from. */
  intent: Schema.optionalKey(Schema.String),
  unmet: Schema.Array(
    Schema.Struct({ rule: Schema.String, wanted: Schema.String, got: Schema.String }),
  ),
  cause: Schema.optionalKey(Schema.Literals(causes)),
  /** Absent where no prompt was seen. */
  stated: Schema.optionalKey(
    Schema.Struct({
      facts: Schema.Int,
      computed: Schema.Int,
      nowhere: Schema.Array(Statement),
    }),
  ),
})
export type JudgedTurn = typeof JudgedTurn.Type

const JudgedEntry = Schema.Struct({
  id: Schema.String,
  class: Schema.String,
  language: Schema.String,
  turns: Schema.NonEmptyArray(JudgedTurn),
})
export type JudgedEntry = typeof JudgedEntry.Type

const AnswersResult = Schema.Struct({
  kind: Schema.Literal("answers"),
  corpus: Schema.String,
  /** Of the corpus file. */
  sha256: Schema.String,
  /** ISO 8601, the end of the run. */
  date: Schema.String,
  seed: Schema.Int,
  parallel: Schema.Int,
  revision: Schema.optionalKey(Schema.String),
  /** Of the store; absent: the tool's own. */
  url: Schema.optionalKey(Schema.String),
  runs: Schema.NonEmptyArray(
    Schema.Struct({
      ordering: Schema.Literals(orderings),
      inputTokens: Schema.Int,
      outputTokens: Schema.Int,
      /** Entries that were asked once more because a service answered too late. */
      askedAgain: Schema.Int,
      /** In the order of the corpus. */
      entries: Schema.Array(JudgedEntry),
    }),
  ),
  dependences: Schema.Array(
    Schema.Struct({
      id: Schema.String,
      turn: Schema.Int,
      differs: Schema.Literals(["products", "facts", "outcome"]),
      by: Schema.Array(Schema.Struct({ ordering: Schema.Literals(orderings), got: Schema.String })),
    }),
  ),
})
export type AnswersResult = typeof AnswersResult.Type
export type JudgedRun = AnswersResult["runs"][number]

/** An entry is right when each of its turns is. */
export const isRight = ({ turns }: JudgedEntry): boolean =>
  turns.every(({ unmet }) => unmet.length === 0)

/** Of its first turn that is not right. */
export const causeOfEntry = ({ turns }: JudgedEntry): JudgedTurn["cause"] =>
  turns.find(({ unmet }) => unmet.length > 0)?.cause

/** `path`: a file, where it ends in `.json`; else the folder of `<corpus>.json`. */
export const writeAnswers = (path: string, result: AnswersResult): string => {
  const name = basename(result.corpus).replace(/\.jsonl?$/u, "")
  const file = path.endsWith(".json") ? path : join(path, `${name}.json`)
  mkdirSync(dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, `${JSON.stringify(result, undefined, 1)}\n`)
  renameSync(temporary, file)
  return file
}

const decode = Schema.decodeUnknownResult(AnswersResult)
const issues = SchemaIssue.makeFormatterDefault()

/** @throws InvalidResult naming the file and the field */
export const readAnswers = (file: string): AnswersResult => {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, "utf8"))
  } catch (cause) {
    throw new InvalidResult(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  const decoded = decode(value)
  if (Decoded.isSuccess(decoded)) return decoded.success
  throw new InvalidResult(`${file}: ${issues(decoded.failure.issue)}`)
}
