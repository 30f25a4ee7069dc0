/**
 * The file at an https address, such as one that `aws s3 presign` signed, in a temporary place until the scope ends: an
 * import reads it twice, the second time as slowly as it writes. A path is taken as it is.
 */
import { Effect, type Scope } from "effect"
import { createWriteStream } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { CatalogueError } from "../CatalogueError.ts"

const deadlineMinutes = 10

export const isAddress = (file: string): boolean => file.startsWith("https://")

/** The address itself holds a signature, and is not told. */
const failed = (cause: unknown) =>
  new CatalogueError({
    reason: "file",
    detail: `the file cannot be fetched: ${cause instanceof Error ? cause.message : "no answer"}`,
    cause,
  })

const fetchInto = async (address: string, file: string, signal: AbortSignal): Promise<void> => {
  const { body, status } = await fetch(address, { signal })
  if (status !== 200 || body === null) throw new Error(`the answer is ${status}`)
  await pipeline(Readable.fromWeb(body), createWriteStream(file), { signal })
}

/** `folder` is the system's for temporary files when absent. */
export const localFile = (
  file: string,
  folder: string = tmpdir(),
): Effect.Effect<string, CatalogueError, Scope.Scope> =>
  isAddress(file)
    ? Effect.gen(function* () {
        const own = yield* Effect.acquireRelease(
          Effect.tryPromise({ try: () => mkdtemp(join(folder, "catalogue-")), catch: failed }),
          (made) => Effect.promise(() => rm(made, { recursive: true, force: true })),
        )
        const place = join(own, "fetched")
        yield* Effect.tryPromise({
          try: (signal) => fetchInto(file, place, signal),
          catch: failed,
        }).pipe(
          Effect.timeoutOrElse({
            duration: `${deadlineMinutes} minutes`,
            orElse: () => Effect.fail(failed(new Error(`it took over ${deadlineMinutes} minutes`))),
          }),
        )
        return place
      })
    : Effect.succeed(file)
