/**
 * Measures what a cache miss costs the orchestrator: embedding, search, prices, a streamed model answer, its frames,
 * the session's writes and the sinks. Every question is new.
 *
 * The services cost next to nothing (`ReplayedStore.ts`) and many customers ask at once, so that the orchestrator's
 * core is the bottleneck, as in capacity planning.
 */
import { row } from "../command/Row.ts"
import { atLeast, atMost } from "../measure/Figure.ts"
import { settle } from "../measure/Settle.ts"
import { askAll } from "../store/StoreTime.ts"
import { answerShape, missQuestion, patientBudget, users } from "./MissLoad.ts"
import { profileOf } from "./Profile.ts"
import { openReplayedStore } from "./ReplayedStore.ts"

/** Nobody looks inside while processor time is measured; the profile is taken afterwards. */
const environment = { ...patientBudget, NODE_OPTIONS: "--inspect=127.0.0.1:0" }
const sizeOf = (quick: boolean) => ({
  atOnce: quick ? users.quick : users.full,
  each: quick ? 8 : 16,
})

export const misses = row({
  name: "miss",
  processes: () => openReplayedStore(answerShape, { environment }),
  warm: ({ server }, { quick }) => {
    const { atOnce, each } = sizeOf(quick)
    // By twice as many customers: the core is full, and it takes half as long.
    return settle(async () => ({
      cost: (await askAll(server, 2 * atOnce, atOnce * each, missQuestion)).cpuMs,
    }))
  },
  readers: ({ services }) => ({
    handshakes: async () => (await services.call("counts")).handshakes,
  }),
  load: async ({ server }, { quick }) => {
    const { atOnce, each } = sizeOf(quick)
    const { answers, cpuMs } = await askAll(server, atOnce, atOnce * each, missQuestion)
    const asked = answers.length
    return {
      cpuMs,
      asked,
      atOnce,
      fromModel: answers.filter(({ end }) => end.source === "model").length / asked,
      frames: answers.reduce((sum, { deltas }) => sum + deltas, 0) / asked,
    }
  },
  figures: () => [
    {
      name: "processor time: a miss",
      unit: "ms",
      of: "cpuMs",
      target: atMost(2),
      note: ([seen]) =>
        `${seen?.atOnce} customers at once; stretch goal 1.2 ms; ${(100 * (seen?.fromModel ?? 0)).toFixed(0)} % were answered by the model, in ${seen?.frames.toFixed(1)} frames of text for ${answerShape.deltas} deltas`,
    },
    {
      name: "misses a core can carry",
      unit: "per second",
      of: ({ cpuMs }) => 1_000 / cpuMs,
      target: atLeast(500),
    },
    {
      name: "TLS handshakes to the model, per 1,000 chats",
      unit: "handshakes",
      of: ({ asked, handshakes }) => (1_000 * handshakes) / asked,
      target: atMost(4),
    },
  ],
  afterwards: profileOf,
})
