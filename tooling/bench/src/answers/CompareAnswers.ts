/**
 * Compares two results of `bench answers`: shares of right answers by class, questions that became right or wrong, and
 * how probable such a change is by chance (sign test). Pure.
 */
import { textTable } from "../result/Table.ts"
import { percent, shareCells } from "./AnswersReport.ts"
import { type AnswersResult, causeOfEntry, isRight, type JudgedEntry } from "./AnswersResult.ts"

export interface ComparedAnswers {
  readonly better: ReadonlyArray<string>
  readonly worse: ReadonlyArray<string>
  /** Wrong in both, for another reason. */
  readonly otherCause: ReadonlyArray<string>
  readonly onlyInOne: ReadonlyArray<string>
  /** Likelihood of changes so one-sided where both are equally good (sign test); 1 without changes. */
  readonly byChance: number
}

/** Twice the tail of a binomial with a half. */
const signTest = (one: number, other: number): number => {
  const trials = one + other
  let term = 0.5 ** trials
  let tail = 0
  for (let count = 0; count <= Math.min(one, other); count += 1) {
    tail += term
    term *= (trials - count) / (count + 1)
  }
  return Math.min(1, 2 * tail)
}

/** By the first order of asking of each. */
export const compareAnswers = (before: AnswersResult, after: AnswersResult): ComparedAnswers => {
  const earlier = new Map(before.runs[0].entries.map((entry) => [entry.id, entry]))
  const later = new Map(after.runs[0].entries.map((entry) => [entry.id, entry]))
  const both = [...later].flatMap(([id, now]) => {
    const before = earlier.get(id)
    return before === undefined ? [] : [{ id, before, now }]
  })
  const ids = (of: (before: JudgedEntry, now: JudgedEntry) => boolean) =>
    both.filter((each) => of(each.before, each.now)).map(({ id }) => id)
  const better = ids((one, now) => !isRight(one) && isRight(now))
  const worse = ids((one, now) => isRight(one) && !isRight(now))
  return {
    better,
    worse,
    otherCause: ids(
      (one, now) => !isRight(one) && !isRight(now) && causeOfEntry(one) !== causeOfEntry(now),
    ),
    onlyInOne: [
      ...[...earlier.keys()].filter((id) => !later.has(id)),
      ...[...later.keys()].filter((id) => !earlier.has(id)),
    ],
    byChance: signTest(better.length, worse.length),
  }
}

const classTable = (before: AnswersResult, after: AnswersResult): string => {
  const all = [before, after].map(({ runs: [{ entries }] }) => entries)
  const classes = [...new Set(all.flat().map((entry) => entry.class))].sort()
  const cells = (entries: ReadonlyArray<JudgedEntry>) =>
    shareCells(entries.filter(isRight).length, entries.length).slice(0, 3)
  return textTable([
    ["class", "A right", "asked", "%", "B right", "asked", "%"],
    ...classes.map((name) =>
      [name].concat(
        all.flatMap((entries) => cells(entries.filter((entry) => entry.class === name))),
      ),
    ),
    ["all", ...all.flatMap(cells)],
  ])
}

export const comparisonText = (before: AnswersResult, after: AnswersResult): string => {
  const { better, byChance, onlyInOne, otherCause, worse } = compareAnswers(before, after)
  const line = (name: string, ids: ReadonlyArray<string>) =>
    `${ids.length} ${name}${ids.length === 0 ? "" : `: ${ids.join(", ")}`}`
  return [
    ...(before.sha256 === after.sha256 ? [] : ["note: the corpora differ"]),
    ...(before.runs[0].ordering === after.runs[0].ordering ? [] : ["note: the orders differ"]),
    classTable(before, after),
    "",
    line("now right", better),
    line("no longer right", worse),
    line("wrong for another cause", otherCause),
    line("in one of them only", onlyInOne),
    `by chance: ${percent(byChance)} %`,
    `depending on the order of asking: ${before.dependences.length} before, ${after.dependences.length} after`,
  ].join("\n")
}
