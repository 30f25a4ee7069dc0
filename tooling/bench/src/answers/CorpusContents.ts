/**
 * Counts what a corpus contains, by class and kind of expectation, so that it can be checked before it is asked. Pure.
 */
import { textTable } from "../result/Table.ts"
import type { CorpusEntry, Expectation } from "./Corpus.ts"

const countBy = <A>(all: ReadonlyArray<A>, keyOf: (each: A) => string) => {
  const counts = new Map<string, number>()
  for (const each of all) counts.set(keyOf(each), (counts.get(keyOf(each)) ?? 0) + 1)
  return [...counts].sort(([one], [other]) => one.localeCompare(other, "en"))
}

const fields: ReadonlyArray<keyof Expectation> = [
  "first",
  "among",
  "none",
  "series",
  "notSeries",
  "says",
  "saysOneOf",
  "never",
  "language",
]

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 1)

export const contentsText = (entries: ReadonlyArray<CorpusEntry>): string => {
  const turns = entries.flatMap((entry) => entry.turns)
  const expectations = fields.flatMap((field) => {
    const lengths = turns
      .flatMap(({ expect }) => (expect[field] === undefined ? [] : [lengthOf(expect[field])]))
      .sort((one, other) => one - other)
    return lengths.length === 0
      ? []
      : [
          [
            field,
            String(lengths.length),
            String(lengths[lengths.length >> 1] ?? 0),
            String(lengths.at(-1) ?? 0),
          ],
        ]
  })
  return [
    `${entries.length} questions in ${turns.length} turns, ${entries.filter(({ user }) => user !== undefined).length} of them of a customer who is signed in`,
    "",
    textTable([
      ["class and language", "questions"],
      ...countBy(entries, (entry) => `${entry.class}, ${entry.language}`).map(([key, count]) => [
        key,
        String(count),
      ]),
    ]),
    "",
    textTable([["expected", "turns", "median length", "longest"], ...expectations]),
  ].join("\n")
}
