/**
 * The store's turn, in which each optimisation can be undone by a switch: network hops before it, sequential reads in
 * it, products held back until the first token, and a guardrail and writes that are awaited before the first word.
 *
 * What these add appears in the turn's timeline beside the turn's own stages.
 */
import { SessionStore, Turn, type TurnEvent, type TurnRequest } from "@manga-assist/assistant"
import { RedisConnection } from "@manga-assist/connections"
import { Effect, Fiber, Layer } from "effect"
import { randomUUID } from "node:crypto"
import type { TurnLayer } from "orchestrator/Server"
import type { Stages } from "../store/Chat.ts"
import { pauseFor } from "../measure/PreciseTime.ts"
import { arrivalStage } from "./TurnSpans.ts"
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
      const runFork = Effect.runForkWith(yield* Effect.context())

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
        const held: Array<TurnEvent> = []
        let products: TurnEvent | undefined
        let before: Fiber.Fiber<void> | undefined
        let isHolding = false
        const pass = (event: TurnEvent) => {
          if (event.type !== "turn-end") return emit(event)
          const timeline = [...spans, ...event.end.timeline]
          emit({ type: "turn-end", end: { ...event.end, timeline } })
        }
        const release = () => {
          isHolding = false
          if (products !== undefined) pass(products)
          products = undefined
          for (const event of held.splice(0)) pass(event)
        }
        const gate = (event: TurnEvent) => {
          if (isHolding) return void held.push(event)
          if (event.type === "products" && !board.on("products-first")) {
            products = event
            return
          }
          if (event.type === "first-token") {
            if (board.on("sinks-off-path")) release()
            else {
              isHolding = true
              held.push(event)
              const steps = Object.entries(writes(request)).map(([stage, step]) =>
                timed(stage, step),
              )
              before = runFork(
                Effect.andThen(Effect.all(steps, { discard: true }), Effect.sync(release)),
              )
              return
            }
          }
          if (event.type === "turn-end" || event.type === "turn-failed") release()
          pass(event)
        }
        const inside = turn.run(request, gate).pipe(
          Effect.andThen(
            Effect.suspend(() => (before === undefined ? Effect.void : Fiber.await(before))),
          ),
          Effect.onInterrupt(() =>
            Effect.suspend(() => {
              if (before === undefined || !isHolding) return Effect.void
              return Effect.andThen(Fiber.interrupt(before), Effect.sync(release))
            }),
          ),
          Effect.asVoid,
        )
        const steps = board.on("parallel-reads") ? inside : inLane(inside)
        if (board.on("one-process")) return steps
        const hops = Effect.suspend(() => pauseFor(board.draw("hopsMs")))
        return Effect.andThen(timed("hops", hops), steps)
      }
      // What is played around a turn takes time: none is over at once.
      return Turn.of({
        run: (request, emit) => Effect.suspend(() => run(request, emit)),
        atOnce: () => false,
      })
    }),
  ).pipe(Layer.provide(Turn.layer))
