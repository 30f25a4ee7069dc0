/** How aliases are told of, and what the command that manages them understands. */
import type { Alias, AliasState } from "@manga-assist/caching"
import { describe, expect, it } from "vitest"
import {
  aliasLine,
  aliasSummary,
  summaryMetrics,
  summaryText,
} from "../../src/aliases/AliasSummary.ts"
import { requestOf } from "../../src/Arguments.ts"

const alias: Alias = {
  partition: "public",
  locale: "en",
  words: "who is vagabond by",
  place: "answer:a",
  kept: "who wrote vagabond",
  version: "1",
  approvedAt: Date.UTC(2026, 10, 1),
  expiresAt: Date.UTC(2026, 10, 8),
  approvedBy: "worker-1, rules 1",
  model: "haiku",
}

const state: AliasState = {
  aliases: [alias],
  bytes: 900,
  off: "3 of 40 compared answers were wrong",
  counters: { used: 0, right: 0, wrong: 0, lostReports: 0, leftOut: 0, unreadable: 0 },
  totals: { used: 12, right: 37, wrong: 3 },
}

const summary = aliasSummary(state, {
  proposed: 9,
  approved: 1,
  controls: 5,
  disagreed: 1,
  "rejected:slots": 5,
  "rejected:different": 3,
})

describe("aliases", () => {
  it("are listed with their name, their end and who approved them", () => {
    expect(aliasLine(alias)).toMatch(
      /^[\w-]{22} {2}en {2}"who is vagabond by" asks "who wrote vagabond" {2}until 2026-11-08, approved 2026-11-01 by worker-1, rules 1 with haiku$/u,
    )
  })

  it("are summed up with every counter and the reason why they are off", () => {
    expect(summaryText(summary)).toBe(
      [
        "aliases: 1, used 12 times; of 40 compared answers 3 wrong",
        "learning: proposed 9, approved 1, rejected 8 (slots 5, different 3), expired 0",
        "judge: 1 of 5 pairs of known verdict judged wrongly",
        "off: 3 of 40 compared answers were wrong",
        "",
      ].join("\n"),
    )
  })

  it("are measured in lines of the format", () => {
    const text = summaryMetrics(summary)
    for (const line of text.trimEnd().split("\n")) {
      expect(line).toMatch(/^(?:# (?:HELP|TYPE) \w+ \S.*|\w+(?:\{\w+="[\w-]+"\})? \d+)$/u)
    }
    expect(text).toContain("precompute_aliases_off 1\n")
    expect(text).toContain('precompute_alias_rejected_total{reason="slots"} 5\n')
    expect(text).toContain('precompute_alias_controls_total{outcome="right"} 4\n')
  })
})

const id = "abcdefghijABCDEFGHIJ_-"

describe("the command", () => {
  const plain = { command: "aliases", json: false, remove: [], clear: false }
  it.each([
    [["aliases"], plain],
    [["aliases", "--json"], { ...plain, json: true }],
    [["aliases", "clear"], { ...plain, clear: true }],
    [["aliases", "remove", id, id], { ...plain, remove: [id, id] }],
  ])("%j", (words, request) => expect(requestOf(words)).toEqual(request))

  it.each([
    [["aliases", "drop"], "unknown argument drop of aliases"],
    [["aliases", "--json", "all"], "unknown argument --json all of aliases"],
    [["aliases", "clear", "all"], "unknown argument clear all of aliases"],
    [["aliases", "remove"], "needs the name of at least one alias"],
    [["aliases", "remove", "everything"], "everything is no name of an alias"],
  ])("refuses %j", (words, message) => {
    expect(() => requestOf(words)).toThrow(message)
  })
})
