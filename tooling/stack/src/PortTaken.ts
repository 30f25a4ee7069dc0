/** Checks that the server's port is free before the emulators are started and filled, which takes much longer. */
import { listening } from "@manga-assist/process/listening"
import { Effect } from "effect"
import { createServer } from "node:net"

/** Why the address cannot be had and what to do; undefined when it can. Wrong values are the server's to name. */
export const portTaken = ({
  HOST,
  PORT,
}: Readonly<Record<string, string | undefined>>): Effect.Effect<string | undefined> => {
  const host = HOST || "127.0.0.1"
  const port = Number(PORT || 8_080)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return Effect.succeed(undefined)
  // Exclusive, as the server's own listening is.
  return Effect.scoped(listening(createServer(), { host, port, exclusive: true })).pipe(
    Effect.as(undefined),
    Effect.catch((error) =>
      Effect.succeed(
        "code" in error && error.code === "EADDRINUSE"
          ? `another program listens on ${host}:${port}; end it, or set PORT (0 picks a free one)`
          : undefined,
      ),
    ),
  )
}
