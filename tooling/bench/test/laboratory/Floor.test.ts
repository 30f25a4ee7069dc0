import { describe, expect, it } from "vitest"
import { floorsOf } from "../../src/laboratory/Floor.ts"
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

describe("the floor of a turn", () => {
  it("is the edge and what the services took by their own logs; the rest is ours", () => {
    const [floor] = floorsOf([turn(1_000)], calls(1_000))
    expect(floor?.floorMs).toBeCloseTo(8 + 20 + 45 + 8 + 680)
    expect(floor?.beyondMs).toBeCloseTo(768.9 - 761)
    expect(floor?.stages.map(({ endMs, stage, startMs }) => [stage, endMs - startMs])).toEqual([
      ["embedding", 21],
      ["search", 46],
      ["facts", 9],
      ["model", 682],
    ])
  })

  it("counts what is waited for at the same time once", () => {
    const { stages, ...rest } = turn(1_000)
    // A second embedding beside the first.
    const beside = { stage: "embedding", startMs: 2, endMs: 22, outcome: "ok" }
    const [embedding] = calls(1_000)
    if (embedding === undefined) throw new Error("no call")
    const second = { ...embedding, arrivedAt: embedding.arrivedAt + 0.5 }
    const turns = [{ ...rest, stages: [...stages, beside] }]
    const [floor] = floorsOf(turns, [...calls(1_000), second])
    expect(floor?.floorMs).toBeCloseTo(8 + 20 + 45 + 8 + 680)
  })

  it("finds each turn's own calls among those of many at once", () => {
    const starts = Array.from({ length: 50 }, (_, index) => 1_000 + 37 * index)
    const slower = (call: ServedCall, index: number): ServedCall =>
      call.operation === "ConverseStream"
        ? { ...call, answeredAt: call.answeredAt - (index % 2) * 0.5 }
        : call
    const served = starts.flatMap((start, index) => calls(start).map((call) => slower(call, index)))
    const floors = floorsOf(
      starts.map((start) => turn(start)),
      served.toReversed(),
    )
    floors.forEach((floor, index) => {
      expect(floor?.floorMs).toBeCloseTo(761 - (index % 2) * 0.5)
    })
  })

  it("takes the call that fills the stage, not another's that lies within it as well", () => {
    const [, , facts] = calls(1_000)
    if (facts === undefined) throw new Error("no call for prices")
    const shorter = { ...facts, arrivedAt: facts.arrivedAt + 2, answeredAt: facts.answeredAt - 3 }
    for (const log of [
      [shorter, ...calls(1_000)],
      [...calls(1_000), shorter],
    ]) {
      expect(floorsOf([turn(1_000)], log)[0]?.floorMs).toBeCloseTo(761)
    }
  })

  it("counts the claim of a shared call as a service, and the model from there on", () => {
    const shared = {
      ...turn(1_000),
      stages: [...turn(1_000).stages, { stage: "claim", startMs: 78, endMs: 80.5, outcome: "ok" }],
    }
    const later = (call: ServedCall): ServedCall => ({
      ...call,
      arrivedAt: call.arrivedAt + 1.8,
      answeredAt: call.answeredAt + 0.5,
    })
    const log = calls(1_000).map((call) =>
      call.operation === "ConverseStream" ? later(call) : call,
    )
    const claim = {
      service: "redis",
      operation: "Command",
      arrivedAt: 1_008.5 + 78.4,
      answeredAt: 1_008.5 + 79.9,
    }
    const [floor] = floorsOf([shared], [...log, claim])
    expect(floor?.floorMs).toBeCloseTo(8 + 20 + 45 + 8 + 1.5 + 678.7)
    expect(floor?.stages.at(-2)).toMatchObject({ stage: "model", startMs: 80.5, endMs: 760 })
    expect(floor?.stages.at(-1)).toMatchObject({ stage: "claim", startMs: 78, endMs: 80.5 })
  })

  it("counts no call for two turns", () => {
    const floors = floorsOf([turn(1_000), turn(1_000)], calls(1_000))
    expect(floors[0]?.floorMs).toBeCloseTo(761)
    expect(floors[1]).toBeUndefined()
  })

  it("is unknown where a call is missing in the log or belongs to another time", () => {
    expect(floorsOf([turn(1_000)], calls(1_000).slice(1))).toEqual([undefined])
    expect(floorsOf([turn(1_000)], calls(1_200))).toEqual([undefined])
    expect(floorsOf([], calls(0))).toEqual([])
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
