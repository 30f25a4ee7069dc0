/**
 * Measures the time to the first delta of a single chat, by client: what it adds to a raw request on loopback, and how
 * many round trips it takes where each costs 20 ms.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { together } from "../process/Together.ts"
import { variants } from "./clients/ChatClient.ts"
import { type Client, openLaboratory, startAll } from "./laboratory/Laboratory.ts"

const shape = { deltas: 3, gapMs: 1, firstMs: 0 }
const near = ["raw", "bedrock-chat"] as const
const far = [...near, "sdk-default"] as const
const roundTripMs = 20
const portions = 5

type Medians<V extends string> = Readonly<Record<V, number>>

interface Seen {
  readonly near: Medians<(typeof near)[number]>
  readonly far: Medians<(typeof far)[number]>
}

/** In small portions one after the other: a slow moment of the machine hits all of them. */
const medians = async <V extends string>(clients: ReadonlyMap<V, Client>, chats: number) => {
  const samples = new Map<V, LatencyHistogram>()
  for (let portion = 0; portion < portions; portion += 1) {
    for (const [variant, client] of clients) {
      const load = { shape, chats: chats / portions, concurrency: 1 }
      const asked = await client.call("askMany", load)
      if (asked.failed > 0) throw new Error(asked.firstFailure)
      const histogram = samples.get(variant) ?? new LatencyHistogram()
      samples.set(variant, histogram)
      for (const each of asked.firstMs) histogram.record(each)
    }
  }
  const all = [...samples].map(([variant, histogram]) => [variant, histogram.percentile(50)])
  return Object.fromEntries(all) as Medians<V> // Each client was asked.
}

export const firstDelta = row({
  name: "first-delta",
  processes: () =>
    together(async (use) => {
      const laboratory = await use(openLaboratory())
      const port = await laboratory.stub.call("relay", roundTripMs / 2)
      return {
        near: await startAll(laboratory, near),
        far: await startAll(laboratory, far, port),
      }
    }),
  warm: async (lab) => {
    await medians(lab.near, 200)
    await medians(lab.far, 10)
  },
  load: async (lab, { quick }): Promise<Seen> => ({
    near: await medians(lab.near, quick ? 60 : 300),
    far: await medians(lab.far, quick ? 15 : 60),
  }),
  figures: () => [
    ...near.map((variant) => ({
      name: `time to first delta, loopback, p50: ${variants[variant]}` as const,
      unit: "ms",
      of: (seen: Seen) => seen.near[variant],
    })),
    {
      name: "added to raw before the first delta, loopback, p50: BedrockChat",
      unit: "ms",
      of: (seen: Seen) => seen.near["bedrock-chat"] - seen.near.raw,
      target: atMost(0.3),
    },
    ...far.map((variant) => ({
      name: `time to first delta, 20 ms round trip, warm p50: ${variants[variant]}` as const,
      unit: "ms",
      of: (seen: Seen) => seen.far[variant],
      target: variant === "bedrock-chat" ? atMost(roundTripMs + 3) : undefined,
    })),
  ],
})
