/**
 * The schedule: which questions to answer ahead, how often and at what cost. Read from `schedule.json`, or from the
 * file that `PRECOMPUTE_SCHEDULE` names.
 *
 * It is validated as a whole before anything starts; every broken rule is reported with file and line.
 */
import type { StoreNames } from "@manga-assist/assistant"
import { cronOf } from "./Cron.ts"
import { Fields, type Problem } from "./Fields.ts"
import { jsonLines } from "./JsonLines.ts"
import { parseJson } from "./JsonText.ts"
import { overlaps } from "./Overlaps.ts"
import type { DemandRule, PatternRule, Timing } from "./ScheduleRules.ts"
import { type EachKind, eachKinds } from "./Subjects.ts"

export interface Schedule {
  /** Questions that are with the model at a time. */
  readonly concurrency: number
  /** Input and output tokens together, for all workers. */
  readonly tokensPerHour: number
  /** Customers' calls of the model at a time, over all orchestrators, above which the worker waits. */
  readonly busyAbove: number
  readonly demand: DemandRule
  readonly patterns: ReadonlyArray<PatternRule>
  /** Wordings of the patterns that no answer is kept for, each with the reason. */
  readonly leftOut: ReadonlyArray<string>
}

const longestWording = 300
const defaultBusyAbove = 32
const mostTitles = 1_000

const timingOf = (fields: Fields, now: number): Timing => {
  const leadMs = fields.duration("lead")
  const timing = (holdsName: string, holdsMs: number): Timing => {
    if (leadMs < holdsMs * 0.9) return { holdsMs, leadMs }
    fields.problem("lead", `must be shorter than nine tenths of ${holdsName}`)
    return { holdsMs, leadMs: holdsMs / 2 }
  }
  if (fields.has("every") === fields.has("cron")) {
    fields.problem("every", 'must be given, or "cron" instead of it, and not both')
    fields.value("holds")
    return { holdsMs: 60_000, leadMs: 1 }
  }
  if (fields.has("every")) return timing('"every"', fields.duration("every"))
  const expression = fields.value("cron")
  const cron = cronOf(typeof expression === "string" ? expression : "", now)
  const held = timing('"holds"', fields.duration("holds"))
  if ("rule" in cron) {
    fields.problem("cron", cron.rule)
    return held
  }
  return { ...held, cron }
}

/** A pattern that is asked about many things must name them, in its language. */
const checkTemplates = (
  fields: Fields,
  locale: "en" | "ja",
  each: EachKind,
  texts: ReadonlyArray<string>,
): void => {
  for (const [index, text] of texts.entries()) {
    const names = /\{english\}|\{japanese\}/u.test(text)
    const path = `${locale}[${index}]`
    if (/[{}]/u.test(text.replaceAll(/\{(?:english|japanese)\}/gu, ""))) {
      fields.problem(path, "may have {english} and {japanese} in braces, nothing else")
    } else if (each === "once" && names) {
      fields.problem(path, 'has nothing to put into its braces: "each" is "once"')
    } else if (each !== "once" && !names) {
      fields.problem(path, `is no template: it must have {english} or {japanese}, one ${each} each`)
    }
  }
}

const patternOf = (path: string, value: unknown, problems: Array<Problem>, now: number) => {
  const fields = new Fields(path, value, problems)
  const name = fields.name("name")
  const each = fields.word("each", eachKinds)
  const timing = timingOf(fields, now)
  const wordings = new Fields(fields.pathOf("wordings"), fields.value("wordings"), problems)
  const en = wordings.texts("en", longestWording)
  const ja = wordings.texts("ja", longestWording)
  checkTemplates(wordings, "en", each, en)
  checkTemplates(wordings, "ja", each, ja)
  wordings.refuseOthers()
  const rule: PatternRule = {
    ...timing,
    name,
    each,
    top: each === "title" ? fields.number("top", 1, mostTitles, true) : 0,
    trafficShare: fields.number("trafficShare", 0, 1, false),
    savesMs: fields.number("savesMs", 1, 60_000, false),
    wordings: { en, ja },
  }
  fields.refuseOthers()
  return rule
}

const demandOf = (value: unknown, problems: Array<Problem>, now: number): DemandRule => {
  const fields = new Fields("demand", value, problems)
  const timing = timingOf(fields, now)
  const top = fields.number("top", 0, 1_000, true)
  const savesMs = fields.number("savesMs", 1, 60_000, false)
  fields.refuseOthers()
  return { ...timing, top, savesMs }
}

const repeatedNames = (patterns: ReadonlyArray<PatternRule>): ReadonlyArray<Problem> =>
  patterns.flatMap(({ name }, index) =>
    name !== "" && patterns.findIndex((other) => other.name === name) < index
      ? [{ path: `patterns[${index}].name`, rule: `is the name of two patterns: "${name}"` }]
      : [],
  )

/** The schedule, or one line for each broken rule: `file:line: path rule`. */
export const readSchedule = (
  file: string,
  text: string,
  now: number,
  names: typeof StoreNames.Service,
): Schedule | { readonly problems: ReadonlyArray<string> } => {
  const parsed = parseJson(text)
  if ("failure" in parsed) return { problems: [`${file}:${parsed.line}: ${parsed.failure}`] }
  const { lineOf, repeated } = jsonLines(text)
  const problems: Array<Problem> = repeated.map((path) => ({ path, rule: "stands here twice" }))
  const fields = new Fields("", parsed.value, problems)
  const list = fields.value("patterns")
  if (!Array.isArray(list) || list.length === 0) {
    fields.problem("patterns", "must be a list with at least one pattern")
  }
  const values: ReadonlyArray<unknown> = Array.isArray(list) ? list : []
  const patterns = values.map((value, index) =>
    patternOf(`patterns[${index}]`, value, problems, now),
  )
  problems.push(...repeatedNames(patterns))
  const schedule: Omit<Schedule, "leftOut"> = {
    concurrency: fields.number("concurrency", 1, 50, true),
    tokensPerHour: fields.number("tokensPerHour", 1_000, 1_000_000_000, true),
    busyAbove: fields.has("busyAbove")
      ? fields.number("busyAbove", 0, 100_000, true)
      : defaultBusyAbove,
    demand: demandOf(fields.value("demand"), problems, now),
    patterns,
  }
  fields.refuseOthers()
  // Wordings are compared once each of them is one.
  const compared = problems.length === 0 ? overlaps(patterns, names) : undefined
  problems.push(...(compared?.problems ?? []))
  if (problems.length === 0) return { ...schedule, leftOut: compared?.leftOut ?? [] }
  return { problems: problems.map(({ path, rule }) => `${file}:${lineOf(path)}: ${path} ${rule}`) }
}
