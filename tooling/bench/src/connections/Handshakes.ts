/**
 * Counts TLS handshakes on the server, by client, per 1,000 chats; and the most sessions that our clients keep open
 * under 300 concurrent chats.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { type Variant, variants } from "./clients/ChatClient.ts"
import type { AskMany } from "./clients/ClientProcess.ts"
import { type Laboratory, maxConcurrentStreams, openLaboratory } from "./laboratory/Laboratory.ts"

const ours = ["sdk-handler", "bedrock-chat"] as const
const compared = ["sdk-default", "sdk-http1", ...ours] as const
const short = { shape: { deltas: 3, gapMs: 1, firstMs: 0 }, chats: 1_000, concurrency: 50 }
/** Ten deltas, because 30 of them would load the server more than the clients. */
const busy = { shape: { deltas: 10, gapMs: 20, firstMs: 0 }, concurrency: 300 }
const sessionsNeeded = Math.ceil(busy.concurrency / maxConcurrentStreams)

const ask = async (laboratory: Laboratory, variant: Variant, options: AskMany) => {
  await using client = await laboratory.startClient(variant)
  await laboratory.stub.call("resetCounts")
  const asked = await client.call("askMany", options)
  if (asked.failed > 0) throw new Error(`${variant}: ${asked.firstFailure}`)
  return await laboratory.stub.call("counts")
}

interface Seen {
  readonly handshakes: ReadonlyMap<Variant, number>
  readonly sessions: ReadonlyMap<Variant, number>
}

export const handshakes = row({
  name: "handshakes",
  processes: openLaboratory,
  rounds: () => 1,
  isSteady: true,
  load: async (laboratory, { quick }): Promise<Seen> => {
    const counted = new Map<Variant, number>()
    const sessions = new Map<Variant, number>()
    for (const variant of compared) {
      counted.set(variant, (await ask(laboratory, variant, short)).handshakes)
    }
    const many = { ...busy, chats: quick ? 2_000 : 10_000 }
    for (const variant of ours) {
      sessions.set(variant, (await ask(laboratory, variant, many)).mostOpen)
    }
    return { handshakes: counted, sessions }
  },
  figures: () => [
    ...compared.map((variant) => ({
      name: `TLS handshakes per 1,000 chats: ${variants[variant]}` as const,
      unit: "handshakes",
      of: (seen: Seen) => seen.handshakes.get(variant),
      target: ours.some((each) => each === variant) ? atMost(4) : undefined,
    })),
    ...ours.map((variant) => ({
      name: `most sessions at 300 chats at once: ${variants[variant]}` as const,
      unit: "sessions",
      of: (seen: Seen) => seen.sessions.get(variant),
      target: atMost(sessionsNeeded + 1),
      note: `${sessionsNeeded} are needed at ${maxConcurrentStreams} streams each`,
    })),
  ],
})
