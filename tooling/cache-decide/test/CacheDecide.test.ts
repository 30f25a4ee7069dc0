import { spawn } from "node:child_process"
import { once } from "node:events"
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
      reason: 'the stored question is not kept: the word "solo" is not understood',
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

describe("the program", () => {
  const run = async (input: string) => {
    const child = spawn(process.execPath, [new URL("../src/main.ts", import.meta.url).pathname], {
      stdio: ["pipe", "pipe", "inherit"],
    })
    let output = ""
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.stdin.end(input)
    const [code] = await once(child, "close")
    return { code, lines: output.split("\n").filter((line) => line !== "") }
  }

  it("answers each line in order and ends with 65 when one could not be read", async () => {
    const { code, lines } = await run(
      `${pair("Can I return a book?", "can i return a book")}\n\nbroken\n${pair("Who wrote Nana?", "Who drew Nana?")}\n`,
    )
    expect(code).toBe(65)
    expect(lines.map((line) => Object.keys(JSON.parse(line))[0])).toEqual(["hit", "error", "hit"])
  }, 30_000)

  it("ends with 0 when every line was read", async () => {
    expect(await run(pair("Who wrote Nana?", "NANAの作者は？"))).toMatchObject({ code: 0 })
  }, 30_000)
})
