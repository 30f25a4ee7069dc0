/**
 * Formats the result of asking a question list for a terminal: shares of entries whose facts reached the model with
 * confidence intervals, tokens, what is missing, and entries that depend on the order of asking. Also as one line of
 * JSON, and side by side with an earlier result. Pure.
 */
import { wilsonInterval } from "./WilsonInterval.ts"
import { textTable } from "@manga-assist/bench/result/Table"
import {
  type AnswersResult,
  dependences,
  heldAlways,
  isHeld,
  type JudgedEntry,
} from "./AnswersResult.ts"

const percent = (share: number): string => (share * 100).toFixed(1)

/** `233`, `250`, `93.2`, `89.4`, `95.7`. */
const shareCells = (held: number, asked: number): ReadonlyArray<string> => {
  const { high, low } = wilsonInterval(held, asked)
  const share = asked === 0 ? "-" : percent(held / asked)
  return [String(held), String(asked), share, percent(low), percent(high)]
}

const groupOf = ({ kind, language }: JudgedEntry): string => `${kind}, ${language}`

const needyOf = ({ runs }: AnswersResult) => runs[0].entries.filter(({ needy }) => needy)

/** `all`, and each kind in each language; those that need nothing of the store are not counted. */
const groupsOf = (
  result: AnswersResult,
): ReadonlyArray<readonly [string, ReadonlyArray<string>]> => {
  const groups = Map.groupBy(needyOf(result), groupOf)
  const ids = (entries: ReadonlyArray<JudgedEntry>) => entries.map(({ id }) => id)
  return [
    ...[...groups]
      .map(([name, entries]) => [name, ids(entries)] as const)
      .sort(([one], [other]) => one.localeCompare(other, "en")),
    ["all", ids(needyOf(result))],
  ]
}

const heldTable = (result: AnswersResult): string => {
  const always = heldAlways(result)
  const runs = result.runs.map(({ entries, ordering }) => ({
    ordering,
    held: new Set(entries.filter(isHeld).map(({ id }) => id)),
  }))
  return textTable([
    ["facts held", "in all orders", "of", "%", "low", "high", ...runs.map((run) => run.ordering)],
    ...groupsOf(result).map(([name, ids]) =>
      [name].concat(
        shareCells(ids.filter((id) => always.has(id)).length, ids.length),
        runs.map(({ held }) => String(ids.filter((id) => held.has(id)).length)),
      ),
    ),
  ])
}

/** Mean and 95th percentile of the last message's tokens, of the first order. */
const tokensOf = ({ runs: [{ entries }] }: AnswersResult) => {
  const sorted = entries.flatMap(({ tokens }) => tokens ?? []).sort((a, b) => a - b)
  const mean = sorted.reduce((sum, each) => sum + each, 0) / Math.max(1, sorted.length)
  return {
    requests: sorted.length,
    mean: Math.round(mean),
    p95: sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0,
  }
}

const clipped = (text: string, most = 200): string => {
  const line = text.replaceAll(/\s+/gu, " ")
  return line.length > most ? `${line.slice(0, most)}…` : line
}

const mostMissing = 6

const missingText = ({ ask, id, kind, missing, outcome, source = "-" }: JudgedEntry): string =>
  [
    `${id} (${kind}, ${outcome}, ${source}): ${clipped(ask)}`,
    ...missing.slice(0, mostMissing).map((each) => `  ${clipped(each, 260)}`),
    ...(missing.length > mostMissing ? [`  … and ${missing.length - mostMissing} more`] : []),
  ].join("\n")

export const answersText = (result: AnswersResult): string => {
  const { date, list, revision = "no revision", runs, seed, sha256 } = result
  const [{ entries }] = runs
  const always = heldAlways(result)
  const { mean, p95, requests } = tokensOf(result)
  const others = entries.filter(({ needy }) => !needy)
  const unheld = entries.filter(({ id }) => !always.has(id))
  // The run in which it was missing, if not the first.
  const worst = unheld.flatMap(({ id }, at) => {
    const inRuns = runs.flatMap((run) => run.entries.filter((entry) => entry.id === id))
    return inRuns.find((entry) => !isHeld(entry)) ?? unheld[at] ?? []
  })
  const dependent = dependences(result)
  const otherwise = entries.filter(
    ({ language, locale }) => locale !== undefined && locale !== language,
  )
  return [
    `${list} (SHA-256 ${sha256})`,
    `${entries.length} entries, seed ${seed}, ${date}, ${revision}`,
    "",
    heldTable(result),
    "",
    `${others.length} more need nothing of the store, ${others.filter(isHeld).length} of them answered`,
    `last message: ${mean} tokens in the mean, ${p95} at the 95th percentile, of ${requests} requests`,
    `answer asked for in another language than the entry's: ${otherwise.length}${otherwise.length === 0 ? "" : ` (${otherwise.map(({ id }) => id).join(", ")})`}`,
    ...(worst.length === 0 ? [] : ["", "missing:", ...worst.map(missingText)]),
    ...(runs.length === 1
      ? []
      : [
          "",
          `${dependent.length} depend on the order of asking`,
          ...dependent.flatMap(({ by, id }) =>
            [id].concat(by.map(({ got, ordering }) => `  ${ordering}: ${clipped(got)}`)),
          ),
        ]),
  ].join("\n")
}

/** One line: the shares by group, the tokens, and the entries that are not held in every order. */
export const answersSummary = (result: AnswersResult): string => {
  const always = heldAlways(result)
  const held = groupsOf(result).map(([group, ids]) => {
    const right = ids.filter((id) => always.has(id)).length
    const { high, low } = wilsonInterval(right, ids.length)
    return { group, held: right, of: ids.length, low, high }
  })
  return JSON.stringify({
    list: result.list,
    sha256: result.sha256,
    held,
    lastMessageTokens: tokensOf(result),
    unheld: result.runs[0].entries.flatMap(({ id }) => (always.has(id) ? [] : [id])),
    dependences: dependences(result),
  })
}

/** Entries of both results whose facts are held in one of them only. */
export const comparisonText = (before: AnswersResult, after: AnswersResult): string => {
  const [earlier, later] = [heldAlways(before), heldAlways(after)]
  const known = new Set(before.runs[0].entries.map(({ id }) => id))
  const both = needyOf(after).flatMap(({ id }) => (known.has(id) ? [id] : []))
  const line = (name: string, ids: ReadonlyArray<string>) =>
    `${ids.length} ${name}${ids.length === 0 ? "" : `: ${ids.join(", ")}`}`
  const heldOf = (held: ReadonlySet<string>) => both.filter((id) => held.has(id)).length
  return [
    ...(before.sha256 === after.sha256 ? [] : ["note: the lists differ"]),
    `${both.length} entries in both: ${heldOf(earlier)} held before, ${heldOf(later)} after`,
    line(
      "now held",
      both.filter((id) => !earlier.has(id) && later.has(id)),
    ),
    line(
      "no longer held",
      both.filter((id) => earlier.has(id) && !later.has(id)),
    ),
    `tokens of the last message: ${tokensOf(before).mean} before, ${tokensOf(after).mean} after`,
  ].join("\n")
}
