/**
 * Opens the folder (spool) of one must-keep sink: creates, locks and reads it, flushes it to stable storage at an
 * interval, and releases it with the scope. Fails with a `SinkError` if another process has locked it.
 */
import * as fs from "node:fs"
import * as path from "node:path"
import { Effect, type Scope } from "effect"
import { lockDirectory } from "./DirectoryLock.ts"
import { Journal } from "./Journal.ts"
import { SinkError } from "../contract/SinkError.ts"

const DEFAULT_MAX_BYTES = 256 * 1024 * 1024
const DEFAULT_SYNC_MS = 1_000

export interface OpenedSpool {
  readonly journal: Journal
  /** How many records of each key an earlier process left. */
  readonly keys: Map<string, number>
}

export const openSpool = (
  sink: string,
  options: {
    readonly directory: string
    readonly maxBytes?: number | undefined
    readonly syncMs?: number | undefined
  },
): Effect.Effect<OpenedSpool, SinkError, Scope.Scope> => {
  const directory = path.join(options.directory, sink)
  const unavailable = (cause: unknown) =>
    new SinkError({ reason: "unavailable", sink, detail: directory, cause })
  const lock = Effect.try({
    try: () => {
      fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
      return lockDirectory(directory)
    },
    catch: unavailable,
  }).pipe(
    Effect.filterOrFail(
      (lock) => "release" in lock,
      (lock) =>
        new SinkError({
          reason: "locked",
          sink,
          detail: `${directory} is used by ${"owner" in lock ? lock.owner : "another process"}`,
        }),
    ),
  )
  const open = () => {
    const keys = new Map<string, number>()
    const journal = new Journal({
      directory,
      maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
      found: ({ key }) => {
        if (key !== undefined) keys.set(key, (keys.get(key) ?? 0) + 1)
      },
    })
    return { journal, keys }
  }
  return Effect.gen(function* () {
    yield* Effect.acquireRelease(lock, ({ release }) => Effect.sync(release))
    const opened = yield* Effect.acquireRelease(
      Effect.try({ try: open, catch: unavailable }),
      ({ journal }) => Effect.sync(() => journal.close()),
    )
    yield* Effect.sleep(options.syncMs ?? DEFAULT_SYNC_MS).pipe(
      Effect.andThen(
        Effect.sync(() => {
          opened.journal.sync()
          opened.journal.retire()
        }),
      ),
      Effect.forever({ disableYield: true }),
      Effect.forkScoped({ startImmediately: true }),
    )
    return opened
  })
}
