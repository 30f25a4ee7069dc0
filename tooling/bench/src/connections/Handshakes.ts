/**
 * Counts TLS handshakes on the server, by client, of a process's first chats; and the most sessions that our clients
 * keep open under 300 concurrent chats.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { compared, type Variant, variants } from "./clients/ChatClient.ts"
import type { AskMany } from "./clients/ClientProcess.ts"
import { type Client, type Laboratory, openLaboratory } from "./laboratory/Laboratory.ts"

const ours = ["sdk-handler", "bedrock-chat"] as const
const short = { shape: { deltas: 3, gapMs: 1, firstMs: 0 }, chats: 700, concurrency: 50 }
const cold = { shape: { deltas: 30, gapMs: 2, firstMs: 0 }, chats: 300, concurrency: 60 }
/** Ten deltas, because 30 of them would load the server more than the clients. */
const busy = { shape: { deltas: 10, gapMs: 20, firstMs: 0 }, concurrency: 300 }
/** Our pool's own limit, below the server's; see its `maxStreamsPerSession`. */
const streamsOnSession = 64
const sessionsNeeded = Math.ceil(busy.concurrency / streamsOnSession)

const counted = async ({ stub }: Laboratory, client: Client, load: AskMany) => {
  await stub.call("resetCounts")
  await client.call("askMany", load)
  return await stub.call("counts")
}

interface Seen {
  readonly cold: number
  readonly thousand?: number
  readonly mostOpen?: number
}
type All = Readonly<Partial<Record<Variant, Seen>>>

export const handshakes = row({
  name: "handshakes",
  processes: openLaboratory,
  rounds: () => 1,
  isSteady: true,
  load: async (laboratory, { quick }): Promise<All> => {
    const seen: Partial<Record<Variant, Seen>> = {}
    for (const variant of compared) {
      await using client = await laboratory.startClient(variant)
      const first = (await counted(laboratory, client, cold)).handshakes
      seen[variant] = { cold: first }
      if (!ours.some((each) => each === variant)) continue
      const thousand = first + (await counted(laboratory, client, short)).handshakes
      const many = { ...busy, chats: quick ? 2_000 : 10_000 }
      const { mostOpen } = await counted(laboratory, client, many)
      seen[variant] = { cold: first, thousand, mostOpen }
    }
    return seen
  },
  figures: () => [
    ...compared.map((variant) => ({
      name: `TLS handshakes of 300 cold chats: ${variants[variant]}` as const,
      unit: "handshakes",
      of: (seen: All) => seen[variant]?.cold,
    })),
    ...ours.flatMap((variant) => [
      {
        name: `TLS handshakes per 1,000 chats: ${variants[variant]}` as const,
        unit: "handshakes",
        of: (seen: All) => seen[variant]?.thousand,
        target: atMost(4),
      },
      {
        name: `most sessions at 300 chats at once: ${variants[variant]}` as const,
        unit: "sessions",
        of: (seen: All) => seen[variant]?.mostOpen,
        target: atMost(sessionsNeeded + 1),
        note: `${sessionsNeeded} are needed at ${streamsOnSession} streams each`,
      },
    ]),
  ],
})
