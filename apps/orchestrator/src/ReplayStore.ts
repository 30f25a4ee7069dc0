/**
 * Finished turns, kept for ten minutes so that a message sent again is answered again, not generated again.
 *
 * Losing an entry costs a second generation, so a store that is late, full or broken is a miss.
 */
import { CacheStore } from "@manga-assist/caching"
import { ServerFrame } from "@manga-assist/protocol"
import { Context, Effect, Exit, Layer, Schema } from "effect"
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
    /** Must not throw. */
    readonly put: (session: string, id: string, turn: FinishedTurn) => void
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
      put: (session, id, turn) => {
        turns.set(key(session, id), turn)
      },
    })
  })

  /** In the store that all instances share, so that a message may be sent again to any of them. */
  static readonly layerShared: Layer.Layer<ReplayStore, never, CacheStore> = Layer.effect(
    ReplayStore,
    Effect.gen(function* () {
      const store = yield* CacheStore
      const fork = Effect.runForkWith(yield* Effect.context())
      return ReplayStore.of({
        get: (session, id) =>
          store.get(storeKey(session, id)).pipe(
            Effect.map((text) => (text === undefined ? undefined : decodeTurn(text))),
            Effect.orElseSucceed(() => undefined),
          ),
        put: (session, id, turn) => {
          fork(
            store
              .set(storeKey(session, id), JSON.stringify(turn), keptMs)
              .pipe(Effect.ignoreCause({ log: "Debug" })),
          )
        },
      })
    }),
  )
}

const keptMs = 600_000
// A session has no line break in it, so no two pairs share a key.
const storeKey = (session: string, id: string) => `replay:${session}\n${id}`

const decode = Schema.decodeUnknownExit(
  Schema.fromJsonString(Schema.Struct({ frames: Schema.Array(ServerFrame), bytes: Schema.Finite })),
)

const decodeTurn = (text: string): FinishedTurn | undefined => {
  const turn = decode(text)
  return Exit.isSuccess(turn) ? turn.value : undefined
}
