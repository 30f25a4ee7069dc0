/**
 * Formats the result of `bench answers` for a terminal: shares of right answers with confidence intervals, causes of
 * wrong answers, failures, and answers that depend on the order of asking. Also as one line of JSON.
 */
import { wilsonInterval } from "../measure/Statistics.ts"
import { textTable } from "../result/Table.ts"
import {
  type AnswersResult,
  causeOfEntry,
  isRight,
  type JudgedEntry,
  type JudgedRun,
} from "./AnswersResult.ts"
import { causes } from "./Causes.ts"

export const percent = (share: number): string => (share * 100).toFixed(1)

/** `233`, `250`, `93.2`, `89.4`, `95.7`. */
export const shareCells = (right: number, asked: number): ReadonlyArray<string> => {
  const { high, low } = wilsonInterval(right, asked)
  const share = asked === 0 ? "-" : percent(right / asked)
  return [String(right), String(asked), share, percent(low), percent(high)]
}

const shareHeading = ["right", "asked", "%", "low", "high"]

const count = (entries: ReadonlyArray<JudgedEntry>): ReadonlyArray<string> =>
  shareCells(entries.filter(isRight).length, entries.length)

const groupTable = (
  heading: string,
  [first, ...others]: AnswersResult["runs"],
  keyOf: (entry: JudgedEntry) => string,
): string => {
  const keys = [...new Set(first.entries.map(keyOf))].sort()
  return textTable([
    [heading, ...shareHeading, ...others.map(({ ordering }) => ordering)],
    ...keys.map((key) => {
      const of = ({ entries }: JudgedRun) => entries.filter((entry) => keyOf(entry) === key)
      const right = others.map((run) => String(of(run).filter(isRight).length))
      return [key].concat(count(of(first)), right)
    }),
  ])
}

const hasFacts = (entry: JudgedEntry): boolean => {
  const cause = causeOfEntry(entry)
  return cause === undefined || cause === "facts there, other intent" || cause === "model alone"
}

const ofCause = (entries: ReadonlyArray<JudgedEntry>, cause: string): string =>
  String(entries.filter((entry) => causeOfEntry(entry) === cause).length)

const causesTable = (runs: AnswersResult["runs"]): string => {
  const { entries } = runs[0]
  const classes = [...new Set(entries.map((entry) => entry.class))].sort()
  const byClass = (cause: string) =>
    classes.map((name) =>
      ofCause(
        entries.filter((entry) => entry.class === name),
        cause,
      ),
    )
  return [
    textTable([
      ["cause", ...runs.map(({ ordering }) => ordering)],
      ...causes.map((cause) => {
        const row: ReadonlyArray<string> = [cause]
        return row.concat(runs.map((run) => ofCause(run.entries, cause)))
      }),
    ]),
    "",
    textTable([["class", ...causes], ...transposed([classes, ...causes.map(byClass)])]),
  ].join("\n")
}

const transposed = (
  columns: ReadonlyArray<ReadonlyArray<string>>,
): ReadonlyArray<ReadonlyArray<string>> =>
  (columns[0] ?? []).map((_, row) => columns.map((column) => column[row] ?? ""))

const clipped = (text: string, most = 240): string => {
  const line = text.replaceAll(/\s+/gu, " ")
  return line.length > most ? `${line.slice(0, most)}…` : line
}

const failureText = (entry: JudgedEntry): string => {
  const turn = entry.turns.findIndex(({ unmet }) => unmet.length > 0)
  const failed = entry.turns[turn]
  if (failed === undefined) return ""
  const where = entry.turns.length === 1 ? "" : `, turn ${turn + 1} of ${entry.turns.length}`
  const read = [failed.source, failed.intent, failed.degraded.join(", "), failed.reason]
    .filter((each) => each !== undefined && each !== "")
    .join("; ")
  return [
    `${entry.id} (${entry.class}${where}): ${failed.cause ?? ""}${read === "" ? "" : ` [${read}]`}`,
    `  asked:  ${clipped(failed.ask)}`,
    ...failed.unmet.map(({ got, rule, wanted }) =>
      got === failed.answer
        ? `  ${rule}: ${clipped(wanted)}`
        : `  ${rule}: ${clipped(wanted)}; got ${clipped(got)}`,
    ),
    `  answer: ${clipped(failed.answer)}`,
  ].join("\n")
}

const statedText = (runs: AnswersResult["runs"]): ReadonlyArray<string> => {
  const turns = runs.flatMap(({ entries }) => entries.flatMap((entry) => entry.turns))
  const checked = turns.flatMap(({ stated }) => stated ?? [])
  if (checked.length === 0) return ["stated: no prompt was seen, so nothing is checked"]
  const sum = (of: (stated: (typeof checked)[number]) => number) =>
    checked.reduce((total, each) => total + of(each), 0)
  const nowhere = runs.flatMap(({ entries, ordering }) =>
    entries.flatMap(({ id, turns: asked }) =>
      asked.flatMap(({ answer, stated }, turn) =>
        (stated?.nowhere ?? []).map(
          ({ kind, text }) =>
            `  ${id}, turn ${turn + 1}, ${ordering}: ${kind} ${text} in "${clipped(answer, 160)}"`,
        ),
      ),
    ),
  )
  return [
    `stated in ${checked.length} of ${turns.length} answers (the others have no prompt): ` +
      `${sum(({ facts }) => facts)} figures, dates, titles and stock statements in the facts, ` +
      `${sum(({ computed }) => computed)} computed from them, ${nowhere.length} from nowhere`,
    ...nowhere,
  ]
}

export const answersText = (result: AnswersResult): string => {
  const { dependences, runs } = result
  const [first] = runs
  const turns = first.entries.reduce((sum, entry) => sum + entry.turns.length, 0)
  const failures = first.entries.filter((entry) => !isRight(entry)).map(failureText)
  const watched = first.entries.some((entry) =>
    entry.turns.some(({ stated }) => stated !== undefined),
  )
  return [
    `${result.corpus} (SHA-256 ${result.sha256})`,
    `${first.entries.length} questions in ${turns} turns, ${result.parallel} sessions at a time, seed ${result.seed}, ${result.date}, ${result.revision ?? "no revision"}`,
    "",
    textTable([
      ["asked", ...shareHeading, "input tokens", "output tokens", "asked again"],
      ...runs.map(({ askedAgain, entries, inputTokens, ordering, outputTokens }) => [
        ordering,
        ...count(entries),
        String(inputTokens),
        String(outputTokens),
        String(askedAgain),
      ]),
      ...(watched
        ? runs.map(({ entries, ordering }) => [
            `facts in the prompt, ${ordering}`,
            ...shareCells(entries.filter(hasFacts).length, entries.length),
          ])
        : []),
    ]),
    "",
    groupTable("class", runs, (entry) => entry.class),
    "",
    groupTable("language", runs, ({ language }) => language),
    "",
    causesTable(runs),
    "",
    ...statedText(runs),
    "",
    `${dependences.length} of ${turns} answers depend on the order of asking${runs.length === 1 ? ": asked in one order alone" : ""}`,
    ...dependences.map(({ by, differs, id, turn }) =>
      [
        `  ${id}, turn ${turn + 1}: other ${differs}`,
        ...by.map(({ got, ordering }) => `    ${ordering}: ${clipped(got)}`),
      ].join("\n"),
    ),
    "",
    `${failures.length} not right, asked ${first.ordering}`,
    ...failures,
  ].join("\n")
}

/** One line for a program: shares, without the answers. */
export const answersSummary = (result: AnswersResult): string =>
  JSON.stringify({
    corpus: result.corpus,
    sha256: result.sha256,
    runs: result.runs.map(({ entries, ordering }) => ({
      ordering,
      right: entries.filter(isRight).length,
      asked: entries.length,
      wrong: entries.filter((entry) => !isRight(entry)).map(({ id }) => id),
    })),
    dependences: result.dependences.map(({ differs, id, turn }) => ({ id, turn, differs })),
  })
