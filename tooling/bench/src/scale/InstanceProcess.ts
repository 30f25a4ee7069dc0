/**
 * Child process of `Instances.ts`: one instance's cache, memory over the shared Redis, which is notified of the other
 * instances' writes.
 */
import { CacheStore, TieredCacheStore } from "@manga-assist/caching"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { ConfigProvider, Effect, Layer, ManagedRuntime } from "effect"
import { answerCalls } from "../process/AnswerCalls.ts"
import { processorTime } from "../process/OwnProcess.ts"
import { seededRandom } from "../measure/Statistics.ts"

const [, , redisUrl = "", seed = "1"] = process.argv
const random = seededRandom(Number(seed))

const ttlMs = 3_600_000
// A copy answers alone as long as it lives: that it is confirmed every few seconds does not depend on how many there are.
const runtime = ManagedRuntime.make(
  TieredCacheStore.layerNotified({ prefix: "scale:", memoryMs: ttlMs }).pipe(
    Layer.provide([RedisConnection.layer, RedisSubscriber.layerOptional]),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: redisUrl }))),
  ),
)
const store = await runtime.runPromise(CacheStore)

const answer = "x".repeat(1_500)
const atOnce = 32
/** Several instances on one core may be late; what is measured is their time, not their deadlines. */
const write = (key: string) => store.set(key, answer, ttlMs).pipe(Effect.retry({ times: 20 }))

/** Half of the look-ups go to a hundredth of the questions, as popular ones do. */
const question = (questions: number): string => {
  const popular = random() < 0.5
  return `question-${Math.floor(random() * (popular ? questions / 100 : questions))}`
}

/** So many times, some of them at once. */
const repeat = (times: number, act: (at: number) => Effect.Effect<unknown, unknown>) =>
  runtime.runPromise(
    Effect.forEach(Array.from({ length: times }).keys(), act, {
      concurrency: atOnce,
      discard: true,
    }),
  )

const calls = {
  fill: (questions: number) => repeat(questions, (at) => write(`question-${at}`)),
  /** Each question once, so that this instance has it in memory: its first reads are not what is measured. */
  readAll: (questions: number) => repeat(questions, (at) => store.get(`question-${at}`)),
  /** Microseconds of this process for one of `lookUps`, of which one in two hundred is a write. */
  run: async ({ lookUps, questions }: { readonly lookUps: number; readonly questions: number }) => {
    const before = processorTime()
    await repeat(lookUps, (at) =>
      at % 200 === 0 ? write(question(questions)) : store.get(question(questions)),
    )
    return (processorTime() - before) / lookUps
  },
}

export type InstanceCalls = typeof calls

answerCalls(calls)
