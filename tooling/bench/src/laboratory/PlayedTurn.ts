/**
 * The store's turn, in which each optimisation can be undone by a switch: network hops before it, sequential reads in
 * it, products held back until the first token, and a guardrail and writes that are awaited before the first word.
 *
 * What these add appears in the turn's timeline beside the turn's own stages.
 */
import { SessionStore, Turn, type TurnEvent, type TurnRequest } from "@manga-assist/assistant"
import { RedisConnection } from "@manga-assist/connections"
import { Effect, Layer } from "effect"
import { randomUUID } from "node:crypto"
import type { TurnLayer } from "orchestrator/Server"
import type { Stages } from "../store/Chat.ts"
import { pauseFor } from "../measure/PreciseTime.ts"
import { arrivalStage } from "./PlayedTimes.ts"
import type { Switchboard } from "./Switchboard.ts"
import { inLane } from "./TurnLane.ts"

type Span = Stages[number]

/** When the message arrived, on the clock that all processes share; told by the outcome. */
const arrivalOf = ({ arrivedAt }: TurnRequest): Span => ({
  stage: arrivalStage,
  startMs: 0,
  endMs: 0,
  outcome: String(performance.timeOrigin + arrivedAt),
})

/** As long as a short answer of the store with its cards. */
const kept = "x".repeat(3_000)
const turnOf = (question: string) => ({
  turn: randomUUID(),
  question,
  answer: kept.slice(0, 600),
  series: [],
  products: [],
  at: Math.round(performance.timeOrigin + performance.now()),
})
const writeMs = 2_000
const answersLiveMs = 60_000

export const playedTurn = (board: Switchboard): TurnLayer =>
  Layer.effect(
    Turn,
    Effect.gen(function* () {
      const turn = yield* Turn
      const redis = yield* RedisConnection
      const sessions = yield* SessionStore
      const runPromise = Effect.runPromiseWith(yield* Effect.context())

      const writes = ({ session, text, user }: TurnRequest) => ({
        guardrail: Effect.suspend(() => pauseFor(board.draw("guardrailMs"))),
        "cache-write": redis.run("laboratory", writeMs, (client) =>
          client.set(`laboratory:${randomUUID()}`, kept, "PX", answersLiveMs),
        ),
        "session-update": Effect.flatMap(
          sessions.append([{ session, user, turn: turnOf(text) }], writeMs),
          ([unwritten]) => (unwritten === undefined ? Effect.void : Effect.fail(unwritten.error)),
        ),
      })

      const run = (request: TurnRequest, emit: (event: TurnEvent) => void) => {
        const spans: Array<Span> = [arrivalOf(request)]
        const timed = <A, E>(stage: string, part: Effect.Effect<A, E>) =>
          Effect.suspend(() => {
            const startMs = performance.now() - request.arrivedAt
            return Effect.map(Effect.exit(part), ({ _tag }) => {
              const endMs = performance.now() - request.arrivedAt
              const outcome = _tag === "Success" ? "ok" : "failed"
              spans.push({ stage, startMs, endMs, outcome })
            })
          })
        const pass = (event: TurnEvent) => {
          if (event.type !== "turn-end") return emit(event)
          const timeline = [...spans, ...event.end.timeline]
          emit({ type: "turn-end", end: { ...event.end, timeline } })
        }
        const write = Effect.suspend(() => {
          const steps = Object.entries(writes(request)).map(([stage, step]) => timed(stage, step))
          return Effect.all(steps, { discard: true })
        })
        /** What events wait for, each in its order; nothing: they pass at once. */
        let before: Promise<unknown> | undefined
        const spoken = Promise.withResolvers<unknown>()
        let isSilent = true
        const gate = (event: TurnEvent) => {
          const { type } = event
          if (isSilent && type === "products" && !board.on("products-first")) {
            before = spoken.promise
          }
          if (
            isSilent &&
            (type === "first-token" || type === "turn-end" || type === "turn-failed")
          ) {
            isSilent = false
            const isAwaited = type === "first-token" && !board.on("sinks-off-path")
            spoken.resolve(isAwaited ? runPromise(write) : undefined)
            if (isAwaited) before = spoken.promise
          }
          if (before === undefined) pass(event)
          else void before.then(() => pass(event))
        }
        const passed = Effect.promise(async () => {
          spoken.resolve(undefined)
          await before
        })
        const inside = Effect.ensuring(turn.run(request, gate), passed)
        const steps = board.on("parallel-reads") ? inside : inLane(inside)
        if (board.on("one-process")) return steps
        const hops = Effect.suspend(() => pauseFor(board.draw("hopsMs")))
        return Effect.andThen(timed("hops", hops), steps)
      }
      // What is played around a turn takes time: none is over at once.
      return Turn.of({
        ...turn,
        run: (request, emit) => Effect.suspend(() => run(request, emit)),
        atOnce: () => false,
      })
    }),
  ).pipe(Layer.provide(Turn.layer))
