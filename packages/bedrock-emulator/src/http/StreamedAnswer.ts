/**
 * Sends an answer's parts as events, each in its own frame: at the pace of the latency model, or as they come from a
 * model that takes its own time.
 *
 * An error of such a model is the service's answer before its first part, and an exception in the stream after it. Stops
 * as soon as the client leaves; waits while the client does not read.
 */
import { hear, type Heard, hearRefusal, type Part } from "../answers/Part.ts"
import type { Answer } from "../answers/Answer.ts"
import type { Fault, ServiceContext } from "../service/Service.ts"
import { AwsError } from "../wire/AwsError.ts"
import { encodeException } from "../wire/EventStream.ts"
import { makeCost, type Usage } from "./Cost.ts"
import type { Exchange } from "./Exchange.ts"
import { strikeStream } from "./StreamFault.ts"

export interface AnswerEvent {
  /** The whole frame, made when it leaves. */
  readonly frame: () => Buffer
  /** Tokens in it, 0 for all but deltas. */
  readonly tokens: number
}

/** An answer, and what was told of it so far. */
export interface Saying {
  readonly said: Answer
  readonly heard: Heard
}

/** What an event may say of the answer so far. */
export interface Progress {
  readonly usage: () => Usage
  /** Since the request arrived. */
  readonly latencyMs: () => number
}

/** Makes the events of one answer; each part may open, go on with or close a block. */
export interface AnswerFormat {
  readonly begin: () => AnswerEvent
  readonly of: (part: Exclude<Part, { type: "pause" }>) => ReadonlyArray<AnswerEvent>
}

export type MakeFormat = (said: Answer, progress: Progress) => AnswerFormat

export const streamAnswer = async (options: {
  readonly exchange: Exchange
  readonly saying: Saying
  readonly format: MakeFormat
  readonly fault: Fault | undefined
  readonly context: ServiceContext
  /** When the request arrived, milliseconds of `performance.now()`. */
  readonly startedAt: number
}): Promise<void> => {
  const { context, exchange, fault } = options
  const { heard, said } = options.saying
  const cost = makeCost(said.input, context.counters)
  const format = options.format(said, {
    usage: cost.usage,
    latencyMs: () => Math.round(performance.now() - options.startedAt),
  })
  const strikeAt = fault?.afterEvents ?? 0
  let sent = 0
  let paced = 0
  let due = performance.now()

  /** False when nothing is to follow. */
  const send = async (event: AnswerEvent): Promise<boolean> => {
    for (let token = 0; token < event.tokens && !said.live; token += 1) {
      // The first token was paid for before the head.
      if (paced > 0) due += context.delayMs("ConverseStream.token", 1)
      paced += 1
    }
    const early = due - performance.now()
    if (early > 0) await exchange.wait(early)
    if (exchange.gone()) return false
    if (fault !== undefined && sent === strikeAt) {
      const goesOn = await strikeStream(fault, exchange, event.frame())
      if (!goesOn) return false
      due = performance.now()
    }
    cost.count(event.tokens)
    const blocked = exchange.blocked()
    if (blocked !== undefined) await blocked
    exchange.write(event.frame())
    sent += 1
    return true
  }

  const tell = async (part: Part): Promise<boolean> => {
    if (part.type === "pause") {
      due = performance.now() + part.ms
      return true
    }
    hear(heard, part)
    if (part.type === "end") cost.end(part)
    for (const event of format.of(part)) if (!(await send(event))) return false
    return true
  }

  let begun = false
  try {
    for await (const part of said.parts) {
      if (!begun) {
        begun = true
        await exchange.blocked()
        exchange.head(200, { "content-type": "application/vnd.amazon.eventstream" })
        if (!(await send(format.begin()))) return
      }
      if (!(await tell(part))) return
    }
  } catch (error) {
    if (!begun) throw error
    if (exchange.gone()) return
    hearRefusal(heard, error)
    exchange.write(exceptionOf(error))
  }
  if (!exchange.gone()) exchange.end()
}

/** The names of exceptions in a stream begin with a small letter. */
const exceptionOf = (error: unknown): Buffer => {
  const { message, type } =
    error instanceof AwsError
      ? error
      : new AwsError("InternalServerException", "The server encountered an internal error.")
  const name = `${type.slice(0, 1).toLowerCase()}${type.slice(1)}`
  return encodeException(name, JSON.stringify({ message }))
}
