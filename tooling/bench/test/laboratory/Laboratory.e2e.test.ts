import { afterAll, beforeAll, expect, it } from "vitest"
import { nextLikeTitles, nextVolume } from "../../src/store/LaboratoryQuestions.ts"
import { type Laboratory, openLaboratory } from "../../src/laboratory/RunningLaboratory.ts"
import {
  after,
  before,
  type Configuration,
  switched,
  type Technique,
} from "../../src/laboratory/Technique.ts"
import { type ObservedTurn, runTurns } from "../../src/laboratory/TurnLoad.ts"
import { floorOf } from "../../src/laboratory/Floor.ts"

/** Every switch by what can be counted: connections, bytes, stages, order. Never by how long it took. */

let laboratory: Laboratory

beforeAll(async () => {
  laboratory = await openLaboratory()
}, 120_000)

afterAll(() => laboratory[Symbol.asyncDispose]())

const many = 4

const run = async (configuration: Configuration, question = nextLikeTitles) => {
  const arranged = await laboratory.arrange(configuration)
  await laboratory.calls()
  await fetch(`${laboratory.admin}/stats/reset`, { method: "POST" })
  const outcome = await runTurns(arranged, { turns: many, perSecond: 10, seed: 2, question })
  const stats = (await (await fetch(`${laboratory.admin}/stats`)).json()) as {
    readonly bedrock: { readonly handshakes: number; readonly inputTokens: number }
  }
  expect(outcome.failures).toEqual([])
  expect(outcome.turns).toHaveLength(many)
  return { ...outcome, ...stats.bedrock, calls: await laboratory.calls() }
}

const stagesOf = ({ stages }: ObservedTurn) => new Set(stages.map(({ stage }) => stage))
const spanOf = ({ stages }: ObservedTurn, name: string) =>
  stages.find(({ stage }) => stage === name)
const without = (...names: ReadonlyArray<Technique>) => switched(after, false, ...names)

it("with everything on is the store's own turn: kept connections, nothing played, products first", async () => {
  await run(after)
  const { calls, handshakes, turns } = await run(after)
  expect(handshakes).toBe(0)
  for (const turn of turns) {
    const stages = stagesOf(turn)
    for (const name of ["hops", "guardrail", "cache-write", "session-update"]) {
      expect(stages).not.toContain(name)
    }
    for (const name of ["embedding", "search", "facts", "model"]) expect(stages).toContain(name)
    expect(turn.firstProductsMs).toBeLessThan(turn.firstTokenMs)
  }
  // 8 + 20 + 45 + 8 + 680 exactly, give or take a timer's fraction; never less.
  expect(floorOf(turns, calls).floorMs).toBeGreaterThanOrEqual(760.9)
})

it("opens a connection for each call to Bedrock where they are not kept", async () => {
  const { handshakes } = await run(without("keep-alive"))
  expect(handshakes).toBe(2 * many)
})

it("awaits guardrail and writes, in this order, before the first word", async () => {
  const { turns } = await run(without("sinks-off-path"))
  for (const turn of turns) {
    const [guardrail, write, update] = ["guardrail", "cache-write", "session-update"].map((name) =>
      spanOf(turn, name),
    )
    expect(guardrail?.startMs).toBeGreaterThanOrEqual(spanOf(turn, "model")?.endMs ?? 0)
    expect(write?.startMs).toBeGreaterThanOrEqual(guardrail?.endMs ?? Infinity)
    expect(update?.startMs).toBeGreaterThanOrEqual(write?.endMs ?? Infinity)
    expect([guardrail, write, update].map((span) => span?.outcome)).toEqual(["ok", "ok", "ok"])
    expect(turn.firstTokenMs).toBeGreaterThan(update?.endMs ?? Infinity)
  }
})

it("asks one thing after the other where reads are not parallel", async () => {
  const overlaps = (turn: ObservedTurn) => {
    const recall = spanOf(turn, "recall")
    const embedding = turn.stages.find(({ stage }) => stage === "embedding")
    return recall === undefined || embedding === undefined ? [] : [embedding.endMs - recall.endMs]
  }
  const parallel = await run(after)
  const sequential = await run(without("parallel-reads"))
  // The embedding takes 20 ms at least; only after the look-up has ended does it begin there.
  for (const gap of sequential.turns.flatMap(overlaps)) expect(gap).toBeGreaterThanOrEqual(19.9)
  expect(parallel.turns.flatMap(overlaps)).toHaveLength(many)
})

it("reads the session after the message has come where nothing is read ahead", async () => {
  const queries = (calls: Awaited<ReturnType<Laboratory["calls"]>>) =>
    calls.filter(({ operation }) => operation === "Query")
  const { calls, turns } = await run(without("prefetch"))
  // A read that a busy machine makes late is given up, so not every one is in the log.
  expect(queries(calls)).not.toEqual([])
  const first = Math.min(...turns.map(({ intendedAt, sentMs }) => intendedAt + sentMs))
  for (const { arrivedAt } of queries(calls)) expect(arrivedAt).toBeGreaterThan(first)
  const ahead = await run(after)
  for (const { arrivedAt } of queries(ahead.calls)) {
    expect(ahead.turns.some(({ intendedAt, sentMs }) => arrivedAt < intendedAt + sentMs)).toBe(true)
  }
})

it("sends the whole history, waits for hops, holds products back", async () => {
  const pruned = await run(after, nextVolume)
  const whole = await run(without("pruning"), nextVolume)
  // Both hold what never changes, which is most of it.
  expect(whole.inputTokens).toBeGreaterThan(1.25 * pruned.inputTokens)
  const { turns } = await run(without("one-process", "products-first"))
  for (const turn of turns) {
    expect(spanOf(turn, "hops")?.endMs).toBeGreaterThanOrEqual(19.5)
    expect((turn.firstProductsMs ?? 0) + 50).toBeGreaterThan(turn.firstTokenMs)
  }
})

it("has every stage of the document's waterfall with everything off", async () => {
  const { handshakes, turns } = await run(before)
  expect(handshakes).toBe(2 * many)
  for (const turn of turns) {
    for (const name of ["hops", "prefetch", "recall", "search", "model", "guardrail"]) {
      expect(stagesOf(turn)).toContain(name)
    }
    // Products are held back as long as the words.
    expect(turn.firstProductsMs).toBeGreaterThan(spanOf(turn, "session-update")?.endMs ?? Infinity)
  }
})
