/**
 * Caches in Redis what a turn needs to know of a conversation and its customer (past turns, profile, orders) and the
 * trending list, so that a reconnect to another instance costs one round trip. An entry is a short list of texts, for
 * example one for each turn; the caller serialises and parses them (`ContextSources.ts`), this module only compresses
 * them.
 *
 * Reads in the same tick are one pipeline. Redis down, slow or unreadable counts as absent; writes are never awaited.
 */
import { RedisConnection } from "@manga-assist/connections"
import { decodeText, encode } from "@manga-assist/payload"
import { Context, Effect, Layer } from "effect"

export interface ContextCacheCounters {
  /** Pipelines sent, each for all reads of one moment. */
  roundTrips: number
  hits: number
  misses: number
  /** Pipelines and writes that Redis did not answer. */
  failures: number
}

export class ContextCache extends Context.Service<
  ContextCache,
  {
    /** The texts kept under the key, also when they are none; `undefined`: not kept. Waits 60 ms at most. */
    readonly read: (key: string) => Effect.Effect<ReadonlyArray<string> | undefined>
    readonly replace: (key: string, texts: ReadonlyArray<string>, ttlMs: number) => void
    /** Adds to a list that is kept, else does nothing; beyond `most` the oldest gives way. */
    readonly append: (key: string, text: string, most: number, ttlMs: number) => void
    readonly counters: () => Readonly<ContextCacheCounters>
  }
>()("@manga-assist/assistant/ContextCache") {
  /** Keeps nothing where Redis is not configured. */
  static readonly layer: Layer.Layer<ContextCache, never, RedisConnection> = Layer.effect(
    ContextCache,
    Effect.suspend(() => make),
  )
}

/** A read of DynamoDB takes about 10 ms: beyond this it is the better way. */
const readMs = 60
const writeMs = 500
/** More than a session of 400 KB, the most that DynamoDB holds in an item, once per turn kept. */
const maxTextBytes = 1024 * 1024
/** Below it a turn costs more processor time to pack than Redis has memory to gain. */
const packedFromBytes = 2_048
const prefix = "context:"
/** Redis knows no empty list: this text says that one is kept, and is never a text of the caller. */
const kept = ""

/** The same bytes, as the client takes them. */
const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

interface Append {
  readonly key: string
  readonly text: string
  readonly most: number
  readonly ttlMs: number
}

/** Adds only to a list that is there: a part must not look like the whole. */
const appendScript = `
for i, key in ipairs(KEYS) do
  local at = 3 * i - 2
  if redis.call("RPUSHX", key, ARGV[at]) > 0 then
    redis.call("LTRIM", key, ARGV[at + 1], -1)
    redis.call("PEXPIRE", key, ARGV[at + 2])
  end
end`

interface Waiting {
  readonly key: string
  readonly resume: (texts: Effect.Effect<ReadonlyArray<string> | undefined>) => void
}

const make = Effect.gen(function* () {
  const connection = yield* RedisConnection
  const runFork = Effect.runForkWith(yield* Effect.context())
  const counters: ContextCacheCounters = { roundTrips: 0, hits: 0, misses: 0, failures: 0 }
  let waiting: Array<Waiting> = []
  let appending: Array<Append> = []

  const decodeAll = (values: ReadonlyArray<Buffer>) =>
    Effect.forEach(values, (bytes) => decodeText(bytes, { maxOutputBytes: maxTextBytes })).pipe(
      Effect.map((texts) =>
        texts.length === 0 ? undefined : texts.filter((text) => text !== kept),
      ),
      // Unreadable, for example by another version: as if it were not kept.
      Effect.orElseSucceed(() => undefined),
    )

  const flush = Effect.suspend(() => {
    const batch = waiting
    waiting = []
    counters.roundTrips += 1
    return connection
      .run("context.read", readMs, async (redis) => {
        const keys = batch.map(({ key }) => prefix + key)
        // A cluster's keys live on different nodes; there each command finds its own way.
        if (redis.isCluster) {
          return Promise.all(keys.map((key) => redis.lrangeBuffer(key, 0, -1).catch(() => [])))
        }
        const pipeline = redis.pipeline()
        for (const key of keys) pipeline.lrangeBuffer(key, 0, -1)
        const replies = (await pipeline.exec()) ?? []
        return replies.map(([error, value]) => (error === null ? (value as Array<Buffer>) : []))
      })
      .pipe(
        Effect.catch(() =>
          Effect.sync((): Array<Array<Buffer>> => {
            counters.failures += 1
            return []
          }),
        ),
        Effect.map((replies) => {
          for (const [at, { resume }] of batch.entries()) {
            const values = replies[at] ?? []
            counters[values.length === 0 ? "misses" : "hits"] += 1
            resume(decodeAll(values))
          }
        }),
      )
  })

  /** Packs the texts and sends them; never fails. */
  const write = (
    operation: string,
    texts: ReadonlyArray<string>,
    commands: (
      redis: Parameters<Parameters<typeof connection.run>[2]>[0],
      values: ReadonlyArray<Buffer>,
    ) => Promise<unknown>,
  ) =>
    Effect.forEach(texts, (text) => encode(text, { minBytes: packedFromBytes })).pipe(
      Effect.flatMap((encoded) =>
        connection.run(operation, writeMs, (redis) => commands(redis, encoded.map(bufferOf))),
      ),
      Effect.catch(() =>
        Effect.sync(() => {
          counters.failures += 1
        }),
      ),
    )

  /** What was added in one turn of the event loop, by one command: one each costs a turn 40 µs. */
  const writeAppended = Effect.suspend(() => {
    const batch = appending
    appending = []
    return write(
      "context.append",
      batch.map(({ text }) => text),
      (redis, values) => {
        const call = (appends: ReadonlyArray<Append>, buffers: ReadonlyArray<Buffer>) =>
          redis.eval(
            appendScript,
            appends.length,
            ...appends.map(({ key }) => prefix + key),
            ...appends.flatMap(({ most, ttlMs }, index) => [buffers[index] ?? "", -most, ttlMs]),
          )
        return redis.isCluster
          ? Promise.all(batch.map((append, index) => call([append], values.slice(index))))
          : call(batch, values)
      },
    )
  })

  return ContextCache.of({
    read: (key) =>
      connection.configured
        ? Effect.callback((resume) => {
            waiting.push({ key, resume })
            if (waiting.length === 1) runFork(Effect.andThen(Effect.yieldNow, flush))
          })
        : Effect.succeed(undefined),
    // All keys of a transaction are one key, so a cluster takes it as a single server does.
    replace: (key, texts, ttlMs) => {
      if (!connection.configured) return
      runFork(
        write("context.replace", [kept, ...texts], (redis, values) =>
          redis
            .multi()
            .del(prefix + key)
            .rpush(prefix + key, ...values)
            .pexpire(prefix + key, ttlMs)
            .exec(),
        ),
      )
    },
    append: (key, text, most, ttlMs) => {
      if (!connection.configured) return
      appending.push({ key, text, most, ttlMs })
      if (appending.length === 1) runFork(Effect.andThen(Effect.yieldNow, writeAppended))
    },
    counters: () => counters,
  })
})
