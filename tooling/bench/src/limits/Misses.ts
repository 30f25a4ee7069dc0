/**
 * Measures what a cache miss costs the orchestrator: embedding, search, prices, a streamed model answer, its frames,
 * the session's writes and the sinks. Every question is new.
 *
 * The services cost next to nothing (`ReplayedStore.ts`) and many customers ask at once, so that the orchestrator's
 * core is the bottleneck, as in capacity planning.
 */
import { type Part } from "../command/Benchmark.ts"
import { atLeast, atMost, figuresOver } from "../measure/Figure.ts"
import { settle } from "../measure/Settle.ts"
import { answerShape, missQuestion, patientBudget, users } from "./MissLoad.ts"
import { profiles } from "./Profile.ts"
import { withReplayedStore } from "./ReplayedStore.ts"
import { askAll } from "../store/StoreTime.ts"

/** Nobody looks inside while processor time is measured; the profile is taken afterwards. */
const environment = { ...patientBudget, NODE_OPTIONS: "--inspect=127.0.0.1:0" }

export const misses: Part = {
  name: "miss",
  measure: (measuring) =>
    withReplayedStore(answerShape, { environment }, async (store) => {
      const { overRounds, progress, quick, rounds } = measuring
      const { server, services } = store
      const atOnce = quick ? users.quick : users.full
      const each = quick ? 8 : 16
      await settle(async () => {
        progress.step("miss: warming up until it gets no cheaper")
        // By twice as many customers: the core is full, and it takes half as long.
        return { cost: (await askAll(server, 2 * atOnce, atOnce * each, missQuestion)).cpuMs }
      })
      const rows = await overRounds(rounds, async (round) => {
        progress.step(`miss: round ${round + 1} of ${rounds}`)
        const before = await services.call("counts")
        const { answers, cpuMs, delayMs } = await askAll(
          server,
          atOnce,
          atOnce * each,
          missQuestion,
        )
        const after = await services.call("counts")
        const frames = answers.reduce((sum, { deltas }) => sum + deltas, 0)
        return {
          cpuMs,
          delayMs,
          share:
            answers.filter(({ end: { source } }) => source === "model").length / answers.length,
          handshakes: (1_000 * (after.handshakes - before.handshakes)) / answers.length,
          frames: frames / answers.length,
        }
      })
      const of = figuresOver(rows)
      return [
        of("processor time: a miss", "ms", "cpuMs", {
          target: atMost(2),
          note: `${atOnce} customers at once; stretch goal 1.2 ms`,
        }),
        of("misses a core can carry", "per second", ({ cpuMs }) => 1_000 / cpuMs, {
          target: atLeast(500),
        }),
        of(
          "deltas of the model a core can carry",
          "per second",
          ({ cpuMs }) => (answerShape.deltas * 1_000) / cpuMs,
          { note: "all else of the turn included" },
        ),
        of("frames of text the customer gets", "frames", "frames", {
          note: `of ${answerShape.deltas} deltas, ${answerShape.gapMs} ms apart`,
        }),
        of("questions the model answered", "share", "share", {
          note: "of those meant as misses",
        }),
        of("TLS handshakes to the model, per 1,000 chats", "handshakes", "handshakes", {
          target: atMost(4),
        }),
        of("event-loop delay with a full core, p99", "ms", "delayMs", {
          note: "Node's histogram counts its own interval of 10 ms in",
        }),
        ...(await profiles(store, measuring)),
      ]
    }),
}
