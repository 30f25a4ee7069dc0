/**
 * One question and its answer, over as many sockets as it takes: takes the server's frames and says what to send on a
 * new socket, the question again or a request to resume.
 *
 * Events come in order (`started`, `products`, text), with `looking` and another list of `products` wherever the model
 * looked something up. Products and text are not repeated if a reconnect brings the answer again; if its text then
 * differs, or is taken back, one event `rewritten` replaces all text so far.
 */
import { anyText, func, needed, object, oneOf, text } from "@manga-assist/options"
import { AnswerText, type TextEvent } from "./AnswerText.ts"
import { AnswerProducts } from "./AnswerProducts.ts"
import { characters, check } from "./Checks.ts"
import { listener } from "./Listener.ts"
import type {
  ClientFrame,
  ErrorCode,
  Locale,
  ProductCard,
  ServerFrame,
  ShownTool,
  TimelineEntry,
  TurnEnd,
} from "./Frames.ts"

export type AnswerEvent =
  | { readonly type: "started"; readonly turn: string }
  /** The model looks something up; what comes next of products or text ends that. */
  | { readonly type: "looking"; readonly tools: ReadonlyArray<ShownTool> }
  /** The whole list: it replaces the one before. */
  | { readonly type: "products"; readonly products: ReadonlyArray<ProductCard> }
  | TextEvent
  /** The socket was lost; on another one the answer goes on where it was, or the question is sent again. */
  | { readonly type: "retrying"; readonly why: string }
  /** It goes on where it was: the model was not asked again. */
  | { readonly type: "resumed"; readonly turn: string }

/** `unreachable`: all tries are used up. `closed`: by this side, before the answer ended. */
export type FailureCode = ErrorCode | "cancelled" | "unreachable" | "closed"

export type Outcome =
  | { readonly kind: "ended"; readonly end: TurnEnd }
  | {
      readonly kind: "failed"
      readonly code: FailureCode
      /** For people. */
      readonly message: string
      /** Whether the same question may be answered later. */
      readonly retryable: boolean
      /** Where its time went, if the server says so. */
      readonly timeline?: ReadonlyArray<TimelineEntry>
    }

export interface AskOptions {
  /** Detected from the text when left out. */
  readonly locale?: Locale
  /** Of the question, 1 to 64 characters; the same id and text again is the same question. */
  readonly id?: string
  /**
   * Goes on with an answer that began before the page was loaded anew, from its beginning: its `id`, and `turn` of
   * `started`. Where the server no longer knows it, the question is asked again.
   */
  readonly resume?: { readonly id: string; readonly turn: string }
  /** W3C Trace Context. */
  readonly traceparent?: string
  readonly onEvent?: (event: AnswerEvent) => void
}

const idRule = characters(1, 64)

const askRule = object<AskOptions>({
  locale: oneOf("en", "ja"),
  id: idRule,
  resume: object({ id: needed(idRule), turn: needed(text) }),
  traceparent: anyText,
  onEvent: func,
})

export interface Answer {
  readonly id: string
  /** All of it so far. */
  readonly text: string
  /** Never rejects. */
  readonly ended: Promise<Outcome>
  /** Asks the server to stop; the answer then ends as `cancelled`. */
  readonly cancel: () => void
}

type MessageFrame = Extract<ClientFrame, { readonly type: "message" }>

export class RunningAnswer implements Answer {
  readonly ended: Promise<Outcome>
  readonly message: MessageFrame
  /** Whether this socket has carried the question. */
  isSent = false
  isCancelled = false
  isStarted = false
  #settle: (outcome: Outcome) => void = () => undefined
  #turn: string | undefined
  /** Number of the last frame of the turn. */
  #seen = 0
  #isResuming = false
  #heardAt = performance.now()
  readonly #products = new AnswerProducts()
  readonly #text = new AnswerText()
  readonly #onEvent: (event: AnswerEvent) => void
  readonly #onCancel: (answer: RunningAnswer) => void

  /** @throws OptionError */
  constructor(question: string, options: AskOptions, onCancel: (answer: RunningAnswer) => void) {
    check("ask", askRule, options)
    const { id, locale, onEvent, resume, traceparent } = options
    this.#turn = resume?.turn
    this.message = {
      type: "message",
      id: resume?.id ?? id ?? freshId(),
      text: question,
      ...(locale === undefined ? {} : { locale }),
      ...(traceparent === undefined ? {} : { traceparent }),
    }
    this.#onEvent = listener(onEvent)
    this.#onCancel = onCancel
    this.ended = new Promise((settle) => (this.#settle = settle))
  }

  get id(): string {
    return this.message.id
  }

  /** It was asked to go on, and the server has not said whether it does. */
  get isUndecided(): boolean {
    return this.#isResuming
  }

  get text(): string {
    return this.#text.text
  }

  /** Milliseconds since it was asked, since a frame of it came, or since a good connection was lost. */
  get idleMs(): number {
    return performance.now() - this.#heardAt
  }

  readonly cancel = (): void => {
    this.isCancelled = true
    this.#onCancel(this)
  }

  /** What a socket has to be told: the question, or to go on with its answer. */
  next(): ClientFrame {
    this.isSent = true
    if (this.#turn === undefined) return this.message
    this.#isResuming = true
    return { type: "resume", turn: this.#turn, after: this.#seen }
  }

  /** The socket is gone, and what it said of this answer may come again. */
  lost(why: string, wasStable: boolean): void {
    if (wasStable) this.#heardAt = performance.now()
    if (!this.isSent) return
    this.isSent = false
    this.isStarted = false
    this.#isResuming = false
    // Without numbers it cannot be gone on with.
    if (this.#seen === 0) this.#startOver()
    this.#onEvent({ type: "retrying", why })
  }

  fail(
    code: FailureCode,
    message: string,
    retryable: boolean,
    timeline?: ReadonlyArray<TimelineEntry>,
  ): void {
    const times = timeline === undefined ? {} : { timeline }
    this.#settle({ kind: "failed", code, message, retryable, ...times })
  }

  /** Whether the frame was of this answer. When it is to be asked again, `isSent` is false afterwards. */
  take(frame: ServerFrame): boolean {
    if (!this.#isMine(frame)) return false
    this.#heardAt = performance.now()
    this.#hear(frame)
    return true
  }

  #hear(frame: ServerFrame): void {
    if (
      "seq" in frame &&
      frame.seq !== undefined &&
      frame.turn !== undefined &&
      frame.turn === this.#turn
    ) {
      if (frame.seq <= this.#seen) return
      this.#seen = frame.seq
      if (this.#isResuming) this.#resumed(frame.turn)
    }
    switch (frame.type) {
      case "turn-start":
        this.#turn = frame.turn
        this.#seen = frame.seq ?? 0
        this.isStarted = true
        this.#onEvent({ type: "started", turn: frame.turn })
        return
      case "products":
        this.#show(this.#products.add(frame.products))
        return
      case "looking":
        this.#onEvent({ type: "looking", tools: frame.tools })
        return
      case "delta":
        this.#tell(this.#text.add(frame.text))
        return
      case "retract":
        this.#tell(this.#text.retract())
        return
      case "turn-end":
        this.#show(this.#products.end())
        this.#tell(this.#text.end())
        this.#settle({ kind: "ended", end: frame })
        return
      case "error":
        if (this.#isResuming && frame.code === "unknown-turn") {
          this.#startOver()
          this.isSent = false
        } else if (frame.code !== "shutting-down") {
          // Else the next server answers it; the socket closes soon.
          this.fail(frame.code, frame.message, frame.retryable, frame.timeline)
        }
    }
  }

  /** Some frames name the question, some the turn. */
  #isMine(frame: ServerFrame): boolean {
    if ("id" in frame && frame.id !== undefined) return frame.id === this.id
    return "turn" in frame && frame.turn !== undefined && frame.turn === this.#turn
  }

  #resumed(turn: string): void {
    this.#isResuming = false
    this.isStarted = true
    this.#onEvent({ type: "resumed", turn })
  }

  #startOver(): void {
    this.#turn = undefined
    this.#seen = 0
    this.#isResuming = false
    this.#products.restart()
    this.#text.restart()
  }

  #show(products: ReadonlyArray<ProductCard> | undefined): void {
    if (products !== undefined) this.#onEvent({ type: "products", products })
  }

  #tell(event: TextEvent | undefined): void {
    if (event !== undefined) this.#onEvent(event)
  }
}

/** `crypto.randomUUID` is not there on pages without TLS. */
const freshId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("")
