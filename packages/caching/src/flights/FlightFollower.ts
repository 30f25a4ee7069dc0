/**
 * Follows a flight (one computation shared by callers in many instances) that another instance leads: delivers all
 * its chunks so far, then new ones, until its end.
 *
 * Chunks are read from the flight's Redis stream. Notices only say that there is more; a poll every 150 ms replaces
 * lost ones. The result also tells when the leader was lost or Redis does not answer.
 */
import { Clock, Effect, Queue } from "effect"
import { monotonicMs, type RedisSubscriber } from "@manga-assist/connections/redis"
import { type FlightLog, type FlightRecord, pollMs } from "./FlightLog.ts"
import type { FlightEvent, FlightWire } from "./FlightWire.ts"

export type Followed<A, E> =
  | Extract<FlightEvent<never, A, E>, { kind: "value" | "error" }>
  /** Its leader is gone, or what it wrote cannot be read. `said`: a part of it was handed over. */
  | { readonly kind: "lost"; readonly said: boolean }
  /** Nothing was handed over, and Redis does not answer. */
  | { readonly kind: "unreachable" }

/** Who was handed a part waits for Redis as long as it would wait for a leader's death. */
const patienceMs = 1_000

export const makeFlightFollower =
  <Chunk, A, E>(
    log: FlightLog,
    wire: FlightWire<Chunk, A, E>,
    subscriber: typeof RedisSubscriber.Service,
  ) =>
  (key: string, token: string, push: (chunk: Chunk) => void): Effect.Effect<Followed<A, E>> =>
    Effect.gen(function* () {
      const wakeUps = yield* Queue.dropping<void>(1)
      yield* subscriber.subscribe(log.channelOf(key, token), {
        onMessage: () => {
          Queue.offerUnsafe(wakeUps, undefined)
        },
      })
      let after = ""
      let expected = 0
      let said = false
      let leaderGone = false
      const nowMs = monotonicMs(yield* Clock.Clock)
      let answeredAt = nowMs()

      /** How the record ends the flight; `undefined` when it does not. */
      const take = ({ index, text }: FlightRecord): Followed<A, E> | undefined => {
        if (index < expected) return undefined
        const event = index === expected ? wire.read(text) : undefined
        if (event === undefined || event.kind === "abandoned") return { kind: "lost", said }
        if (event.kind !== "chunks") return event
        expected += 1
        for (const chunk of event.chunks) {
          said = true
          push(chunk)
        }
        return undefined
      }

      const lost = (): Followed<A, E> => ({ kind: "lost", said })
      const unreachable: Followed<A, E> = { kind: "unreachable" }
      for (;;) {
        const found = yield* log.read(key, token, after).pipe(Effect.orElseSucceed(() => undefined))
        const now = nowMs()
        if (found === undefined) {
          if (!said) return unreachable
          if (now - answeredAt > patienceMs) return lost()
        } else {
          answeredAt = now
          for (const record of found.records) {
            after = record.id
            const end = take(record)
            if (end !== undefined) return end
          }
          // A last look: the end may have been written after the records were read.
          if (leaderGone && found.records.length === 0) return lost()
          leaderGone = !found.led
          if (leaderGone || found.records.length > 0) continue
        }
        yield* Queue.take(wakeUps).pipe(Effect.timeoutOption(pollMs))
      }
    }).pipe(Effect.scoped)
