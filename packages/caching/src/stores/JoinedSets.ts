/**
 * Batches the cache writes of one tick of the event loop into one Redis command, because a command takes more of the
 * sender's processor time than an entry. A batch has at most 200 entries.
 *
 * On a single server the entries of a batch succeed or fail together. In a Cluster, where their keys lie in different
 * slots, each is a command of its own and fails alone.
 */
import { Effect } from "effect"
import { channelIn, type RedisConnection } from "@manga-assist/connections/redis"

export interface SetEntry {
  readonly name: string
  readonly bytes: Buffer
  /** Whole milliseconds, 1 or more. */
  readonly ttlMs: number
  /** Published once the entry is there; nothing where it is undefined. */
  readonly notice: { readonly channel: string; readonly text: string } | undefined
}

type Client = Parameters<Parameters<typeof RedisConnection.Service.run>[2]>[0]

/** KEYS: the entries'. ARGV: value, milliseconds, channel (or nothing) and notice of each. */
const script = `
for i, key in ipairs(KEYS) do
  local at = 4 * i - 3
  redis.call("SET", key, ARGV[at], "PX", ARGV[at + 1])
  if ARGV[at + 2] ~= "" then redis.call("PUBLISH", ARGV[at + 2], ARGV[at + 3]) end
end`

/** A script keeps its server from everything else while it runs: about 3 µs an entry. */
const maxEntries = 200

const setOne = async (redis: Client, { bytes, name, notice, ttlMs }: SetEntry): Promise<void> => {
  await redis.set(name, bytes, "PX", ttlMs)
  if (notice !== undefined) await redis.publish(channelIn(redis, notice.channel), notice.text)
}

/** How each of them ended; rejects where all failed for one reason. */
const setAll = async (
  redis: Client,
  entries: ReadonlyArray<SetEntry>,
): Promise<ReadonlyArray<PromiseSettledResult<unknown>>> => {
  if (redis.isCluster && entries.length > 1) {
    return Promise.allSettled(entries.map((entry) => setOne(redis, entry)))
  }
  const [first] = entries
  if (entries.length === 1 && first !== undefined) await setOne(redis, first)
  else {
    await redis.eval(
      script,
      entries.length,
      ...entries.map(({ name }) => name),
      ...entries.flatMap(({ bytes, notice, ttlMs }) => [
        bytes,
        ttlMs,
        notice === undefined ? "" : channelIn(redis, notice.channel),
        notice?.text ?? "",
      ]),
    )
  }
  return []
}

interface Waiting {
  readonly entry: SetEntry
  readonly resume: (done: Effect.Effect<void, unknown>) => void
}

export interface JoinedSets {
  readonly set: (entry: SetEntry) => Effect.Effect<void, unknown>
  /** Sends what was set and waits for its turn, so that what is sent next comes after it. */
  readonly flush: Effect.Effect<void>
}

export const makeJoinedSets = (
  connection: typeof RedisConnection.Service,
  deadlineMs: number,
): Effect.Effect<JoinedSets> =>
  Effect.map(Effect.context(), (context) => {
    const runFork = Effect.runForkWith(context)
    let waiting: Array<Waiting> = []

    const write = Effect.suspend(() => {
      const batch = waiting
      waiting = []
      if (batch.length === 0) return Effect.void
      return connection
        .run("cache.set", deadlineMs, (redis) =>
          setAll(
            redis,
            batch.map(({ entry }) => entry),
          ),
        )
        .pipe(
          Effect.exit,
          Effect.map((exit) => {
            for (const [index, { resume }] of batch.entries()) {
              const own = exit._tag === "Success" ? exit.value[index] : undefined
              if (exit._tag === "Failure") resume(exit)
              else resume(own?.status === "rejected" ? Effect.fail(own.reason) : Effect.void)
            }
          }),
        )
    })

    return {
      set: (entry) =>
        Effect.callback((resume) => {
          waiting.push({ entry, resume })
          if (waiting.length >= maxEntries) runFork(write)
          else if (waiting.length === 1) runFork(Effect.andThen(Effect.yieldNow, write))
        }),
      flush: Effect.sync(() => {
        runFork(write)
      }),
    }
  })
