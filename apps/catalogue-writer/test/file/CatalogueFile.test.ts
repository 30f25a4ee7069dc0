/** Every kind of wrong file and row is told by its row, its field and the rule that it breaks, all of them at once. */
import { Effect } from "effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { checkFile } from "../../src/file/CatalogueFile.ts"
import { faultText, mostTold } from "../../src/file/Fault.ts"
import { formatOf } from "../../src/file/RawRecords.ts"

let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "catalogue-file-"))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const check = async (content: string | Buffer, name = "a.ndjson") => {
  const file = join(folder, name)
  writeFileSync(file, content)
  const format = formatOf(name)
  if (format === undefined) throw new Error(name)
  const { faults, wanted } = await Effect.runPromise(checkFile(file, format))
  return { faults: faults.told.map(faultText), count: faults.count, wanted }
}

const series = {
  id: "akira",
  seriesId: "akira",
  format: "digital",
  price: 5_000,
  stock: 9_999,
  popularity: 12,
  pages: 2_000,
  releaseDate: "1993-03-12",
  url: "https://shop.example/akira",
  title: "Akira",
  japaneseTitle: "アキラ",
  romaji: "Akira",
  authors: ["Katsuhiro Otomo"],
  japaneseAuthors: ["大友克洋"],
  demographic: "seinen",
  genres: ["sci-fi"],
  publisher: "Kodansha",
  ageRating: "mature",
  status: "completed",
  firstYear: 1982,
  volumes: 6,
  synopsis: "A city, a boy, a force.",
  japaneseSynopsis: "都市と少年と力。",
}
const book = {
  id: "akira-v1-paperback",
  seriesId: "akira",
  volume: 1,
  format: "paperback",
  price: 1_500,
  stock: 3,
  popularity: 4,
  pages: 360,
  releaseDate: "1984-09-21",
  url: "https://shop.example/akira/1",
}
const json = (...rows: ReadonlyArray<object | string>) =>
  rows.map((row) => `${typeof row === "string" ? row : JSON.stringify(row)}\n`).join("")

const without = (name: keyof typeof series) =>
  Object.fromEntries(Object.entries(series).filter(([key]) => key !== name))

describe("a file of JSON lines", () => {
  it("is right with a series and its volumes in any order", async () => {
    const { faults, wanted } = await check(
      json(book, { ...series, readings: ["あきら"], otherNames: [] }),
    )
    expect(faults).toEqual([])
    expect([...wanted.products.keys()]).toEqual(["akira-v1-paperback", "akira"])
  })

  const text = "must be a text of at most"
  it.each<readonly [kind: string, row: object | string, fault: string]>([
    ["no JSON", '{"id": "akira"', "(row): must be one JSON object on one line"],
    ["no object", "[1]", "(row): must be a JSON object"],
    ["an unknown field", { ...series, colour: "red" }, "colour: is no column of a catalogue: id,"],
    ["a missing field", without("price"), "price: is missing: it must be a whole number"],
    ["a missing list", without("genres"), "genres: is missing: it must be 1 to 30 different ids"],
    ["an empty text", { ...series, title: "" }, `title: is missing: it ${text} 200`],
    ["a null", { ...series, publisher: null }, `publisher: is missing: it ${text} 100`],
    [
      "a text for a number",
      { ...series, price: "500" },
      'price: must be a whole number from 0 to 10,000,000, in yen with tax (it is "500")',
    ],
    ["a number for a text", { ...series, title: 7 }, `title: ${text} 200`],
    ["a negative price", { ...series, price: -1 }, "price: must be a whole number from 0"],
    ["a fraction", { ...series, price: 12.5 }, "price: must be a whole number"],
    [
      "a price too high",
      { ...series, price: 10_000_001 },
      "price: must be a whole number from 0 to 10,000,000",
    ],
    [
      "a stock too high",
      { ...series, stock: 1_000_001 },
      "stock: must be a whole number from 0 to 1,000,000",
    ],
    ["a negative popularity", { ...series, popularity: -3 }, "popularity: must be a whole number"],
    ["pages of half", { ...series, pages: 0.5 }, "pages: must be a whole number"],
    [
      "a year before print",
      { ...series, firstYear: 1 },
      "firstYear: must be a whole number from 1900 to 2100",
    ],
    ["no volumes", { ...series, volumes: 0 }, "volumes: must be a whole number from 1 to 9999"],
    ["a volume zero", { ...book, volume: 0 }, "volume: must be a whole number from 1 to 9999"],
    [
      "a day that is none",
      { ...series, releaseDate: "2026-02-30" },
      "releaseDate: must be a day of the calendar",
    ],
    [
      "a date of another form",
      { ...series, releaseDate: "24.11.2026" },
      "releaseDate: must be a day of the calendar as YYYY-MM-DD",
    ],
    [
      "an address without https",
      { ...series, url: "http://a.example" },
      "url: must be an https address",
    ],
    ["no address", { ...series, url: "https://" }, "url: must be an https address"],
    [
      "an id with capitals",
      { ...series, id: "Akira" },
      "id: must be lower-case letters and digits",
    ],
    [
      "an id of another product",
      { ...book, id: "akira-v2-paperback" },
      "id: must be akira-v1-paperback, by its seriesId, volume and format",
    ],
    [
      "a series id with blanks",
      { ...series, seriesId: "a kira" },
      "seriesId: must be lower-case letters",
    ],
    [
      "an unknown format",
      { ...book, format: "hardcover" },
      "format: must be one of paperback, digital, box-set",
    ],
    [
      "a series on paper",
      { ...series, format: "paperback" },
      "format: must be digital for a series",
    ],
    ["unknown readers", { ...series, demographic: "adults" }, "demographic: must be one of shonen"],
    [
      "an unknown status",
      { ...series, status: "done" },
      "status: must be one of ongoing, completed, hiatus",
    ],
    [
      "an unknown age rating",
      { ...series, ageRating: "18+" },
      "ageRating: must be one of all, teen, mature",
    ],
    ["a title too long", { ...series, title: "a".repeat(201) }, `title: ${text} 200 characters`],
    [
      "a line break",
      { ...series, synopsis: "One\ntwo" },
      `synopsis: ${text} 4000 characters, without line breaks`,
    ],
    ["blanks at an end", { ...series, romaji: " Akira" }, `romaji: ${text} 200`],
    [
      "a text that was no UTF-8",
      { ...series, japaneseTitle: "\uFFFDL" },
      `japaneseTitle: ${text} 200`,
    ],
    ["half a character", { ...series, japaneseTitle: "\uD83D" }, `japaneseTitle: ${text} 200`],
    ["an empty author", { ...series, authors: [""] }, "authors: must be 1 to 30 different texts"],
    [
      "two authors in one",
      { ...series, authors: ["A, B"] },
      "authors: must be 1 to 30 different texts of at most 100 characters, without any of , 、 |",
    ],
    [
      "authors without Japanese names",
      { ...series, authors: ["A", "B"] },
      "japaneseAuthors: must be as many as authors",
    ],
    [
      "the same genre twice",
      { ...series, genres: ["drama", "drama"] },
      "genres: must be 1 to 30 different",
    ],
    [
      "a genre by its name",
      { ...series, genres: ["Sci-Fi"] },
      "genres: must be 1 to 30 different ids of genres",
    ],
    ["a text for a list", { ...series, genres: "drama" }, "genres: must be 1 to 30"],
    [
      "too many names",
      { ...series, otherNames: Array.from({ length: 31 }, (_, at) => `n${at}`) },
      "otherNames: must be 1 to 30",
    ],
    [
      "a reading with a bar",
      { ...series, readings: ["a|b"] },
      "readings: must be 1 to 30 different texts",
    ],
    [
      "a title on a volume",
      { ...book, title: "Akira" },
      "title: must be empty: only the row of the series",
    ],
    [
      "a volume without its series",
      { ...book, id: "dune-v1-paperback", seriesId: "dune" },
      "seriesId: must have a row of its own, without a volume, that describes the series (it is dune)",
    ],
  ])("with %s is refused", async (_, row, fault) => {
    const other = { ...series, id: "berserk", seriesId: "berserk", title: "Berserk" }
    // Of a volume its series is there; what is of the series itself stands alone.
    const rows = typeof row === "object" && "volume" in row ? [series, row] : [other, row]
    const { count, faults } = await check(json(...rows))
    expect({ count, starts: faults[0]?.slice(0, fault.length + 7) }).toEqual({
      count: 1,
      starts: `row 2, ${fault}`,
    })
  })

  it("with a product twice is refused", async () => {
    expect((await check(json(series, book, book))).faults).toEqual([
      "row 3, id: must be in the file once, and is in row 2 (it is akira-v1-paperback)",
    ])
  })

  it("without rows is refused", async () => {
    expect((await check("")).faults).toEqual(["row 1, (file): must have rows"])
    expect((await check("\n\n")).faults).toEqual(["row 1, (file): must have rows"])
  })

  it("that was cut off is refused, even behind a whole number", async () => {
    const cut = "(end of file): must end with a line break: the file may have been cut off"
    expect((await check(json(series, book).trimEnd())).faults).toEqual([`row 2, ${cut}`])
  })

  it("with a line that never ends is not read any further", async () => {
    const { faults } = await check(json(series) + "x".repeat(300_000))
    expect(faults).toEqual([
      "row 2, (row): must be shorter than 100000 characters; what follows it was not read",
      "row 2, (end of file): must end with a line break: the file may have been cut off",
    ])
  })

  it("is told of all its faults, of which the first are named", async () => {
    const { count, faults } = await check(
      json(...Array.from({ length: 200 }, () => ({ ...series, price: -1, stock: -1 }))),
    )
    expect(count).toBe(400)
    expect(faults).toHaveLength(mostTold)
  })
})

describe("a CSV file", () => {
  const header = [...Object.keys(series), "volume"]
  const line = (row: Readonly<Record<string, string | number | ReadonlyArray<string>>>) =>
    header
      .map((name) => row[name] ?? "")
      .map((value) => (typeof value === "object" ? value.join("|") : String(value)))
      .map((value) => (/[",]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
      .join(",")
  const csv = (...rows: ReadonlyArray<string>) => `${[header.join(","), ...rows].join("\n")}\n`

  it("holds the same as JSON lines, with a mark of its encoding, quotes and an empty line at its end", async () => {
    const quoted = {
      ...series,
      title: 'Akira, or "Kaneda"',
      authors: ["A", "B"],
      japaneseAuthors: ["一", "二"],
    }
    const { faults, wanted } = await check(`\uFEFF${csv(line(quoted), line(book))}\n`, "a.csv")
    expect(faults).toEqual([])
    const same = await check(json(quoted, book))
    expect([...wanted.products]).toEqual(
      Array.from(same.wanted.products, ([id, product]) => [
        id,
        { ...product, row: product.row + 1 },
      ]),
    )
  })

  it.each<readonly [kind: string, content: string, faults: ReadonlyArray<string>]>([
    [
      "a row with fields missing",
      csv(line(series), "akira,akira"),
      [`row 3, (row): must have ${header.length} fields, as the header, not 2`],
    ],
    [
      "a quote that stays open",
      csv(line(series), '"akira'),
      ["row 3, (row): must close its quotes; what follows it was not read"],
    ],
    [
      "a quote inside a field",
      csv(line(series), 'ak"ira,x'),
      ['row 3, (row): must have quotes around a whole field, and inside it every quote twice ("")'],
    ],
    [
      "a record without end",
      csv(line(series), `"${"x\n".repeat(100_000)}"`),
      ["row 50003, (row): must be shorter than 100000 characters; what follows it was not read"],
    ],
    ["no header", `${line(series)}\n`, []],
    [
      "a header without a column",
      csv(line(series)).replace(",price,", ",cost,"),
      [
        expect.stringMatching(/^row 1, cost: is no column of a catalogue/u),
        "row 1, price: is missing in the header",
      ],
    ],
    [
      "a column twice",
      csv(line(series)).replace(",volume\n", ",price\n"),
      ["row 1, price: must be in the header once"],
    ],
    [
      "a number that is a text",
      csv(line(series).replace(",5000,", ",5000円,")),
      [
        'row 2, price: must be a whole number from 0 to 10,000,000, in yen with tax (it is "5000円")',
      ],
    ],
  ])("with %s is refused", async (kind, content, expected) => {
    const { count, faults } = await check(content, "a.csv")
    if (kind === "no header") expect(count).toBeGreaterThan(20)
    else expect(faults).toEqual(expected)
  })

  it("in another encoding is refused by the fields that cannot be read", async () => {
    const bytes = Buffer.concat([Buffer.from(csv(line(series)).replace("アキラ", "@")).subarray(0)])
    const at = bytes.indexOf("@")
    // 「ア」 as Shift_JIS has it.
    bytes.write("\x83", at, "latin1")
    expect((await check(bytes, "a.csv")).faults).toEqual([
      expect.stringMatching(/^row 2, japaneseTitle: must be a text .*\(the file is UTF-8\)/u),
    ])
  })
})
