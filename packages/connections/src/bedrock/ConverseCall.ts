/**
 * Runs one ConverseStream call: its deadlines, its end, and one replay, if the connection failed before the first
 * event.
 *
 * It ends exactly once, with an outcome or a `BedrockError`; afterwards no timer runs and no callback is called. A
 * complete stream gets a moment to close by itself, so that the server does not count it as cancelled.
 */
import { Effect } from "effect"
import type { ConverseListener, ConverseRequest } from "./ConverseRequest.ts"
import { BedrockError, bedrockError } from "./BedrockError.ts"
import type { BedrockRequests } from "./BedrockRequests.ts"
import { converseBody } from "./ConverseBody.ts"
import { type ConverseOutcome, ConverseReader, type ConverseStep } from "./ConverseReader.ts"
import { EventStreamCorrupt } from "./EventStreamCorrupt.ts"
import { EventStreamDecoder } from "./EventStreamDecoder.ts"
import type { Incoming } from "../http/Incoming.ts"

/** Bedrock sends `metadata` right behind `messageStop`; usage is not worth a longer wait. */
const metadataMs = 300
/** Node's timers hold no longer delay. */
const longestMs = 2 ** 31 - 1

type Ended = (result: Effect.Effect<ConverseOutcome, BedrockError>) => void

export class ConverseCall {
  readonly #requests: BedrockRequests
  readonly #request: ConverseRequest
  readonly #onEnded: Ended
  readonly #onSentAgain: () => void
  readonly #reader: ConverseReader
  readonly #abort = new AbortController()
  readonly #replay = { used: false }
  #body: Buffer | undefined
  #incoming: Incoming | undefined
  #timer: NodeJS.Timeout | undefined
  #anyEvent = false
  #anyText = false
  #ended = false

  constructor(
    requests: BedrockRequests,
    request: ConverseRequest,
    listener: ConverseListener,
    onEnded: Ended,
  ) {
    this.#requests = requests
    this.#request = request
    this.#onEnded = onEnded
    this.#onSentAgain = () => listener.onSentAgain?.()
    const { onBlock } = listener
    this.#reader = new ConverseReader(
      (text) => listener.onText(text),
      onBlock === undefined ? undefined : (event) => listener.onBlock?.(event),
    )
  }

  start(): void {
    const { firstEventMs, gapMs } = this.#request
    for (const [name, value] of Object.entries({ firstEventMs, gapMs })) {
      if (value > 0 && value <= longestMs) continue
      const detail = `${name} must be milliseconds above 0 and at most ${longestMs}, not ${value}`
      return this.#fail(new BedrockError({ reason: "validation", detail }))
    }
    this.#arm(firstEventMs, () => {
      const detail = `no text in ${firstEventMs} ms`
      this.#fail(new BedrockError({ reason: "first-token-timeout", detail }))
    })
    this.#send()
  }

  /** Stops upstream in this tick; the caller has left and is told nothing. */
  cancel(): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#timer)
    this.#abort.abort()
  }

  #send(): void {
    this.#body ??= converseBody(this.#request)
    this.#requests
      .send({
        operation: "converse-stream",
        modelId: this.#request.modelId,
        body: this.#body,
        signal: this.#abort.signal,
        onAnswer: (incoming) => this.#read(incoming),
        onMoved: this.#onSentAgain,
        replay: this.#replay,
      })
      .catch((cause: unknown) => this.#fail(bedrockError(cause)))
  }

  #read(incoming: Incoming): void {
    if (this.#ended) return incoming.cancel()
    this.#incoming = incoming
    const { body } = incoming
    const decoder = new EventStreamDecoder((head, buffer, start, end) => {
      if (!this.#ended) this.#step(this.#reader.read(head, buffer, start, end))
    })
    body.on("data", (chunk: Buffer) => {
      if (this.#ended) return
      try {
        decoder.push(chunk)
      } catch (cause) {
        this.#thrown(cause)
      }
    })
    const over = (cause?: unknown) => {
      if (this.#ended || this.#incoming !== incoming) return
      const { outcome } = this.#reader
      if (outcome === undefined) this.#cut(incoming, cause)
      else this.#succeed(outcome)
    }
    body.on("error", over)
    body.once("end", () => over())
    body.once("close", () => over())
    if (body.destroyed) over(body.errored)
  }

  #step(step: ConverseStep): void {
    this.#anyEvent = true
    if (step === "text") {
      if (this.#anyText) this.#timer?.refresh()
      else {
        this.#anyText = true
        const { gapMs } = this.#request
        this.#arm(gapMs, () => {
          const detail = `no event for ${gapMs} ms`
          this.#fail(new BedrockError({ reason: "gap-timeout", detail }))
        })
      }
    } else if (step === "progress") {
      if (this.#anyText && !this.#reader.stopped) this.#timer?.refresh()
    } else if (step === "stop") this.#arm(metadataMs, () => this.#complete())
    else if (step === "done") this.#complete()
  }

  #arm(afterMs: number, onTime: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(onTime, afterMs)
  }

  /** The answer broke off. Before any event, and only for the connection's failure, it is asked for again. */
  #cut(incoming: Incoming, cause: unknown): void {
    this.#incoming = undefined
    if (!this.#anyEvent && !this.#replay.used && !incoming.whole()) {
      this.#replay.used = true
      this.#onSentAgain()
      return this.#send()
    }
    const detail = cause instanceof Error ? cause.message : "no messageStop was received"
    this.#fail(new BedrockError({ reason: "truncated", detail, cause }))
  }

  /** Thrown while reading: by the decoder, by the reader, or by the listener, which is a defect. */
  #thrown(cause: unknown): void {
    const ours = cause instanceof BedrockError || cause instanceof EventStreamCorrupt
    if (ours) this.#fail(bedrockError(cause))
    else this.#end(Effect.die(cause), "cancel")
  }

  #complete(): void {
    const { outcome } = this.#reader
    if (outcome !== undefined) this.#succeed(outcome)
  }

  #succeed(outcome: ConverseOutcome): void {
    this.#end(Effect.succeed(outcome), "linger")
  }

  #fail(error: BedrockError): void {
    this.#end(Effect.fail(error), "cancel")
  }

  #end(result: Effect.Effect<ConverseOutcome, BedrockError>, upstream: "cancel" | "linger"): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#timer)
    if (upstream === "cancel") this.#abort.abort()
    else this.#linger()
    this.#onEnded(result)
  }

  #linger(): void {
    const incoming = this.#incoming
    if (incoming === undefined || incoming.body.closed) return
    const timer = setTimeout(() => incoming.cancel(), metadataMs)
    timer.unref()
    incoming.body.once("close", () => clearTimeout(timer))
    incoming.body.resume()
  }
}
