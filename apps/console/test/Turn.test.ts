import type { Answer, Outcome } from "@manga-assist/client"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { Turn } from "../src/chat/Turn.ts"

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
