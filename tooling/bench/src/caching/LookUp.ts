/**
 * Counts the Redis round trips and commands of a cache look-up that misses. The whole server is asked one new question
 * at a time, and a relay in front of its Redis records the commands.
 */
import type { Part } from "../command/Benchmark.ts"
import { atMost, figuresOver } from "../measure/Figure.ts"
import { sharedClock } from "../measure/OpenLoop.ts"
import { withStore } from "../store/StoreFolder.ts"
import { pause, StoreSocket, type Timed } from "../store/StoreSocket.ts"
import { kinds, questionsOf } from "./hits/HitQuestions.ts"
import { withRedis } from "./stores/RealRedis.ts"
import { type RedisTap, type RoundTrip, startRedisTap } from "./stores/RedisTap.ts"

/** Of each kind. */
const questions = 6

/** Asked now and then, whether or not somebody looks anything up. */
const isBackground = (command: string, key: string): boolean =>
  command === "PING" || key === "tags:counter" || key === "tags:feed"

interface LookedUp {
  readonly roundTrips: number
  readonly commands: ReadonlyArray<string>
}

/** What began while the turn was in its `recall`, which waits for nothing but Redis. */
const during = (
  trips: ReadonlyArray<RoundTrip>,
  sentAt: number,
  { source, stages }: Timed,
): LookedUp => {
  const recall = stages.find(({ stage }) => stage === "recall")
  if (recall === undefined || source !== "model") throw new Error(`answered from ${source}`)
  const asked = trips
    .filter(({ at }) => at >= sentAt + recall.startMs && at <= sentAt + recall.endMs)
    .map(({ commands }) => commands.filter(([name, key]) => !isBackground(name, key)))
    .filter((commands) => commands.length > 0)
  return { roundTrips: asked.length, commands: asked.flat().map(([name]) => name) }
}

const quietMs = 100
const mostWaits = 20

/** What the turn before still writes belongs to no look-up. */
const untilQuiet = async (tap: RedisTap): Promise<void> => {
  for (let wait = 0, seen = -1; wait < mostWaits && seen !== tap.roundTrips().length; wait += 1) {
    seen = tap.roundTrips().length
    await pause(quietMs)
  }
}

const lookUpAll = async (url: string, tap: RedisTap): Promise<ReadonlyArray<LookedUp>> => {
  using socket = await StoreSocket.open(url, { session: "bench-look-up" })
  const found: Array<LookedUp> = []
  for (const text of kinds.flatMap((kind) => questionsOf(kind, questions))) {
    await untilQuiet(tap)
    const before = tap.roundTrips().length
    const sentAt = sharedClock.now()
    const timed = await socket.ask(text)
    found.push(during(tap.roundTrips().slice(before), sentAt, timed))
  }
  return found
}

export const lookUp: Part = {
  name: "look-up",
  measure: () =>
    withRedis(async (redis) => {
      using tap = await startRedisTap(redis.port)
      const found = await withStore({ environment: { REDIS_URL: tap.url } }, (store) =>
        lookUpAll(store.url, tap),
      )
      const commands = [...new Set(found.flatMap((each) => each.commands))].toSorted()
      const note = `${found.length} new questions; ${commands.join(", ")}`
      const of = figuresOver(found)
      return [
        of("a look-up that no layer answers: Redis round trips", "round trips", "roundTrips", {
          target: atMost(1),
          note,
        }),
        of(
          "a look-up that no layer answers: Redis commands",
          "commands",
          (each) => each.commands.length,
        ),
      ]
    }),
}
