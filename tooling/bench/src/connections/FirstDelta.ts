/**
 * Measures the time to the first delta of a single chat, by client: what it adds to a raw request on loopback, and how
 * many round trips it takes where each costs 20 ms.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { median } from "../measure/Statistics.ts"
import { together } from "../process/Together.ts"
import { variants } from "./clients/ChatClient.ts"
import { type Client, openLaboratory, startAll } from "./laboratory/Laboratory.ts"

const shape = { deltas: 3, gapMs: 1, firstMs: 0 }
const near = ["raw", "bedrock-chat"] as const
const far = [...near, "sdk-default"] as const
const roundTripMs = 20
const portions = 5

interface Seen {
  readonly added: number
  readonly far: (variant: (typeof far)[number]) => number
}

/** In small portions one after the other: a slow moment of the machine hits all of them. */
const medians = async <V>(clients: ReadonlyMap<V, Client>, chats: number) => {
  const waits = new Map<V, Array<number>>()
  for (let portion = 0; portion < portions; portion += 1) {
    for (const [variant, client] of clients) {
      const load = { shape, chats: chats / portions, concurrency: 1 }
      const { firstMs } = await client.call("askMany", load)
      waits.set(variant, (waits.get(variant) ?? []).concat(firstMs))
    }
  }
  return (variant: V) => median(waits.get(variant) ?? [])
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
  load: async (lab, { quick }): Promise<Seen> => {
    const nearly = await medians(lab.near, quick ? 60 : 300)
    const added = nearly("bedrock-chat") - nearly("raw")
    return { added, far: await medians(lab.far, quick ? 15 : 60) }
  },
  figures: () => [
    {
      name: "added to raw before the first delta, loopback, p50: BedrockChat",
      unit: "ms",
      of: ({ added }: Seen) => added,
      target: atMost(0.3),
    },
    ...far.map((variant) => ({
      name: `time to first delta, 20 ms round trip, warm p50: ${variants[variant]}` as const,
      unit: "ms",
      of: (seen: Seen) => seen.far(variant),
      target: variant === "bedrock-chat" ? atMost(roundTripMs + 3) : undefined,
    })),
  ],
})
