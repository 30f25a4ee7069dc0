/**
 * Finished turns, kept for ten minutes so that a message sent again is answered again, not generated again.
 *
 * Losing an entry costs a second generation, so a store that is late, full or broken is a miss.
 */
import { CacheStore } from "@manga-assist/caching"
import { ServerFrame } from "@manga-assist/protocol"
import { Context, Effect, Exit, Fiber, Layer, Schema } from "effect"
import { BoundedMap } from "./BoundedMap.ts"

/** The frames of one finished turn in order, deltas joined; `bytes` is about what they weigh. */
export interface FinishedTurn {
  readonly frames: ReadonlyArray<ServerFrame>
  readonly bytes: number
}

export class ReplayStore extends Context.Service<
  ReplayStore,
  {
    /** Waited for at most 250 ms. */
    readonly get: (session: string, id: string) => Effect.Effect<FinishedTurn | undefined>
    /** Known without asking anybody: no turn of this id was finished on this session. */
    readonly isNew: (session: string, id: string) => boolean
    /** Must not throw. */
    readonly put: (session: string, id: string, turn: FinishedTurn) => void
    /**
     * A socket of this session has opened: finds out whether anything of it was finished lately, so
     * that messages of a session of which nothing was need not ask. Until `closed`.
     */
    readonly opened: (session: string) => void
    readonly closed: (session: string) => void
  }
>()("orchestrator/ReplayStore") {
  /** Keeps up to 64 MiB in this process. */
  static readonly layerMemory: Layer.Layer<ReplayStore> = Layer.sync(ReplayStore, () => {
    const turns = new BoundedMap<FinishedTurn>({
      maxWeight: 64 * 1_048_576,
      maxAgeMs: 600_000,
      weigh: (key, turn) => turn.bytes + key.length * 2 + 256,
    })
    // A session has no line break in it, so no two pairs share a key.
    const key = (session: string, id: string) => `${session}\n${id}`
    return ReplayStore.of({
      get: (session, id) => Effect.sync(() => turns.get(key(session, id))),
      isNew: (session, id) => turns.get(key(session, id)) === undefined,
      put: (session, id, turn) => {
        turns.set(key(session, id), turn)
      },
      opened: () => {},
      closed: () => {},
    })
  })

  /** In the store that all instances share, so that a message may be sent again to any of them. */
  static readonly layerShared: Layer.Layer<ReplayStore, never, CacheStore> = Layer.effect(
    ReplayStore,
    Effect.gen(function* () {
      const store = yield* CacheStore
      const fork = Effect.runForkWith(yield* Effect.context())
      const read = (session: string, id: string) =>
        Effect.suspend(() => {
          const own = finished.get(storeKey(session, id))
          return own === undefined ? readStored(session, id) : Effect.succeed(own)
        })
      const readStored = (session: string, id: string) =>
        store.get(storeKey(session, id)).pipe(
          Effect.map((text) => (text === undefined ? undefined : decodeTurn(text))),
          Effect.orElseSucceed(() => undefined),
        )
      const write = (key: string, value: string, ttlMs: number, failed: () => void) =>
        store.set(key, value, ttlMs).pipe(
          Effect.tapCause(() => Effect.sync(failed)),
          Effect.ignoreCause({ log: "Debug" }),
        )
      let finished = new Map<string, FinishedTurn>()
      /** What one turn of the event loop finished, together. */
      const writeFinished = Effect.suspend(() => {
        const batch = finished
        finished = new Map()
        return Effect.forEach(
          batch,
          ([key, turn]) => write(key, JSON.stringify(turn), keptMs, () => {}),
          { concurrency: "unbounded", discard: true },
        )
      })
      /** Of sessions with an open socket: was anything of it finished before that opened, anywhere? */
      const before = new Map<string, Fiber.Fiber<boolean>>()
      const finishedHere = new BoundedMap<true>({ maxWeight: 100_000, maxAgeMs: keptMs })
      const markedLately = new BoundedMap<true>({ maxWeight: 100_000, maxAgeMs: markAgainMs })
      return ReplayStore.of({
        get: (session, id) => {
          const asked = before.get(session)
          if (asked === undefined || finishedHere.get(storeKey(session, id))) {
            return read(session, id)
          }
          return Effect.flatMap(Fiber.await(asked), (exit) =>
            Exit.isSuccess(exit) && !exit.value ? Effect.succeed(undefined) : read(session, id),
          )
        },
        isNew: (session, id) => {
          const asked = before.get(session)?.pollUnsafe()
          return (
            asked !== undefined &&
            Exit.isSuccess(asked) &&
            !asked.value &&
            finishedHere.get(storeKey(session, id)) === undefined
          )
        },
        put: (session, id, turn) => {
          finishedHere.set(storeKey(session, id), true)
          finished.set(storeKey(session, id), turn)
          if (finished.size === 1) fork(Effect.andThen(Effect.yieldNow, writeFinished))
          if (markedLately.get(session) !== undefined) return
          markedLately.set(session, true)
          const forget = () => markedLately.delete(session)
          fork(write(sessionKey(session), "1", keptMs + markAgainMs, forget))
        },
        opened: (session) => {
          if (before.has(session)) return
          before.set(
            session,
            // Where it cannot be asked, each message asks for itself.
            fork(
              store.get(sessionKey(session)).pipe(
                Effect.map((mark) => mark !== undefined),
                Effect.orElseSucceed(() => true),
              ),
            ),
          )
        },
        closed: (session) => {
          before.get(session)?.interruptUnsafe()
          before.delete(session)
        },
      })
    }),
  )
}

const keptMs = 600_000
/** So often a session is marked anew; the mark holds for so much longer than a turn. */
const markAgainMs = 300_000
// A session has no line break in it, so no two pairs share a key.
/** There while a turn of the session was finished within the last ten minutes. */
const sessionKey = (session: string) => `replays:${session}`
const storeKey = (session: string, id: string) => `replay:${session}\n${id}`

const decode = Schema.decodeUnknownExit(
  Schema.fromJsonString(Schema.Struct({ frames: Schema.Array(ServerFrame), bytes: Schema.Finite })),
)

const decodeTurn = (text: string): FinishedTurn | undefined => {
  const turn = decode(text)
  return Exit.isSuccess(turn) ? turn.value : undefined
}
