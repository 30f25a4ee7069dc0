/** Files of words: what their lines become, and that each fault is told with its file and line. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { linesOfVerbs, linesOfWords, wordsOfList } from "../src/lists/WordFile.ts"

const known = new Map([
  ["PRICE", "Asks what something costs."],
  ["STOCK", "Asks whether a book can be had."],
])
const words = (text: string) => linesOfWords("en/080-books.words", text, known)
const verbs = (text: string) => linesOfVerbs("ja/150-verbs.verbs", text, known)

describe("a file of words", () => {
  it("has comments, entries, and indented lines that go on with an entry", () => {
    expect(
      words(`# Prices.

PRICE: how much;
  how (expensive|pricey|); #
STOCK=now: in stock
`),
    ).toEqual(["PRICE: how much; how (expensive|pricey|); #", "STOCK=now: in stock"])
  })

  it("may leave out the English wording before a Japanese one", () => {
    expect(words("PRICE: ; いくら")).toEqual(["PRICE: ; いくら"])
  })

  it.each([
    ["no entry", "# a\n\nhow much", 3, "entry"],
    ["a sense that is none", "PRICE now: how much", 1, "entry"],
    ["nothing behind the kind", "PRICE:", 1, "entry"],
    ["a kind that the glossary lacks", "PRICE: how much\nPRIZE: how much", 2, "kind"],
    ["an empty wording", "PRICE: how much; ; what price", 1, "wording"],
    ["an empty wording at the end", "PRICE: how much;", 1, "wording"],
    ["an empty wording in a further line", "PRICE: how much;\n  ; what price", 2, "wording"],
    ["a choice without an end", "PRICE: how much;\n  how (much;\n  price", 2, "choice"],
    ["a choice without a beginning", "PRICE: how much) is", 1, "choice"],
    ["a choice outside of brackets", "PRICE: how much|price", 1, "choice"],
    ["a wording in two lines", "PRICE: how\n  much", 2, "continuation"],
    ["a line that goes on with nothing", "PRICE: how much;\n\n  price", 3, "continuation"],
  ])("tells of %s where it is", (_, text, line, rule) => {
    expect(() => words(text)).toThrow(
      expect.objectContaining({ _tag: "WordFileError", file: "en/080-books.words", line, rule }),
    )
    expect(() => words(text)).toThrow(`words/en/080-books.words:${line}: `)
  })
})

describe("a file of verbs", () => {
  it("becomes the forms that each line asks for", () => {
    expect(verbs("STOCK now past: 買う")).toEqual([
      "STOCK: 買う; 買います; 買った; 買いました; 買ってしま(った|いました); 買っちゃ(った|いました)",
    ])
  })

  it.each([
    ["an unknown kind", "STOKC now: 買う", "kind"],
    ["an unknown form", "STOCK later: 買う", "verb"],
    ["no form", "STOCK: 買う", "verb"],
    ["no verb", "STOCK now: 買う; 本", "verb"],
  ])("tells of %s where it is", (_, text, rule) => {
    expect(() => verbs(`# Verbs.\n${text}`)).toThrow(
      expect.objectContaining({ file: "ja/150-verbs.verbs", line: 2, rule }),
    )
  })
})

describe("a plain list", () => {
  it("is all but its comments", () => {
    expect(wordsOfList("# Words.\n\n  price stock\n").trim()).toBe("price stock")
  })
})

const folder = fileURLToPath(new URL("../src/words", import.meta.url))

describe("the files of words", () => {
  it("are small enough to be read: bytes, letters in a line, files in a folder", () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    expect(files.length).toBeGreaterThan(30)
    const big = files.filter(({ name, parentPath }) => {
      const text = readFileSync(join(parentPath, name), "utf8")
      return Buffer.byteLength(text) > 20_480 || text.split("\n").some(({ length }) => length > 400)
    })
    expect(big.map(({ name }) => name)).toEqual([])
    const counts = Map.groupBy(files, ({ parentPath }) => parentPath)
    expect([...counts].filter(([, { length }]) => length > 20)).toEqual([])
  })
})
