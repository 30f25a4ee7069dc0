/**
 * The frames of one message: `turn-start` first, products before text, exactly one `turn-end` or `error`
 * last, whatever order the events come in. Synchronous; it knows nothing of sockets or fibers.
 */
import { randomUUID } from "node:crypto"
import type { TurnEvent } from "@manga-assist/assistant"
import type { AnswerSource, ErrorCode, ProductCard, ServerFrame } from "@manga-assist/protocol"
import type { FinishedTurn } from "../sessions/ReplayStore.ts"

/** Characters of an answer that may be kept for a replay; a longer one is generated again. */
const maxReplayCharacters = 262_144

/** About what a frame takes in memory: a card or a list of stages is some hundred characters of two bytes. */
const weightOf = (frame: ServerFrame): number => {
  if (frame.type === "delta") return 200 + 2 * frame.text.length
  if (frame.type === "products") return 200 + 800 * frame.products.length
  return frame.type === "turn-end" ? 2_000 : 200
}

export interface FramesObserver {
  readonly push: (frame: ServerFrame) => void
  /** The turn has its id: feedback may name it from now on. */
  readonly started: (turn: string) => void
  /** The first products or text. */
  readonly firstContent: () => void
  /** `outcome` is the finish or the error's code. Called once, after the last frame. */
  readonly ended: (outcome: string, source: AnswerSource | "none") => void
}

export class MessageFrames {
  readonly id: string
  readonly #observer: FramesObserver
  readonly #kept: Array<ServerFrame> = []
  #text = ""
  #cards: Array<ReadonlyArray<ProductCard>> = []
  #turn: string | undefined
  #hasContent = false
  #ended = false

  constructor(id: string, observer: FramesObserver) {
    this.id = id
    this.#observer = observer
  }

  get started(): boolean {
    return this.#turn !== undefined
  }

  get ended(): boolean {
    return this.#ended
  }

  /** The frames of a complete or blocked turn, for a replay. */
  get finished(): FinishedTurn | undefined {
    if (this.#kept.length === 0) return undefined
    const bytes = this.#kept.reduce((sum, frame) => sum + weightOf(frame), 0)
    return { frames: this.#kept, bytes }
  }

  event(event: TurnEvent): void {
    if (this.#ended) return
    if (event.type === "turn-start") this.#start(event.turn)
    else if (event.type === "turn-failed") {
      const { code, message, retryable } = event.failure
      this.fail(code, message, retryable)
    } else if (event.type === "turn-end") {
      const turn = this.#start(event.end.turn)
      this.#end({ type: "turn-end", ...event.end, turn, id: this.id })
    } else if (event.type === "products") this.#products(event.products)
    else if (event.type === "delta") this.#delta(event.text)
  }

  /** Answers with the frames of the turn that was finished before. */
  replay(turn: FinishedTurn): void {
    for (const frame of turn.frames) {
      if (this.#ended) return
      if (frame.type === "turn-start") this.#start(frame.turn)
      else if (frame.type === "turn-end") this.#end(frame)
      else this.#content(frame)
    }
  }

  fail(code: ErrorCode, message: string, retryable: boolean): void {
    if (this.#ended) return
    this.#ended = true
    const turn = this.#turn === undefined ? {} : { turn: this.#turn }
    this.#observer.push({ type: "error", code, message, retryable, id: this.id, ...turn })
    this.#observer.ended(code, "none")
  }

  /** Ends as cancelled when the turn itself did not say so. */
  cancel(totalMs: number): void {
    if (this.#ended) return
    this.#end({
      type: "turn-end",
      turn: this.#start(randomUUID()),
      id: this.id,
      finish: "cancelled",
      source: "model",
      degraded: [],
      budget: { totalMs, usedMs: 0 },
      timeline: [],
    })
  }

  /** Nobody listens any more. */
  mute(): void {
    if (this.#ended) return
    this.#ended = true
    this.#observer.ended("disconnected", "none")
  }

  #start(turn: string): string {
    if (this.#turn !== undefined) return this.#turn
    this.#turn = turn
    this.#observer.started(turn)
    this.#observer.push({ type: "turn-start", id: this.id, turn })
    return turn
  }

  #products(products: ReadonlyArray<ProductCard>): void {
    // A client lays products out above the text: late ones would move what is being read.
    if (this.#text !== "" || this.#turn === undefined) return
    this.#cards.push(products)
    this.#content({ type: "products", turn: this.#turn, products })
  }

  #delta(text: string): void {
    if (text === "" || this.#turn === undefined) return
    if (this.#text.length <= maxReplayCharacters) this.#text += text
    this.#content({ type: "delta", turn: this.#turn, text })
  }

  #content(frame: ServerFrame): void {
    if (!this.#hasContent) this.#observer.firstContent()
    this.#hasContent = true
    this.#observer.push(frame)
  }

  #end(frame: Extract<ServerFrame, { readonly type: "turn-end" }>): void {
    this.#ended = true
    if (frame.finish !== "cancelled" && this.#text.length <= maxReplayCharacters) {
      const { turn } = frame
      this.#kept.push({ type: "turn-start", id: this.id, turn })
      for (const products of this.#cards) this.#kept.push({ type: "products", turn, products })
      if (this.#text !== "") this.#kept.push({ type: "delta", turn, text: this.#text })
      this.#kept.push(frame)
    }
    this.#observer.push(frame)
    this.#observer.ended(frame.finish, frame.source)
  }
}
