/**
 * Measures each client's processor time for one streamed chat, 60 at once, all clients in turn in each round. The
 * server counts TLS handshakes of a process's first chats, which warm it, and afterwards the most sessions of our clients.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { rotated } from "../measure/Order.ts"
import { together } from "../process/Together.ts"
import { compared, type Variant, variants } from "./clients/ChatClient.ts"
import { openLaboratory, startAll } from "./laboratory/Laboratory.ts"

const all = [...compared, "raw"] as const
const ours = ["sdk-handler", "bedrock-chat"] as const

const load = { shape: { deltas: 30, gapMs: 10, firstMs: 0 }, concurrency: 60 }
/**
 * The engine compiles a client's code for good only after hundreds of chats: until then a chat costs up to twice
 * as much, that of a small client most. The same chats, sooner.
 */
const warming = { ...load, shape: { ...load.shape, gapMs: 2 } }
const cold = { ...warming, chats: 300 }
const others = { ...warming, chats: 1_700 }
/** Ten deltas, because 30 of them would load the server more than the clients. */
const busy = { shape: { deltas: 10, gapMs: 20, firstMs: 0 }, concurrency: 300 }
export const warmingChats = cold.chats + others.chats
/** Our pool's own limit, below the server's; see its `maxStreamsPerSession`. */
const streamsOnSession = 64
const sessionsNeeded = Math.ceil(busy.concurrency / streamsOnSession)

/** `thousand`: handshakes of so many. */
type Counts = Readonly<Record<"coldMs" | "handshakes" | "thousand", number>>

interface Seen {
  readonly counted: ReadonlyMap<Variant, Counts>
  readonly mostOpen: ReadonlyMap<Variant, number>
  readonly cost: (variant: (typeof all)[number]) => number
}

export const processorTime = row({
  name: "processor-time",
  processes: () =>
    together(async (use) => {
      const laboratory = await use(openLaboratory())
      const clients = await startAll(laboratory, all)
      const counts = { counted: new Map<Variant, Counts>(), mostOpen: new Map<Variant, number>() }
      return { ...laboratory, ...counts, clients }
    }),
  warm: async ({ clients, counted, stub }, { progress }) => {
    for (const [variant, client] of clients) {
      progress.step(`processor-time: warming ${variants[variant]}`)
      await stub.call("resetCounts")
      const coldMs = (await client.call("askMany", cold)).cpuMs / cold.chats
      const { handshakes } = await stub.call("counts")
      await client.call("askMany", others)
      const all = await stub.call("counts")
      const thousand = (1_000 * all.handshakes) / warmingChats
      counted.set(variant, { handshakes, coldMs, thousand })
    }
  },
  load: async ({ clients, counted, mostOpen }, { quick }, round): Promise<Seen> => {
    const costs = new Map<string, number>()
    for (const [variant, client] of rotated([...clients], round)) {
      // Those that cost little need more of them to be told apart.
      const chats = quick ? (variant.startsWith("sdk") ? 120 : 240) : 600
      costs.set(variant, (await client.call("askMany", { ...load, chats })).cpuMs / chats)
    }
    return { counted, mostOpen, cost: (variant) => costs.get(variant) ?? Number.NaN }
  },
  afterwards: async ({ mostOpen, startClient, stub }, { progress, quick }) => {
    for (const variant of ours) {
      progress.step(`processor-time: sessions of ${variants[variant]}`)
      await using client = await startClient(variant)
      await stub.call("resetCounts")
      await client.call("askMany", { ...busy, chats: quick ? 2_000 : 10_000 })
      mostOpen.set(variant, (await stub.call("counts")).mostOpen)
    }
  },
  figures: () => [
    ...all.map((variant) => ({
      name: `processor time of a chat: ${variants[variant]}` as const,
      unit: "ms",
      of: ({ cost }: Seen) => cost(variant),
    })),
    ...all.map((variant) => ({
      name: `processor time of a chat, the first ${cold.chats} of a process: ${variants[variant]}` as const,
      unit: "ms",
      of: ({ counted }: Seen) => counted.get(variant)?.coldMs,
    })),
    {
      name: "processor time: BedrockChat ÷ raw",
      unit: "times",
      of: ({ cost }: Seen) => cost("bedrock-chat") / cost("raw"),
      target: atMost(1.25),
    },
    {
      name: "processor time: BedrockChat ÷ SDK default",
      unit: "times",
      of: ({ cost }: Seen) => cost("bedrock-chat") / cost("sdk-default"),
      target: atMost(0.3),
    },
    ...compared.map((variant) => ({
      name: `TLS handshakes of 300 cold chats: ${variants[variant]}` as const,
      unit: "handshakes",
      of: ({ counted }: Seen) => counted.get(variant)?.handshakes,
    })),
    ...ours.flatMap((variant) => [
      {
        name: `TLS handshakes per 1,000 chats: ${variants[variant]}` as const,
        unit: "handshakes",
        of: ({ counted }: Seen) => counted.get(variant)?.thousand,
        target: atMost(4),
      },
      {
        name: `most sessions at 300 chats at once: ${variants[variant]}` as const,
        unit: "sessions",
        of: ({ mostOpen }: Seen) => mostOpen.get(variant),
        target: atMost(sessionsNeeded + 1),
        note: `${sessionsNeeded} are needed at ${streamsOnSession} streams each`,
      },
    ]),
  ],
})
