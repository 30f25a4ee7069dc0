/**
 * Finds free ports on 127.0.0.1. Another process may take one before it is used; the server then fails with
 * `did-not-start`.
 */
import { Effect, type Scope } from "effect"
import { createServer, type Server, type Socket } from "node:net"

/** A server on a port of its own until the scope closes. */
export const boundServer = (
  accept: (client: Socket) => void = () => undefined,
): Effect.Effect<Server, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.callback<Server>((resume) => {
      const server = createServer(accept)
      server.once("error", (cause) => resume(Effect.die(cause)))
      server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
    }),
    (server) =>
      Effect.callback<void>((resume) => {
        server.close(() => resume(Effect.void))
      }),
  )

export const portOf = (server: Server): number => {
  const address = server.address()
  return typeof address === "object" && address !== null ? address.port : 0
}

/** Different from each other: all are held until the last is known. */
export const freePorts = (count: number): Effect.Effect<ReadonlyArray<number>> =>
  Effect.scoped(
    Effect.map(
      Effect.forEach(Array.from({ length: count }), () => boundServer()),
      (servers) => servers.map(portOf),
    ),
  )

export const freePort: Effect.Effect<number> = Effect.map(freePorts(1), ([port]) => port ?? 0)
