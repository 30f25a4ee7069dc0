/**
 * Measures the time to the first delta of a single chat, by client: what it adds to a raw request on loopback, and how
 * many round trips it takes where each costs 20 ms. Clients take turns: a slow moment of the machine hits all of them.
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

/** In the order of the clients. */
const medians = async (clients: ReadonlyMap<unknown, Client>, chats: number) => {
  const waits = Array.from(clients, () => new Array<number>())
  const load = { shape, chats: chats / portions, concurrency: 1 }
  for (let portion = 0; portion < portions; portion += 1) {
    for (const [at, client] of [...clients.values()].entries()) {
      waits[at]?.push(...(await client.call("askMany", load)).firstMs)
    }
  }
  return waits.map(median)
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
  load: async (lab, { quick }) => ({
    near: await medians(lab.near, quick ? 60 : 300),
    far: await medians(lab.far, quick ? 15 : 60),
  }),
  figures: () => [
    {
      name: "added to raw before the first delta, loopback, p50: BedrockChat",
      unit: "ms",
      of: ({ near: [raw = Number.NaN, ours = Number.NaN] }) => ours - raw,
      target: atMost(0.3),
    },
    ...far.map((variant, at) => ({
      name: `time to first delta, 20 ms round trip, warm p50: ${variants[variant]}` as const,
      unit: "ms",
      of: (seen: { readonly far: ReadonlyArray<number> }) => seen.far[at],
      target: variant === "bedrock-chat" ? atMost(roundTripMs + 3) : undefined,
    })),
  ],
})
