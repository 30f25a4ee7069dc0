/**
 * Collects the blocks of an answer besides text: tool uses and reasoning.
 *
 * Bedrock sends one block after the other, which the reader checks (`mayFollow`). A tool use whose input is not complete JSON, as in a truncated answer, is
 * left out: nobody must run a tool on half an input. Text is no part of any input, and not looked at.
 */
import type { ContentBlock } from "@aws-sdk/client-bedrock-runtime"

export type ConverseBlockEvent =
  | { readonly type: "tool-use"; readonly toolUseId: string; readonly name: string }
  /** A piece of the input's JSON. */
  | { readonly type: "tool-input"; readonly json: string }
  | { readonly type: "reasoning"; readonly text: string }
  /** The block is whole. */
  | { readonly type: "block-end"; readonly block: ContentBlock }

interface Tool {
  readonly kind: "tool"
  readonly index: unknown
  readonly toolUseId: string
  readonly name: string
  json: string
}

interface Reasoning {
  readonly kind: "reasoning"
  text: string
  signature: string | undefined
  redacted: Uint8Array | undefined
}

type Json = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const textIn = (value: Json, name: string): string => {
  const found = value[name]
  return typeof found === "string" ? found : ""
}

export class ConverseBlocks {
  readonly #blocks: Array<ContentBlock> = []
  readonly #onBlock: (event: ConverseBlockEvent) => void
  #current: Tool | Reasoning | undefined
  #textFrom = 0
  #isMore = false

  constructor(onBlock: (event: ConverseBlockEvent) => void) {
    this.#onBlock = onBlock
  }

  /** False where the block of this number would come within the use of a tool: its input would be another's. */
  mayFollow(index: unknown): boolean {
    return this.#current?.kind !== "tool" || this.#current.index === index
  }

  /** Whether it began a use of a tool. */
  start(event: Json): boolean {
    const start = event["start"]
    const toolUse = isRecord(start) ? start["toolUse"] : undefined
    if (!isRecord(toolUse)) return false
    const toolUseId = textIn(toolUse, "toolUseId")
    const name = textIn(toolUse, "name")
    this.#current = { kind: "tool", index: event["contentBlockIndex"], toolUseId, name, json: "" }
    this.#onBlock({ type: "tool-use", toolUseId, name })
    return true
  }

  /** How many characters a delta without text added to a block; 0 for what is not known yet. */
  delta(delta: Json): number {
    const { reasoningContent, toolUse } = delta
    if (isRecord(toolUse) && this.#current?.kind === "tool") {
      const json = textIn(toolUse, "input")
      this.#current.json += json
      if (json !== "") this.#onBlock({ type: "tool-input", json })
      return json.length
    }
    return isRecord(reasoningContent) ? this.#reason(reasoningContent) : 0
  }

  #reason(content: Json): number {
    if (this.#current?.kind !== "reasoning") {
      this.#current = { kind: "reasoning", text: "", signature: undefined, redacted: undefined }
    }
    const { redactedContent, signature } = content
    const text = textIn(content, "text")
    this.#current.text += text
    if (typeof signature === "string") this.#current.signature = signature
    if (typeof redactedContent === "string") {
      this.#current.redacted = Buffer.from(redactedContent, "base64")
    }
    if (text !== "") this.#onBlock({ type: "reasoning", text })
    return text.length
  }

  /** `text`: all that was said so far, of which this block's part is what came since the last one. */
  stop(text: string): void {
    const current = this.#current
    this.#current = undefined
    if (current === undefined) {
      if (text.length > this.#textFrom) this.#blocks.push({ text: text.slice(this.#textFrom) })
      this.#textFrom = text.length
      return
    }
    this.#isMore = true
    const block = current.kind === "tool" ? toolBlock(current) : reasoningBlock(current)
    if (block === undefined) return
    this.#blocks.push(block)
    this.#onBlock({ type: "block-end", block })
  }

  /** As an assistant's message has them; `undefined` for an answer of text alone. */
  content(): ReadonlyArray<ContentBlock> | undefined {
    return this.#isMore ? this.#blocks : undefined
  }
}

const toolBlock = ({ json, name, toolUseId }: Tool): ContentBlock | undefined => {
  try {
    return { toolUse: { toolUseId, name, input: JSON.parse(json === "" ? "{}" : json) } }
  } catch {
    return undefined
  }
}

const reasoningBlock = ({ redacted, signature, text }: Reasoning): ContentBlock =>
  redacted === undefined
    ? {
        reasoningContent: {
          reasoningText: { text, ...(signature === undefined ? {} : { signature }) },
        },
      }
    : { reasoningContent: { redactedContent: redacted } }
