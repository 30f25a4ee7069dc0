/**
 * Finished turns, kept for ten minutes so that a message sent again is answered again, not generated again.
 *
 * Losing an entry costs a second generation, so a store that is late, full or broken is a miss.
 */
import type { ServerFrame } from "@manga-assist/protocol"
import { Context, Effect, Layer } from "effect"
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
}
