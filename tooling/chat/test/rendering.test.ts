import type { TurnEnd } from "@manga-assist/client"
import { expect, it } from "vitest"
import { answerPrinter } from "../src/AnswerPrinter.ts"
import { commandOf } from "../src/Commands.ts"
import { parseOptions } from "../src/Options.ts"
import { PastedLines } from "../src/PastedLines.ts"
import { productLine, productList } from "../src/ProductList.ts"
import { raceLines } from "../src/RaceLines.ts"
import { milliseconds, timelineLine } from "../src/TimelineLine.ts"
import { visible, visibleLine } from "../src/Visible.ts"
import { WordWrap } from "../src/WordWrap.ts"
import { card } from "../../../packages/client/test/scriptedServer.ts"

const end: TurnEnd = {
  type: "turn-end",
  turn: "t",
  id: "m",
  finish: "complete",
  source: "model",
  model: "jp.anthropic.claude-haiku-4-5-20251001-v1:0",
  degraded: [],
  budget: { totalMs: 2000, usedMs: 66 },
  timeline: [
    { stage: "recall", startMs: 0.2, endMs: 0.6, outcome: "miss" },
    { stage: "retrieve", startMs: 0.3, endMs: 66.3, outcome: "ok" },
    { stage: "prefetch", startMs: 0, endMs: 0.1, outcome: "hit" },
    { stage: "total", startMs: 0, endMs: 1908, outcome: "ok" },
  ],
}
const observed = { firstProductsMs: 68, firstTokenMs: 742, totalMs: 1910 }

it("says where the time of an answer went", () => {
  expect(timelineLine(end, observed)).toBe(
    "recall 0.4 · retrieve 66 · first products 68 · first token 742 · server 1,908 · total 1,910 ms · model haiku · prefetch hit",
  )
})

const kept: TurnEnd = {
  ...end,
  source: "exact",
  savedUsage: { inputTokens: 2_000, outputTokens: 56, cacheReadTokens: 700, cacheWriteTokens: 0 },
  made: { by: "turn", stages: [["first-token", 0, 600]] },
  timeline: [
    { stage: "queue", startMs: 0, endMs: 10, outcome: "ok" },
    { stage: "first-token", startMs: 0, endMs: 14, outcome: "ok" },
  ],
}

it("draws a kept answer beside the model's, to one scale, in the terminal's width", () => {
  expect(raceLines(kept, 76)).toEqual([
    `asked first ${"█".repeat(20)} 600 ms · 2,756 tokens`,
    `now         █${" ".repeat(19)} 4.0 ms · 0 tokens · 150 × sooner`,
  ])
  expect(Math.max(...(raceLines(kept, 60) ?? []).map(({ length }) => length))).toBeLessThan(60)
  expect(raceLines(end)).toBeUndefined()
})

it("does not call sooner what was not", () => {
  const [, now] =
    raceLines({ ...kept, made: { by: "worker", stages: [["first-token", 0, 4]] } }) ?? []
  expect(now).toMatch(/ 4\.0 ms · 0 tokens$/u)
})

it("says what was not as usual", () => {
  const line = timelineLine(
    {
      ...end,
      finish: "blocked",
      source: "stale",
      reason: "not understood: \u001B[2Jkawaii",
      model: "my-own-model",
      degraded: ["retrieval-late", "model-fallback"],
      budget: { totalMs: 2000, usedMs: 2310 },
      timeline: [{ stage: "retrieve", startMs: 1, endMs: 301, outcome: "late" }],
    },
    { firstProductsMs: undefined, firstTokenMs: undefined, totalMs: 3 },
  )
  expect(line).toBe(
    "blocked · retrieve 300 (late) · total 3.0 ms · source stale · not understood: \\u001b[2Jkawaii · degraded retrieval-late, model-fallback · over budget 2,310 of 2,000",
  )
})

it("says how long a look-up took, and the second call of a model", () => {
  const looked = [
    { stage: "tool-call", startMs: 400, endMs: 940, outcome: "ok" },
    { stage: "tool-read", startMs: 940, endMs: 990, outcome: "ok" },
    { stage: "model-2", startMs: 990, endMs: 1_320, outcome: "ok" },
  ]
  expect(timelineLine({ ...end, timeline: [...end.timeline, ...looked] }, observed)).toContain(
    "retrieve 66 · tool-call 540 · tool-read 50 · model-2 330 · first products 68",
  )
})

it("says no model where none ran", () => {
  expect(timelineLine({ ...end, source: "exact" }, observed)).not.toContain("haiku")
})

it.each([
  [
    40,
    [
      "recall 0.4 · retrieve 66 ·",
      "first products 68 · first token 742 ·",
      "server 1,908 · total 1,910 ms ·",
      "model haiku · prefetch hit",
    ],
  ],
  [
    80,
    [
      "recall 0.4 · retrieve 66 · first products 68 · first token 742 · server 1,908 ·",
      "total 1,910 ms · model haiku · prefetch hit",
    ],
  ],
  [
    200,
    [
      "recall 0.4 · retrieve 66 · first products 68 · first token 742 · server 1,908 · total 1,910 ms · model haiku · prefetch hit",
    ],
  ],
])("keeps its parts whole in %d columns", (columns, lines) => {
  expect(timelineLine(end, observed, columns).split("\n")).toEqual(lines)
})

it("is never wider than the terminal, whatever a part says", () => {
  const reason = `not understood: ${"かわいい".repeat(20)}`
  const lines = timelineLine({ ...end, reason }, observed, 40).split("\n")
  // Each of these letters takes two columns.
  expect(Math.max(...lines.map((line) => line.replaceAll(/[あ-ん]/g, "..").length))).toBe(40)
})

it.each([
  ["/help", "help"],
  [" /QUIT ", "quit"],
  ["/exit", "quit"],
  ["/h", "unknown"],
  ["/help me find a book", undefined],
  ["Fate/Zero", undefined],
])("takes %s for %s", (text, command) => {
  expect(commandOf(text)).toBe(command)
})

it.each([
  [0, "0.0"],
  [9.94, "9.9"],
  [9.95, "10"],
  [1909.6, "1,910"],
])("writes %d ms as %s", (value, text) => {
  expect(milliseconds(value)).toBe(text)
})

it("lists a product on one line", () => {
  expect(productLine(card)).toBe(
    "Blue Lock, volume 12 · ブルーロック · paperback · ¥1,528 · in stock",
  )
  expect(
    productLine({
      id: "x",
      title: "A\nB",
      price: { amount: 12, currency: "USD" },
      inStock: false,
    }),
  ).toBe("A B · 12 USD · out of stock")
})

it.each([
  [{ availability: "in-stock" }, "in stock"],
  [{ availability: "few-left" }, "few left"],
  [{ availability: "sold-out", inStock: false }, "sold out"],
  [{ availability: "pre-order", inStock: false }, "pre-order"],
  [{ availability: "read-at-once" }, "read at once"],
  [{ inStock: false }, "out of stock"],
] as const)("says of %j: %s", (changes, words) => {
  expect(
    productLine({ ...card, ...changes })
      .split(" · ")
      .at(-1),
  ).toBe(words)
})

it("says what is in a bundle and in a box set", () => {
  const { volume: _, ...rest } = card
  expect(productLine({ ...rest, kind: "bundle", volumes: 33, format: "digital" })).toMatch(
    /^Blue Lock, 33 volumes · ブルーロック · bundle · digital · /,
  )
  const box = { kind: "box-set", volume: 2, volumes: [11, 20], format: "box-set" } as const
  expect(productLine({ ...card, ...box })).toMatch(
    /^Blue Lock, volumes 11-20 · ブルーロック · box set · /,
  )
})

it("lists ten products and counts the rest", () => {
  const lines = productList(Array.from({ length: 12 }, () => card))
  expect(lines).toHaveLength(11)
  expect(lines[9]).toMatch(/^ 10\. Blue Lock/)
  expect(lines[10]).toBe("     and 2 more")
})

it.each([
  ["\u001B]0;title\u0007", "\\u001b]0;title\\u0007"],
  ["\u009B31m", "\\u009b31m"],
  ["a\rb", "a\\u000db"],
  ["a\r\nb\tc", "a\nb\tc"],
  ["\u202Egnp.exe", "\\u202egnp.exe"],
  ["漫画 👩‍🚀 ¥", "漫画 👩‍🚀 ¥"],
  ["\uD83D", "\uFFFD"],
])("prints %j safely", (text, shown) => {
  expect(visible(text)).toBe(shown)
})

it("keeps a frame valid JSON on one line", () => {
  const raw = JSON.stringify({ text: "\u009B\n\u2028x" }, undefined, 1)
  expect(JSON.parse(visibleLine(raw))).toEqual({ text: "\u009B\n\u2028x" })
  expect(visibleLine(raw)).not.toContain("\n")
})

it("makes one question of a paste, together with what is still in the editor", () => {
  const questions: Array<string> = []
  const pasted = new PastedLines((text) => void questions.push(text))
  pasted.add("typed")
  pasted.add("typed at once")
  pasted.begin()
  pasted.add("first")
  pasted.add("second")
  pasted.end("third")
  pasted.add("third")
  pasted.begin()
  pasted.add("whole")
  pasted.end("")
  expect(questions).toEqual(["typed", "typed at once", "first\nsecond\nthird", "whole"])
})

it.each([
  [["--colour"], "unknown option --colour"],
  [["--url", "http://127.0.0.1"], "--url must be a ws:// or wss:// address"],
  [["--url", "nonsense"], "--url must be a ws:// or wss:// address"],
  [["--user", "a b"], "--user must be 1 to 128 characters of A-Z a-z 0-9 _ - ., not a b"],
  [["--session", "ö"], "--session must be 1 to 128 characters of A-Z a-z 0-9 _ - ., not ö"],
  [["--locale", "fr"], "--locale must be en or ja, not fr"],
  [["--token", "a b"], "--token is no token"],
  [["--user"], "--user needs a value"],
  [[""], "the question is empty"],
  [["漫".repeat(2001)], "the question has 2001 characters, 2,000 at most"],
  [["--help"], ""],
])("refuses %j", (argv, message) => {
  expect(() => parseOptions(argv, {})).toThrow(expect.objectContaining({ message }))
})

it("reads options and joins the words of a question", () => {
  const parsed = parseOptions(
    ["--", "--user=demo-01", "--json", "何巻", "ある？", "--", "--really"],
    { CHAT_URL: "ws://10.0.0.1:9000/chat", CHAT_TOKEN: "a.b-c_d" },
  )
  expect(parsed).toMatchObject({
    user: "demo-01",
    token: "a.b-c_d",
    json: true,
    question: "何巻 ある？ --really",
  })
  expect(parsed.url.port).toBe("9000")
})

const printed = (json: boolean) => {
  let said = ""
  const write = (text: string) => void (said += text)
  const line = (text: string) => write(`${text}\n`)
  const printer = answerPrinter(
    { write, line, problem: (text) => line(`! ${text}`), dim: String, columns: () => undefined },
    { json, race: false },
  )
  printer.onEvent({ type: "text", text: "Yes" })
  printer.onEvent({ type: "retrying", why: "The connection was lost." })
  printer.onEvent({ type: "rewritten", text: "No." })
  printer.onEvent({ type: "rewritten", text: "" })
  printer.finish({ kind: "failed", message: "timeout: late" })
  return said
}

it.each([1, 3, 7, 100])("wraps an answer at words, in pieces of %i characters", (size) => {
  const text =
    "Vinland Saga is the story of a boy who wants revenge.\n\n- one\n- two 日本語の長い文章です, and on"
  const wrap = new WordWrap(() => 20)
  const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
    wrap.add(text.slice(at * size, (at + 1) * size)),
  )
  expect(pieces.join("") + wrap.end()).toBe(
    "Vinland Saga is the\nstory of a boy who\nwants revenge.\n\n- one\n- two 日本語の長い文章です, and on",
  )
})

it("prints an answer on a narrow terminal wrapped at words", () => {
  let said = ""
  const write = (text: string) => void (said += text)
  const line = (text: string) => write(`${text}\n`)
  const printer = answerPrinter(
    { write, line, problem: line, dim: String, columns: () => 20 },
    { json: false, race: false },
  )
  for (const text of ["Vinland Saga is the st", "ory of a boy who wan", "ts revenge."]) {
    printer.onEvent({ type: "text", text })
  }
  printer.finish({ kind: "failed", message: "cancelled" })
  expect(said).toBe("Vinland Saga is the\nstory of a boy who\nwants revenge.\ncancelled\n")
})

it("wraps nothing where there is no terminal, and leaves what is wider than one alone", () => {
  const wide = `${"x".repeat(30)} and on and on and on`
  expect(new WordWrap(() => undefined).add(wide)).toBe(wide)
  const wrap = new WordWrap(() => 20)
  expect((wrap.add(wide) + wrap.end()).replaceAll("\n", "")).toContain("x".repeat(30))
})

it("is left by the words that leave other programs, and by no question that begins so", () => {
  expect(["exit", " Quit ", "/exit", "exit the dungeon", "help"].map(commandOf)).toEqual([
    "quit",
    "quit",
    "quit",
    undefined,
    undefined,
  ])
})

it("prints an answer that was written again and taken back, and with --json problems alone", () => {
  expect(printed(false)).toBe(
    "Yes\n! The connection was lost. Trying again.\n\n[the answer was written again]\nNo.\n[the answer was taken back]\n! timeout: late\n",
  )
  expect(printed(true)).toBe("! The connection was lost. Trying again.\n! timeout: late\n")
})
