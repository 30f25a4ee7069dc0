import type { ServerFrame } from "@manga-assist/protocol"
import { describe, expect, it } from "vitest"
import { MessageFrames } from "../src/messages/MessageFrames.ts"
import { card, found, tools } from "./ScriptedTurn.ts"

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

  const shown = (...products: ReadonlyArray<typeof card>) =>
    ({ type: "products", products }) as const
  const looking = { type: "looking", tools } as const
  const replayed = ({ finished = expect.unreachable() }: MessageFrames) => {
    const again: Array<ServerFrame> = []
    new MessageFrames("a", { ...silent, push: (frame) => again.push(frame) }).replay(finished)
    return again
  }

  it("shows products before text, behind a look-up, and directly before the end", () => {
    const { answer, frames, say } = answering()
    answer.event(shown(card))
    say("one")
    answer.event(looking)
    answer.event(shown(found))
    say("two")
    answer.event(shown(found, card))
    expect(frames).toHaveLength(6)
    answer.event({ type: "turn-end", end })
    expect(frames).toMatchObject([
      { type: "turn-start", seq: 1 },
      { type: "products", products: [card], seq: 2 },
      { type: "delta", text: "one", seq: 3 },
      { type: "looking", turn: "t", tools, seq: 4 },
      { type: "products", products: [found], seq: 5 },
      { type: "delta", text: "two", seq: 6 },
      { type: "products", products: [found, card], seq: 7 },
      { type: "turn-end", seq: 8 },
    ])
  })

  it("drops products behind which more text came, and those of a turn that fails", () => {
    const { answer, frames, say } = answering()
    say("one")
    answer.event(shown(card))
    say("two")
    answer.event(shown(found))
    answer.event(looking)
    say("three")
    answer.event(shown(card))
    answer.fail("internal", "broken", true)
    expect(frames.map(({ type }) => type)).toEqual([
      "turn-start",
      "delta",
      "delta",
      "looking",
      "delta",
      "error",
    ])
  })

  it("replays nothing of text that was taken back, nor the half of a character before it", () => {
    const { answer, frames, say } = answering()
    answer.event(shown(card))
    say("a secret 🍜".slice(0, -1))
    answer.event({ type: "retract" })
    say("Sorry.")
    answer.event({ type: "turn-end", end: { ...end, finish: "blocked" } })
    expect(frames).toMatchObject([
      { type: "turn-start", seq: 1 },
      { type: "products", seq: 2 },
      { type: "delta", text: "a secret ", seq: 3 },
      { type: "retract", turn: "t", seq: 4 },
      { type: "delta", text: "Sorry.", seq: 5 },
      { type: "turn-end", finish: "blocked", seq: 6 },
    ])
    expect(replayed(answer)).toMatchObject([
      { type: "turn-start" },
      { type: "products" },
      { type: "delta", text: "Sorry." },
      { type: "turn-end", finish: "blocked", seq: 6 },
    ])
  })

  it("replays the last list alone, where it came, and no look-up", () => {
    const { answer, say } = answering()
    answer.event(shown(card))
    answer.event(looking)
    answer.event(shown(found))
    say("one")
    answer.event({ type: "turn-end", end })
    expect(replayed(answer)).toMatchObject([
      { type: "turn-start", seq: 1 },
      { type: "products", products: [found], seq: 4 },
      { type: "delta", text: "one", seq: 5 },
      { type: "turn-end", seq: 6 },
    ])
    const late = answering()
    late.answer.event(shown(card))
    late.say("one")
    late.answer.event(shown(found))
    late.answer.event({ type: "turn-end", end })
    expect(replayed(late.answer)).toMatchObject([
      { type: "turn-start", seq: 1 },
      { type: "delta", text: "one", seq: 3 },
      { type: "products", products: [found], seq: 4 },
      { type: "turn-end", seq: 5 },
    ])
  })

  it("takes neither a look-up nor what was said before it for the first content", () => {
    let contents = 0
    const counting = { ...silent, push: () => {}, firstContent: () => (contents += 1) }
    const answer = new MessageFrames("a", counting)
    answer.event({ type: "turn-start", turn: "t", id: "a" })
    answer.event(looking)
    expect(contents).toBe(0)
    answer.event({ type: "delta", text: "One moment. " })
    answer.event(looking)
    answer.event(shown(found))
    expect(contents).toBe(2)
    answer.event({ type: "delta", text: "Here." })
    answer.event(looking)
    answer.event({ type: "delta", text: "There." })
    expect(contents).toBe(2)
  })

  it("tells of a turn that failed where its time went", () => {
    const { answer, frames } = answering()
    const timeline = [{ stage: "model", startMs: 1, endMs: 9, outcome: "timeout" }]
    const failure = {
      turn: "t",
      id: "a",
      code: "timeout",
      message: "late",
      retryable: true,
    } as const
    answer.event({ type: "turn-failed", failure: { ...failure, timeline } })
    expect(frames.at(-1)).toEqual({
      type: "error",
      code: "timeout",
      message: "late",
      retryable: true,
      id: "a",
      turn: "t",
      timeline,
      seq: 2,
    })
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
