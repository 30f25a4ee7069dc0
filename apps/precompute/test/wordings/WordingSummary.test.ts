/** How learned wordings are told of, and what the command that manages them understands. */
import type { Wording, WordingState } from "@manga-assist/caching"
import { describe, expect, it } from "vitest"
import { requestOf } from "../../src/Arguments.ts"
import { summaryMetrics, summaryText, wordingLine } from "../../src/wordings/WordingSummary.ts"

const wording: Wording = {
  locale: "en",
  text: "who is {SERIES1} by",
  sentence: "who is the author of {SERIES1}",
  version: "1",
  approvedAt: Date.UTC(2026, 10, 1),
  expiresAt: Date.UTC(2026, 11, 1),
  approvedBy: "worker-1, rules 1",
  model: "haiku",
}

const state: WordingState = {
  wordings: [wording],
  off: "3 of 40 compared answers were wrong",
  counters: { used: 0, right: 0, wrong: 0, lostReports: 0, unreadable: 0 },
  totals: { used: 12, right: 37, wrong: 3 },
}

describe("learned wordings", () => {
  it("are listed with their name, their end and who approved them", () => {
    expect(wordingLine(wording)).toMatch(
      /^[\w-]{22} {2}en {2}"who is \{SERIES1\} by" asks "who is the author of \{SERIES1\}" {2}until 2026-12-01, approved 2026-11-01 by worker-1, rules 1 with haiku$/u,
    )
  })

  it("are summed up with the reason why they are off", () => {
    expect(summaryText(state)).toBe(
      [
        "wordings: 1, used 12 times; of 40 compared answers 3 wrong",
        "off: 3 of 40 compared answers were wrong",
        "",
      ].join("\n"),
    )
  })

  it("are measured in lines of the format", () => {
    const text = summaryMetrics(state, { proposed: 9, approved: 1, different: 3 })
    for (const line of text.trimEnd().split("\n")) {
      expect(line).toMatch(/^(?:# (?:HELP|TYPE) \w+ \S.*|\w+(?:\{\w+="[\w-]+"\})? \d+)$/u)
    }
    expect(text).toContain("precompute_wordings_off 1\n")
    expect(text).toContain('precompute_wording_proposals_total{what="proposed"} 9\n')
    expect(text).toContain('precompute_wording_rejected_total{reason="different"} 3\n')
    expect(text).toContain('precompute_wording_rejected_total{reason="control"} 0\n')
  })
})

const id = "abcdefghijABCDEFGHIJ_-"

describe("the command", () => {
  const plain = { command: "wordings", json: false, remove: [], clear: false }
  it.each([
    [["wordings"], plain],
    [["wordings", "--json"], { ...plain, json: true }],
    [["wordings", "clear"], { ...plain, clear: true }],
    [["wordings", "remove", id, id], { ...plain, remove: [id, id] }],
  ])("%j", (words, request) => expect(requestOf(words)).toEqual(request))

  it.each([
    [["wordings", "drop"], "unknown argument drop of wordings"],
    [["wordings", "--json", "all"], "unknown argument --json all of wordings"],
    [["wordings", "clear", "all"], "unknown argument clear all of wordings"],
    [["wordings", "remove"], "needs the name of at least one wording"],
    [["wordings", "remove", "everything"], "everything is no name of a wording"],
  ])("refuses %j", (words, message) => {
    expect(() => requestOf(words)).toThrow(message)
  })
})
