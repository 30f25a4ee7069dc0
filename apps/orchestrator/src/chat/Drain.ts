/**
 * Shuts the server down in order: refuses new work, lets running turns finish until the deadline, closes the sockets.
 *
 * Health pages are served until the listener closes, so that a load balancer sees 503 instead of a refused
 * connection.
 */
import { Effect } from "effect"
import { refusals } from "../codec/Refusals.ts"
import type { ChatServices } from "../messages/ChatServices.ts"

/** How long clients may take to answer the close frame. */
const goodbye = "1 second"

const lastFrames = "100 millis"

/** To be run once `isDraining` answers true. Takes `timeoutMs` and one second at most. */
export const drain = Effect.fnUntraced(function* (
  { connections, running }: ChatServices,
  timeoutMs: number,
) {
  yield* Effect.logInfo(
    `draining: ${connections.size} connections, ${running.size} messages being answered`,
  )
  const hadConnections = connections.size > 0
  for (const connection of connections) connection.drain()
  yield* running.idle.pipe(Effect.timeoutOption(timeoutMs))
  const stragglers = [...running]
  const { code, message } = refusals.reconnect
  for (const run of stragglers) run.stop(code, message)
  for (const connection of connections) connection.close(1001, "server is draining")
  yield* connections.idle.pipe(Effect.timeoutOption(goodbye))
  // A socket the native server has let go of may still have its close frame on the way.
  if (hadConnections) yield* Effect.sleep(lastFrames)
  yield* Effect.logInfo(`drained: ${stragglers.length} messages were ended at the deadline`)
})
