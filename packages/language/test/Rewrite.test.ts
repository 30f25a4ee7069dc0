/** Rewriting does what trying each rule at each token would do. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rewriteBy } from "../src/patterns/Rewrite.ts"
import { type Rule, rewriteRules } from "../src/patterns/RewriteRules.ts"
import type { Token } from "../src/words/Segment.ts"

const tokensOf = (words: string): ReadonlyArray<Token> =>
  words.split(" ").map((word, at) => {
    const [kind = "", value = ""] = word.split(":")
    return { kind, value, start: at, end: at + 1, sense: undefined }
  })

const told = (tokens: ReadonlyArray<Token>): string =>
  tokens.map(({ kind, value }) => (value === "" ? kind : `${kind}:${value}`)).join(" ")

const rewritten = (rules: string, words: string): string =>
  told(rewriteBy(rewriteRules(rules))(tokensOf(words)))

describe("rewriting", () => {
  it.each([
    ["A NUM => VOLUME:$2", "A NUM:3", "VOLUME:3"],
    ["A|B NUM => VOLUME:$2", "B NUM:3 NUM:4", "VOLUME:3 NUM:4"],
    ["A C? NUM => VOLUME:$3", "A NUM:3 A C NUM:4", "VOLUME:3 VOLUME:4"],
    ["^ A =>", "A A", "A"],
    ["A $ =>", "A A", "A"],
    ["A B? $ => C", "A A B", "A C"],
    // A token that an optional part may take is taken.
    ["A B? B => C", "A B", "A B"],
    ["A B => C\nA => D", "A A B", "D C"],
    // A later group sees what an earlier one made; a group sees nothing of its own.
    ["A => B\n\nB B => C", "A B", "C"],
    ["A => B\nB B => C", "A B", "B B"],
    ["A B C D => E", "A B C A B C D", "A B C E"],
    ["X Y => Z", "A B", "A B"],
  ])("%s: %s", (rules, words, result) => {
    expect(rewritten(rules, words)).toBe(result)
  })

  it("refuses what is no rule, with its text", () => {
    expect(() => rewriteRules("A B")).toThrow('"A B" is no rewrite rule')
    expect(() => rewriteRules("A? B => C")).toThrow("a first part that is not optional")
  })
})

const endOf = (kinds: ReadonlyArray<string>, start: number, rule: Rule): number | undefined => {
  if (rule.opens && start > 0) return undefined
  let at = start
  for (const part of rule.parts) {
    if (part.kinds.includes(kinds[at] ?? "")) at++
    else if (!part.optional) return undefined
  }
  return rule.ends && at < kinds.length ? undefined : at
}

const byTrying = (rules: string, words: string): string => {
  let kinds = words.split(" ").filter(Boolean)
  for (const group of rewriteRules(rules)) {
    const next: Array<string> = []
    for (let at = 0; at < kinds.length;) {
      const fitting = group.find((rule) => endOf(kinds, at, rule) !== undefined)
      next.push(...(fitting?.outputs.map(({ kind }) => kind) ?? [kinds[at] ?? ""]))
      at = fitting === undefined ? at + 1 : (endOf(kinds, at, fitting) ?? at)
    }
    kinds = next
  }
  return kinds.join(" ")
}

const kind = fc.constantFrom("A", "B", "C", "D", "E")
const part = fc.oneof(
  kind,
  fc.tuple(kind, kind).map(([one, other]) => `${one}|${other}`),
)
const rule = fc
  .record({
    opens: fc.boolean(),
    first: part,
    others: fc.array(
      fc.tuple(part, fc.boolean()).map(([kinds, optional]) => kinds + (optional ? "?" : "")),
      { maxLength: 4 },
    ),
    ends: fc.boolean(),
    outputs: fc.array(kind, { maxLength: 2 }),
  })
  .map(({ ends, first, opens, others, outputs }) =>
    [opens ? "^" : "", first, ...others, ends ? "$" : "", "=>", ...outputs].join(" "),
  )
const group = fc.array(rule, { minLength: 1, maxLength: 5 }).map((lines) => lines.join("\n"))
const rules = fc.array(group, { minLength: 1, maxLength: 4 }).map((groups) => groups.join("\n\n"))
const text = fc
  .array(fc.oneof(kind, fc.constant("F")), { minLength: 1, maxLength: 12 })
  .map((kinds) => kinds.join(" "))

it("does what trying every rule at every token does", () => {
  fc.assert(
    fc.property(rules, fc.array(text, { minLength: 1, maxLength: 5 }), (source, texts) => {
      const rewrite = rewriteBy(rewriteRules(source))
      for (const words of texts) {
        expect(told(rewrite(tokensOf(words)))).toBe(byTrying(source, words))
      }
    }),
    { numRuns: 2_000 },
  )
})
