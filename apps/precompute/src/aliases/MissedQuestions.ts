/**
 * Wordings that customers use and the closed world does not understand as a whole, as the orchestrators count them
 * (`DemandCounts` of the assistant) in Redis under `missed:{missed}:…`: each asked in at least three sessions, the
 * most asked first.
 *
 * Reads only, never fails: what cannot be read is nothing, and is logged.
 */
import { RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer, Option, Schema } from "effect"

export interface MissedQuestion {
  readonly locale: "en" | "ja"
  /** Normalised. */
  readonly text: string
}

const rankedKey = "missed:{missed}:ranked"
const wordsKey = "missed:{missed}:words"
const readMs = 2_000

const Words = Schema.fromJsonString(
  Schema.Struct({
    locale: Schema.Literals(["en", "ja"]),
    text: Schema.NonEmptyString.check(Schema.isMaxLength(300)),
  }),
)
const decode = Schema.decodeUnknownOption(Words)

export class MissedQuestions extends Context.Service<
  MissedQuestions,
  {
    readonly top: (count: number) => Effect.Effect<ReadonlyArray<MissedQuestion>>
  }
>()("precompute/MissedQuestions") {
  /** Without a Redis nothing is counted. */
  static readonly layer: Layer.Layer<MissedQuestions, never, RedisConnection> = Layer.effect(
    MissedQuestions,
    Effect.map(RedisConnection, (redis) => {
      const read = (count: number) =>
        redis
          .run("missed.top", readMs, async (client) => {
            const members = await client.zrevrange(rankedKey, 0, count - 1)
            return members.length === 0 ? [] : client.hmget(wordsKey, ...members)
          })
          .pipe(
            Effect.map((words) =>
              words.flatMap((each): ReadonlyArray<MissedQuestion> => {
                const found = Option.getOrUndefined(decode(each))
                return found === undefined ? [] : [found]
              }),
            ),
            Effect.tapError((error) => Effect.logWarning("missed questions not read", error)),
            Effect.orElseSucceed((): ReadonlyArray<MissedQuestion> => []),
          )
      return MissedQuestions.of({
        top: (count) => (redis.configured ? read(count) : Effect.succeed([])),
      })
    }),
  )
}
