/**
 * Time to the first delta of one chat at a time: what each client adds to a raw request on loopback, and
 * how many round trips it needs where they cost 20 ms.
 */
import { type Part } from "../Benchmark.ts"
import { atMost, type Figure, figuresOver } from "../Figure.ts"
import { LatencyHistogram } from "../LatencyHistogram.ts"
import { type Variant, variants } from "./ChatClient.ts"
import { type Client, type Laboratory, withLaboratory } from "./Laboratory.ts"

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
      const started: Partial<Record<Compared, Client>> = {}
      progress.step("first-delta: warming up")
      for (const variant of compared) {
        const client = await laboratory.startClient(variant)
        await ask(client, 200)
        started[variant] = client
      }
      const clients = started as Record<Compared, Client> // Each of `compared` was set.
      const measured = await overRounds(rounds, async (round) => {
        progress.step(`first-delta: loopback, round ${round + 1} of ${rounds}`)
        const samples: Record<Compared, Array<number>> = {
          raw: [],
          "bedrock-chat": [],
          "sdk-handler": [],
          "sdk-default": [],
        }
        // Interleaved in small portions: a slow moment of the machine hits all of them.
        for (let portion = 0; portion < 5; portion++) {
          for (const variant of compared) {
            samples[variant].push(...(await ask(clients[variant], chats / 5)))
          }
        }
        return {
          raw: median(samples.raw),
          "bedrock-chat": median(samples["bedrock-chat"]),
          "sdk-handler": median(samples["sdk-handler"]),
          "sdk-default": median(samples["sdk-default"]),
        }
      })
      const ofNear = figuresOver(measured)
      return [
        ...compared.map((variant) =>
          ofNear(
            `time to first delta, loopback, p50: ${variants[variant]}`,
            "ms",
            (round) => round[variant],
          ),
        ),
        ofNear(
          "added to raw before the first delta, loopback, p50: BedrockChat",
          "ms",
          (round) => round["bedrock-chat"] - round.raw,
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

const atRoundTrip = async (
  laboratory: Laboratory,
  {
    rounds,
    overRounds,
    progress,
    chats,
  }: Pick<Parameters<Part["measure"]>[0], "rounds" | "overRounds" | "progress"> & {
    readonly chats: number
  },
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
    of(`one round trip by PING, ${place}`, "ms", (round) => round.roundTrip),
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
    of(
      `time to first delta, ${place}, first chat after warm-up: BedrockChat`,
      "ms",
      (round) => round.prepared,
    ),
  ]
}
