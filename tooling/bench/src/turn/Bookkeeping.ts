/**
 * Measures the processor time of three parts of a turn without any reads: the ledger (which times the stages),
 * prefetch on connect, and type-ahead (reads for drafts, the text that a customer is still typing).
 */
import { Ledger } from "@manga-assist/latency-budget"
import { makePrefetch, makeTypeAhead } from "@manga-assist/prefetch"
import { Effect } from "effect"
import { type Part } from "../command/Benchmark.ts"
import { atMost, figuresOver } from "../measure/Figure.ts"
import { costOf } from "../process/OwnProcess.ts"

const stagesPerTurn = 8

export const bookkeeping: Part = {
  name: "bookkeeping",
  measure: async ({ overRounds, quick, rounds }) => {
    const count = quick ? 50_000 : 200_000
    const source = { load: () => Effect.succeed("there"), deadlineMs: 100, freshForMs: 300_000 }
    const { ahead, prefetch } = await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const prefetch = yield* makePrefetch(
            { a: source, b: source, c: source, d: { ...source, shared: true } },
            { idleRefreshMs: 0 },
          )
          const ahead = yield* makeTypeAhead<string>({ minGapMs: 0, burst: 1_000_000 })
          return { ahead, prefetch }
        }),
      ),
    )
    const turn = () => {
      const ledger = new Ledger({ totalMs: 2_000 })
      for (let stage = 0; stage < stagesPerTurn; stage += 1) ledger.begin("stage")("ok")
      return ledger
    }
    const key = { session: "s", user: "u" }
    const asks = Effect.succeed({ key: "k", read: Effect.succeed("found") })
    const measured = {
      stage: () => costOf(count, turn) / stagesPerTurn,
      take: () => costOf(count / 10, () => Effect.runSync(prefetch.take(key, 0))),
      open: () =>
        costOf(count / 10, () => {
          Effect.runSync(prefetch.start(key))
          Effect.runSync(prefetch.close(key))
        }),
      draft: () =>
        costOf(count / 10, () => {
          ahead.draft("s", asks)
          const read = ahead.take("s", "k")
          if (read !== undefined) Effect.runSync(read)
        }),
    }
    for (const run of Object.values(measured)) run()
    const rows = await overRounds(rounds, async () => ({
      stage: measured.stage(),
      take: measured.take(),
      open: measured.open(),
      draft: measured.draft(),
    }))
    const of = figuresOver(rows)
    return [
      of("ledger: one stage", "µs", "stage", { target: atMost(2) }),
      of("prefetch: one take of four sources at hand", "µs", "take"),
      of("prefetch: one opening and closing, nothing to read", "µs", "open"),
      of("type-ahead: one draft, taken", "µs", "draft"),
    ]
  },
}
