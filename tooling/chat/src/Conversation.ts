/**
 * Questions and answers over one session, one question at a time.
 *
 * A socket lost in mid-answer is opened again with the same session, and the question is sent again
 * under the same id: the server answers it once. Tries and waits are bounded.
 */
import { randomUUID } from "node:crypto"
import { setTimeout as pause } from "node:timers/promises"
import type { Locale, ProductCard, ServerFrame } from "@manga-assist/protocol"
import { AnswerText } from "./AnswerText.ts"
import { type Closed, type Door, ServerSocket } from "./ServerSocket.ts"
import type { Observed, TurnEndFrame } from "./TimelineLine.ts"
import { whyUnreachable } from "./Unreachable.ts"

export interface AnswerEvents {
  readonly onProducts: (products: ReadonlyArray<ProductCard>) => void
  readonly onText: (text: string) => void
  readonly onRetry: (why: string) => void
}

export type Answer =
  | { readonly kind: "ended"; readonly end: TurnEndFrame; readonly observed: Observed }
  | { readonly kind: "failed"; readonly message: string; readonly retryable: boolean }

export interface ConversationOptions extends Door {
  readonly locale: Locale | undefined
  readonly onRaw: (raw: string) => void
  /** Waits before each new try, in milliseconds. */
  readonly retryMs?: ReadonlyArray<number>
  /** Nothing from the server for so long counts as a lost socket. */
  readonly silenceMs?: number
}

const defaultRetryMs = [250, 500, 1000, 2000, 4000]
const defaultSilenceMs = 30_000

/** The server refuses us; trying again would be refused again. */
const policyViolation = 1008

type Step =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "lost"; readonly why: string; readonly final: boolean }

interface Running {
  readonly id: string
  turn: string | undefined
  readonly onFrame: (frame: ServerFrame) => void
  readonly settle: (step: Step) => void
}

export class Conversation {
  readonly #options: ConversationOptions
  #socket: ServerSocket | undefined
  #session: string | undefined
  #resumeToken: string | undefined
  #running: Running | undefined
  /** What the server said when it refused the socket itself, before or between questions. */
  #refusal: string | undefined
  #closedWith: Closed | undefined
  #cancelled = false

  constructor(options: ConversationOptions) {
    this.#options = options
    this.#session = options.session
  }

  /** The server's name for this session, once it said it. */
  get session(): string | undefined {
    return this.#session
  }

  /** Opens the socket now; the message says why that was not possible. */
  async open(): Promise<string | undefined> {
    return (await this.#connect()) === undefined ? whyUnreachable(this.#options.url) : undefined
  }

  /** Resolves when the answer ended, or nothing more can be expected. Never rejects. */
  async ask(text: string, events: AnswerEvents): Promise<Answer> {
    const id = randomUUID()
    const sentAt = performance.now()
    let firstProductsMs: number | undefined
    let firstTokenMs: number | undefined
    const answerText = new AnswerText()
    this.#cancelled = false
    const onFrame = (frame: ServerFrame) => {
      if (frame.type === "products") {
        if (firstProductsMs !== undefined) return
        firstProductsMs = performance.now() - sentAt
        events.onProducts(frame.products)
      } else if (frame.type === "delta") {
        firstTokenMs ??= performance.now() - sentAt
        const fresh = answerText.add(frame.text)
        if (fresh !== "") events.onText(fresh)
      }
    }
    const observed = (): Observed => ({
      firstProductsMs,
      firstTokenMs,
      totalMs: performance.now() - sentAt,
    })

    const waits = this.#options.retryMs ?? defaultRetryMs
    for (let attempt = 0; ; attempt += 1) {
      answerText.restart()
      const step = await this.#attempt(id, text, onFrame, observed)
      if (step.kind === "answer") return step.answer
      const wait = waits[attempt]
      if (step.final || wait === undefined) {
        return { kind: "failed", message: step.why, retryable: !step.final }
      }
      events.onRetry(step.why)
      await pause(wait)
      if (this.#cancelled) return { kind: "failed", message: "cancelled", retryable: true }
    }
  }

  /** Asks the server to end the running answer; it still ends with its `turn-end`. */
  cancel(): void {
    this.#cancelled = true
    if (this.#running !== undefined) this.#socket?.send({ type: "cancel", id: this.#running.id })
  }

  /** Tells what is being typed; nothing when no socket is open. */
  draft(text: string): void {
    if (this.#socket?.isOpen === true) this.#socket.send({ type: "draft", text })
  }

  /** Says goodbye, and waits for that no longer than half a second. */
  async close(): Promise<void> {
    await this.#socket?.close()
  }

  async #attempt(
    id: string,
    text: string,
    onFrame: (frame: ServerFrame) => void,
    observed: () => Observed,
  ): Promise<Step> {
    const socket = await this.#connect()
    if (socket === undefined) {
      return { kind: "lost", why: await whyUnreachable(this.#options.url), final: false }
    }
    const silenceMs = this.#options.silenceMs ?? defaultSilenceMs
    let timer: NodeJS.Timeout | undefined
    const step = await new Promise<Step>((settle) => {
      const watch = () => {
        clearTimeout(timer)
        timer = setTimeout(() => {
          const why = `The server said nothing for ${silenceMs / 1000} s.`
          settle({ kind: "lost", why, final: false })
          this.#forget(socket)
        }, silenceMs)
      }
      watch()
      this.#running = {
        id,
        turn: undefined,
        settle,
        onFrame: (frame) => {
          watch()
          onFrame(frame)
          const ended = endOf(frame, observed)
          if (ended !== undefined) settle(ended)
        },
      }
      const { locale } = this.#options
      socket.send({ type: "message", id, text, ...(locale === undefined ? {} : { locale }) })
      // Refused sockets may close before this question was there to hear it.
      if (!socket.isOpen) settle(this.#lost())
    })
    clearTimeout(timer)
    this.#running = undefined
    return step
  }

  async #connect(): Promise<ServerSocket | undefined> {
    if (this.#socket?.isOpen === true) return this.#socket
    const { url, user, token, onRaw } = this.#options
    this.#refusal = undefined
    this.#closedWith = undefined
    const socket = new ServerSocket(
      { url, user, token, session: this.#session, resumeToken: this.#resumeToken },
      {
        onRaw,
        onFrame: (frame) => this.#route(frame),
        onClosed: (closed) => this.#closed(closed),
      },
    )
    if (!(await socket.opened)) return undefined
    this.#socket = socket
    return socket
  }

  #forget(socket: ServerSocket): void {
    if (this.#socket === socket) this.#socket = undefined
    void socket.close()
  }

  #closed(closed: Closed): void {
    this.#closedWith = closed
    this.#running?.settle(this.#lost())
  }

  #lost(): Step {
    const { code, reason } = this.#closedWith ?? { code: 1006, reason: "" }
    const why = `The connection was lost (${code}${reason === "" ? "" : `: ${reason}`}).`
    return { kind: "lost", why: this.#refusal ?? why, final: code === policyViolation }
  }

  #route(frame: ServerFrame): void {
    if (frame.type === "ready") {
      this.#session = frame.session
      this.#resumeToken = frame.resumeToken
    }
    const running = this.#running
    if (running === undefined) {
      if (frame.type === "error") this.#refusal = `${frame.code}: ${frame.message}`
      return
    }
    if (frame.type === "turn-start" && frame.id === running.id) running.turn = frame.turn
    if (concerns(frame, running)) running.onFrame(frame)
  }
}

/** Frames of other messages, for example late ones of a cancelled one, are not ours. */
const concerns = (frame: ServerFrame, { id, turn }: Running): boolean => {
  switch (frame.type) {
    case "turn-start":
    case "turn-end":
      return frame.id === id
    case "products":
    case "delta":
      return frame.turn === turn
    case "error":
      return frame.id === undefined
        ? frame.turn === undefined || frame.turn === turn
        : frame.id === id
    default:
      return false
  }
}

const endOf = (frame: ServerFrame, observed: () => Observed): Step | undefined => {
  if (frame.type === "turn-end") {
    return { kind: "answer", answer: { kind: "ended", end: frame, observed: observed() } }
  }
  if (frame.type !== "error") return undefined
  const message = `${frame.code}: ${frame.message}`
  return frame.code === "shutting-down"
    ? { kind: "lost", why: message, final: false }
    : { kind: "answer", answer: { kind: "failed", message, retryable: frame.retryable } }
}
