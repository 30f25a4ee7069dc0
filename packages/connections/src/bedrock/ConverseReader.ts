/**
 * Tracks one ConverseStream: what each event adds to the answer, and whether the answer is complete.
 *
 * It holds the state of one answer, without timers or sockets. Unknown event types are skipped. Only `messageStop`
 * completes an answer; `metadata` adds the usage. Content before `messageStart` or after `messageStop` is an error.
 * Characters that are invisible, or that reorder the text, are removed. White space that begins an answer is held back
 * until something visible follows: alone it is no answer, and not the first that is said.
 */
import type { ContentBlock } from "@aws-sdk/client-bedrock-runtime"
import { BedrockError, streamException } from "./BedrockError.ts"
import { type ConverseBlockEvent, ConverseBlocks } from "./ConverseBlocks.ts"
import { deltaText } from "./DeltaText.ts"
import type { EventStreamHead } from "./EventStreamHead.ts"

export interface ConverseUsage {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  readonly cacheWriteTokens: number
}

export interface ConverseOutcome {
  /** As Bedrock says: `end_turn`, `max_tokens`, `guardrail_intervened`, … */
  readonly stopReason: string
  /** Absent when Bedrock sent none within a moment after the stop. */
  readonly usage?: ConverseUsage
  /** All text, joined. */
  readonly text: string
  /**
   * The answer as the `content` of an assistant's message, where it is more than text: uses of tools, and reasoning with
   * its signature, which the model wants back with the results. A tool's input that was cut is left out.
   */
  readonly content?: ReadonlyArray<ContentBlock>
  /** What `additionalModelResponseFieldPaths` asked for. */
  readonly additionalModelResponseFields?: unknown
  /** By which tier it was served: `priority`, `default`, `flex`, … Absent where Bedrock does not say. */
  readonly serviceTier?: string
}

/** Far beyond any model's output; a stream that never ends must not fill the memory. */
const maxTextLength = 4_000_000

/** What an event did: `text` more of the answer, be it a tool's use, `progress`, `stop`, `done` (usage came), `ignored`. */
export type ConverseStep = "text" | "progress" | "stop" | "done" | "ignored"

export class ConverseReader {
  #text = ""
  #isStarted = false
  #stopReason: string | undefined
  #usage: ConverseUsage | undefined
  #serviceTier: string | undefined
  #additional: { readonly additionalModelResponseFields?: unknown } = {}
  #length = 0
  /** White space that began the answer, until something visible follows. */
  #blank = ""
  readonly #onText: (text: string) => void
  readonly #blocks: ConverseBlocks
  readonly #awaitsReasoning: boolean

  /** With `onBlock`, reasoning counts as the first that is said. */
  constructor(onText: (text: string) => void, onBlock?: (event: ConverseBlockEvent) => void) {
    this.#onText = onText
    this.#blocks = new ConverseBlocks(onBlock ?? (() => {}))
    this.#awaitsReasoning = onBlock !== undefined
  }

  get stopped(): boolean {
    return this.#stopReason !== undefined
  }

  /** The outcome once `messageStop` was seen. */
  get outcome(): ConverseOutcome | undefined {
    if (this.#stopReason === undefined) return undefined
    const usage = this.#usage === undefined ? {} : { usage: this.#usage }
    const content = this.#blocks.content()
    return {
      stopReason: this.#stopReason,
      text: this.#text,
      ...(content === undefined ? {} : { content }),
      ...this.#additional,
      ...usage,
      ...(this.#serviceTier === undefined ? {} : { serviceTier: this.#serviceTier }),
    }
  }

  /** Throws `BedrockError` for exceptions and for payloads that are not what they must be. */
  read(head: EventStreamHead, buffer: Buffer, start: number, end: number): ConverseStep {
    const { kind, name } = head
    if (kind === "exception") throw streamException(name, messageOf(buffer, start, end))
    if (kind === "error") throw streamException(name, head.text)
    switch (name) {
      case "contentBlockDelta": {
        this.#mustBeOpen(name)
        const text = deltaText(buffer, start, end)
        return text === undefined ? this.#delta(parse(buffer, start, end)) : this.#append(text)
      }
      case "messageStart":
        if (this.#isStarted) throw malformed("messageStart came twice")
        this.#isStarted = true
        return "progress"
      case "contentBlockStart":
        return this.#blocks.start(this.#ofBlock(buffer, start, end)) ? "text" : "progress"
      case "contentBlockStop":
        this.#ofBlock(buffer, start, end)
        this.#blocks.stop(this.#text)
        return "progress"
      case "messageStop": {
        this.#mustBeOpen(name)
        const { additionalModelResponseFields, stopReason } = parse(buffer, start, end)
        if (typeof stopReason !== "string")
          throw malformed("messageStop.stopReason is not a string")
        this.#stopReason = stopReason
        if (additionalModelResponseFields !== undefined) {
          this.#additional = { additionalModelResponseFields }
        }
        return "stop"
      }
      case "metadata": {
        const { serviceTier, usage } = parse(buffer, start, end)
        this.#usage = usageOf(usage)
        const tier = isRecord(serviceTier) ? serviceTier["type"] : undefined
        this.#serviceTier = typeof tier === "string" ? tier : undefined
        return this.stopped ? "done" : "progress"
      }
      default:
        return "ignored"
    }
  }

  #mustBeOpen(name: string): void {
    if (!this.#isStarted) throw malformed(`${name} came before messageStart`)
    if (this.stopped) throw malformed(`${name} came after messageStop`)
  }

  #ofBlock(buffer: Buffer, start: number, end: number): Readonly<Record<string, unknown>> {
    const event = parse(buffer, start, end)
    this.#mustBeOfOpen(event)
    return event
  }

  #mustBeOfOpen({ contentBlockIndex: index }: Readonly<Record<string, unknown>>): void {
    if (this.#blocks.mayFollow(index)) return
    throw malformed(`block ${String(index)} came within the use of a tool`)
  }

  #delta(event: Readonly<Record<string, unknown>>): ConverseStep {
    const delta = event["delta"]
    if (!isRecord(delta)) throw malformed("contentBlockDelta.delta is not an object")
    const text = delta["text"]
    if (text === undefined) {
      this.#mustBeOfOpen(event)
      this.#grow(this.#blocks.delta(delta))
      const isSaid = "toolUse" in delta || (this.#awaitsReasoning && "reasoningContent" in delta)
      return isSaid ? "text" : "progress"
    }
    if (typeof text !== "string") throw malformed("contentBlockDelta.delta.text is not a string")
    return this.#append(text)
  }

  #append(said: string): ConverseStep {
    if (said === "") return "ignored"
    const seen = unseen.test(said) ? said.replaceAll(everyUnseen, "") : said
    this.#grow(seen.length)
    if (seen === "") return "progress"
    if (this.#text === "" && seen.trimStart() === "") {
      this.#blank += seen
      return "progress"
    }
    const text = this.#text === "" ? this.#blank + seen : seen
    this.#text += text
    this.#onText(text)
    return "text"
  }

  #grow(by: number): void {
    this.#length += by
    if (this.#length <= maxTextLength) return
    throw malformed(`the answer is longer than ${maxTextLength} characters`)
  }
}

/**
 * Control characters but tab and line ends, embeddings, overrides and isolates of writing direction, and the
 * invisible twins of ASCII (U+E0000 to U+E007F).
 */
const unseen = /[^\P{Cc}\t\n\r]|[\u{202A}-\u{202E}\u{2066}-\u{2069}\u{E0000}-\u{E007F}]/u
const everyUnseen = new RegExp(unseen, "gu")

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const malformed = (detail: string) => new BedrockError({ reason: "model-error", detail })

const parse = (buffer: Buffer, start: number, end: number): Readonly<Record<string, unknown>> => {
  let value: unknown
  try {
    value = JSON.parse(buffer.toString("utf8", start, end))
  } catch (cause) {
    throw new BedrockError({ reason: "model-error", detail: "an event is not JSON", cause })
  }
  if (!isRecord(value)) throw malformed("an event is not a JSON object")
  return value
}

const messageOf = (buffer: Buffer, start: number, end: number): string => {
  const text = buffer.toString("utf8", start, Math.min(end, start + 4_096))
  try {
    const value: unknown = JSON.parse(text)
    const message = isRecord(value) ? (value["message"] ?? value["Message"]) : undefined
    return typeof message === "string" ? message : text
  } catch {
    return text
  }
}

const count = (value: unknown): number =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : 0

const usageOf = (usage: unknown): ConverseUsage | undefined =>
  isRecord(usage)
    ? {
        inputTokens: count(usage["inputTokens"]),
        outputTokens: count(usage["outputTokens"]),
        cacheReadTokens: count(usage["cacheReadInputTokens"]),
        cacheWriteTokens: count(usage["cacheWriteInputTokens"]),
      }
    : undefined
