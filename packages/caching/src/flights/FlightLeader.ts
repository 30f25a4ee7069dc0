/**
 * Leads a flight (one computation shared by callers in many instances): runs the computation and writes its chunks to
 * Redis for the followers.
 *
 * Writing never delays the computation: chunks that come during a write are sent with the next. If the leader has
 * lost its lock, cannot write for the lock's lifetime, or the answer is too large to share, it continues for its own
 * callers only. When those have left, it continues while others follow.
 */
import { Clock, Effect, Fiber, Queue, type Scope } from "effect"
import { monotonicMs } from "@manga-assist/connections/redis"
import { beatMs, type FlightLog, lockMs } from "./FlightLog.ts"
import type { FlightWire } from "./FlightWire.ts"

/** An answer of more records or characters than these is not shared: no list grows without a bound. */
const maxRecords = 10_000
const maxChars = 4 * 1024 * 1024
/** The longest that a late follower lags behind, in the beginning: each write costs more than what it carries. */
const gatherMs = 100

export interface FlightLeader<Chunk, A, E> {
  readonly lead: <R>(
    key: string,
    token: string,
    compute: (push: (chunk: Chunk) => void) => Effect.Effect<A, E, R>,
    push: (chunk: Chunk) => void,
  ) => Effect.Effect<A, E, R>
}

/** How long the end of a scope may wait until the followers are told. */
const farewellMs = 500

export const makeFlightLeader = Effect.fnUntraced(function* <Chunk, A, E>(
  log: FlightLog,
  wire: FlightWire<Chunk, A, E>,
): Effect.fn.Return<FlightLeader<Chunk, A, E>, never, Scope.Scope> {
  const scope = yield* Effect.scope
  const writing = new Set<Fiber.Fiber<void>>()
  // The scope has interrupted the computations by then: what is left is to say so.
  yield* Effect.addFinalizer(() =>
    Fiber.awaitAll(writing).pipe(
      Effect.timeoutOption(farewellMs),
      Effect.andThen(Effect.suspend(() => Fiber.interruptAll(writing))),
    ),
  )

  const lead: FlightLeader<Chunk, A, E>["lead"] = Effect.fnUntraced(
    function* (key, token, compute, push) {
      const wakeUps = yield* Queue.dropping<void>(1)
      const wake = () => {
        Queue.offerUnsafe(wakeUps, undefined)
      }
      let unsent: Array<Chunk> = []
      let ending: string | undefined
      let attended = true
      let shared = true

      const fiber = yield* Effect.suspend(() =>
        compute((chunk) => {
          if (shared) unsent.push(chunk)
          wake()
          push(chunk)
        }),
      ).pipe(Effect.forkIn(scope, { startImmediately: true }))
      fiber.addObserver((exit) => {
        ending = wire.ending(exit)
        wake()
      })

      const giveUp = { mode: "end", text: wire.abandoned } as const
      /** The next thing to write: first what was said, then how it ended. */
      const next = () => {
        const chunks = unsent
        unsent = []
        if (chunks.length > 0) {
          const text = wire.chunks(chunks)
          return text === undefined ? giveUp : ({ mode: "more", text } as const)
        }
        if (ending !== undefined) return { mode: "end", text: ending } as const
        return attended
          ? ({ mode: "beat", text: "" } as const)
          : ({ mode: "leave", text: wire.abandoned } as const)
      }
      const write = Effect.gen(function* () {
        let index = 0
        let chars = 0
        const nowMs = monotonicMs(yield* Clock.Clock)
        let confirmedAt = nowMs()
        let record = next()
        for (;;) {
          const sentAt = nowMs()
          const tooLarge = index >= maxRecords || chars > maxChars
          const { mode, text } = tooLarge ? giveUp : record
          // One that was written although its confirmation is lost is known by its index.
          const reply = yield* log
            .append(key, token, mode, { index, text })
            .pipe(Effect.orElseSucceed(() => "unknown" as const))
          if (reply === "lost" || mode === "end" || (mode === "leave" && reply === "alone")) return
          if (reply === "unknown") {
            if (nowMs() - confirmedAt > lockMs) return
            yield* Effect.sleep(beatMs / 3)
            // A beat is repeated as whatever is due by now.
            if (mode !== "more") record = next()
            continue
          }
          confirmedAt = sentAt
          if (mode === "more") {
            index += 1
            chars += text.length
          }
          // While nobody follows, what is said is gathered: a follower misses nothing, only later.
          if (mode === "more" && reply === "alone") yield* Effect.sleep(gatherMs)
          if (unsent.length === 0 && ending === undefined) {
            yield* Queue.take(wakeUps).pipe(Effect.timeoutOption(beatMs))
          }
          record = next()
        }
      }).pipe(
        Effect.andThen(
          Effect.suspend(() => {
            shared = false
            return attended ? Effect.void : Fiber.interrupt(fiber)
          }),
        ),
      )
      const writer = yield* Effect.forkDetach(write, { startImmediately: true })
      writing.add(writer)
      writer.addObserver(() => writing.delete(writer))

      return yield* Fiber.join(fiber).pipe(
        Effect.onInterrupt(() =>
          Effect.suspend(() => {
            attended = false
            wake()
            return shared ? Effect.void : Fiber.interrupt(fiber)
          }),
        ),
      )
    },
  )
  return { lead }
})
