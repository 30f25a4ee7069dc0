/** What a guardrail lets leave of what a model says, before its verdict and behind it. */
import { describe, expect, it } from "vitest"
import { judged } from "../src/answers/JudgedParts.ts"
import type { Part } from "../src/answers/Part.ts"
import { ask, collect, converse, startForTest, textOf, usageOf } from "./harness.ts"

const text = (said: string): Part => ({ type: "text", text: said, tokens: 1 })
const end: Part = { type: "end", stopReason: "end_turn" }
const words: Part = { type: "text", text: "Sorry", tokens: 0 }
const stopped = (modelTokens: number): Part => ({
  type: "end",
  stopReason: "guardrail_intervened",
  modelTokens,
})

/** Blocks what says `bad`. */
const judge = (isLate: boolean, ms: number) => ({
  ms,
  isLate,
  blockedText: (said: string) => (said.includes("bad") ? "Sorry" : undefined),
})

describe("before the verdict", () => {
  it("all text is held as long as judging takes", async () => {
    const parts = [text("a "), text("good "), text("word"), end]
    expect(await collect(judged(parts, judge(false, 250)))).toEqual([
      { type: "pause", ms: 250 },
      ...parts,
    ])
  })

  it("no text leaves from the piece on that is blocked", async () => {
    const parts = [text("a "), text("bad "), text("word"), end]
    expect(await collect(judged(parts, judge(false, 250)))).toEqual([
      { type: "pause", ms: 250 },
      text("a "),
      words,
      stopped(2),
    ])
  })
})

describe("behind the text", () => {
  it("the verdict ends what comes after it", async () => {
    const parts = [text("a "), text("bad "), text("word"), end]
    expect(await collect(judged(parts, judge(true, 0)))).toEqual([
      text("a "),
      text("bad "),
      words,
      stopped(2),
    ])
  })

  it("the end waits for it, whatever it is", async () => {
    for (const [said, last] of [
      ["bad", [words, stopped(2)]],
      ["good", [end]],
    ] as const) {
      const all = await collect(judged([text("a "), text(said), end], judge(true, 60_000)))
      expect(all.slice(0, 2)).toEqual([text("a "), text(said)])
      expect(all[2]).toMatchObject({ type: "pause" })
      expect(all.slice(3)).toEqual(last)
    }
  })
})

describe("a stream", () => {
  const house = {
    id: "house",
    versions: ["1"],
    topics: [{ name: "Bad", patterns: ["\\bbad\\b"] }],
    filters: [],
    blocked: "Sorry",
  }
  const said = async (outputMs: number | undefined, streamProcessingMode?: "sync" | "async") => {
    const server = await startForTest({
      models: {
        answers: () => ({ text: "One two bad four." }),
        embedder: () => [],
        guardrails: [outputMs === undefined ? house : { ...house, outputMs }],
      },
    })
    const guardrailConfig = { guardrailIdentifier: "house", guardrailVersion: "1" }
    const mode = streamProcessingMode === undefined ? {} : { streamProcessingMode }
    const request = ask("Count", { guardrailConfig: { ...guardrailConfig, ...mode } })
    let events: Awaited<ReturnType<typeof converse>>
    try {
      events = await converse(server.client(), request)
    } finally {
      await server.stop()
    }
    const stopReason = events.find((event) => event.messageStop)?.messageStop?.stopReason
    return { stopReason, text: textOf(events), outputTokens: usageOf(events)?.outputTokens }
  }

  it("is judged in its mode where the policy says so, and costs what the model said", async () => {
    const sync = await said(30)
    expect(sync).toMatchObject({ stopReason: "guardrail_intervened" })
    expect(sync.text).toMatch(/^One.*Sorry$/u)
    expect(sync.text).not.toContain("bad")
    const late = await said(30, "async")
    expect(late).toMatchObject({ stopReason: "guardrail_intervened" })
    expect(late.text).toMatch(/^One two bad.*Sorry$/u)
    expect(late.outputTokens).toBeGreaterThan(2)
  })

  it("is not judged elsewhere", async () => {
    expect(await said(undefined, "async")).toMatchObject({
      stopReason: "end_turn",
      text: "One two bad four.",
    })
  })

  it("is refused in a mode that there is not", async () => {
    await expect(said(30, "later" as "sync")).rejects.toMatchObject({ name: "ValidationException" })
  })
})
