import { expect, it } from "vitest"
import { FailedTurns } from "../src/messages/FailedTurns.ts"

const failure = (turn: string, code: "timeout" | "truncated" = "timeout") => ({
  turn,
  id: "the client's id",
  code,
  message: "for customers",
  retryable: true,
  degraded: ["retrieval-late"],
  timeline: [
    { stage: "retrieve", startMs: 1.2, endMs: 230, outcome: "retrieval-late" },
    { stage: "model", startMs: 230, endMs: 2_034.4, outcome: "unfinished" },
  ],
})

it("says of each code once a second why, and how many it left out", () => {
  const failed = new FailedTurns()
  const at = (ms: number) => new Date(1_790_000_000_000 + ms)
  expect(failed.note(failure("t1"), at(0))).toBe(
    "turn t1 failed as timeout: retrieve 1-230 ms retrieval-late, model 230-2034 ms unfinished (degraded: retrieval-late)",
  )
  expect(failed.note(failure("t2"), at(500))).toBeUndefined()
  expect(failed.note(failure("t3", "truncated"), at(500))).toMatch(/^turn t3 failed as truncated/)
  expect(failed.note(failure("t4"), at(1_000))).toMatch(/^turn t4 .*; 1 more before it$/)
})

it("keeps the last twenty for operators, without what is the customer's", () => {
  const failed = new FailedTurns()
  for (let count = 1; count <= 30; count += 1) failed.note(failure(`t${count}`), new Date(0))
  expect(failed.recent).toHaveLength(20)
  const [newest] = failed.recent
  const { id: _, message: __, ...told } = failure("t30")
  expect(newest).toEqual({ at: "1970-01-01T00:00:00.000Z", ...told })
})
