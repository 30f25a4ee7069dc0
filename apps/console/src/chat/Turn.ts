/**
 * The state of one question and its answer, as signals that the page draws. `Seen` are the moments at which this page
 * received the beginning, the products, the first words and the end, and the look-ups between them, in milliseconds from
 * the question.
 *
 * Text is shown once for each frame of the screen, however many pieces arrive in between, so that a fast stream costs
 * no more than a slow one.
 */
import type { Answer, AnswerEvent, Outcome, ProductCard, TurnEnd } from "@manga-assist/client"
import { type Signal, signal } from "@preact/signals"
import type { Failure, KeptTurn, Rated } from "./Kept.ts"
import { safeText } from "../words/SafeText.ts"

export type Phase = "waiting" | "answering" | "ended" | "failed"

/** In milliseconds from the question, as this page saw them. */
export interface Seen {
  started: number | undefined
  products: number | undefined
  words: number | undefined
  complete: number | undefined
  /** Ended by what came next. */
  looks: ReadonlyArray<{ readonly startMs: number; readonly endMs?: number }>
}

/** Of more look-ups nothing is drawn. */
const mostLooks = 8

const unseen = (): Seen => ({
  started: undefined,
  products: undefined,
  words: undefined,
  complete: undefined,
  looks: [],
})

/** Also where no frame is drawn, as in a tab in the background. */
const soon = (draw: () => void): void => {
  if (document.hidden) setTimeout(draw, 50)
  else requestAnimationFrame(draw)
}

export class Turn {
  readonly id: string
  readonly question: string
  readonly phase: Signal<Phase> = signal("waiting")
  readonly products: Signal<ReadonlyArray<ProductCard>> = signal([])
  /** What is being looked up, in words for the customer. */
  readonly looking: Signal<ReadonlyArray<string>> = signal([])
  readonly text = signal("")
  readonly end: Signal<TurnEnd | undefined> = signal(undefined)
  readonly failure: Signal<Failure | undefined> = signal(undefined)
  /** The connection was lost, and the answer went on where it was. */
  readonly isResumed = signal(false)
  readonly rated: Signal<Rated | undefined> = signal(undefined)
  readonly ratingTaken: Signal<boolean | undefined> = signal(undefined)
  seen: Seen = unseen()
  #answer: Answer | undefined
  #askedAt: number | undefined
  #undrawn = ""
  #isDrawing = false

  constructor(id: string, question: string) {
    this.id = id
    this.question = question
  }

  /** As it was before the page was loaded anew. */
  static of({ end, failure, id, products, question, rated, text }: KeptTurn): Turn {
    const turn = new Turn(id, question)
    turn.products.value = products
    turn.text.value = text
    turn.end.value = end
    turn.failure.value = failure
    turn.rated.value = rated
    if (end !== undefined) turn.phase.value = "ended"
    else if (failure !== undefined) turn.phase.value = "failed"
    return turn
  }

  get kept(): KeptTurn {
    return {
      id: this.id,
      question: this.question,
      products: this.products.peek(),
      text: this.text.peek(),
      end: this.end.peek(),
      failure: this.failure.peek(),
      rated: this.rated.peek(),
    }
  }

  /** The question is asked now, for the first time or once more. */
  begin(): void {
    this.phase.value = "waiting"
    this.products.value = []
    this.looking.value = []
    this.text.value = ""
    this.#undrawn = ""
    this.end.value = undefined
    this.failure.value = undefined
    this.isResumed.value = false
    this.seen = unseen()
    this.#askedAt = performance.now()
  }

  /** Until its end; 0 for a turn of before the page was loaded. */
  get sinceAskedMs(): number {
    const { complete } = this.seen
    return complete ?? this.#sinceAsked()
  }

  /** Resolves with the answer's end. */
  async follow(answer: Answer): Promise<void> {
    this.#answer = answer
    const outcome = await answer.ended
    if (this.#answer === answer) this.#finish(outcome)
  }

  stop(): void {
    this.#answer?.cancel()
  }

  readonly take = (event: AnswerEvent): void => {
    const since = this.#sinceAsked()
    if (event.type === "started") {
      this.seen.started ??= since
      this.phase.value = "answering"
    } else if (event.type === "resumed") this.isResumed.value = true
    else if (event.type === "looking") {
      // What was said before it; words that are drawn later end it.
      this.#draw()
      this.#lookedUntil(since)
      if (this.seen.looks.length < mostLooks) {
        this.seen.looks = [...this.seen.looks, { startMs: since }]
      }
      this.looking.value = event.tools.map(({ label }) => safeText(label))
    } else if (event.type === "products") {
      this.looking.value = []
      this.#lookedUntil(since)
      this.seen.products ??= since
      this.products.value = event.products
    } else if (event.type === "text" || event.type === "rewritten") {
      this.#lookedUntil(since)
      this.seen.words ??= since
      if (event.type === "rewritten") {
        this.text.value = ""
        this.#undrawn = ""
      }
      this.#undrawn += event.text
      if (this.#isDrawing) return
      this.#isDrawing = true
      soon(() => this.#draw())
    }
  }

  #sinceAsked(): number {
    return this.#askedAt === undefined ? 0 : performance.now() - this.#askedAt
  }

  #lookedUntil(endMs: number): void {
    const { looks } = this.seen
    const last = looks.at(-1)
    if (last === undefined || last.endMs !== undefined) return
    this.seen.looks = [...looks.slice(0, -1), { startMs: last.startMs, endMs }]
  }

  #draw(): void {
    this.#isDrawing = false
    if (this.#undrawn === "") return
    this.looking.value = []
    this.text.value += safeText(this.#undrawn)
    this.#undrawn = ""
  }

  #finish(outcome: Outcome): void {
    this.#draw()
    this.looking.value = []
    this.seen.complete = this.#sinceAsked()
    this.#lookedUntil(this.seen.complete)
    if (outcome.kind === "ended") {
      this.end.value = outcome.end
      this.phase.value = "ended"
    } else {
      this.failure.value = outcome
      this.phase.value = "failed"
    }
  }
}
