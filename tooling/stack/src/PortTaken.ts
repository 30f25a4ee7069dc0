/** Checks that the server's port is free before the emulators are started and filled, which takes much longer. */
import { Effect } from "effect"
import { createServer } from "node:net"

/** Why the address cannot be had and what to do; undefined when it can. Wrong values are the server's to name. */
export const portTaken = ({
  HOST,
  PORT,
}: Readonly<Record<string, string | undefined>>): Effect.Effect<string | undefined> =>
  Effect.callback((resume) => {
    const host = HOST === undefined || HOST === "" ? "127.0.0.1" : HOST
    const port = PORT === undefined || PORT === "" ? 8_080 : Number(PORT)
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      resume(Effect.succeed(undefined))
      return
    }
    const probe = createServer()
    probe.once("error", (error) => {
      const code = "code" in error ? error.code : undefined
      const isTaken = code === "EADDRINUSE"
      const other = `another program listens on ${host}:${port}; end it, or set PORT (0 picks a free one)`
      resume(Effect.succeed(isTaken ? other : undefined))
    })
    // Exclusive, as the server's own listening is.
    probe.listen({ host, port, exclusive: true }, () => {
      probe.close(() => resume(Effect.succeed(undefined)))
    })
  })
