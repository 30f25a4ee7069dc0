/**
 * Finds free ports on 127.0.0.1. Another process may take one before it is used; the server then fails with
 * `did-not-start`.
 */
import { listening } from "@manga-assist/process/listening"
import { Effect } from "effect"
import { createServer } from "node:net"

const held = Effect.orDie(Effect.suspend(() => listening(createServer())))

/** Different from each other: all are held until the last is known. */
export const freePorts = (count: number): Effect.Effect<ReadonlyArray<number>> =>
  Effect.scoped(Effect.forEach(Array.from({ length: count }), () => held))

export const freePort: Effect.Effect<number> = Effect.scoped(held)
