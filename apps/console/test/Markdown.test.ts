import { expect, it } from "vitest"
import { type Block, type Inline, parseInline, parseMarkdown } from "../src/chat/Markdown.ts"
import { safeAddress, safeText } from "../src/words/SafeText.ts"

const flat = (parts: ReadonlyArray<Inline>): string =>
  parts
    .map((part) => {
      if (part.kind === "text") return part.text
      if (part.kind === "link") return `<a ${part.href}>${part.text}</a>`
      return `<${part.kind}>${flat(part.children)}</${part.kind}>`
    })
    .join("")

it.each([
  ["plain", "plain"],
  ["**bold** and *leaning*", "<strong>bold</strong> and <em>leaning</em>"],
  ["**bold with *leaning* in it**", "<strong>bold with <em>leaning</em> in it</strong>"],
  ["2 * 3 * 4", "2 * 3 * 4"],
  ["**never closed", "**never closed"],
  ["*crossing **marks* here**", "*crossing <strong>marks* here</strong>"],
  ["****", "****"],
  ["[shop](https://manga.example/a?b=c)", "<a https://manga.example/a?b=c>shop</a>"],
  ["[shop](http://manga.example/)", "[shop](http://manga.example/)"],
  ["[x](javascript:alert(1))", "[x](javascript:alert(1))"],
  ["[x](data:text/html,x)", "[x](data:text/html,x)"],
  ["<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
])("reads %s", (line, expected) => {
  expect(flat(parseInline(line))).toBe(expected)
})

const shape = (block: Block): unknown =>
  block.kind === "list"
    ? { start: block.start, items: block.items.map(flat) }
    : block.lines.map(flat)

it("tells paragraphs, line breaks and lists apart", () => {
  const source = "One\ntwo\n\n- a\n- **b**\n1. first\n2) second\nafter\n\n\n"
  expect(parseMarkdown(source).map(shape)).toEqual([
    ["One", "two"],
    { start: undefined, items: ["a", "<strong>b</strong>"] },
    { start: 1, items: ["first", "second"] },
    ["after"],
  ])
})

it("keeps every letter of what is no Markdown", () => {
  const odd = "# no heading\n> no quote\n`no code`\n| no | table |\n---"
  const [block] = parseMarkdown(odd)
  expect(block === undefined ? [] : shape(block)).toEqual(odd.split("\n"))
})

it.each([
  ["stars", "*".repeat(100_000)],
  ["pairs of stars", "**a".repeat(33_000)],
  ["brackets", "[".repeat(100_000)],
  ["half links", "[a](".repeat(25_000)],
  ["list marks", "- ".repeat(50_000)],
  ["lines", "a\n".repeat(50_000)],
])("reads 100 KB of %s and loses no letter", (_, source) => {
  const read = parseMarkdown(source)
    .flatMap((block) => (block.kind === "list" ? block.items : block.lines))
    .map(flat)
    .join("\n")
    .replaceAll(/<\/?strong>/g, "**")
  const isList = source.startsWith("- ")
  const whole = isList ? `- ${read}` : `${read}\n`.slice(0, source.length)
  // No text of 100 KB in the report.
  expect(whole === source).toBe(true)
})

it("leaves out what would steer the line or hide in it", () => {
  expect(safeText("a\u202Egnp.exe\u2066b\u0007c\u200Fd\r\ne\tf")).toBe("agnp.exebcd\ne\tf")
  expect(safeText("漫画 👩‍🚀 ¥")).toBe("漫画 👩‍🚀 ¥")
})

it.each([
  ["https://manga.example/x", "https://manga.example/x"],
  ["HTTPS://MANGA.example/x", "https://manga.example/x"],
  ["http://manga.example/", undefined],
  ["javascript:alert(1)", undefined],
  ["java\nscript:alert(1)", undefined],
  ["//manga.example", undefined],
  ["", undefined],
  [undefined, undefined],
])("follows %s as %s", (text, expected) => {
  expect(safeAddress(text)).toBe(expected)
})
