/**
 * Opens 500 concurrent streams with each client and keeps them open: memory of a stream, and time to the first delta.
 * Each measurement has a fresh process.
 */
import { type Part } from "../command/Benchmark.ts"
import { atMost, type Figure, figuresOver } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import type { HeldOpen, HoldOpen } from "./clients/ClientProcess.ts"
import { type Variant, variants } from "./clients/ChatClient.ts"
import { withLaboratory } from "./laboratory/Laboratory.ts"

const compared = [
  "bedrock-chat",
  "raw",
  "sdk-pooled",
  "sdk-http1",
  "sdk-default",
  "sdk-http1-128",
] as const

const streams = 500
/** The server answers after 100 ms; the streams outlast the measurement. */
const lasting = { deltas: 240, gapMs: 500, firstMs: 100 }
/** With fewer sockets than streams, the others begin when these have ended. */
const ending = { deltas: 9, gapMs: 500, firstMs: 100 }

const holdingOf = (variant: Variant): HoldOpen =>
  variant === "sdk-http1-128"
    ? { shape: ending, count: streams, readAtOpen: 128, untilAllEnded: true }
    : { shape: lasting, count: streams, readAtOpen: streams, untilAllEnded: false }

const warmUp = { shape: { deltas: 10, gapMs: 1, firstMs: 0 }, chats: 200, concurrency: 20 }

export const slowStreams: Part = {
  name: "slow-streams",
  measure: ({ quick, progress, overSteadyRounds }) =>
    withLaboratory(async (laboratory) => {
      const rounds = quick ? 1 : 3
      const measured = await overSteadyRounds(rounds, async (round) => {
        const held: Array<readonly [Variant, HeldOpen]> = []
        for (const variant of compared) {
          progress.step(`slow-streams: round ${round + 1} of ${rounds}, ${variants[variant]}`)
          // A fresh process, because memory that was once taken is rarely given back.
          const client = await laboratory.startClient(variant, { nodeOptions: ["--expose-gc"] })
          await client.call("askMany", warmUp)
          held.push([variant, await client.call("holdOpen", holdingOf(variant))])
          await client.kill()
        }
        return new Map(held)
      })
      return compared.flatMap((variant) =>
        figuresOf(
          variant,
          measured.flatMap((round) => round.get(variant) ?? []),
        ),
      )
    }),
}

const figuresOf = (variant: Variant, rounds: ReadonlyArray<HeldOpen>): ReadonlyArray<Figure> => {
  const name = variants[variant]
  const failed = rounds.reduce((sum, round) => sum + round.failed, 0)
  const fewest = Math.min(...rounds.map(({ open }) => open))
  const first = rounds.map(({ firstMs }) => firstMs.length)
  const note = [
    ...(failed > 0 ? [`${failed} chats failed`] : []),
    ...(fewest < streams ? [`only ${fewest} were open when memory was read`] : []),
    ...(Math.min(...first) < streams ? [`only ${Math.min(...first)} had a first delta`] : []),
  ].join("; ")
  const firsts = rounds.map(({ firstMs }) => LatencyHistogram.of(firstMs))
  const ofFirsts = figuresOver(firsts)
  return [
    figuresOver(rounds)(
      `memory of an open stream, ${streams} at once: ${name}`,
      "KiB",
      ({ rssBefore, rssOpen, open }) => (rssOpen - rssBefore) / 1_024 / Math.max(1, open),
      {
        ...(variant === "bedrock-chat" ? { target: atMost(60) } : {}),
        ...(note === "" ? {} : { note }),
      },
    ),
    ofFirsts(`time to first delta, ${streams} at once, p50: ${name}`, "ms", (histogram) =>
      histogram.percentile(50),
    ),
    ofFirsts(`time to first delta, ${streams} at once, slowest: ${name}`, "ms", "max"),
  ]
}
