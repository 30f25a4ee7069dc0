/**
 * The load clients against a real server over loopback. What the server itself wrote down is the truth, and how
 * late this process was served is known, so that a busy machine fails nothing here.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { after } from "../src/laboratory/Technique.ts"
import { runTurns } from "../src/laboratory/TurnLoad.ts"
import { LatencyHistogram } from "../src/measure/LatencyHistogram.ts"
import { sharedClock } from "../src/measure/OpenLoop.ts"
import { killProcesses, type PinnedProcess, startProcess } from "../src/process/PinnedProcess.ts"
import type { CustomersCalls } from "../src/store/CustomersProcess.ts"
import type { DelayingCalls, Served } from "./fixtures/DelayingServer.ts"

let server: PinnedProcess<DelayingCalls>
let customers: PinnedProcess<CustomersCalls>
let url = ""

beforeAll(async () => {
  server = await startProcess<DelayingCalls>(
    new URL("fixtures/DelayingServer.ts", import.meta.url).href,
    { core: 1 },
  )
  customers = await startProcess<CustomersCalls>(
    new URL("../src/store/CustomersProcess.ts", import.meta.url).href,
    { core: 0 },
  )
  url = `http://127.0.0.1:${await server.call("port")}`
}, 30_000)

afterAll(killProcesses)

/** 90 % after 600 ms, 9 % after 1,200 ms, 1 % after 2,500 ms. */
const delayOf = (index: number) => (index % 100 === 99 ? 2_500 : index % 10 === 9 ? 1_200 : 600)
const known = [
  [50, 600],
  [85, 600],
  [95, 1_200],
  [100, 2_500],
] as const

const questionsWithDelays = () => {
  let asked = 0
  return () => {
    const index = asked++
    return `question ${index}, after ${delayOf(index)} ms`
  }
}

/** What each customer waited for by the server's own log, from the intended moment. */
const feltByLog = (served: ReadonlyArray<Served>, intended: ReadonlyMap<string, number>) =>
  served.map(({ answeredAt, text }) => answeredAt - (intended.get(text) ?? Number.NaN))

/** How late timers of this process were at most: an answer that has arrived waits as long for its turn. */
const watchLateness = () => {
  const late: Array<number> = []
  let due = performance.now() + 5
  const timer = setInterval(() => {
    const now = performance.now()
    late.push(Math.max(0, now - due))
    due = now + 5
  }, 5)
  return () => {
    clearInterval(timer)
    return Math.max(0, ...late)
  }
}

/** Within 2 %, and what others on the machine kept this process waiting. */
const expectSame = (
  measured: LatencyHistogram,
  truth: LatencyHistogram,
  percent: number,
  lateMs: number,
) => {
  const known = truth.percentile(percent)
  expect(measured.percentile(percent), `p${percent}`).toBeGreaterThan(0.98 * known)
  expect(measured.percentile(percent), `p${percent}`).toBeLessThan(1.02 * known + lateMs)
}

describe("load over real sockets, known delays", { timeout: 60_000 }, () => {
  it("has the percentiles that the server gave, within 2 %, edge included (turns)", async () => {
    const arranged = { url, configuration: after, seed: undefined }
    const lateness = watchLateness()
    const outcome = await runTurns(arranged, {
      turns: 100,
      perSecond: 50,
      seed: 3,
      question: questionsWithDelays(),
    })
    const lateMs = lateness()
    const { served } = await server.call("log")
    expect(outcome.failures).toEqual([])
    expect(outcome.turns).toHaveLength(100)
    const intended = new Map(outcome.turns.map((turn) => [turn.question, turn.intendedAt]))
    const measured = LatencyHistogram.of(outcome.turns.map(({ firstTokenMs }) => firstTokenMs))
    const truth = LatencyHistogram.of(feltByLog(served, intended))
    const edgeMs = 8
    for (const [percent, delay] of known) {
      expectSame(measured, truth, percent, lateMs)
      expect(measured.percentile(percent)).toBeGreaterThan((delay + edgeMs) * 0.98)
    }
  })

  it("has the latencies that the server gave (chats on kept sockets)", async () => {
    const texts = Array.from({ length: 100 }, questionsWithDelays())
    await customers.call("open", { url, sockets: 100 })
    const told = await customers.call("arrive", { url, texts, perSecond: 50, seed: 9 })
    const { served } = await server.call("log")
    expect(served).toHaveLength(100)
    expect(told.filter(({ outcome }) => outcome !== "complete")).toEqual([])
    for (const { endMs, firstMs = 0, text } of told) {
      const delay = Number(/after (\d+) ms/.exec(text)?.[1])
      expect(firstMs).toBeGreaterThan(delay * 0.98)
      expect(endMs).toBeGreaterThanOrEqual(firstMs)
    }
  })
})

describe("load over real sockets, a stalled server", { timeout: 60_000 }, () => {
  const stallAt = 50
  const many = 150
  const perSecond = 50
  const stallMs = 1_000
  const asks = () => {
    let asked = 0
    return () => {
      const index = asked++
      return index === stallAt ? `${index}: stand still for ${stallMs} ms` : `${index}`
    }
  }

  it("counts the stall for all who came while it lasted, from their intended moment", async () => {
    const arranged = { url, configuration: after, seed: undefined }
    const lateness = watchLateness()
    const outcome = await runTurns(arranged, {
      turns: many,
      perSecond,
      seed: 5,
      question: asks(),
    })
    const lateMs = lateness()
    const { served, stalled } = await server.call("log")
    expect(outcome.failures).toEqual([])
    expect(outcome.turns).toHaveLength(many)
    const intended = new Map(outcome.turns.map((turn) => [turn.question, turn.intendedAt]))
    const measured = LatencyHistogram.of(outcome.turns.map(({ firstTokenMs }) => firstTokenMs))
    const truth = LatencyHistogram.of(feltByLog(served, intended))
    for (const percent of [90, 99, 100]) expectSame(measured, truth, percent, lateMs)
    const { from = 0, until = 0 } = stalled ?? {}
    expect(until - from).toBeGreaterThan(stallMs - 5)
    const during = outcome.turns.filter(
      ({ intendedAt }) => intendedAt >= from && intendedAt < until,
    )
    // 50 a second for a second; nobody among them was answered before it was over.
    expect(during.length).toBeGreaterThan(25)
    for (const { firstTokenMs, intendedAt } of during) {
      expect(firstTokenMs).toBeGreaterThan(until - intendedAt - 5)
    }
    // What a clock in the server sees of it: one slow question, and all others as quick as ever.
    const inside = LatencyHistogram.of(served.map(({ answeredAt, readAt }) => answeredAt - readAt))
    expect(measured.percentile(90)).toBeGreaterThan(5 * inside.percentile(90))
  })

  it("counts its own standing still as latency", async () => {
    const arranged = { url, configuration: after, seed: undefined }
    const running = runTurns(arranged, {
      turns: 60,
      perSecond,
      seed: 7,
      question: asks(),
    })
    await new Promise((resolve) => setTimeout(resolve, 600))
    const from = sharedClock.now()
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400)
    const until = sharedClock.now()
    const { failures, turns } = await running
    await server.call("log")
    // A question that came before its late opening waits for it, and is not left out.
    expect(failures).toEqual([])
    const during = turns.filter(({ intendedAt }) => intendedAt >= from && intendedAt < until)
    expect(during.length).toBeGreaterThan(10)
    for (const { firstTokenMs, intendedAt } of during) {
      expect(firstTokenMs).toBeGreaterThan(until - intendedAt)
    }
  })
})
