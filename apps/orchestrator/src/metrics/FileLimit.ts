/**
 * Keeps connections within the process's limit of open files, of which each connection needs one. At start
 * `MAX_CONNECTIONS` is lowered to what the limit allows, with a warning, and fewer sockets to the stores are warmed.
 *
 * While the server runs, it checks that a file can still be opened: without a free one the kernel accepts no connection
 * and reports nothing.
 */
import { open, readdir, readFile } from "node:fs/promises"
import { Effect, Layer } from "effect"
import { MetricsRegistry } from "./MetricsRegistry.ts"

/** Files beside those open now, for pools to the services, the journal and the caches. */
const reserved = (limit: number) => Math.min(512, Math.floor(limit / 4))

/** Node raises the soft limit to the hard one; infinite where the system does not say. */
const readLimit = Effect.tryPromise(() => readFile("/proc/self/limits", "utf8")).pipe(
  Effect.map((text) => Number(/^Max open files +(\d+)/m.exec(text)?.[1] ?? Infinity)),
  Effect.orElseSucceed(() => Infinity),
)

const openNow = Effect.tryPromise(() => readdir("/proc/self/fd")).pipe(
  Effect.map((files) => files.length),
  Effect.orElseSucceed(() => 0),
)

/** Connections that can be held, at most `wanted`. Says so where these are fewer. */
export const connectionsWithin = Effect.fnUntraced(function* (wanted: number) {
  const limit = yield* readLimit
  const room = Math.max(1, limit - (yield* openNow) - reserved(limit))
  if (room >= wanted) return wanted
  yield* Effect.logWarning(
    `this process may open ${limit} files, too few for MAX_CONNECTIONS ${wanted}: it takes ${room}; raise its limit (nofile) or lower MAX_CONNECTIONS`,
  )
  return room
})

/** Sockets that the warm-up may open to each store: both together take at most an eighth of the limit. */
export const warmSocketsWithin = Effect.map(readLimit, (limit) =>
  Math.max(1, Math.floor(limit / 16)),
)

const lookEvery = "2 seconds"
const sayEveryMs = 60_000

const isOutOfFiles = (cause: unknown): boolean =>
  cause instanceof Error && "code" in cause && (cause.code === "EMFILE" || cause.code === "ENFILE")

/** Looks whether a file can be opened; where none can, no connection is accepted either. */
const look = Effect.tryPromise({
  try: async () => {
    const file = await open("/dev/null", "r")
    await file.close()
    return true
  },
  catch: isOutOfFiles,
}).pipe(Effect.catch((outOfFiles) => Effect.succeed(!outOfFiles)))

export const layerFileLimit: Layer.Layer<never, never, MetricsRegistry> = Layer.effectDiscard(
  Effect.gen(function* () {
    const registry = yield* MetricsRegistry
    const refused = registry.counter(
      "manga_assist_file_limit_reached_total",
      "Looks that found no file left to open: connections are not accepted then.",
    )
    let saidAt = -Infinity
    const watch = Effect.gen(function* () {
      if (yield* look) return
      refused()
      if (performance.now() - saidAt < sayEveryMs) return
      saidAt = performance.now()
      yield* Effect.logError(
        "this process can open no more files: new connections are not accepted; raise its limit (nofile)",
      )
    })
    yield* Effect.forkScoped(Effect.forever(Effect.andThen(watch, Effect.sleep(lookEvery))), {
      startImmediately: true,
    })
  }),
)
