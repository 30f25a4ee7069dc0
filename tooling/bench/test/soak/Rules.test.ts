import { describe, expect, it } from "vitest"
import { figuresOf } from "../../src/command/Row.ts"
import { slope } from "../../src/measure/Statistics.ts"
import { readMetrics } from "../../src/store/MetricsPage.ts"
import type { Turn } from "../../src/mix/Play.ts"
import { type SinkBalance, sinkBalances, unaccounted } from "../../src/soak/Gauges.ts"
import { type Observed, soakFigures, verdicts, violatedRules } from "../../src/soak/Rules.ts"

const figuresOfOne = (observed: Observed) => figuresOf([observed], soakFigures())
const visit = { session: "s", user: undefined, asks: [], leavesMs: 1 } as const

const asked = (more: Partial<Turn> = {}): Turn => ({
  id: "m",
  text: "?",
  deltas: 1,
  pattern: "policy",
  visit,

  outcome: "complete",
  ends: 1,
  totalMs: 100,
  intended: 1_000_000,
  abandoned: false,
  ...more,
})

const balance = (more: Partial<SinkBalance> = {}): SinkBalance => ({
  sink: "session",
  accepted: 1_000,
  written: 1_000,
  dropped: 0,
  pending: 0,
  refused: 0,
  ...more,
})

const memoryAt = (held: number, handles = 20) => ({ held, handles })

const good: Observed = {
  turns: Array.from({ length: 400 }, () => asked()),
  visits: 100,
  unopened: [],
  ratingsConfirmed: 10,
  otherErrors: 0,
  broken: [{ name: "bedrock throttle", from: 500_000, until: 600_000 }],
  earlier: [],
  balances: [[balance(), balance({ sink: "feedback", accepted: 10, written: 10 })]],
  memory: { before: memoryAt(1e8), after: memoryAt(1.01e8) },
  delays: [12, 15],
  left: { openConnections: 0, runningMessages: 0, modelStreams: 0, pending: 0 },
  readyMs: 20,
}

const violated = (observed: Observed): ReadonlyArray<string> =>
  figuresOfOne(observed)
    .filter(({ met }) => met === false)
    .map(({ name }) => name)

const withAsked = (...more: ReadonlyArray<Turn>): Observed => ({
  ...good,
  turns: [...good.turns, ...more],
})

describe("the rules of a soak", () => {
  it("hold over a good one, and say so", () => {
    expect(violated(good)).toEqual([])
    expect(verdicts(figuresOfOne(good))).toMatch(/verdict: all \d+ rules held$/u)
  })

  it.each<[string, Observed]>([
    ["messages without an end", withAsked(asked({ outcome: "silent", ends: 0 }))],
    ["messages with more than one end", withAsked(asked({ ends: 2 }))],
    [
      "messages that ended with the error internal",
      withAsked(asked({ outcome: "error internal", intended: 550_000 })),
    ],
    ["errors that name no message", { ...good, otherErrors: 1 }],
    ["slowest end of a message", withAsked(asked({ totalMs: 31_000 }))],
    [
      "unanswered while nothing was broken",
      withAsked(...Array.from({ length: 3 }, () => asked({ outcome: "error timeout" }))),
    ],
    ["sockets that could not be opened while nothing was broken", { ...good, unopened: [700_000] }],
    [
      "sinks: accepted, and neither written nor dropped nor pending",
      { ...good, balances: [[balance({ written: 999 })], ...good.balances] },
    ],
    ["sinks: refused", { ...good, balances: [[balance({ refused: 1 })], ...good.balances] }],
    [
      "sinks that must keep: dropped",
      { ...good, balances: [[balance({ written: 999, dropped: 1 })], ...good.balances] },
    ],
    [
      "sinks: complete answers seen by customers and not accepted as session turns",
      {
        ...good,
        balances: [
          [balance({ accepted: 399, written: 399 }), ...(good.balances[0] ?? []).slice(1)],
        ],
      },
    ],
    ["sinks: ratings confirmed to customers and not accepted", { ...good, ratingsConfirmed: 11 }],
    ["left open: streams of the model", { ...good, left: { ...good.left, modelStreams: 1 } }],
    ["left open: records pending in sinks", { ...good, left: { ...good.left, pending: 1 } }],
    [
      "memory kept of each message",
      { ...good, memory: { ...good.memory, after: memoryAt(1.2e8) } },
    ],
    [
      "handles more than before the load",
      { ...good, memory: { ...good.memory, after: memoryAt(1e8, 45) } },
    ],
    ["event-loop delay, p99", { ...good, delays: [40, 60, 70] }],
    ["ready again after the last was healed", { ...good, readyMs: 15_001 }],
  ])("are violated: %s", (name, observed) => {
    expect(violated(observed)).toEqual([name])
    expect(verdicts(figuresOfOne(observed))).toMatch(/verdict: 1 of \d+ rules violated$/u)
  })

  it("leave the delay of the event loop unjudged where others kept the machine busy, and nothing else", () => {
    const delayed = { ...good, delays: [80, 90, 100] }
    const figures = figuresOfOne(delayed)
    expect(violatedRules(figures, false).map(({ name }) => name)).toEqual(["event-loop delay, p99"])
    expect(violatedRules(figures, true)).toEqual([])
    expect(verdicts(figures, true)).toMatch(
      /verdict: all \d+ rules held, 1 not judged: others kept the machine busy$/u,
    )
    const worse = figuresOfOne({ ...delayed, readyMs: 15_001 })
    expect(violatedRules(worse, true).map(({ name }) => name)).toEqual([
      "ready again after the last was healed",
    ])
    expect(verdicts(worse, true)).toMatch(/verdict: 1 of \d+ rules violated, 1 not judged/u)
  })

  it("do not ask for the end of what its customer left, nor for answers of what is broken", () => {
    expect(violated(withAsked(asked({ outcome: "closed", ends: 0, abandoned: true })))).toEqual([])
    const during = { outcome: "error model-unavailable", intended: 599_000 } as const
    expect(violated(withAsked(...Array.from({ length: 50 }, () => asked(during))))).toEqual([])
  })

  it("owe no answer within the recovery, but one after it", () => {
    const at = (intended: number) =>
      withAsked(...Array.from({ length: 5 }, () => asked({ outcome: "error timeout", intended })))
    expect(violated(at(602_900))).toEqual([])
    expect(violated(at(603_100))).toEqual(["unanswered while nothing was broken"])
  })
})

describe("the metrics page", () => {
  const page = readMetrics(
    [
      "# HELP a_total words",
      'manga_assist_sink_records{sink="audit",event="accepted"} 7',
      'manga_assist_sink_records{sink="audit",event="written"} 4',
      'manga_assist_sink_records{sink="audit",event="dropped"} 0',
      'manga_assist_sink_records{sink="audit",event="pending"} 2',
      'manga_assist_sink_records{sink="audit",event="refused"} 1',
      "manga_assist_open_connections 3",
      'turns_total{outcome="complete",source="exact"} 5',
      'turns_total{outcome="complete",source="model"} 6',
    ].join("\n"),
  )

  it("is read by name and labels; what is absent is not zero", () => {
    expect(page.value("manga_assist_open_connections")).toBe(3)
    expect(page.value("turns_total", { source: "model" })).toBe(6)
    expect(page.value("turns_total", { source: "stale" })).toBeUndefined()
  })

  it("gives the balance of each sink", () => {
    const [audit] = sinkBalances(page)
    expect(audit).toEqual({
      sink: "audit",
      accepted: 7,
      written: 4,
      dropped: 0,
      pending: 2,
      refused: 1,
    })
    expect(unaccounted(audit ?? balance())).toBe(1)
  })
})

describe("the slope", () => {
  it("is that of the line through the points", () => {
    expect(slope([0, 1, 2, 5].map((x) => [x, 3 * x + 7]))).toBeCloseTo(3, 10)
    expect(
      slope([
        [0, 1],
        [1, 5],
        [2, 3],
      ]),
    ).toBeCloseTo(1, 10)
  })

  it("is none without two moments", () => {
    expect([
      slope([]),
      slope([[1, 1]]),
      slope([
        [1, 1],
        [1, 9],
      ]),
    ]).toEqual([0, 0, 0])
  })
})
