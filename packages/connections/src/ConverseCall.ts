/**
 * The life of one ConverseStream call: its deadlines, its one safe replay, its end.
 *
 * Ends exactly once, with an outcome or a `BedrockError`; afterwards no timer runs and no callback is
 * called. A stream that said all it had is given a moment to close by itself, so that the server does
 * not count it as cancelled.
 */
import {
  type BedrockRuntimeClient,
  type ConverseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime"
import { Effect } from "effect"
import { BedrockError, bedrockError } from "./BedrockError.ts"
import { type ConverseListener } from "./BedrockChat.ts"
import { type ConverseOutcome, ConverseReader, type ConverseStep } from "./ConverseReader.ts"
import { EventStreamDecoder } from "./EventStreamDecoder.ts"
import { type Incoming } from "./Incoming.ts"
import { type PooledRequestOptions } from "./PooledHttp2Handler.ts"

export interface ConverseDeadlines {
  readonly firstEventMs: number
  readonly gapMs: number
}

/** Bedrock sends `metadata` right behind `messageStop`; usage is not worth a longer wait. */
const metadataMs = 300

type Ended = (result: Effect.Effect<ConverseOutcome, BedrockError>) => void

export class ConverseCall {
  readonly #client: BedrockRuntimeClient
  readonly #command: () => ConverseStreamCommand
  readonly #deadlines: ConverseDeadlines
  readonly #onEnded: Ended
  readonly #reader: ConverseReader
  readonly #abort = new AbortController()
  #incoming: Incoming | undefined
  #timer: NodeJS.Timeout | undefined
  #anyEvent = false
  #anyText = false
  #replayed = false
  #ended = false

  constructor(
    client: BedrockRuntimeClient,
    command: () => ConverseStreamCommand,
    deadlines: ConverseDeadlines,
    listener: ConverseListener,
    onEnded: Ended,
  ) {
    this.#client = client
    this.#command = command
    this.#deadlines = deadlines
    this.#onEnded = onEnded
    this.#reader = new ConverseReader((text) => listener.onText(text))
  }

  start(): void {
    this.#timer = setTimeout(() => {
      const detail = `no text in ${this.#deadlines.firstEventMs} ms`
      this.#fail(new BedrockError({ reason: "first-token-timeout", detail }))
    }, this.#deadlines.firstEventMs)
    this.#send()
  }

  /** Stops upstream in this tick; the caller has left and is told nothing. */
  cancel(): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#timer)
    this.#stopUpstream()
  }

  #send(): void {
    const options: PooledRequestOptions = {
      abortSignal: this.#abort.signal,
      takeBody: (incoming) => this.#read(incoming),
      onMoved: () => {
        this.#replayed = true
      },
    }
    // A 200 is read by `takeBody`; what the SDK makes of the empty body it sees does not matter.
    this.#client.send(this.#command(), options).then(
      () => {},
      (cause: unknown) => {
        if (this.#incoming === undefined) this.#lost(cause)
      },
    )
  }

  #read(incoming: Incoming): void {
    if (this.#ended) return incoming.cancel()
    this.#incoming = incoming
    const { body } = incoming
    const decoder = new EventStreamDecoder((message) => {
      if (!this.#ended) this.#step(this.#reader.read(message))
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
      if (outcome !== undefined) return this.#succeed(outcome)
      this.#incoming = undefined
      const detail = cause instanceof Error ? cause.message : "no messageStop was received"
      this.#lost(new BedrockError({ reason: "truncated", detail, cause }), incoming)
    }
    body.on("error", over)
    body.once("end", () => over())
    body.once("close", () => over())
    if (body.destroyed) over(body.errored)
  }

  #step(step: ConverseStep): void {
    this.#anyEvent = true
    if (step === "ignored") return
    if (step === "done") {
      const { outcome } = this.#reader
      if (outcome !== undefined) this.#succeed(outcome)
    } else if (step === "stop") {
      this.#arm(metadataMs, () => {
        const { outcome } = this.#reader
        if (outcome !== undefined) this.#succeed(outcome)
      })
    } else if (step === "text" && !this.#anyText) {
      this.#anyText = true
      this.#arm(this.#deadlines.gapMs, () => {
        const detail = `no event for ${this.#deadlines.gapMs} ms`
        this.#fail(new BedrockError({ reason: "gap-timeout", detail }))
      })
    } else if (this.#anyText && !this.#reader.stopped) this.#timer?.refresh()
  }

  #arm(afterMs: number, onTime: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(onTime, afterMs)
  }

  /** The connection, the service or the stream failed. Before any event a connection's failure is replayed once. */
  #lost(cause: unknown, incoming?: Incoming): void {
    if (this.#ended) return
    const error = bedrockError(cause)
    const cutBeforeAnyEvent =
      incoming !== undefined && !incoming.whole() && error.reason === "truncated"
    const replay =
      !this.#anyEvent && !this.#replayed && (cutBeforeAnyEvent || clockWasCorrected(cause))
    if (!replay) return this.#fail(error)
    this.#replayed = true
    this.#send()
  }

  /** Thrown while reading: by the decoder, by the reader, or by the listener, which is a defect. */
  #thrown(cause: unknown): void {
    const error = bedrockError(cause)
    // `connection` is what an unknown error becomes: here it came from the listener.
    if (error.reason === "connection") this.#end(Effect.die(cause), "cancel")
    else this.#fail(error)
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
    if (upstream === "cancel") this.#stopUpstream()
    else this.#linger()
    this.#onEnded(result)
  }

  #stopUpstream(): void {
    this.#abort.abort()
    this.#incoming?.cancel()
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

/** The SDK saw that our clock is off and has corrected it for the next signature. */
const clockWasCorrected = (cause: unknown): boolean =>
  cause instanceof Error &&
  "$metadata" in cause &&
  typeof cause.$metadata === "object" &&
  cause.$metadata !== null &&
  "clockSkewCorrected" in cause.$metadata &&
  cause.$metadata.clockSkewCorrected === true
