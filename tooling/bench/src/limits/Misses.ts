/**
 * Measures what a cache miss costs the orchestrator, from its vectors to its records. Every question is new. The services
 * cost next to nothing (`ReplayedStore.ts`) and many ask at once, so that the orchestrator's core is the bottleneck.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { settle } from "../measure/Settle.ts"
import { nextWish } from "../store/LaboratoryQuestions.ts"
import { askAll } from "../store/StoreTime.ts"
import { profileOf } from "./Profile.ts"
import { answerShape, openReplayedStore } from "./ReplayedStore.ts"

const environment = {
  // A first token waits for a core that is full: no turn is to be cut for it.
  LATENCY_BUDGET_MS: "20000",
  // Nobody looks inside while processor time is measured; the profile is taken afterwards.
  NODE_OPTIONS: "--inspect=127.0.0.1:0",
}

export const users = (quick: boolean): number => (quick ? 120 : 250)
const count = (quick: boolean): number => users(quick) * (quick ? 8 : 16)

export const misses = row({
  name: "miss",
  processes: () => openReplayedStore(environment),
  warm: ({ server }, { quick }) =>
    // By twice as many customers: the core is full, and it takes half as long.
    settle(async () => ({
      cost: (await askAll(server, 2 * users(quick), count(quick), nextWish)).cpuMs,
    })),
  load: async ({ server, services }, { quick }) => {
    const before = await services.call("counts")
    const { answers, cpuMs } = await askAll(server, users(quick), count(quick), nextWish)
    const asked = answers.length
    return {
      cpuMs,
      handshakes: (await services.call("counts")).handshakes - before.handshakes,
      asked,
      fromModel: answers.filter(({ end }) => end.source === "model").length / asked,
      frames: answers.reduce((sum, { deltas }) => sum + deltas, 0) / asked,
    }
  },
  figures: ({ quick }) => [
    {
      name: "processor time: a miss",
      unit: "ms",
      of: "cpuMs",
      target: atMost(1.9),
      note: ([seen]) =>
        `${users(quick)} customers at once; stretch goal 1.2 ms; ${(100 * (seen?.fromModel ?? 0)).toFixed(0)} % were answered by the model, in ${seen?.frames.toFixed(1)} frames of text for ${answerShape.deltas} deltas`,
    },
    {
      name: "TLS handshakes to the model, per 1,000 chats",
      unit: "handshakes",
      of: ({ asked, handshakes }) => (1_000 * handshakes) / asked,
      target: atMost(4),
    },
  ],
  afterwards: (store, measuring) => profileOf(store, measuring, users(measuring.quick)),
})
