/** Counts what a question list contains, so that it can be checked before it is asked. Pure. */
import { textTable } from "@manga-assist/bench/result/Table"
import type { StoreData } from "./oracle/StoreData.ts"
import { type Entry, hardWishes, judgedOf } from "./QuestionList.ts"

const countBy = <A>(all: ReadonlyArray<A>, keyOf: (each: A) => string) =>
  [...Map.groupBy(all, keyOf)]
    .map(([key, group]) => [key, String(group.length)])
    .sort(([one = ""], [other = ""]) => one.localeCompare(other, "en"))

/** `facts: author`, `paper`, `policy: shipping`, `search: genres`. */
const partsOf = (entry: Entry): ReadonlyArray<string> => {
  const { needs = [], search = {} } = judgedOf(entry)
  return [
    ...needs.flatMap((need) => {
      if ("facts" in need) return need.facts.map((fact) => `facts: ${fact}`)
      if ("policy" in need) return [`policy: ${need.policy}`]
      return Object.keys(need).filter((key) => key !== "series" && key !== "only")
    }),
    ...Object.keys(search).map((field) => `search: ${field}`),
  ]
}

export const contentsText = (entries: ReadonlyArray<Entry>, store: StoreData): string => {
  const turns = entries.reduce((sum, entry) => sum + entry.turns.length, 0)
  const signedIn = entries.filter(({ user }) => user !== undefined).length
  const hard = hardWishes(entries, store).map(([id, fits]) => `${id} (${fits})`)
  return [
    `${entries.length} entries in ${turns} turns, ${signedIn} of them of a customer who is signed in`,
    "",
    textTable([
      ["kind and language", "entries"],
      ...countBy(entries, ({ kind, language }) => `${kind}, ${language}`),
    ]),
    "",
    textTable([["needed", "entries"], ...countBy(entries.flatMap(partsOf), (part) => part)]),
    "",
    `wishes that fewer series fit than should be known: ${hard.join(", ") || "none"}`,
  ].join("\n")
}
