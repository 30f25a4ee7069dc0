/**
 * Finds out why the server cannot listen on an address. The native server reports no reason, so a plain Node server
 * tries the same address once.
 */
import { createServer } from "node:net"
import { Effect } from "effect"
import type { ListenOptions } from "./SocketServer.ts"

/** Tries the same address once with a plain server and lets it go. `EUNKNOWN` when that one succeeds. */
export const listenFailure = (
  options: Pick<ListenOptions, "host" | "port">,
): Effect.Effect<string> =>
  Effect.callback<string>((resume) => {
    const probe = createServer()
    probe.once("error", (error) => {
      resume(Effect.succeed("code" in error ? String(error.code) : "EUNKNOWN"))
    })
    probe.listen(options.port, options.host, () => {
      probe.close(() => {
        resume(Effect.succeed("EUNKNOWN"))
      })
    })
  })
