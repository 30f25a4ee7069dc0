/**
 * Loads answers that the worker generated ahead of demand into the memory of every server. The worker publishes their
 * cache keys, at most 2,000; each server reads the list every 15 s and reloads its copies before they expire.
 *
 * Redis holds the list under `popular:{popular}:answers` for an hour. No request waits for this: until an answer is in
 * memory, the first request on an instance costs one read of Redis.
 */
import { RedisConnection, repeatForever } from "@manga-assist/connections"
import { Context, Effect, Layer, Option, Schema } from "effect"
import { CachedAnswers } from "./CachedAnswer.ts"

const key = "popular:{popular}:answers"
const heldSeconds = 3_600
const commandMs = 500
/** A few kilobytes each in the memory of every instance; a schedule has some hundreds. */
const most = 2_000

/** A quarter of `CACHE_MEMORY_MS`: each copy is seen between half of its time and its end, and read anew. */
const everyMs = 15_000
/** Customers' reads go in between. */
const concurrency = 2

const Text = Schema.String.check(Schema.isMaxLength(200))
/** An answer that the worker made ahead: where it lies, and the question that it answers, for people. */
const MadeAhead = Schema.Struct({ place: Text, question: Text })
type MadeAhead = typeof MadeAhead.Type
const decode = Schema.decodeUnknownOption(
  Schema.fromJsonString(Schema.Array(MadeAhead).check(Schema.isMaxLength(most))),
)

/** The worker's part: all its answers, the most asked first, 2,000 at most. Never fails. */
export const tellPopular = (
  redis: RedisConnection["Service"],
  answers: ReadonlyArray<MadeAhead>,
): Effect.Effect<void> =>
  redis
    .run("popular.tell", commandMs, (client) => {
      const told = answers
        .slice(0, most)
        .map(({ place, question }) => ({ place, question: question.slice(0, 200) }))
      return client.set(key, JSON.stringify(told), "EX", heldSeconds)
    })
    .pipe(
      Effect.catch((error) => Effect.logDebug("popular answers could not be told", error.message)),
    )

export interface PopularCounters {
  /** What the worker told last. */
  readonly listed: number
  /** Of those, what this process has in memory and still holds. */
  readonly warm: number
}

/** As people read it. */
export interface PopularQuestion {
  readonly question: string
  readonly warm: boolean
}

export class PopularAnswers extends Context.Service<
  PopularAnswers,
  {
    readonly counters: () => PopularCounters
    /** In the order of the list, so many at most. */
    readonly questions: (most: number) => ReadonlyArray<PopularQuestion>
  }
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
  let listed: ReadonlyArray<MadeAhead> = []
  let warm: ReadonlyArray<boolean> = []
  const read = redis
    .run("popular.get", commandMs, (client) => client.get(key))
    .pipe(
      Effect.map((text) => Option.getOrElse(decode(text), () => [])),
      // What was popular is so for longer than it takes to read the next list.
      Effect.catch((error) =>
        Effect.as(Effect.logDebug("popular answers could not be read", error.message), listed),
      ),
    )
  const round = Effect.gen(function* () {
    listed = yield* read
    warm = yield* Effect.forEach(
      listed,
      ({ place }) => Effect.andThen(Effect.yieldNow, answers.warm(place)),
      { concurrency },
    )
    counters = { listed: listed.length, warm: warm.filter(Boolean).length }
  })
  if (redis.configured) {
    yield* round.pipe(
      Effect.andThen(Effect.sleep(everyMs)),
      repeatForever("warming popular answers"),
      Effect.forkScoped({ startImmediately: true }),
    )
  }
  return PopularAnswers.of({
    counters: () => counters,
    questions: (atMost) =>
      listed.slice(0, atMost).map(({ question }, at) => ({ question, warm: warm[at] ?? false })),
  })
})
