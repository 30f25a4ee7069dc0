/**
 * Shuts the server down in order: refuses new work, lets running turns finish until the deadline, closes the sockets.
 *
 * Health pages are served until the listener closes, so that a load balancer sees 503 instead of a refused
 * connection.
 */
import { Effect } from "effect"
import type { ChatServices } from "../messages/ChatServices.ts"
import type { OpenConnections } from "./OpenConnections.ts"

/** How long clients may take to answer the close frame. */
const goodbye = "1 second"

const lastFrames = "100 millis"

/** To be run once `isDraining` answers true. Takes `timeoutMs` and one second at most. */
export const drain = Effect.fnUntraced(function* (
  services: ChatServices,
  connections: OpenConnections,
  timeoutMs: number,
) {
  yield* Effect.logInfo(
    `draining: ${connections.size} connections, ${services.running.size} messages being answered`,
  )
  const hadConnections = connections.size > 0
  for (const socket of connections.sockets()) socket.drain()
  yield* services.running.idle.pipe(Effect.timeoutOption(timeoutMs))
  const stragglers = services.running.all()
  for (const run of stragglers) run.stop("shutting-down", "the server is shutting down; reconnect")
  for (const socket of connections.sockets()) socket.close(1001, "server is draining")
  yield* connections.idle.pipe(Effect.timeoutOption(goodbye))
  // A socket the native server has let go of may still have its close frame on the way.
  if (hadConnections) yield* Effect.sleep(lastFrames)
  yield* Effect.logInfo(`drained: ${stragglers.length} messages were ended at the deadline`)
})
