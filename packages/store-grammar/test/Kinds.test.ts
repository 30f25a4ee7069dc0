/** That each kind of word is explained and made by something, so that no condition on it is in vain. */
import { describe, expect, it } from "vitest"
import { wordLines } from "../../language/src/words/WordList.ts"
import { kindsIn, wordKinds } from "../src/kinds/Kind.ts"
import madeKinds from "../src/kinds/made-kinds.json" with { type: "json" }
import { demoGrammar, read } from "./demo.ts"
import { storeGrammar } from "./demo.ts"

/** Kinds that the engine makes by itself. */
const ofTheEngine = ["?", "~", "NUM", "ORD"]

const noKind = /^(?:[@$].*|\^|)$/u

/** `A|B=x?` names A and B. */
const partsOf = (text: string): ReadonlyArray<string> =>
  text
    .split(/\s+/u)
    .map((part) => (part.length === 1 ? part : part.replace(/^-|[?+*]$/gu, "")))
    .flatMap((part) => part.split("|"))
    .map((part) => part.split(/[:=]/u)[0] ?? "")
    .filter((part) => !noKind.test(part))

const rules = [storeGrammar.open?.before, storeGrammar.rewrites, storeGrammar.open?.after]
  .join("\n")
  .split("\n")
  .map((rule) => rule.split("=>"))

/** What lists, names and rules make of a text. */
const made: ReadonlySet<string> = new Set([
  ...Array.from(wordLines(storeGrammar.words), ({ kind }) => kind),
  ...Array.from(demoGrammar.names, ({ kind }) => kind),
  ...rules.flatMap(([, outputs = ""]) => partsOf(outputs)),
  ...ofTheEngine,
])

/** Of each kind that the reading makes. */
const examples: Readonly<Record<keyof typeof madeKinds, string>> = {
  LEANING: "a workplace thriller set in an office",
  NOTFORMAT: "a thriller, but nothing in digital",
  NOTHIATUS: "a fantasy manga that isn't on hiatus",
  NOTLENGTH: "no long romance manga",
  NOTPERSON: "a thriller, but not by Urasawa",
  NOTSERIES: "a fantasy manga, but not Berserk",
  YEARMAX: "manga older than 2000",
  YEARMIN: "manga from the 90s",
}

describe("the kinds of word", () => {
  it("are those that lists, names and rules make, beside those that the reading makes", () => {
    const others = [...wordKinds.keys()].filter((kind) => !(kind in madeKinds))
    expect(others.toSorted()).toEqual([...made].toSorted())
  })

  it.each(Object.entries(examples))("have %s, made by the reading of: %s", (kind, text) => {
    expect(read(text).reading.tokens.map((token) => token.kind)).toContain(kind)
  })

  it("are all that rules and questions ask for", () => {
    const shapes = storeGrammar.shapes
      .split("\n")
      .map((line) => line.slice(1 + line.search(line.trimStart().startsWith("@") ? "=" : ":")))
    const asked = [
      ...rules.flatMap(([pattern = ""]) => partsOf(pattern)),
      ...shapes.flatMap(partsOf),
    ]
    expect(asked.filter((kind) => !made.has(kind))).toEqual([])
  })

  it("are explained in one plain sentence each", () => {
    const odd = [...wordKinds].filter(
      ([, meaning]) => !/^[A-Z"][^.…]*(?:…[^.]*)?\.$/u.test(meaning),
    )
    expect(odd).toEqual([])
  })

  it("stand in a list as words of one text, and no others do", () => {
    expect(
      kindsIn(`PRICE
      STOCK ?`),
    ).toEqual(["PRICE", "STOCK", "?"])
    expect(kindsIn("LANGUAGE* PREQUELO*")).toEqual(["LANGUAGE", "LANGUAGES", "PREQUELOF"])
    // @ts-expect-error: nothing makes such a word
    expect(kindsIn("PRICE COST")).toEqual(["PRICE"])
    // @ts-expect-error: nothing makes such words
    expect(kindsIn("PRICE COST*")).toEqual(["PRICE"])
  })
})
