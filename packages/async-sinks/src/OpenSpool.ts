/**
 * The folder of one must-keep sink: made, locked for this process, read; let go with the scope.
 */
import * as fs from "node:fs"
import * as path from "node:path"
import { Effect, type Scope } from "effect"
import { lockDirectory } from "./DirectoryLock.ts"
import { Journal } from "./Journal.ts"
import { SinkError } from "./SinkError.ts"

const DEFAULT_MAX_BYTES = 256 * 1024 * 1024

export const openSpool = (
  sink: string,
  options: { readonly directory: string; readonly maxBytes?: number | undefined },
): Effect.Effect<Journal, SinkError, Scope.Scope> => {
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
          detail: `${directory} is used by process ${"owner" in lock ? lock.owner : "?"}`,
        }),
    ),
  )
  return Effect.gen(function* () {
    yield* Effect.acquireRelease(lock, ({ release }) => Effect.sync(release))
    return yield* Effect.acquireRelease(
      Effect.try({
        try: () => new Journal(directory, options.maxBytes ?? DEFAULT_MAX_BYTES),
        catch: unavailable,
      }),
      (journal) => Effect.sync(() => journal.close()),
    )
  })
}
