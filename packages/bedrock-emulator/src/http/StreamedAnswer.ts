/**
 * Sends an answer's parts as events, each in its own frame: at the pace of the latency model, or as they come from a
 * model that takes its own time.
 *
 * An error of such a model is the service's answer before its first part, and an exception in the stream after it. Stops
 * as soon as the client leaves; waits while the client does not read.
 */
import { paceOf, type ServiceTier } from "../answers/request/ServiceTier.ts"
import { judged } from "../answers/JudgedParts.ts"
import { hear, type Heard, hearRefusal, type Part } from "../answers/Part.ts"
import type { Answer } from "../answers/Answer.ts"
import type { ServiceContext, Strike } from "../service/Service.ts"
import { knownError } from "../wire/AwsError.ts"
import { encodeException } from "../wire/EventStream.ts"
import type { Cost } from "./Cost.ts"
import type { Exchange } from "./Exchange.ts"
import { strikeStream } from "./StreamFault.ts"

/** An answer, and what was told of it so far. */
export interface Telling {
  readonly said: Answer
  readonly heard: Heard
  readonly cost: Cost
  /** That was asked for. */
  readonly serviceTier: ServiceTier | undefined
  /** Since the request arrived. */
  readonly latencyMs: () => number
}

/** Notes a part that is told; its tokens are counted as they leave. */
export const take = ({ cost, heard }: Telling, part: Part): void => {
  hear(heard, part)
  if (part.type === "end") cost.end(part)
}

type Of<Type extends Part["type"]> = Extract<Part, { type: Type }>

/** An API's own words: the frames of its stream, in which blocks are numbered, and the response without a stream. */
export interface AnswerFormat {
  readonly begin: (telling: Telling) => Buffer
  readonly open: (index: number, part: Of<"text" | "tool">) => ReadonlyArray<Buffer>
  readonly delta: (index: number, part: Of<"text" | "input">) => Buffer
  readonly close: (index: number) => Buffer
  readonly end: (stopReason: Of<"end">["stopReason"], telling: Telling) => ReadonlyArray<Buffer>
  readonly whole: (telling: Telling) => unknown
}

/** The frames of each part: it goes on with the open block, or closes it and opens one. What has tokens comes last. */
const framing = (format: AnswerFormat, telling: Telling) => {
  let index = 0
  let open: "text" | "tool" | undefined
  return (part: Exclude<Part, Of<"pause">>): ReadonlyArray<Buffer> => {
    if (part.type === "input") return [format.delta(index, part)]
    if (part.type === "text" && open === "text") return [format.delta(index, part)]
    const before = open === undefined ? [] : [format.close(index)]
    if (part.type === "end") {
      const nothing = { type: "text", text: "", tokens: 0 } as const
      const empty = open === undefined ? [...format.open(0, nothing), format.close(0)] : []
      return [...before, ...empty, ...format.end(part.stopReason, telling)]
    }
    index += before.length
    open = part.type
    const opened = [...before, ...format.open(index, part)]
    return part.type === "text" ? [...opened, format.delta(index, part)] : opened
  }
}

export const streamAnswer = async (options: {
  readonly exchange: Exchange
  readonly telling: Telling
  readonly format: AnswerFormat
  readonly fault: Strike | undefined
  readonly context: ServiceContext
}): Promise<void> => {
  const { context, exchange, fault, format, telling } = options
  const { cost, heard, said } = telling
  const framesOf = framing(format, telling)
  const pace = paceOf(telling.serviceTier)
  const strikeAt = fault?.afterEvents ?? 0
  let sent = 0
  let paced = 0
  let due = performance.now()

  /** False when nothing is to follow. */
  const send = async (frame: Buffer, tokens = 0): Promise<boolean> => {
    for (let token = 0; token < tokens && !said.live; token += 1) {
      // The first token was paid for before the head.
      if (paced > 0) due += pace * context.delayMs("ConverseStream.token", 1)
      paced += 1
    }
    const early = due - performance.now()
    if (early > 0) await exchange.wait(early)
    if (exchange.gone()) return false
    if (fault !== undefined && sent === strikeAt) {
      fault.struck()
      const goesOn = await strikeStream(fault, exchange, frame)
      if (!goesOn) return false
      due = performance.now()
    }
    cost.count(tokens)
    const blocked = exchange.blocked()
    if (blocked !== undefined) await blocked
    exchange.write(frame)
    sent += 1
    return true
  }

  const tell = async (part: Part): Promise<boolean> => {
    if (part.type === "pause") {
      due = performance.now() + part.ms
      return true
    }
    take(telling, part)
    const frames = framesOf(part)
    const tokens = "tokens" in part ? part.tokens : 0
    for (const [at, frame] of frames.entries()) {
      if (!(await send(frame, at === frames.length - 1 ? tokens : 0))) return false
    }
    return true
  }

  let begun = false
  try {
    for await (const part of said.judge ? judged(said.parts, said.judge) : said.parts) {
      if (!begun) {
        begun = true
        await exchange.blocked()
        exchange.head(200, { "content-type": "application/vnd.amazon.eventstream" })
        if (!(await send(format.begin(telling)))) return
      }
      if (!(await tell(part))) return
    }
  } catch (error) {
    if (!begun) throw error
    if (exchange.gone()) return
    hearRefusal(heard, error)
    exchange.write(encodeException(knownError(error)))
  }
  if (!exchange.gone()) exchange.end()
}
