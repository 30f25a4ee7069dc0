import type { ServerFrame } from "@manga-assist/protocol"
import { describe, expect, it } from "vitest"
import { MessageFrames } from "../src/messages/MessageFrames.ts"
import { card } from "./ScriptedTurn.ts"

const silent = { started: () => {}, firstContent: () => {}, ended: () => {} }

const end = {
  turn: "t",
  id: "a",
  finish: "complete",
  source: "model",
  degraded: [],
  budget: { totalMs: 2_000, usedMs: 1 },
  timeline: [],
} as const

const answering = () => {
  const frames: Array<ServerFrame> = []
  const answer = new MessageFrames("a", { ...silent, push: (frame) => frames.push(frame) })
  answer.event({ type: "turn-start", turn: "t", id: "a" })
  return { answer, frames, say: (text: string) => answer.event({ type: "delta", text }) }
}

describe("an answer", () => {
  it("numbers its frames", () => {
    const { answer, frames, say } = answering()
    say("one")
    say("")
    say("two")
    answer.fail("internal", "broken", true)
    expect(frames).toMatchObject([
      { type: "turn-start", seq: 1 },
      { type: "delta", text: "one", seq: 2 },
      { type: "delta", text: "two", seq: 3 },
      { type: "error", seq: 4 },
    ])
  })

  it("gives a replay the numbers of the turn: joined text has the number of its last piece", () => {
    const { answer, frames, say } = answering()
    answer.event({ type: "products", products: [card] })
    say("one")
    say("two")
    answer.event({ type: "turn-end", end })
    const again: Array<ServerFrame> = []
    const other = new MessageFrames("a", { ...silent, push: (frame) => again.push(frame) })
    other.replay(answer.finished ?? expect.unreachable())
    expect(again).toMatchObject([
      { type: "turn-start", seq: 1 },
      { type: "products", seq: 2 },
      { type: "delta", text: "onetwo", seq: 4 },
      { type: "turn-end", seq: 5 },
    ])
    expect(again.at(-1)).toEqual(frames.at(-1))
  })

  it("never cuts a character", () => {
    const { frames, say } = answering()
    say("🍜".slice(0, 1))
    say(`${"🍜".slice(1)}!${"麺".slice(0, 1)}`)
    say("🍥".slice(0, 1))
    expect(frames.slice(1)).toMatchObject([{ text: "🍜!麺" }])
    say("🍥".slice(1))
    expect(frames.at(-1)).toMatchObject({ text: "🍥" })
  })
})
