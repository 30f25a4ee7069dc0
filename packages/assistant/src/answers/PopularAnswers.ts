/**
 * Warms answers that were made ahead of demand into the memory of every instance. The worker publishes their keys;
 * servers load them, and load them again before a copy expires.
 *
 * The keys are one text in Redis under `popular:{popular}:places`, for an hour. Nothing waits for it: until an answer
 * is warm, the first request on an instance costs one read of Redis.
 */
import { RedisConnection, repeatForever } from "@manga-assist/connections"
import { Context, Effect, Layer, Option, Schema } from "effect"
import { CachedAnswers } from "./CachedAnswer.ts"

const key = "popular:{popular}:places"
const heldSeconds = 3_600
const commandMs = 500
/** A few kilobytes each in the memory of every instance; a schedule has some hundreds. */
const most = 2_000

/** A quarter of `CACHE_MEMORY_MS`: each copy is seen between half of its time and its end, and read anew. */
const everyMs = 15_000
/** Customers' reads go in between. */
const concurrency = 2

const Places = Schema.fromJsonString(
  Schema.Array(Schema.String.check(Schema.isMaxLength(200))).check(Schema.isMaxLength(most)),
)
const decode = Schema.decodeUnknownOption(Places)

/** The worker's part: where all its answers lie, 2,000 at most. Never fails. */
export const tellPopular = (
  redis: RedisConnection["Service"],
  places: ReadonlyArray<string>,
): Effect.Effect<void> =>
  redis
    .run("popular.tell", commandMs, (client) =>
      client.set(key, JSON.stringify(places.slice(0, most)), "EX", heldSeconds),
    )
    .pipe(
      Effect.catch((error) => Effect.logDebug("popular answers could not be told", error.message)),
    )

export interface PopularCounters {
  /** What the worker told last. */
  readonly listed: number
  /** Of those, what this process has in memory and still holds. */
  readonly warm: number
}

export class PopularAnswers extends Context.Service<
  PopularAnswers,
  { readonly counters: () => PopularCounters }
>()("@manga-assist/assistant/PopularAnswers") {
  /** Where Redis is not configured there is nothing to warm. */
  static readonly layer: Layer.Layer<PopularAnswers, never, CachedAnswers | RedisConnection> =
    Layer.effect(
      PopularAnswers,
      Effect.suspend(() => make()),
    )
}

const make = Effect.fnUntraced(function* () {
  const redis = yield* RedisConnection
  const answers = yield* CachedAnswers
  let counters: PopularCounters = { listed: 0, warm: 0 }
  let places: ReadonlyArray<string> = []
  const read = redis
    .run("popular.get", commandMs, (client) => client.get(key))
    .pipe(
      Effect.map((text) => Option.getOrElse(decode(text), () => [])),
      // What was popular is so for longer than it takes to read the next list.
      Effect.catch((error) =>
        Effect.as(Effect.logDebug("popular answers could not be read", error.message), places),
      ),
    )
  const round = Effect.gen(function* () {
    places = yield* read
    const found = yield* Effect.forEach(
      places,
      (shareKey) => Effect.andThen(Effect.yieldNow, answers.warm(shareKey)),
      { concurrency },
    )
    counters = { listed: places.length, warm: found.filter(Boolean).length }
  })
  if (redis.configured) {
    yield* round.pipe(
      Effect.andThen(Effect.sleep(everyMs)),
      repeatForever("warming popular answers"),
      Effect.forkScoped({ startImmediately: true }),
    )
  }
  return PopularAnswers.of({ counters: () => counters })
})
