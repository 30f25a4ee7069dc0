/**
 * Turns the events of one message's turn into numbered frames: `turn-start` first, exactly one `turn-end` or `error`
 * last. Products come before text or behind a `looking`; others wait for the end and leave directly before it, unless
 * more text makes them too late. Everything after the end is dropped. Of several lists a replay has the last, and
 * nothing of text that was taken back.
 *
 * Synchronous; it knows nothing of sockets or fibers. It keeps the frames of a finished turn for a replay.
 */
import { randomUUID } from "node:crypto"
import type { TurnEvent } from "@manga-assist/assistant"
import type {
  AnswerSource,
  ErrorCode,
  ProductCard,
  ShownTool,
  TimelineEntry,
  TurnFrame,
} from "@manga-assist/protocol"
import type { FinishedTurn } from "../sessions/ReplayStore.ts"
import { turnCost } from "./TurnCost.ts"

/** Characters of an answer that may be kept for a replay; a longer one is generated again. */
const maxReplayCharacters = 262_144

/** About what a frame takes in memory: a card, a list of stages or a label is some hundred characters of two bytes. */
const weightOf = (frame: TurnFrame): number => {
  if (frame.type === "delta") return 200 + 2 * frame.text.length
  if (frame.type === "products") return 200 + 800 * frame.products.length
  if (frame.type === "looking") return 200 + 400 * frame.tools.length
  return frame.type === "turn-end" ? 2_000 + 400 * (frame.looked?.length ?? 0) : 200
}

type Of<T extends TurnFrame["type"]> = Extract<TurnFrame, { readonly type: T }>

const endsInHighSurrogate = (text: string): boolean => {
  const last = text.charCodeAt(text.length - 1)
  return last >= 0xd800 && last <= 0xdbff
}

export interface FramesObserver {
  readonly push: (frame: TurnFrame) => void
  /** The turn has its id: feedback may name it from now on. */
  readonly started: (turn: string) => void
  /** The first products or text. Once more where a look-up follows nothing but text: that was no content yet. */
  readonly firstContent: () => void
  /** `outcome` is the finish or the error's code. Called once, after the last frame. */
  readonly ended: (outcome: string, source: AnswerSource | "none") => void
}

export class MessageFrames {
  readonly id: string
  readonly #observer: FramesObserver
  readonly #kept: Array<TurnFrame> = []
  #text = ""
  /** Of a character of which the second half has not come yet. */
  #half = ""
  #seq = 0
  #textSeq = 0
  #cards: Of<"products"> | undefined
  /** A list may be shown now without moving what is being read. */
  #mayShow = true
  /** Came behind text: shown at the end, if nothing more is said. */
  #late: ReadonlyArray<ProductCard> | undefined
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
      const { code, message, retryable, timeline } = event.failure
      this.fail(code, message, retryable, timeline)
    } else if (event.type === "turn-end") {
      const turn = this.#start(event.end.turn)
      const cost = turnCost(event.end)
      const priced = cost === undefined ? {} : { cost }
      this.#end({ type: "turn-end", ...event.end, ...priced, turn, id: this.id })
    } else if (event.type === "products") this.#products(event.products)
    else if (event.type === "delta") this.#delta(event.text)
    else if (event.type === "retract") this.#retract()
    else if (event.type === "looking") this.#looking(event.tools)
  }

  /** Answers with the frames of the turn that was finished before. */
  replay(turn: FinishedTurn): void {
    for (const frame of turn.frames) {
      if (this.#ended) return
      if (frame.type === "turn-start") this.#start(frame.turn)
      else if (frame.type === "turn-end") this.#end(frame)
      else if (frame.type === "products" || frame.type === "delta") this.#content(frame)
    }
  }

  fail(
    code: ErrorCode,
    message: string,
    retryable: boolean,
    timeline?: ReadonlyArray<TimelineEntry>,
  ): void {
    if (this.#ended) return
    this.#ended = true
    const turn = this.#turn === undefined ? {} : { turn: this.#turn }
    const times = timeline === undefined ? {} : { timeline }
    this.#push({ type: "error", code, message, retryable, id: this.id, ...turn, ...times })
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
    this.#push({ type: "turn-start", id: this.id, turn })
    return turn
  }

  #products(products: ReadonlyArray<ProductCard>): void {
    if (this.#turn === undefined) return
    // A client lays products out above the text: late ones would move what is being read.
    if (!this.#mayShow) this.#late = products
    else {
      this.#cards = this.#numbered({ type: "products", turn: this.#turn, products } as const)
      this.#content(this.#cards)
    }
  }

  #looking(tools: ReadonlyArray<ShownTool>): void {
    if (this.#turn === undefined) return
    this.#mayShow = true
    this.#late = undefined
    if (this.#cards === undefined) this.#hasContent = false
    this.#push({ type: "looking", turn: this.#turn, tools })
  }

  #delta(piece: string): void {
    const all = this.#half + piece
    this.#half = endsInHighSurrogate(all) ? all.slice(-1) : ""
    const text = this.#half === "" ? all : all.slice(0, -1)
    if (text === "" || this.#turn === undefined) return
    this.#mayShow = false
    this.#late = undefined
    if (this.#text.length <= maxReplayCharacters) this.#text += text
    this.#content({ type: "delta", turn: this.#turn, text })
    this.#textSeq = this.#seq
  }

  #retract(): void {
    if (this.#turn === undefined) return
    this.#text = ""
    this.#half = ""
    this.#push({ type: "retract", turn: this.#turn })
  }

  #content(frame: TurnFrame): void {
    if (!this.#hasContent) this.#observer.firstContent()
    this.#hasContent = true
    this.#push(frame)
  }

  #end(end: Of<"turn-end">): void {
    if (this.#late !== undefined) {
      this.#mayShow = true
      this.#products(this.#late)
    }
    this.#ended = true
    const frame = end.seq === undefined ? this.#numbered(end) : end
    if (frame.finish !== "cancelled" && this.#text.length <= maxReplayCharacters) {
      const { turn } = frame
      const text = { type: "delta", turn, text: this.#text, seq: this.#textSeq } as const
      const content = [
        ...(this.#cards === undefined ? [] : [this.#cards]),
        ...(this.#text === "" ? [] : [text]),
      ].toSorted((one, other) => (one.seq ?? 0) - (other.seq ?? 0))
      this.#kept.push({ type: "turn-start", id: this.id, turn, seq: 1 }, ...content, frame)
    }
    this.#push(frame)
    this.#observer.ended(frame.finish, frame.source)
  }

  /** Frames of a replay have the numbers that they had. */
  #push(frame: TurnFrame): void {
    if (frame.seq === undefined) this.#observer.push(this.#numbered(frame))
    else this.#observer.push(frame)
  }

  #numbered<Frame extends TurnFrame>(frame: Frame): Frame {
    this.#seq += 1
    return { ...frame, seq: this.#seq }
  }
}
