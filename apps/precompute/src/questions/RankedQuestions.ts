/**
 * Reads the most frequent questions that servers counted (`QuestionCounts` of the assistant) from Redis. `space` is
 * `demand`, the questions that the grammar understands, or `missed`, those that it does not.
 *
 * Keys begin with `<space>:{<space>}:`: texts in a hash, scores in a sorted set. A score is the logarithm of a count in
 * which each question weighs half as much after every `halfLifeMs`. It never fails: what cannot be read is logged and
 * counts as absent.
 */
import type { RedisConnection } from "@manga-assist/connections"
import { Effect, Option, Schema } from "effect"

export interface RankedQuestion {
  readonly locale: "en" | "ja"
  /** Normalised; asked in at least three sessions. */
  readonly text: string
  readonly perHour: number
}

/** As the writer has it; a test holds both against each other. */
const halfLifeMs = 6 * 3_600_000
const readMs = 2_000

const Words = Schema.fromJsonString(
  Schema.Struct({
    locale: Schema.Literals(["en", "ja"]),
    text: Schema.NonEmptyString.check(Schema.isMaxLength(300)),
  }),
)
const decode = Schema.decodeUnknownOption(Words)

/** A question asked at a steady rate has this many decayed counts for each of an hour. */
const countsPerHourly = halfLifeMs / 3_600_000 / Math.LN2

/** The most asked first; none where Redis is not configured. */
export const rankedQuestions = (
  redis: RedisConnection["Service"],
  space: "demand" | "missed",
  count: number,
): Effect.Effect<ReadonlyArray<RankedQuestion>> => {
  if (!redis.configured || count === 0) return Effect.succeed([])
  const key = (name: string) => `${space}:{${space}}:${name}`
  return redis
    .run(`${space}.top`, readMs, async (client) => {
      const [ranked, time] = await Promise.all([
        client.zrevrange(key("ranked"), 0, count - 1, "WITHSCORES"),
        client.time(),
      ])
      const members = ranked.filter((_value, index) => index % 2 === 0)
      const words = members.length === 0 ? [] : await client.hmget(key("words"), ...members)
      const now = Number(time[0]) * 1_000
      return words.flatMap((word, index): ReadonlyArray<RankedQuestion> => {
        const question = Option.getOrUndefined(decode(word))
        const score = Number(ranked[index * 2 + 1])
        const perHour = 2 ** (score - now / halfLifeMs) / countsPerHourly
        return question !== undefined && Number.isFinite(perHour) ? [{ ...question, perHour }] : []
      })
    })
    .pipe(
      Effect.tapError((error) => Effect.logWarning(`${space} could not be read`, error)),
      Effect.orElseSucceed(() => []),
    )
}
