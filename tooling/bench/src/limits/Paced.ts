/**
 * Measures the store as customers use it: 3,000 sessions are open, and each asks one question in about two minutes, over
 * the services of `Misses.ts` and with its questions. But for `answerShape`, waits are the server's own.
 */
import { row } from "../command/Row.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { startProcess } from "../process/PinnedProcess.ts"
import { together } from "../process/Together.ts"
import type { CustomersCalls } from "../store/CustomersProcess.ts"
import { nextWish } from "../store/LaboratoryQuestions.ts"
import { askAll, usageOf } from "../store/StoreTime.ts"
import { answerShape, openReplayedStore } from "./ReplayedStore.ts"

const sessions = 3_000
const apartSeconds = 120
const perSecond = sessions / apartSeconds
/** A call of a child may take two minutes. */
const seconds = { quick: 40, full: 100 }
const leastAnswered = 0.99

export const paced = row({
  name: "paced",
  processes: () =>
    together(async (use) => {
      const { server } = await use(openReplayedStore({}))
      const file = import.meta.resolve("../store/CustomersProcess.ts")
      return { server, customers: await use(startProcess<CustomersCalls>(file, { core: 1 })) }
    }),
  warm: async ({ customers, server }) => {
    // Turns keep their deadlines here: no more at once than answer in time.
    await askAll(server, 60, 2_000, nextWish)
    await customers.call("open", { url: server.url, sockets: sessions })
  },
  rounds: ({ quick }) => (quick ? 1 : 3),
  load: async ({ customers, server }, { quick, seed }, round) => {
    const texts = Array.from(
      { length: perSecond * (quick ? seconds.quick : seconds.full) },
      nextWish,
    )
    const before = await usageOf(server)
    const asked = { url: server.url, texts, perSecond, seed: seed + round }
    const told = await customers.call("arrive", asked)
    const { cpuMs } = await usageOf(server)
    const answered = told.filter(({ outcome }) => outcome === "complete")
    if (answered.length < leastAnswered * texts.length) {
      throw new Error(`${answered.length} of ${texts.length} paced questions were answered`)
    }
    const content = LatencyHistogram.of(
      answered.flatMap(({ firstMs, productsMs }) => productsMs ?? firstMs ?? []),
    )
    return {
      cpuMs: (cpuMs - before.cpuMs) / texts.length,
      p50: content.percentile(50),
      p95: content.percentile(95),
      p99: content.percentile(99),
    }
  },
  figures: ({ quick }) => [
    ...(["p50", "p95", "p99"] as const).map((of) => ({
      name: `${sessions} paced customers, first content: ${of}` as const,
      unit: "ms",
      of,
      note: () =>
        of === "p50"
          ? `Poisson, ${perSecond} questions a second for ${quick ? seconds.quick : seconds.full} s, from the intended sending; the model begins its text after ${answerShape.firstMs} ms`
          : undefined,
    })),
    {
      name: `${sessions} paced customers: processor time of a message`,
      unit: "ms",
      of: "cpuMs",
      note: "all of the process meanwhile; of a full core: `processor time: a miss`",
    },
  ],
})
