import type { Answer, Outcome } from "@manga-assist/client"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { Turn } from "../src/chat/Turn.ts"
import { liveRows } from "../src/timing/Live.ts"

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal("document", { hidden: true })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const blocked: Outcome = {
  kind: "ended",
  end: {
    type: "turn-end",
    turn: "t",
    id: "m",
    finish: "blocked",
    source: "model",
    degraded: [],
    budget: { totalMs: 2_000, usedMs: 700 },
    timeline: [],
  },
}

it.each([true, false])(
  "shows and keeps nothing of text that was taken back, drawn: %s",
  async (isDrawn) => {
    const turn = new Turn("m", "A secret?")
    turn.begin()
    turn.take({ type: "started", turn: "t" })
    turn.take({ type: "text", text: "a secret" })
    if (isDrawn) vi.advanceTimersByTime(100)
    expect(turn.text.peek()).toBe(isDrawn ? "a secret" : "")
    turn.take({ type: "rewritten", text: "" })
    const answer: Answer = {
      id: "m",
      text: "",
      ended: Promise.resolve(blocked),
      cancel: () => undefined,
    }
    await turn.follow(answer)
    vi.advanceTimersByTime(100)
    expect(turn.text.peek()).toBe("")
    expect(turn.end.peek()?.finish).toBe("blocked")
    expect(JSON.stringify(turn.kept)).not.toContain("a secret")
  },
)

it("makes bars of what the page sees, the last of which grows until the end", async () => {
  const turn = new Turn("m", "Which box?")
  turn.begin()
  const rows = () => liveRows(turn.seen).map(({ endMs, name, startMs }) => [name, startMs, endMs])
  expect(rows()).toEqual([["sent", 0, undefined]])
  vi.advanceTimersByTime(5)
  turn.take({ type: "started", turn: "t" })
  vi.advanceTimersByTime(70)
  turn.take({ type: "products", products: [] })
  expect(rows()).toEqual([
    ["sent", 0, 5],
    ["content", 5, 75],
    ["words", 75, undefined],
  ])
  vi.advanceTimersByTime(500)
  turn.take({ type: "text", text: "One moment. " })
  turn.take({ type: "looking", tools: [] })
  vi.advanceTimersByTime(100)
  expect(turn.sinceAskedMs).toBe(675)
  turn.take({ type: "text", text: "It is this one." })
  vi.advanceTimersByTime(25)
  await turn.follow({ id: "m", text: "", ended: Promise.resolve(blocked), cancel: () => {} })
  expect(rows()).toEqual([
    ["sent", 0, 5],
    ["content", 5, 75],
    ["words", 75, 575],
    ["look", 575, 675],
    ["writing", 575, 700],
  ])
  expect(turn.sinceAskedMs).toBe(700)
})
