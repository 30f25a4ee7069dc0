/**
 * Sends an answer as Bedrock streams it: `messageStart`, deltas, `contentBlockStop`, `messageStop`,
 * `metadata`, each in its own frame, at the pace of the latency model.
 *
 * Stops generating as soon as the client leaves; waits while the client does not read.
 */
import { type Fault, type ServiceContext } from "../Service.ts"
import { usageOf, type Answer } from "./Answer.ts"
import { encodeEvent } from "./EventStream.ts"
import { type Exchange } from "./Exchange.ts"
import { traceOf } from "./Guardrail.ts"
import { strikeStream } from "./StreamFault.ts"

/** Claude's frames on Bedrock carry a few tokens each. */
const tokensPerDelta = 2

interface StreamEvent {
  readonly type: string
  readonly payload: () => string
  /** Tokens in it, 0 for all but deltas. */
  readonly tokens: number
}

export const streamAnswer = async (options: {
  readonly exchange: Exchange
  readonly said: Answer
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

  const send = async (bytes: Buffer): Promise<void> => {
    await exchange.blocked()
    exchange.write(bytes)
    sent += 1
  }

  counters.inputTokens +=
    said.input.inputTokens + said.input.cacheReadTokens + said.input.cacheWriteTokens
  await exchange.blocked()
  exchange.head(200, { "content-type": "application/vnd.amazon.eventstream" })
  const latencyMs = () => Math.round(performance.now() - options.startedAt)
  for (const event of events(said, () => outputTokens, latencyMs)) {
    for (let token = 0; token < event.tokens; token += 1) {
      // The first token was paid for before the head.
      if (outputTokens > 0) due += context.delayMs("ConverseStream.token", 1)
      outputTokens += 1
    }
    await exchange.wait(due - performance.now())
    if (exchange.gone()) return
    if (fault !== undefined && sent === strikeAt) {
      const goesOn = await strikeStream(fault, exchange, encodeEvent(event.type, event.payload()))
      if (!goesOn) return
      due = performance.now()
    }
    counters.outputTokens += event.tokens
    await send(encodeEvent(event.type, event.payload()))
  }
  if (!exchange.gone()) exchange.end()
}

const events = function* (
  said: Answer,
  outputTokens: () => number,
  latencyMs: () => number,
): Generator<StreamEvent> {
  const event = (type: string, payload: unknown): StreamEvent => ({
    type,
    payload: () => JSON.stringify(payload),
    tokens: 0,
  })
  yield event("messageStart", { role: "assistant" })
  // The first token leaves alone, as it does on the service.
  for (let at = 0; at < said.pieces.length; at += at === 0 ? 1 : tokensPerDelta) {
    const part = said.pieces.slice(at, at === 0 ? 1 : at + tokensPerDelta)
    const delta = { contentBlockIndex: 0, delta: { text: part.join("") } }
    yield {
      ...event("contentBlockDelta", delta),
      tokens: part.length,
    }
  }
  yield event("contentBlockStop", { contentBlockIndex: 0 })
  yield event("messageStop", { stopReason: said.stopReason })
  const blocked = said.stopReason === "guardrail_intervened"
  yield {
    type: "metadata",
    tokens: 0,
    payload: () =>
      JSON.stringify({
        usage: usageOf(said, blocked ? 0 : outputTokens()),
        metrics: { latencyMs: latencyMs() },
        ...traceOf(said.assessment),
      }),
  }
}
