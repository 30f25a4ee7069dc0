/** A server of `node:net` or `node:http` that listens as long as a scope is open. */
import { Effect, type Scope } from "effect"
import type { ListenOptions, Server } from "node:net"

/** Resolves to the port, any free one for 0; fails with Node's error. Closing breaks HTTP connections off. */
export const listening = (
  server: Server & { readonly closeAllConnections?: () => void },
  options: ListenOptions = { port: 0, host: "127.0.0.1" },
): Effect.Effect<number, Error, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.callback<number, Error>((resume) => {
      server.once("error", (cause) => resume(Effect.fail(cause)))
      server.listen(options, () => {
        const address = server.address()
        resume(Effect.succeed(typeof address === "object" && address !== null ? address.port : 0))
      })
    }),
    () =>
      Effect.callback<void>((resume) => {
        server.close(() => resume(Effect.void))
        server.closeAllConnections?.()
      }),
  )
