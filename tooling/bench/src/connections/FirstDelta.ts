/**
 * Measures the time to the first delta of a single chat, by client: what it adds to a raw request on loopback, and how
 * many round trips it takes where each costs 20 ms.
 */
import { type Measuring, type Part } from "../command/Benchmark.ts"
import { atMost, type Figure, figuresOver } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { type Variant, variants } from "./clients/ChatClient.ts"
import { type Client, type Laboratory, startAll, withLaboratory } from "./laboratory/Laboratory.ts"

const shape = { deltas: 3, gapMs: 1, firstMs: 0 }
const compared = ["raw", "bedrock-chat", "sdk-handler", "sdk-default"] as const
type Compared = (typeof compared)[number]

const median = (milliseconds: ReadonlyArray<number>): number =>
  LatencyHistogram.of(milliseconds).percentile(50)

const ask = async (client: Client, chats: number): Promise<ReadonlyArray<number>> => {
  const asked = await client.call("askMany", { shape, chats, concurrency: 1 })
  if (asked.failed > 0) throw new Error(asked.firstFailure)
  return asked.firstMs
}

export const firstDelta: Part = {
  name: "first-delta",
  measure: ({ quick, rounds, overRounds, progress }) =>
    withLaboratory(async (laboratory) => {
      const chats = quick ? 60 : 300
      progress.step("first-delta: warming up")
      const clients = await startAll(laboratory, compared)
      for (const variant of compared) await ask(clients[variant], 200)
      const measured = await overRounds(rounds, async (round) => {
        progress.step(`first-delta: loopback, round ${round + 1} of ${rounds}`)
        const samples = new Map(compared.map((variant) => [variant, new LatencyHistogram()]))
        // Interleaved in small portions: a slow moment of the machine hits all of them.
        for (let portion = 0; portion < 5; portion++) {
          for (const variant of compared) {
            const firsts = await ask(clients[variant], chats / 5)
            for (const each of firsts) samples.get(variant)?.record(each)
          }
        }
        return (variant: Compared) => samples.get(variant)?.percentile(50) ?? Number.NaN
      })
      const ofNear = figuresOver(measured)
      return [
        ...compared.map((variant) =>
          ofNear(`time to first delta, loopback, p50: ${variants[variant]}`, "ms", (median) =>
            median(variant),
          ),
        ),
        ofNear(
          "added to raw before the first delta, loopback, p50: BedrockChat",
          "ms",
          (median) => median("bedrock-chat") - median("raw"),
          { target: atMost(0.3) },
        ),
        ...(await atRoundTrip(laboratory, {
          rounds: quick ? Math.min(2, rounds) : rounds,
          overRounds,
          progress,
          chats: quick ? 12 : 60,
        })),
      ]
    }),
}

const roundTripMs = 20
const far: ReadonlyArray<Compared> = ["raw", "bedrock-chat", "sdk-default"]

interface FarRound {
  readonly roundTrip: number
  readonly cold: Partial<Record<Variant, number>>
  readonly warm: Partial<Record<Variant, number>>
  /** The first chat of a process that opened its connection ahead. */
  readonly prepared: number
}

type FarOptions = Pick<Measuring, "rounds" | "overRounds" | "progress"> & {
  readonly chats: number
}

const atRoundTrip = async (
  laboratory: Laboratory,
  { chats, overRounds, progress, rounds }: FarOptions,
): Promise<ReadonlyArray<Figure>> => {
  const { port } = await laboratory.startRelay(roundTripMs / 2)
  const measured = await overRounds(rounds, async (round): Promise<FarRound> => {
    progress.step(`first-delta: ${roundTripMs} ms round trip, round ${round + 1} of ${rounds}`)
    const cold: Partial<Record<Variant, number>> = {}
    const warm: Partial<Record<Variant, number>> = {}
    let roundTrip = 0
    for (const variant of far) {
      // A fresh process, because only its first chat is cold.
      const client = await laboratory.startClient(variant, { port })
      cold[variant] = median(await ask(client, 1))
      await ask(client, 10)
      warm[variant] = median(await ask(client, chats))
      if (variant === "raw") roundTrip = (await client.call("roundTrip")) ?? 0
      await client.kill()
    }
    const client = await laboratory.startClient("bedrock-chat", { port })
    await client.call("warm")
    const prepared = median(await ask(client, 1))
    await client.kill()
    return { roundTrip, cold, warm, prepared }
  })
  const of = figuresOver(measured)
  const place = `${roundTripMs} ms round trip`
  return [
    of(`one round trip by PING, ${place}`, "ms", "roundTrip"),
    ...far.map((variant) =>
      of(
        `time to first delta, ${place}, warm p50: ${variants[variant]}`,
        "ms",
        (round) => round.warm[variant],
        variant === "bedrock-chat" ? { target: atMost(roundTripMs + 3) } : {},
      ),
    ),
    ...far.map((variant) =>
      of(
        `time to first delta, ${place}, first chat of a process: ${variants[variant]}`,
        "ms",
        (round) => round.cold[variant],
      ),
    ),
    of(`time to first delta, ${place}, first chat after warm-up: BedrockChat`, "ms", "prepared"),
  ]
}
