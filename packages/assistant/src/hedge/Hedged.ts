/**
 * One call of a model, and another beside it once the first has been silent for too long. Whoever says something first
 * is heard, and the other is reset upstream: what is heard is never of two models. An answer without a word is one too.
 *
 * A call that fails leaves it to the other, as long as that runs; where both fail, the first one's error is told. A first
 * call that fails before another is asked is that failure: what then is asked is not decided here.
 */
import type { BedrockChat, BedrockError } from "@manga-assist/connections"
import { Deferred, Effect, Option } from "effect"

export type Converse = BedrockChat["Service"]["converse"]

export type Speaker = "first" | "beside"

interface Hedge {
  readonly afterMs: number
  /** Asked once, where the first is silent for `afterMs`: how to ask the other. `undefined`: it is not to be asked. */
  readonly beside: Effect.Effect<Converse | undefined>
  /** Called once, before anybody is heard. */
  readonly onSpeaker: (speaker: Speaker) => void
}

const other = { first: "beside", beside: "first" } as const

export const hedged =
  (call: Converse, { afterMs, beside, onSpeaker }: Hedge): Converse =>
  (request, listener) =>
    Effect.suspend(() => {
      const lost = { first: Deferred.makeUnsafe<void>(), beside: Deferred.makeUnsafe<void>() }
      const running = new Set<Speaker>(["first"])
      let speaker: Speaker | undefined
      let firstError: BedrockError | undefined
      const speaks = (who: Speaker): boolean => {
        if (speaker === undefined) {
          speaker = who
          onSpeaker(who)
          Deferred.doneUnsafe(lost[other[who]], Effect.void)
        }
        return speaker === who
      }
      const asked = (who: Speaker, converse: Converse) => {
        const heard =
          <A>(hear: (piece: A) => void) =>
          (piece: A) => {
            if (speaks(who)) hear(piece)
          }
        const { onBlock, onText } = listener
        const answer = converse(request, {
          ...listener,
          onText: heard(onText),
          ...(onBlock === undefined ? {} : { onBlock: heard(onBlock) }),
        }).pipe(
          Effect.flatMap((outcome) => (speaks(who) ? Effect.succeed(outcome) : Effect.never)),
          Effect.catch((error) => {
            running.delete(who)
            if (who === "first") firstError = error
            const isOver = speaker === who || (speaker === undefined && running.size === 0)
            return isOver ? Effect.fail(speaker ? error : (firstError ?? error)) : Effect.never
          }),
        )
        return Effect.raceFirst(
          Effect.asSome(answer),
          Effect.as(Deferred.await(lost[who]), Option.none()),
        ).pipe(
          // Of a call that was reset nothing more comes.
          Effect.flatMap((told) =>
            Option.isSome(told) ? Effect.succeed(told.value) : Effect.never,
          ),
        )
      }
      const late = Effect.gen(function* () {
        yield* Effect.sleep(afterMs)
        const converse = speaker === undefined ? yield* beside : undefined
        if (converse === undefined) return yield* Effect.never
        running.add("beside")
        return yield* asked("beside", converse)
      })
      return Effect.raceFirst(asked("first", call), late)
    })
