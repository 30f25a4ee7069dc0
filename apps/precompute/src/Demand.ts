/**
 * What customers ask most, as the orchestrators count it (`DemandCounts` of the assistant) in Redis under
 * `demand:{demand}:…`: texts in a hash, in a sorted set the logarithm of how often they were asked, each time
 * counting half as much with every `halfLifeMs` that passed.
 *
 * Reads only, never fails: demand that cannot be read is no demand, and is logged.
 */
import { RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer, Option, Schema } from "effect"

export interface DemandedQuestion {
  readonly locale: "en" | "ja"
  /** Normalised; asked in at least three sessions. */
  readonly text: string
  readonly perHour: number
}

/** As the writer has it; a test holds both against each other. */
const halfLifeMs = 6 * 3_600_000
const rankedKey = "demand:{demand}:ranked"
const wordsKey = "demand:{demand}:words"
const readMs = 2_000
const longestText = 300

const Words = Schema.fromJsonString(
  Schema.Struct({ locale: Schema.Literals(["en", "ja"]), text: Schema.NonEmptyString }),
)
const decode = Schema.decodeUnknownOption(Words)

/** A question asked at a steady rate has this many decayed counts for each of an hour. */
const countsPerHourly = halfLifeMs / 3_600_000 / Math.LN2

export class Demand extends Context.Service<
  Demand,
  {
    /** The most asked first. */
    readonly top: (count: number) => Effect.Effect<ReadonlyArray<DemandedQuestion>>
  }
>()("precompute/Demand") {
  static readonly layerNone: Layer.Layer<Demand> = Layer.succeed(
    Demand,
    Demand.of({ top: () => Effect.succeed([]) }),
  )

  /** Without a Redis there is no demand. */
  static readonly layer: Layer.Layer<Demand, never, RedisConnection> = Layer.effect(
    Demand,
    Effect.gen(function* () {
      const redis = yield* RedisConnection
      if (!redis.configured) return Demand.of({ top: () => Effect.succeed([]) })
      const read = Effect.fnUntraced(function* (count: number) {
        const [ranked, time] = yield* redis.run("demand.top", readMs, (client) =>
          Promise.all([client.zrevrange(rankedKey, 0, count - 1, "WITHSCORES"), client.time()]),
        )
        const members = ranked.filter((_value, index) => index % 2 === 0)
        if (members.length === 0) return []
        const words = yield* redis.run("demand.words", readMs, (client) =>
          client.hmget(wordsKey, ...members),
        )
        const now = Number(time[0]) * 1_000
        return members.flatMap((_member, index): ReadonlyArray<DemandedQuestion> => {
          const question = Option.getOrUndefined(decode(words[index]))
          const score = Number(ranked[index * 2 + 1])
          if (question === undefined || question.text.length > longestText) return []
          const perHour = 2 ** (score - now / halfLifeMs) / countsPerHourly
          return Number.isFinite(perHour) ? [{ ...question, perHour }] : []
        })
      })
      return Demand.of({
        top: (count) =>
          count === 0
            ? Effect.succeed([])
            : read(count).pipe(
                Effect.tapError((error) => Effect.logWarning("demand could not be read", error)),
                Effect.orElseSucceed(() => []),
              ),
      })
    }),
  )
}
