/** Loads public keys from a file or an HTTPS address, bounded in time and size. */
import { createReadStream } from "node:fs"
import { Data, Effect } from "effect"

/** The keys cannot be read now; `message` is for the operator's log. */
export class KeysUnavailable extends Data.TaggedError("KeysUnavailable")<{
  readonly message: string
}> {}

const deadlineMs = 3_000
const maxBytes = 262_144

class TooLarge extends Error {}

/** Nobody's file or reply is read for longer than keys can be. */
const boundedText = async (pieces: AsyncIterable<Uint8Array>): Promise<string> => {
  const read: Array<Uint8Array> = []
  let bytes = 0
  for await (const piece of pieces) {
    bytes += piece.length
    if (bytes > maxBytes) throw new TooLarge()
    read.push(piece)
  }
  return Buffer.concat(read).toString("utf8")
}

const fetched = async (address: string, signal: AbortSignal): Promise<string> => {
  const reply = await fetch(address, {
    // A key set that moves elsewhere is not the one that the operator named.
    redirect: "error",
    signal,
  })
  const text = reply.body === null ? "" : await boundedText(reply.body)
  if (reply.status !== 200) throw new Error(`status ${reply.status}`)
  return text
}

/** `fetch` says why in the cause of its error. */
const reasonOf = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error ? String(error.cause) : String(error)

export const isAddress = (place: string): boolean => /^https?:\/\//.test(place)

/** The text at a path or an address. */
export const readKeys = (place: string): Effect.Effect<string, KeysUnavailable> => {
  const unavailable = (what: string) => new KeysUnavailable({ message: `keys of ${place} ${what}` })
  return Effect.tryPromise({
    try: (signal) =>
      isAddress(place) ? fetched(place, signal) : boundedText(createReadStream(place, { signal })),
    catch: (cause) =>
      unavailable(
        cause instanceof TooLarge
          ? "are larger than 256 KiB"
          : `cannot be read: ${reasonOf(cause)}`,
      ),
  }).pipe(
    Effect.timeoutOrElse({
      duration: deadlineMs,
      orElse: () => Effect.fail(unavailable(`cannot be read within ${deadlineMs} ms`)),
    }),
  )
}
