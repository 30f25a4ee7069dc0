/**
 * Counts TLS handshakes on the server, by client, per 1,000 chats; and the most sessions that our clients keep open
 * under 300 concurrent chats.
 */
import { type Part } from "../command/Benchmark.ts"
import { atMost, type Figure, figuresOver } from "../measure/Figure.ts"
import { type Variant, variants } from "./clients/ChatClient.ts"
import type { AskMany } from "./clients/ClientProcess.ts"
import { type Laboratory, maxConcurrentStreams, withLaboratory } from "./laboratory/Laboratory.ts"

const short = { deltas: 3, gapMs: 1, firstMs: 0 }
const chats = 1_000
const concurrency = 50

/** Ten deltas, because 30 of them would load the server more than the clients. */
const busy = { deltas: 10, gapMs: 20, firstMs: 0 }
const busyConcurrency = 300
const sessionsNeeded = Math.ceil(busyConcurrency / maxConcurrentStreams)

export const handshakes: Part = {
  name: "handshakes",
  measure: ({ quick, progress, overSteadyRounds }) =>
    withLaboratory(async (laboratory) => {
      const counted = async (variant: Variant, load: AskMany) =>
        figuresOver(await overSteadyRounds(1, () => ask(laboratory, variant, load)))
      const figures: Array<Figure> = []
      for (const variant of ["sdk-default", "sdk-http1", "sdk-handler", "bedrock-chat"] as const) {
        progress.step(`handshakes: ${chats} chats, ${variants[variant]}`)
        const of = await counted(variant, { shape: short, chats, concurrency })
        const isOurs = variant === "sdk-handler" || variant === "bedrock-chat"
        figures.push(
          of(
            `TLS handshakes per 1,000 chats: ${variants[variant]}`,
            "handshakes",
            "handshakes",
            isOurs ? { target: atMost(4) } : {},
          ),
        )
      }
      const many = quick ? 2_000 : 10_000
      for (const variant of ["sdk-handler", "bedrock-chat"] as const) {
        progress.step(`handshakes: ${many} chats, ${busyConcurrency} at once, ${variants[variant]}`)
        const load = { shape: busy, chats: many, concurrency: busyConcurrency }
        const of = await counted(variant, load)
        const name = `most sessions at ${busyConcurrency} chats at once: ${variants[variant]}`
        figures.push(
          of(name, "sessions", "mostOpen", {
            target: atMost(sessionsNeeded + 1),
            note: `over ${many} chats; ${sessionsNeeded} are needed at ${maxConcurrentStreams} streams each`,
          }),
        )
      }
      return figures
    }),
}

const ask = async (laboratory: Laboratory, variant: Variant, options: AskMany) => {
  await using client = await laboratory.startClient(variant)
  await laboratory.stub.call("resetCounts")
  const asked = await client.call("askMany", options)
  if (asked.failed > 0) throw new Error(`${variant}: ${asked.firstFailure}`)
  return await laboratory.stub.call("counts")
}
