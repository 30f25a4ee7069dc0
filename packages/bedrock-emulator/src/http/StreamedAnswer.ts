/**
 * Sends an answer's events, each in its own frame, at the pace of the latency model.
 *
 * Stops generating as soon as the client leaves; waits while the client does not read.
 */
import type { Answer } from "../answers/Answer.ts"
import type { Exchange } from "./Exchange.ts"
import type { Fault, ServiceContext } from "../service/Service.ts"
import { strikeStream } from "./StreamFault.ts"

/** Claude's frames on Bedrock carry a few tokens each. */
const tokensPerDelta = 2

export interface AnswerEvent {
  /** The whole frame, made when it leaves. */
  readonly frame: () => Buffer
  /** Tokens in it, 0 for all but deltas. */
  readonly tokens: number
}

/** What an event may say of the answer so far. */
export interface Progress {
  readonly outputTokens: () => number
  /** Since the request arrived. */
  readonly latencyMs: () => number
}

export const streamAnswer = async (options: {
  readonly exchange: Exchange
  readonly said: Answer
  readonly events: (said: Answer, progress: Progress) => Iterable<AnswerEvent>
  readonly fault: Fault | undefined
  readonly context: ServiceContext
  /** When the request arrived, milliseconds of `performance.now()`. */
  readonly startedAt: number
}): Promise<void> => {
  const { context, exchange, fault, said } = options
  const { counters } = context
  const strikeAt = fault?.afterEvents ?? 0
  let outputTokens = 0
  let sent = 0
  let due = performance.now()

  counters.inputTokens +=
    said.input.inputTokens + said.input.cacheReadTokens + said.input.cacheWriteTokens
  await exchange.blocked()
  exchange.head(200, { "content-type": "application/vnd.amazon.eventstream" })
  const progress = {
    outputTokens: () => outputTokens,
    latencyMs: () => Math.round(performance.now() - options.startedAt),
  }
  for (const event of options.events(said, progress)) {
    for (let token = 0; token < event.tokens; token += 1) {
      // The first token was paid for before the head.
      if (outputTokens > 0) due += context.delayMs("ConverseStream.token", 1)
      outputTokens += 1
    }
    await exchange.wait(due - performance.now())
    if (exchange.gone()) return
    if (fault !== undefined && sent === strikeAt) {
      const goesOn = await strikeStream(fault, exchange, event.frame())
      if (!goesOn) return
      due = performance.now()
    }
    counters.outputTokens += event.tokens
    await exchange.blocked()
    exchange.write(event.frame())
    sent += 1
  }
  if (!exchange.gone()) exchange.end()
}

/** The text in the pieces that leave together: the first token alone, as on the service. */
export const deltasOf = function* (
  pieces: ReadonlyArray<string>,
): Generator<{ readonly text: string; readonly tokens: number }> {
  for (let at = 0; at < pieces.length; at += at === 0 ? 1 : tokensPerDelta) {
    const part = pieces.slice(at, at === 0 ? 1 : at + tokensPerDelta)
    yield { text: part.join(""), tokens: part.length }
  }
}
