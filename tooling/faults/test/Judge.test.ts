import { describe, expect, it } from "vitest"
import type { Message } from "../src/Customers.ts"
import { rememberedMs } from "../src/Dependencies.ts"
import { budgetMs, type Held, judge, marginMs, type Seen, slack, starvedMs } from "../src/Judge.ts"

type End = NonNullable<Message["told"]["end"]>

const held: Held = {
  sockets: 0,
  messages: 0,
  streams: 0,
  pending: 0,
  fibers: 20,
  timers: 30,
  connections: 40,
}

const end = (more: Partial<End> = {}): End => ({
  type: "turn-end",
  id: "m",
  turn: "t",
  finish: "complete",
  source: "model",
  degraded: [],
  budget: { totalMs: 2_000, usedMs: 100 },
  timeline: [],
  ...more,
})

const message = (sentAt: number, more: Partial<Message["told"]> = {}): Message => ({
  sentAt,
  told: { outcome: "complete", ends: 1, firstTokenMs: 100, totalMs: 300, end: end(), ...more },
})

const seen = (more: Partial<Seen> = {}): Seen => ({
  cell: { down: ["opensearch"], fault: "refused", layer: "uws" },
  messages: [message(0), message(2_500), message(8_000)],
  errors: 0,
  brokenAt: 2_000,
  healedAt: 7_000,
  before: held,
  after: held,
  stalls: [],
  isBusy: false,
  ...more,
})

const brokenBy = (more: Partial<Seen>) => judge(seen(more)).broken

describe("a cell", () => {
  it("holds while every message has a whole answer", () => {
    expect(judge(seen())).toMatchObject({ broken: [], sent: 3, recoveryMs: 0, ends: {} })
  })

  it("holds with what its table allows, and counts it", () => {
    const degraded = end({ degraded: ["retrieval-failed"] })
    const messages = [message(2_500, { end: degraded }), message(7_400, { end: degraded })]
    expect(judge(seen({ messages }))).toMatchObject({
      broken: [],
      ends: { "retrieval-failed": 2 },
      recoveryMs: 400,
    })
  })

  it("takes for no loss what there was no room for, at any time", () => {
    const cut = end({ degraded: ["facts-cut"] })
    const messages = [0, 2_500, 18_000].map((sentAt) => message(sentAt, { end: cut }))
    expect(judge(seen({ messages }))).toMatchObject({ broken: [], recoveryMs: 0, ends: {} })
  })

  it("breaks by an end that its table does not allow, or that comes before the fault", () => {
    const failed = (sentAt: number, code: string) =>
      message(sentAt, { end: end({ degraded: [code] }) })
    expect(brokenBy({ messages: [failed(2_500, "orders-late")] })).toEqual(["1 × orders-late"])
    expect(brokenBy({ messages: [failed(100, "retrieval-failed")] })).toEqual([
      "1 × retrieval-failed before the fault",
    ])
    const { end: _, ...told } = message(2_500, { outcome: "error internal" }).told
    expect(brokenBy({ messages: [{ sentAt: 2_500, told }] })).toEqual(["1 × error internal"])
    const outside: Message = { ...message(2_500), isOutside: true }
    expect(brokenBy({ messages: [outside] })).toEqual(["1 × not let in"])
    const cell = { down: ["keys"], fault: "refused", layer: "ws" } as const
    expect(brokenBy({ cell, messages: [outside] })).toEqual([])
  })

  it("allows two that are down together what each of them may lose", () => {
    const cell = { down: ["dynamodb", "opensearch"], fault: "refused", layer: "ws" } as const
    const messages = [
      message(2_500, { end: end({ degraded: ["retrieval-failed", "orders-late"] }) }),
    ]
    expect(brokenBy({ cell, messages })).toEqual([])
  })

  it("breaks by a message without an end, or with two", () => {
    expect(brokenBy({ messages: [message(2_500, { ends: 0 })] })).toEqual([
      "1 messages without an end",
    ])
    expect(brokenBy({ messages: [message(2_500, { ends: 2 })] })).toEqual([
      "1 messages with more than one end",
    ])
    expect(brokenBy({ messages: [] })).toEqual(["nothing was asked"])
    expect(brokenBy({ errors: 2 })).toEqual(["2 errors that name no message"])
  })

  it("breaks by a first content that is late, but not by the machine", () => {
    const firstTokenMs = budgetMs + marginMs + 100
    const messages = [message(2_500, { firstTokenMs, totalMs: 3_000 })]
    expect(brokenBy({ messages })).toEqual([
      `1 first contents later than ${budgetMs + marginMs} ms, the latest ${firstTokenMs} ms`,
    ])
    expect(judge(seen({ messages, stalls: [{ from: 3_000, ms: 150 }] }))).toMatchObject({
      broken: [],
      stalledMs: 150,
    })
    // The same time on both cores is lost once, and before it was asked none is.
    const stalls = [
      { from: 2_450, ms: 99 },
      { from: 3_000, ms: 40 },
      { from: 3_010, ms: 30 },
    ]
    expect(judge(seen({ messages, stalls }))).toMatchObject({ stalledMs: 89 })
    // A stall that was over by then excuses nothing.
    expect(brokenBy({ messages, stalls: [{ from: 1_000, ms: 150 }] })).toHaveLength(1)
  })

  it("counts from when replies can leave again where nothing could be said", () => {
    const messages = [message(2_500, { firstTokenMs: 5_000, totalMs: 5_200 })]
    const cell = { down: ["gateway"], fault: "refused", layer: "ws" } as const
    expect(brokenBy({ cell, messages })).toEqual([])
    expect(brokenBy({ messages })).toHaveLength(1)
  })

  it("lets an answer past its time be said that is made anew behind the customer", () => {
    const stale = (degraded: Array<string>) =>
      message(2_500, { end: end({ source: "stale", degraded }) })
    expect(brokenBy({ messages: [stale([])] })).toEqual([])
    expect(brokenBy({ messages: [stale(["stale-answer"])] })).toEqual(["1 × stale-answer"])
  })

  it("breaks where it does not become well", () => {
    const after = (ms: number) =>
      message(7_001 + ms, { end: end({ degraded: ["retrieval-late"] }) })
    expect(brokenBy({ messages: [after(10_000)] })).toEqual(["not well 10 s after it healed"])
    const cell = { down: ["bedrock", "opensearch"], fault: "reset", layer: "ws" } as const
    expect(brokenBy({ cell, messages: [after(10_000)] })).toEqual([])
    expect(brokenBy({ cell, messages: [after(35_000)] })).toEqual(["not well 35 s after it healed"])
  })

  it("judges nothing that is a matter of time while others keep the machine busy", () => {
    const late = message(2_500, { firstTokenMs: 9_000, end: end({ degraded: ["orders-late"] }) })
    expect(judge(seen({ messages: [late], isBusy: true })).broken).toEqual([])
    expect(judge(seen({ messages: [late] })).broken).toHaveLength(2)
    const { end: _, ...told } = message(2_500, { outcome: "error internal", ends: 0 }).told
    const messages = [{ sentAt: 2_500, told }]
    expect(judge(seen({ messages, isBusy: true })).broken).toHaveLength(2)
  })

  it("excuses what a message lost by time alone while the machine kept the store waiting", () => {
    const late = message(2_500, { end: end({ degraded: ["orders-late"] }) })
    const stalled = (from: number, ms: number) => ({ stalls: [{ from, ms }] })
    expect(judge(seen({ messages: [late], ...stalled(2_600, starvedMs) }))).toMatchObject({
      broken: [],
      excused: 1,
      ends: { "orders-late": 1 },
    })
    expect(brokenBy({ messages: [late], ...stalled(2_600, starvedMs - 1) })).toHaveLength(1)
    expect(brokenBy({ messages: [late], ...stalled(2_801, starvedMs) })).toHaveLength(1)
    // What is read ahead of a message may have been late.
    expect(brokenBy({ messages: [late], ...stalled(1_500, starvedMs) })).toEqual([])
    expect(brokenBy({ messages: [late], ...stalled(1_400, starvedMs) })).toHaveLength(1)
    // Nobody waits for a core when a record is lost.
    const failed = message(2_500, { end: end({ degraded: ["orders-late", "not-recorded"] }) })
    expect(brokenBy({ messages: [failed], ...stalled(2_600, starvedMs) })).toHaveLength(2)
  })

  it("remembers for half a minute what the model's first tokens had to wait for", () => {
    const messages = [message(2_500, { end: end({ degraded: ["prompt-reduced"] }) })]
    expect(brokenBy({ messages })).toEqual(["1 × prompt-reduced"])
    const lately = 2_501 - rememberedMs
    expect(brokenBy({ messages, modelHealedAt: lately })).toEqual([])
    expect(brokenBy({ messages, modelHealedAt: lately - 1 })).toHaveLength(1)
    expect(brokenBy({ messages, stalls: [{ from: lately, ms: starvedMs }] })).toEqual([])
    expect(brokenBy({ messages, stalls: [{ from: lately - 2, ms: starvedMs }] })).toHaveLength(1)
    const late = [message(2_500, { end: end({ degraded: ["prompt-reduced", "orders-late"] }) })]
    expect(brokenBy({ messages: late, modelHealedAt: lately })).toHaveLength(2)
  })

  it("counts no message as not yet well that is excused", () => {
    const late = message(17_001, { end: end({ degraded: ["orders-late"] }) })
    const stalls = [{ from: late.sentAt, ms: starvedMs }]
    expect(judge(seen({ messages: [late], stalls }))).toMatchObject({ broken: [], recoveryMs: 0 })
  })

  it("breaks by what is left", () => {
    const after = {
      ...held,
      sockets: 1,
      streams: 2,
      pending: 3,
      fibers: held.fibers + slack.fibers + 1,
    }
    expect(brokenBy({ after })).toEqual([
      "1 sockets left open",
      "2 streams of the model left open",
      "3 records left waiting",
      `fibers: 20 before, ${after.fibers} after`,
    ])
  })
})
