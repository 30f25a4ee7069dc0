/** Measures each client's processor time for one streamed chat, 60 at once, all clients in turn in each round. */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { rotated } from "../measure/Order.ts"
import { together } from "../process/Together.ts"
import { compared, variants } from "./clients/ChatClient.ts"
import { openLaboratory, startAll } from "./laboratory/Laboratory.ts"

const all = [...compared, "raw"] as const
type Costs = Readonly<Record<(typeof all)[number], number>>

const load = { shape: { deltas: 30, gapMs: 10, firstMs: 0 }, concurrency: 60 }
/**
 * The engine compiles a client's code for good only after hundreds of chats: until then a chat costs up to twice
 * as much, that of a small client most. The same chats, sooner.
 */
export const warming = { ...load, shape: { ...load.shape, gapMs: 2 }, chats: 600 }

export const processorTime = row({
  name: "processor-time",
  processes: () =>
    together(async (use) => ({ clients: await startAll(await use(openLaboratory()), all) })),
  warm: async ({ clients }) => {
    for (const client of clients.values()) await client.call("askMany", warming)
  },
  load: async ({ clients }, { quick }, round) => {
    const costs: Array<readonly [string, number]> = []
    for (const [variant, client] of rotated([...clients], round)) {
      // Those that cost little need more of them to be told apart.
      const chats = quick ? (variant.startsWith("sdk") ? 120 : 240) : 600
      costs.push([variant, (await client.call("askMany", { ...load, chats })).cpuMs / chats])
    }
    return Object.fromEntries(costs) as Costs // Each of `all` was asked.
  },
  figures: () => [
    ...all.map((of) => ({
      name: `processor time of a chat: ${variants[of]}` as const,
      unit: "ms",
      of,
    })),
    {
      name: "processor time: BedrockChat ÷ raw",
      unit: "times",
      of: (costs: Costs) => costs["bedrock-chat"] / costs.raw,
      target: atMost(1.25),
    },
    {
      name: "processor time: BedrockChat ÷ SDK default",
      unit: "times",
      of: (costs: Costs) => costs["bedrock-chat"] / costs["sdk-default"],
      target: atMost(0.3),
    },
  ],
})
