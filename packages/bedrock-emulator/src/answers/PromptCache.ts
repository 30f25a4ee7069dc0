/**
 * Prompt caching as Bedrock accounts for it: which tokens of a prompt were read from the cache,
 * which were written to it, and which were neither.
 *
 * A cache point keeps everything before it (tools, then system, then messages) under the exact bytes
 * and the model. A prefix shorter than the model's minimum is ignored silently. An entry lives five
 * minutes or an hour from its last use.
 */
import { createHash } from "node:crypto"
import type { ContentBlock } from "./request/ContentBlock.ts"
import type { ConverseRequest } from "./request/ConverseRequest.ts"
import type { ToolBlock } from "./request/ToolConfig.ts"
import type { ChatModel } from "./Models.ts"
import { countTokens } from "./Tokens.ts"

export interface InputUsage {
  /** Neither read from nor written to the cache. */
  readonly inputTokens: number
  readonly cacheReadTokens: number
  readonly cacheWriteTokens: number
  /** Written tokens by lifetime, as `cacheDetails` reports them. */
  readonly written: ReadonlyArray<{ readonly ttl: "5m" | "1h"; readonly inputTokens: number }>
}

const lifetimes = { "5m": 300_000, "1h": 3_600_000 }
/** Entries kept; the oldest use goes first. */
const capacity = 10_000
/** What an image or document costs is not its base64 length; Claude's figure for a small image. */
const otherTokens = 1_500

type Block = ContentBlock | ToolBlock

interface Point {
  readonly key: string
  readonly tokens: number
  readonly ttl: "5m" | "1h"
}

export const makePromptCache = () => {
  /** When each prefix expires; the one used last comes last. */
  const entries = new Map<string, number>()
  const keep = (key: string, until: number): void => {
    entries.delete(key)
    entries.set(key, until)
    const [oldest] = entries.keys()
    if (entries.size > capacity && oldest !== undefined) entries.delete(oldest)
  }
  return {
    /** Counts a prompt and remembers its prefixes; `now` in milliseconds. */
    account: (model: ChatModel, { points, total }: Measured, now: number): InputUsage => {
      const minimum = model.cacheMinimum
      const kept = minimum === undefined ? [] : points.filter((point) => point.tokens >= minimum)
      const hit = kept.findLast(({ key }) => (entries.get(key) ?? 0) > now)
      const read = hit?.tokens ?? 0
      const written: Array<{ ttl: "5m" | "1h"; inputTokens: number }> = []
      let covered = read
      for (const point of kept) {
        const ttl = model.longCache ? point.ttl : "5m"
        keep(point.key, now + lifetimes[ttl])
        if (point.tokens <= covered) continue
        written.push({ ttl, inputTokens: point.tokens - covered })
        covered = point.tokens
      }
      return {
        inputTokens: total - covered,
        cacheReadTokens: read,
        cacheWriteTokens: covered - read,
        written,
      }
    },
  }
}

interface Measured {
  /** Each cache point with what stands before it. */
  readonly points: ReadonlyArray<Point>
  /** All tokens of the prompt, the caches apart. */
  readonly total: number
}

export const measurePrompt = (modelId: string, request: ConverseRequest): Measured => {
  const hash = createHash("sha256").update(modelId)
  const points: Array<Point> = []
  let total = 0
  const take = (part: string, blocks: ReadonlyArray<Block>): void => {
    hash.update(`\n${part}\n`)
    for (const block of blocks) {
      if (block.kind === "cachePoint") {
        points.push({ key: hash.copy().digest("hex"), tokens: total, ttl: block.ttl })
        continue
      }
      const bytes = block.kind === "text" ? block.text : block.json
      hash.update(`${block.kind} ${Buffer.byteLength(bytes)}\n${bytes}`)
      total += blockTokens(block)
    }
  }
  take("tools", request.tools)
  take("system", request.system)
  for (const message of request.messages) {
    take(message.role, message.content)
    // Each message costs a few tokens of framing.
    total += 3
  }
  return { points, total }
}

const blockTokens = (block: Exclude<Block, { readonly kind: "cachePoint" }>): number => {
  if (block.kind === "text") return countTokens(block.text)
  return block.json.startsWith('{"image"') || block.json.startsWith('{"document"')
    ? otherTokens
    : countTokens(block.json)
}
