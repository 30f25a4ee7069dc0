/** Loads public keys from a file or an HTTPS address, bounded in time and size. */
import { readFile } from "node:fs/promises"
import { Data, Effect } from "effect"

/** The keys cannot be read now; `message` is for the operator's log. */
export class KeysUnavailable extends Data.TaggedError("KeysUnavailable")<{
  readonly message: string
}> {}

const fetchMs = 3_000
const maxCharacters = 262_144

const fetched = async (address: string): Promise<string> => {
  const reply = await fetch(address, {
    // A key set that moves elsewhere is not the one that the operator named.
    redirect: "error",
    signal: AbortSignal.timeout(fetchMs),
  })
  const text = await reply.text()
  if (reply.status !== 200) throw new Error(`status ${reply.status}`)
  return text
}

/** `fetch` says why in the cause of its error. */
const reasonOf = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error ? String(error.cause) : String(error)

export const isAddress = (place: string): boolean => /^https?:\/\//.test(place)

/** The text at a path or an address. */
export const readKeys = (place: string): Effect.Effect<string, KeysUnavailable> =>
  Effect.tryPromise({
    try: () => (isAddress(place) ? fetched(place) : readFile(place, "utf8")),
    catch: (cause) =>
      new KeysUnavailable({ message: `keys of ${place} cannot be read: ${reasonOf(cause)}` }),
  }).pipe(
    Effect.filterOrFail(
      (text) => text.length <= maxCharacters,
      () => new KeysUnavailable({ message: `keys of ${place} are larger than 256 KiB` }),
    ),
  )
