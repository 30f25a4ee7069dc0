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
    ["no entry", "# a\n\nhow much", 3, '"how much" is not "HEAD: part; part"'],
    ["a sense that is none", "PRICE now: how much", 1, '"PRICE now" is neither KIND'],
    ["nothing behind the kind", "PRICE:", 1, '"PRICE:" is not "HEAD: part; part"'],
    ["a kind that the glossary lacks", "PRICE: how much\nPRIZE: how much", 2, 'kind "PRIZE"'],
    ["an empty wording", "PRICE: how much; ; what price", 1, "a wording is empty"],
    ["an empty wording at the end", "PRICE: how much;", 1, "a wording is empty"],
    ["an empty wording in a further line", "PRICE: how much;\n  ; what price", 2, "is empty"],
    ["a choice without an end", "PRICE: how much;\n  how (much;\n  price", 2, "has a choice"],
    ["a choice without a beginning", "PRICE: how much) is", 1, '"how much) is" has a choice'],
    ["a choice outside of brackets", "PRICE: how much|price", 1, '"how much|price" has a choice'],
    ["a wording in two lines", "PRICE: how\n  much", 2, 'does not end with ";"'],
    ["a line that goes on with nothing", "PRICE: how much;\n\n  price", 3, "goes on with no entry"],
  ])("tells of %s where it is", (_, text, line, fault) => {
    expect(() => words(text)).toThrow(
      expect.objectContaining({ line, fault: expect.stringContaining(fault) }),
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
    ["an unknown kind", "STOKC now: 買う", 'the glossary has no kind "STOKC"'],
    ["an unknown form", "STOCK later: 買う", '"later" is no verb'],
    ["no form", "STOCK: 買う", "no form is asked for"],
    ["no verb", "STOCK now: 買う; 本", '"本" is no verb'],
  ])("tells of %s where it is", (_, text, fault) => {
    const read = () => verbs(`# Verbs.\n${text}`)
    expect(read).toThrow("words/ja/150-verbs.verbs:2: ")
    expect(read).toThrow(fault)
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
