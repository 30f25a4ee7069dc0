import { describe, expect, it } from "vitest"
import { floorOf } from "../../src/laboratory/Floor.ts"
import type { ServedCall } from "../../src/laboratory/RunningLaboratory.ts"
import type { ObservedTurn } from "../../src/laboratory/TurnLoad.ts"
import { spansOf } from "../../src/waterfall/StageTimes.ts"

/** Edge 8, then 0.5 to the server; embedding 21, search 46, prices 9, model 682, 0.4 back. */
const turn = (intendedAt: number): ObservedTurn => {
  const stage = (name: string, startMs: number, endMs: number) => ({
    stage: name,
    startMs,
    endMs,
    outcome: "ok",
  })
  return {
    question: "?",
    intendedAt,
    sentMs: 8,
    arrivedMs: 8.5,
    firstTokenMs: 8.5 + 760 + 0.4,
    firstProductsMs: 86,
    stages: [
      stage("embedding", 1, 22),
      stage("search", 22, 68),
      stage("facts", 68, 77),
      stage("retrieve", 1, 77),
      stage("model", 78, 760),
      stage("first-token", 0, 760),
    ],
  }
}

const calls = (intendedAt: number): ReadonlyArray<ServedCall> => {
  const arrived = intendedAt + 8.5
  const call = (service: string, operation: string, from: number, ms: number) => ({
    service,
    operation,
    arrivedAt: arrived + from,
    answeredAt: arrived + from + ms,
  })
  return [
    call("bedrock", "InvokeModel", 1.4, 20),
    call("opensearch", "Search", 22.3, 45),
    call("dynamodb", "BatchGetItem", 68.4, 8),
    call("bedrock", "ConverseStream", 79, 680),
  ]
}

describe("the floor of turns", () => {
  it("is the edge and what the services took by their own logs; the rest is ours", () => {
    const { betweenMs, beyondMs, floorMs, services } = floorOf([turn(1_000)], calls(1_000))
    expect(floorMs).toBeCloseTo(8 + 20 + 45 + 8 + 680)
    expect(beyondMs).toBeCloseTo(768.9 - 761)
    expect(betweenMs).toBeCloseTo(1 + 1 + 1 + 2)
    expect(services).toBe(4)
  })

  it("counts what is waited for at the same time once, and nobody's delay by the machine", () => {
    const starts = Array.from({ length: 50 }, (_, index) => 1_000 + 37 * index)
    // A second embedding beside the first, and now and then a call that took longer.
    const later = (call: ServedCall, byMs: number): ServedCall => ({
      ...call,
      answeredAt: call.answeredAt + byMs,
    })
    const served = starts.flatMap((start, index) =>
      [...calls(start), ...calls(start).slice(0, 1)].map((call) =>
        later(call, index % 5 === 0 ? 30 : 0),
      ),
    )
    const { floorMs } = floorOf(
      starts.map((start) => turn(start)),
      served.toReversed(),
    )
    expect(floorMs).toBeCloseTo(761)
  })

  it("counts the claim of a shared call as a service, within the stage of the model", () => {
    const claimed = { stage: "claim", startMs: 78, endMs: 80.5, outcome: "ok" }
    const shared = { ...turn(1_000), stages: [...turn(1_000).stages, claimed] }
    const claim = { service: "redis", operation: "Command", arrivedAt: 1_087, answeredAt: 1_088.5 }
    const { betweenMs, floorMs } = floorOf([shared], [...calls(1_000), claim])
    expect(floorMs).toBeCloseTo(761 + 1.5)
    expect(betweenMs).toBeCloseTo(5 - 1.5)
  })

  it("is unknown where a service has no call in its log", () => {
    expect(() => floorOf([turn(1_000)], calls(1_000).slice(1))).toThrow("no values")
    expect(() => floorOf([], calls(0))).toThrow("no values")
  })
})

describe("the spans of a turn", () => {
  it("cover the way from the intended moment to the first token, without a hole after the edge", () => {
    const spans = spansOf(turn(5_000)).toSorted((a, b) => a.startMs - b.startMs)
    expect(spans.map(({ stage }) => stage)).toEqual([
      "edge",
      "way-in",
      "embedding",
      "search",
      "facts",
      "assembly",
      "model",
      "way-out",
    ])
    expect(spans[0]?.startMs).toBe(0)
    const way = spans.at(-1)
    expect(way?.startMs).toBeCloseTo(768.5)
    expect(way?.endMs).toBeCloseTo(768.9)
    for (const [index, { startMs }] of spans.entries()) {
      // The one millisecond of understanding the question is a stage that this turn does not have.
      if (index > 0) expect(startMs - (spans[index - 1]?.endMs ?? 0)).toBeLessThanOrEqual(1.001)
    }
  })
})
