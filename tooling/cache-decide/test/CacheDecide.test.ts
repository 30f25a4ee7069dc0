import { wordingVersion } from "@manga-assist/assistant"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { decideLine } from "../src/DecideLine.ts"

const decided = (line: string): unknown => JSON.parse(decideLine(line, 7).output)
const pair = (stored: unknown, asked: unknown) => JSON.stringify({ stored, asked })

describe("a line", () => {
  it("hits another wording and names the canonical form", () => {
    expect(decided(pair("How much is One Piece 105?", "price of one piece vol. 105"))).toEqual({
      hit: true,
      reason: "price BOOK=one-piece#105",
    })
  })

  it("misses a changed slot, and says what both were read as", () => {
    expect(decided(pair("How much is One Piece 105?", "How much is One Piece 106?"))).toEqual({
      hit: false,
      reason: "different questions: price BOOK=one-piece#105 and price BOOK=one-piece#106",
    })
  })

  it("names the word that was not understood", () => {
    expect(decided(pair("Is Solo Leveling in stock?", "Is Solo Leveling in stock?"))).toEqual({
      hit: false,
      reason: 'the stored question is not kept: the word "solo" is not understood by the cache',
    })
  })

  it.each([
    ["nothing", "must be one JSON object"],
    ["[]", "must be one JSON object"],
    ['{"stored":"a"}', 'field "asked" must be a string'],
    [pair(1, "a"), 'field "stored" must be a string'],
    [pair("  ", "a"), 'field "stored" must not be empty'],
    [pair("a", "x".repeat(2_001)), 'field "asked" must have at most 2,000 characters'],
  ])("that cannot be read is named: %s", (line, rule) => {
    const result = decideLine(line, 7)
    expect(result.failed).toBe(true)
    expect(JSON.parse(result.output)).toEqual({ error: expect.stringContaining(`line 7: `) })
    expect(result.output).toContain(JSON.stringify(rule).slice(1, -1))
  })
})

const program = new URL("../src/main.ts", import.meta.url).pathname

describe("the program", () => {
  const run = async (input: string, ...words: ReadonlyArray<string>) => {
    const child = spawn(process.execPath, [program, ...words])
    let output = ""
    let errors = ""
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString()
    })
    // One that refuses its arguments reads nothing.
    child.stdin.on("error", () => undefined)
    child.stdin.end(input)
    const [code] = await once(child, "close")
    return { code, errors, lines: output.split("\n").filter((line) => line !== "") }
  }

  it("answers each line in order and ends with 65 when one could not be read", async () => {
    const { code, lines } = await run(
      `${pair("Who drew Vagabond?", "who drew vagabond")}\n\nbroken\n${pair("Who wrote Nana?", "Who drew Nana?")}\n`,
    )
    expect(code).toBe(65)
    expect(lines.map((line) => Object.keys(JSON.parse(line))[0])).toEqual(["hit", "error", "hit"])
  })

  it("ends with 0 when every line was read", async () => {
    expect(await run(pair("Who wrote Nana?", "NANAの作者は？"))).toMatchObject({ code: 0 })
  })

  const asked = "Who is Vagabond by?"
  const stored = "Who wrote Vagabond?"
  const wordingLine = (more: object = {}) =>
    JSON.stringify({
      id: "whatever",
      locale: "en",
      text: "who is {SERIES1} by",
      sentence: "who is the author of {SERIES1}",
      version: wordingVersion,
      approvedAt: 0,
      expiresAt: Date.now() + 3_600_000,
      approvedBy: "a test",
      model: "none",
      ...more,
    })
  const fileOf = (...lines: ReadonlyArray<string>) => {
    const file = join(mkdtempSync(join(tmpdir(), "wordings-")), "wordings.jsonl")
    writeFileSync(file, `${lines.join("\n")}\n`)
    return file
  }

  it("decides with the wordings of a file, and without those that the server would not find", async () => {
    const decidedWith = async (...lines: ReadonlyArray<string>) => {
      const {
        code,
        errors,
        lines: output,
      } = await run(
        `${pair(stored, asked)}\n${pair(stored, "Who is Berserk by?")}\n${pair(asked, asked)}`,
        "--wordings",
        fileOf(...lines),
      )
      expect(code).toBe(0)
      return { errors, hits: output.map((line): unknown => JSON.parse(line)) }
    }
    const { errors, hits } = await decidedWith(wordingLine())
    expect(errors).toBe("")
    expect(hits).toEqual([
      { hit: true, reason: "author SERIES=vagabond" },
      { hit: false, reason: expect.stringContaining("different questions") },
      { hit: true, reason: "author SERIES=vagabond" },
    ])
    const others = await decidedWith(
      wordingLine({ version: "older rules" }),
      wordingLine({ expiresAt: 1 }),
      wordingLine({ locale: "ja" }),
    )
    expect(others.errors).toContain("2 wordings")
    expect(others.hits[0]).toMatchObject({ hit: false })
  })

  it.each([["--help"], ["-h"]])("says with %s how it is used, and reads nothing", async (word) => {
    const result = await run(pair("Who wrote Nana?", "Who drew Nana?"), word)
    expect(result).toMatchObject({ code: 0, errors: "" })
    const text = result.lines.join("\n")
    for (const named of ['{"stored": "…", "asked": "…"}', "--wordings FILE", "65"]) {
      expect(text).toContain(named)
    }
  })

  it.each([
    [["--wording", "x"], 64, "unknown option --wording"],
    [["--wordings"], 64, "--wordings needs a value"],
    [["--wordings", "/nowhere/at/all"], 66, "ENOENT"],
    [["--wordings", fileOf(wordingLine(), "{}")], 65, "line 2 is no wording"],
  ])("refuses %j", async (words, code, message) => {
    const result = await run(pair(stored, asked), ...words)
    expect(result).toMatchObject({ code, lines: [] })
    expect(result.errors).toContain(message)
  })
})
