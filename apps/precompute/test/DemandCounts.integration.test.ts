/** Demand in a real Redis and a real Cluster: who counts, what decays, and that nobody's words get in. */
import { assert, describe, it } from "@effect/vitest"
import { ConnectionError, RedisConnection } from "@manga-assist/connections"
import { redisCluster, redisServer } from "@manga-assist/real-servers"
import { ConfigProvider, Effect, Layer, Random } from "effect"
import { Demand } from "../src/questions/Demand.ts"
import { QuestionCounts } from "../../../packages/assistant/src/answers/demand/QuestionCounts.ts"
import { read as readQuestion } from "../../../packages/assistant/src/reading/Read.ts"
import { demoNames } from "../../../packages/assistant/src/reading/StoreNames.ts"
import {
  everythingIn,
  nearlyKnown,
  pieces,
  plantedQuestions,
  secrets,
  templates,
} from "./fixtures/plantedQuestions.ts"

const over = (url: string) =>
  Layer.mergeAll(QuestionCounts.layer, Demand.layer).pipe(
    Layer.provideMerge(RedisConnection.layer),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
  )

const asked = (session: string, text: string, more: { source?: string; ms?: number } = {}) => ({
  session,
  question: readQuestion(demoNames(), text),
  source: more.source,
  firstContentMs: more.ms ?? 1,
})

const read = Effect.fnUntraced(function* () {
  const { run } = yield* RedisConnection
  return yield* run("read", 5_000, async (client) => {
    const ranked = await client.zrevrange("demand:{demand}:ranked", 0, -1)
    const words = await client.hgetall("demand:{demand}:words")
    return ranked.map((member) => {
      const { text }: { text: string } = JSON.parse(words[member] ?? '{"text":"?"}')
      return text
    })
  })
})

const servers = [
  ["one server", redisServer()],
  ["a Cluster", redisCluster()],
] as const

describe.each(servers)("demand on %s", (_name, server) => {
  it.live("ranks what three sessions asked, by how many did, one session once", () =>
    Effect.gen(function* () {
      const { url } = yield* server
      yield* Effect.gen(function* () {
        const demand = yield* QuestionCounts
        for (let session = 0; session < 5; session += 1) {
          demand.observe(asked(`s-${session}`, "What's trending?"))
          if (session < 4) demand.observe(asked(`s-${session}`, "新刊を教えて"))
          if (session < 2) demand.observe(asked(`s-${session}`, "Who wrote Berserk?"))
          // Two are too few to be ranked.
          if (session < 2) demand.observe(asked(`s-${session}`, "Who wrote Vagabond?"))
        }
        for (let time = 0; time < 500; time += 1) {
          demand.observe(asked("noisy", "Who wrote Berserk?"))
          demand.observe(asked("s-0", "新刊を教えて"))
          if (time % 50 === 0) yield* demand.flush
        }
        // "noisy" is the third to ask of Berserk, and asks 500 times: three are fewer than four.
        yield* demand.flush
        assert.deepStrictEqual(yield* read(), [
          "what's trending",
          "新刊を教えて",
          "who wrote berserk",
        ])
        assert.strictEqual(demand.counters().dropped, 0)
        // The worker's reader finds the same, in the same order, by rates that differ as the counts do.
        const top = yield* (yield* Demand).top(2)
        assert.deepStrictEqual(
          top.map(({ locale, text }) => [locale, text]),
          [
            ["en", "what's trending"],
            ["ja", "新刊を教えて"],
          ],
        )
        const [first, second] = top.map(({ perHour }) => perHour)
        assert.closeTo((first ?? 0) / (second ?? 1), 5 / 4, 0.01)
      }).pipe(Effect.provide(over(url)))
    }).pipe(Effect.scoped),
  )
})

/** The real connection, but the first answer to `operation` never comes, it is not even sent, or it is empty. */
const losing = (operation: string, sent: boolean | "empty") =>
  Layer.effect(
    RedisConnection,
    Effect.map(RedisConnection, (real) => {
      let lost = 0
      return RedisConnection.of({
        ...real,
        run: (name, deadlineMs, commands) =>
          Effect.suspend(() => {
            const running = real.run(name, deadlineMs, commands)
            if (name !== operation || lost > 0) return running
            lost += 1
            if (sent === "empty") return Effect.map(running, () => null as never)
            const error = { service: "redis", operation, reason: "timeout", detail: "" } as const
            return Effect.andThen(
              sent ? running : Effect.void,
              Effect.fail(new ConnectionError(error)),
            )
          }),
      })
    }),
  ).pipe(Layer.provide(RedisConnection.layer))

const lossy = (url: string, operation: string, sent: boolean | "empty") =>
  QuestionCounts.layer.pipe(
    Layer.provideMerge(losing(operation, sent)),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
  )

const losses = [
  // As if the key had been evicted between two commands.
  { operation: "demand.key", sent: "empty", text: "Is Berserk finished?", sessions: 7 },
  { operation: "demand.key", sent: false, text: "What's trending?", sessions: 6 },
  { operation: "demand.count", sent: false, text: "新刊を教えて", sessions: 5 },
  { operation: "demand.count", sent: true, text: "Who wrote Berserk?", sessions: 4 },
  { operation: "demand.words", sent: false, text: "What genre is Berserk?", sessions: 3 },
] as const

describe.each(servers)("on %s", (_name, server) => {
  it.live("what is told again after a lost answer counts once, and has its words", () =>
    Effect.gen(function* () {
      const { url } = yield* server
      for (const { operation, sent, sessions, text } of losses) {
        yield* Effect.gen(function* () {
          const demand = yield* QuestionCounts
          for (let n = 0; n < sessions; n += 1) demand.observe(asked(`s-${n}`, text))
          yield* demand.flush
          yield* demand.flush
          assert.strictEqual(demand.counters().dropped, 0)
        }).pipe(Effect.provide(lossy(url, operation, sent)))
      }
      const words = yield* read().pipe(Effect.provide(over(url)))
      // Ordered by how many asked: counted twice, one would stand before its turn.
      assert.deepStrictEqual(words, [
        "is berserk finished",
        "what's trending",
        "新刊を教えて",
        "who wrote berserk",
        "what genre is berserk",
      ])
    }).pipe(Effect.scoped),
  )
})

describe("how questions were answered", () => {
  it.live("is counted by pattern and source, and read back for the report", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      yield* Effect.gen(function* () {
        const demand = yield* QuestionCounts
        const { measured } = yield* Demand
        assert.isUndefined(yield* measured)
        demand.observe(asked("s-1", "What's trending?", { source: "precomputed", ms: 2 }))
        demand.observe(asked("s-1", "What's trending?", { source: "precomputed", ms: 4 }))
        demand.observe(asked("s-2", "popular this week", { source: "model", ms: 900 }))
        demand.observe(asked("s-2", "where is my order?", { source: "model", ms: 700 }))
        yield* demand.flush
        assert.deepStrictEqual((yield* measured)?.patterns, {
          trending: { precomputed: { asked: 2, ms: 6 }, model: { asked: 1, ms: 900 } },
          other: { model: { asked: 1, ms: 700 } },
        })
      }).pipe(Effect.provide(over(url)))
    }).pipe(Effect.scoped),
  )
})

describe("nothing personal", () => {
  it.live("reaches Redis, whatever the question around it and however many sessions ask it", () =>
    Effect.gen(function* () {
      const { command, url } = yield* redisServer()
      yield* Effect.gen(function* () {
        const demand = yield* QuestionCounts
        const every = [...templates.en, ...templates.ja, ...nearlyKnown.en, ...nearlyKnown.ja]
        for (const text of yield* plantedQuestions(every, 600)) {
          for (let session = 0; session < 4; session += 1) {
            demand.observe(asked(`session-of-${session}-${text.length}`, text, { source: "model" }))
          }
          yield* demand.flush
        }
        for (let session = 0; session < 4; session += 1) {
          demand.observe(asked(`session-of-${session}`, "trending manga"))
        }
        yield* demand.flush
        // The counts work: a question of nobody's is there.
        assert.include(yield* read(), "trending manga")
      }).pipe(Random.withSeed("planted"), Effect.provide(over(url)))
      const dump = yield* everythingIn(command)
      for (const secret of secrets) {
        for (const piece of pieces(secret)) assert.notInclude(dump, piece)
      }
      assert.notInclude(dump, "session-of")
    }).pipe(Effect.scoped),
  )
})
