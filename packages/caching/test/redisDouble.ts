/** A `RedisConnection` whose server is a map on the test clock, to be broken by the test. */
import { Clock, Effect, Layer } from "effect"
import { ConnectionError, RedisConnection } from "@manga-assist/connections"
import type { Redis } from "ioredis"

export interface RedisState {
  way: "ok" | "refuse" | "hang"
  /** Commands that reached the server. */
  runs: number
  readonly entries: Map<string, { bytes: Buffer; expiresAt: number }>
  /** Happens after a value was read, and before it arrives. */
  onRead?: () => void
}

export const redisState = (): RedisState => ({ way: "ok", runs: 0, entries: new Map() })

export const redisDouble = (state: RedisState): Layer.Layer<RedisConnection> =>
  Layer.effect(
    RedisConnection,
    Effect.map(Clock.Clock, (clock) => {
      const now = () => clock.currentTimeMillisUnsafe()
      const live = (key: string) => {
        const entry = state.entries.get(key)
        return entry !== undefined && now() < entry.expiresAt ? entry : undefined
      }
      const commands = {
        // So that each entry is written by a command of its own: a map runs no scripts.
        isCluster: true,
        getrangeBuffer: (key: string, from: number, to: number) => {
          const bytes = (live(key)?.bytes ?? Buffer.alloc(0)).subarray(from, to + 1)
          state.onRead?.()
          return Promise.resolve(bytes)
        },
        options: {},
        publish: () => Promise.resolve(0),
        pttl: (key: string) => Promise.resolve((live(key)?.expiresAt ?? now() - 2) - now()),
        set: (key: string, bytes: Buffer, _px: string, ttlMs: number) => {
          state.entries.set(key, { bytes, expiresAt: now() + ttlMs })
          return Promise.resolve("OK")
        },
        unlink: (key: string) => Promise.resolve(state.entries.delete(key) ? 1 : 0),
      }
      const fail = (operation: string, reason: "refused" | "timeout") =>
        new ConnectionError({ service: "redis", operation, reason, detail: "" })
      return RedisConnection.of({
        configured: true,
        run: (operation, deadlineMs, use) =>
          Effect.suspend(() => {
            state.runs += 1
            if (state.way === "refuse") return Effect.fail(fail(operation, "refused"))
            if (state.way === "hang") {
              return Effect.andThen(
                Effect.sleep(deadlineMs),
                Effect.fail(fail(operation, "timeout")),
              )
            }
            // The few commands that the store uses, out of the many of the client.
            return Effect.promise(() => use(commands as unknown as Redis))
          }),
      })
    }),
  )

export const redisAbsent: Layer.Layer<RedisConnection> = Layer.succeed(RedisConnection, {
  configured: false,
  run: (operation) =>
    Effect.fail(
      new ConnectionError({ service: "redis", operation, reason: "not-configured", detail: "" }),
    ),
})
