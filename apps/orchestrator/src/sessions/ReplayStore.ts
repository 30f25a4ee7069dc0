/**
 * Keeps finished turns for ten minutes, so that a message that is sent again gets the same answer, not a new one. The
 * server uses `layerShared`, which keeps them in a `CacheStore` over Redis, so that a message may be sent again to any
 * instance; `layerMemory` keeps them in this process alone.
 *
 * A lost entry costs a second generation, so a slow, full or broken store counts as a miss.
 */
import { CacheStore } from "@manga-assist/caching"
import { ServerFrame } from "@manga-assist/protocol"
import { Context, Effect, Exit, Fiber, Layer, Schema } from "effect"
import { BoundedMap } from "../bounds/BoundedMap.ts"

/** The frames of one finished turn in order, deltas joined; `bytes` is about what they weigh. */
export interface FinishedTurn {
  readonly frames: ReadonlyArray<ServerFrame>
  readonly bytes: number
}

/** As `Conversation.ts` makes them: of the owner, the session, the message's id and its text. */
export interface ReplayKey {
  readonly conversation: string
  readonly message: string
}

export class ReplayStore extends Context.Service<
  ReplayStore,
  {
    /** Waited for at most 250 ms. */
    readonly get: (key: ReplayKey) => Effect.Effect<FinishedTurn | undefined>
    /** Known without asking anybody: no turn of this key was finished. */
    readonly isNew: (key: ReplayKey) => boolean
    /** Must not throw. */
    readonly put: (key: ReplayKey, turn: FinishedTurn) => void
    /**
     * A socket of this conversation has opened: finds out whether anything of it was finished lately, so
     * that messages of a conversation of which nothing was need not ask. Until `closed`. `isNew`: nothing was.
     */
    readonly opened: (conversation: string, isNew: boolean) => void
    readonly closed: (conversation: string) => void
  }
>()("orchestrator/ReplayStore") {
  /** Keeps up to 64 MiB in this process. */
  static readonly layerMemory: Layer.Layer<ReplayStore> = Layer.sync(ReplayStore, () => {
    const turns = new BoundedMap<FinishedTurn>({
      maxWeight: 64 * 1_048_576,
      maxAgeMs: 600_000,
      weigh: (key, turn) => turn.bytes + key.length * 2 + 256,
    })
    return ReplayStore.of({
      get: ({ message }) => Effect.sync(() => turns.get(message)),
      isNew: ({ message }) => turns.get(message) === undefined,
      put: ({ message }, turn) => {
        turns.set(message, turn)
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
      const read = ({ message }: ReplayKey) =>
        Effect.suspend(() => {
          const own = finished.get(message)
          return own === undefined ? readStored(message) : Effect.succeed(own)
        })
      const readStored = (message: string) =>
        store.get(storeKey(message)).pipe(
          Effect.map((text) => (text === undefined ? undefined : decodeTurn(text))),
          Effect.orElseSucceed(() => undefined),
        )
      const isMarked = (conversation: string) =>
        store.get(markKey(conversation)).pipe(
          Effect.map((mark) => mark !== undefined),
          // Where it cannot be asked, each message asks for itself.
          Effect.orElseSucceed(() => true),
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
          ([message, turn]) => write(storeKey(message), JSON.stringify(turn), keptMs, () => {}),
          { concurrency: "unbounded", discard: true },
        )
      })
      /** Of conversations with an open socket: was anything of it finished before that opened, anywhere? */
      const before = new Map<string, Fiber.Fiber<boolean>>()
      const finishedHere = new BoundedMap<true>({ maxWeight: 100_000, maxAgeMs: keptMs })
      const markedLately = new BoundedMap<true>({ maxWeight: 100_000, maxAgeMs: markAgainMs })
      return ReplayStore.of({
        get: (key) => {
          const asked = before.get(key.conversation)
          if (asked === undefined || finishedHere.get(key.message)) return read(key)
          return Effect.flatMap(Fiber.await(asked), (exit) =>
            Exit.isSuccess(exit) && !exit.value ? Effect.succeed(undefined) : read(key),
          )
        },
        isNew: ({ conversation, message }) => {
          const asked = before.get(conversation)?.pollUnsafe()
          return (
            asked !== undefined &&
            Exit.isSuccess(asked) &&
            !asked.value &&
            finishedHere.get(message) === undefined
          )
        },
        put: ({ conversation, message }, turn) => {
          finishedHere.set(message, true)
          finished.set(message, turn)
          if (finished.size === 1) fork(Effect.andThen(Effect.yieldNow, writeFinished))
          if (markedLately.get(conversation) !== undefined) return
          markedLately.set(conversation, true)
          const forget = () => markedLately.delete(conversation)
          fork(write(markKey(conversation), "1", keptMs + markAgainMs, forget))
        },
        opened: (conversation, isNew) => {
          if (before.has(conversation)) return
          before.set(conversation, fork(isNew ? Effect.succeed(false) : isMarked(conversation)))
        },
        closed: (conversation) => {
          before.get(conversation)?.interruptUnsafe()
          before.delete(conversation)
        },
      })
    }),
  )
}

const keptMs = 600_000
/** So often a conversation is marked anew; the mark holds for so much longer than a turn. */
const markAgainMs = 300_000
/** There while a turn of the conversation was finished within the last ten minutes. */
const markKey = (conversation: string) => `replays:${conversation}`
const storeKey = (message: string) => `replay:${message}`

const decode = Schema.decodeUnknownExit(
  Schema.fromJsonString(Schema.Struct({ frames: Schema.Array(ServerFrame), bytes: Schema.Finite })),
)

const decodeTurn = (text: string): FinishedTurn | undefined => {
  const turn = decode(text)
  return Exit.isSuccess(turn) ? turn.value : undefined
}
