/**
 * A turn that does what the message says, under the control of a test: `hold NAME` waits for a release, `look NAME` and
 * `look-first NAME` look something up until then, with text and products before or without; `retract NAME` takes back
 * then what it said; `die`, `mute`, `flood` and others break the contract in one way each.
 */
import { randomUUID } from "node:crypto"
import { Turn, type TurnEvent, type TurnRequest } from "@manga-assist/assistant"
import type { ProductCard } from "@manga-assist/protocol"
import { Deferred, Effect, Exit, Layer } from "effect"

/** What a turn that goes on has come to. */
const soFar = {
  degraded: ["retrieval-late"],
  timeline: [{ stage: "model", startMs: 1, endMs: 30, outcome: "unfinished" }],
}

export const card: ProductCard = {
  id: "vinland-saga",
  title: "Vinland Saga",
  japanese: "ヴィンランド・サガ",
  price: { amount: 759, currency: "JPY" },
  inStock: true,
}

/** What a look-up of the script finds. */
export const found: ProductCard = {
  ...card,
  id: "vinland-saga-box-2",
  kind: "box-set",
  volume: 2,
  volumes: [11, 20],
  format: "box-set",
  availability: "few-left",
}
export const tools = [{ name: "find_products", label: "the shelves" }]

/** Between two words of `count`: slower than text is written, so that it leaves in many frames. */
const wordMs = 30
export interface ScriptedAnswer {
  readonly products?: ReadonlyArray<ProductCard>
  readonly deltas: ReadonlyArray<string>
  readonly end?: Partial<Extract<TurnEvent, { readonly type: "turn-end" }>["end"]>
}

const keepBusy = (ms: number): void => {
  const until = performance.now() + ms
  while (performance.now() < until);
}

export class TurnScript {
  readonly requests: Array<TurnRequest> = []
  interrupted = 0
  ended = 0
  deltas = 0
  /** What is said to a question of this text. */
  readonly answers = new Map<string, ScriptedAnswer>()
  readonly #gates = new Map<string, Deferred.Deferred<void>>()
  readonly #started = new Map<string, Deferred.Deferred<void>>()

  /** Lets `hold NAME` go on. */
  release(name: string): void {
    Deferred.doneUnsafe(this.#gate(this.#gates, name), Exit.void)
  }

  /** Lets `hold NAME` die. */
  break(name: string): void {
    Deferred.doneUnsafe(this.#gate(this.#gates, name), Exit.die(new Error("scripted death")))
  }

  /** Resolves once `hold NAME` runs. */
  started(name: string): Promise<void> {
    return Effect.runPromise(Deferred.await(this.#gate(this.#started, name)))
  }

  readonly layer: Layer.Layer<Turn> = Layer.sync(Turn, () =>
    Turn.of({
      draft: () => {},
      closed: () => {},
      atOnce: (request, emit) => {
        const [verb, text = ""] = request.text.split(" ")
        if (verb !== "at-once") return false
        this.requests.push(request)
        const turn = randomUUID()
        emit({ type: "turn-start", turn, id: request.id })
        if (text === "throw") throw new Error("thrown at once")
        emit({ type: "delta", text })
        emit(this.#end(request, turn, "complete"))
        this.ended += 1
        return true
      },
      run: (request, emit) => {
        this.requests.push(request)
        const turn = randomUUID()
        if (request.text === "throw") throw new Error("thrown before the effect")
        return this.#play(request, turn, emit).pipe(
          Effect.onInterrupt(() =>
            Effect.sync(() => {
              this.interrupted += 1
              emit(this.#end(request, turn, "cancelled"))
            }),
          ),
          Effect.ensuring(Effect.sync(() => (this.ended += 1))),
        )
      },
    }),
  )

  #play(request: TurnRequest, turn: string, emit: (event: TurnEvent) => void): Effect.Effect<void> {
    const scripted = this.answers.get(request.text)
    if (scripted !== undefined) {
      return Effect.sync(() => this.#recite(scripted, request, turn, emit))
    }
    const [verb, name = ""] = request.text.split(" ")
    const say = (text: string) => emit({ type: "delta", text })
    const end = () => emit(this.#end(request, turn, verb === "blocked" ? "blocked" : "complete"))
    const begin = Effect.sync(() =>
      emit({ type: "turn-start", turn, id: request.id, soFar: () => soFar }),
    )
    const hold = Effect.suspend(() => {
      Deferred.doneUnsafe(this.#gate(this.#started, name), Exit.void)
      return Deferred.await(this.#gate(this.#gates, name))
    })
    const answer = Effect.sync(() => {
      emit({ type: "products", products: [card] })
      for (const word of ["You ", "said: ", request.text]) say(word)
      end()
    })
    const show = (...products: ReadonlyArray<ProductCard>) => emit({ type: "products", products })
    const look = Effect.andThen(
      Effect.sync(() => emit({ type: "looking", tools })),
      hold,
    )
    if (verb === "look") {
      return begin.pipe(
        Effect.andThen(
          Effect.sync(() => {
            show(card)
            say("One moment. ")
          }),
        ),
        Effect.andThen(look),
        Effect.andThen(
          Effect.sync(() => {
            show(found)
            say("It is ")
            say("the second box.")
            show(found, card)
            end()
          }),
        ),
      )
    }
    if (verb === "retract") {
      return begin.pipe(
        Effect.andThen(
          Effect.sync(() => {
            show(card)
            say("a secret")
          }),
        ),
        Effect.andThen(hold),
        Effect.andThen(
          Effect.sync(() => {
            say(", and more")
            emit({ type: "retract" })
            emit(this.#end(request, turn, "blocked"))
          }),
        ),
      )
    }
    if (verb === "look-first") {
      return begin.pipe(
        Effect.andThen(look),
        Effect.andThen(
          Effect.sync(() => {
            show(found)
            say("The second box.")
            end()
          }),
        ),
      )
    }
    if (verb === "look-fail") {
      return begin.pipe(
        Effect.andThen(look),
        Effect.andThen(Effect.sync(() => this.#fail(request, turn, emit))),
      )
    }
    if (verb === "die") return Effect.andThen(begin, Effect.die(new Error("scripted death")))
    if (verb === "die-first") return Effect.die(new Error("scripted death"))
    if (verb === "mute") return begin
    if (verb === "never") return Effect.andThen(begin, Effect.never)
    if (verb === "stubborn") return Effect.andThen(begin, Effect.uninterruptible(Effect.never))
    if (verb === "linger") return begin.pipe(Effect.andThen(answer), Effect.andThen(Effect.never))
    if (verb === "no-start") return Effect.sync(end)
    if (verb === "twice") return begin.pipe(Effect.andThen(answer), Effect.andThen(answer))
    if (verb === "fail")
      return Effect.andThen(
        begin,
        Effect.sync(() => this.#fail(request, turn, emit)),
      )
    if (verb === "busy")
      return Effect.andThen(
        Effect.sync(() => keepBusy(Number(name))),
        begin,
      ).pipe(Effect.andThen(answer))
    if (verb === "late-products") {
      return Effect.andThen(
        begin,
        Effect.sync(() => say("text first")),
      ).pipe(Effect.andThen(answer))
    }
    if (verb === "flood") {
      const chunk = "x".repeat(1_024)
      const flow = Effect.andThen(
        Effect.sync(() => {
          this.deltas += 1
          say(chunk)
        }),
        Effect.yieldNow,
      )
      return Effect.andThen(begin, Effect.forever(flow))
    }
    if (verb === "long") {
      const chunk = "y".repeat(1_024)
      const flow = Effect.andThen(
        Effect.sync(() => say(chunk)),
        Effect.yieldNow,
      )
      return begin.pipe(
        Effect.andThen(Effect.repeat(flow, { times: Number(name) - 1 })),
        Effect.andThen(Effect.sync(end)),
      )
    }
    if (verb === "count") {
      const words = Array.from({ length: Number(name) }, (_, index) => `${index} 🍜 `)
      return begin.pipe(
        Effect.andThen(Effect.sync(() => emit({ type: "products", products: [card] }))),
        Effect.andThen(
          Effect.forEach(
            words,
            (word) =>
              Effect.andThen(
                Effect.sync(() => {
                  // As a model's tokens may: in the middle of a character.
                  say(word.slice(0, -2))
                  say(word.slice(-2))
                }),
                Effect.sleep(wordMs),
              ),
            { discard: true },
          ),
        ),
        Effect.andThen(Effect.sync(end)),
      )
    }
    if (verb === "hold") {
      return begin.pipe(
        Effect.andThen(Effect.sync(() => say("holding "))),
        Effect.andThen(hold),
        Effect.andThen(answer),
      )
    }
    return Effect.andThen(begin, answer)
  }

  #end(
    request: TurnRequest,
    turn: string,
    finish: "complete" | "cancelled" | "blocked",
  ): TurnEvent {
    return {
      type: "turn-end",
      end: {
        turn,
        id: request.id,
        finish,
        source: "model",
        model: "haiku",
        degraded: finish === "cancelled" ? soFar.degraded : [],
        budget: { totalMs: 2_000, usedMs: 12 },
        timeline: [{ stage: "generate", startMs: 0, endMs: 12, outcome: "ok" }],
      },
    }
  }

  #recite(
    { deltas, end, products }: ScriptedAnswer,
    request: TurnRequest,
    turn: string,
    emit: (event: TurnEvent) => void,
  ): void {
    emit({ type: "turn-start", turn, id: request.id })
    if (products !== undefined) emit({ type: "products", products })
    for (const text of deltas) emit({ type: "delta", text })
    const usual = this.#end(request, turn, "complete")
    emit(usual.type === "turn-end" ? { ...usual, end: { ...usual.end, ...end } } : usual)
  }

  #fail(request: TurnRequest, turn: string, emit: (event: TurnEvent) => void): void {
    emit({
      type: "turn-failed",
      failure: {
        turn,
        id: request.id,
        code: "model-unavailable",
        message: "no model answers now",
        retryable: true,
        timeline: [{ stage: "model", startMs: 1, endMs: 9, outcome: "timeout" }],
      },
    })
  }

  #gate(gates: Map<string, Deferred.Deferred<void>>, name: string): Deferred.Deferred<void> {
    const known = gates.get(name)
    if (known !== undefined) return known
    const made = Deferred.makeUnsafe<void>()
    gates.set(name, made)
    return made
  }
}
