/**
 * Prunes a conversation for a prompt: the last exchanges whole, the rest as a short summary. Pure and deterministic;
 * an exchange is kept or dropped as a whole.
 *
 * Exchanges are dropped in blocks. Between two drops every turn only appends, so the beginning of the prompt stays
 * identical and a prompt cache can reuse it.
 */
import { is, needed, number, object } from "@manga-assist/options"
import { check } from "./CheckOptions.ts"
import { estimateTokens } from "./EstimateTokens.ts"
import { type Exchange, summaryOf } from "./SummarizeExchanges.ts"

export interface PruneOptions {
  /** At least so many of the last exchanges stay whole, where the cap allows it; 5 unless given. */
  readonly keep?: number | undefined
  /** Exchanges that are cut together: fewer than `keep + block` stay. 5 unless given, 1 cuts at every turn. */
  readonly block?: number | undefined
  /** How many exchanges of the conversation came before `turns` and are not in it; 0 unless given. */
  readonly offset?: number | undefined
  /**
   * Tokens that summary and kept exchanges may have together, by the highest estimate; no cap unless
   * given. Older blocks give way first, then exchanges, even the newest when it alone is too long.
   */
  readonly maxTokens?: number | undefined
  /** Most tokens of the summary; 300 unless given, and never more than a quarter of `maxTokens`. */
  readonly summaryTokens?: number | undefined
  /** A better summary of the first `covers` exchanges of the conversation. */
  readonly known?: { readonly text: string; readonly covers: number } | undefined
}

export interface PrunedHistory<T extends Exchange> {
  /** The known summary, then a line for each exchange cut since; empty when nothing was cut. */
  readonly summary: string
  readonly turns: ReadonlyArray<T>
  /** How many exchanges of the conversation stand before `turns`. */
  readonly cut: number
}

/** What the service adds to each message. */
const messageTokens = 5

/** The same exchange is weighed for each message that follows it. */
const weighed = new WeakMap<Exchange, number>()

const sizeOf = (exchange: Exchange): number => {
  const known = weighed.get(exchange)
  if (known !== undefined) return known
  const size =
    estimateTokens(exchange.user).most + estimateTokens(exchange.assistant).most + 2 * messageTokens
  weighed.set(exchange, size)
  return size
}

const whole = (value: number, least: number): number => Math.max(least, Math.floor(value) || 0)

/** Index into `sizes` from which on all fits: an edge if there is one, else any. */
const fitting = (
  sizes: ReadonlyArray<number>,
  start: number,
  nextEdge: (index: number) => number,
  room: number,
): number => {
  let sum = 0
  let anywhere = sizes.length
  for (let index = sizes.length - 1; index >= start; index -= 1) {
    sum += sizes[index] ?? 0
    if (sum > room) break
    anywhere = index
  }
  let edge = start
  while (edge < anywhere) edge = nextEdge(edge)
  return edge < sizes.length ? edge : anywhere
}

const count = number({ least: 0 })
const orMore = number({ least: 0, most: Number.POSITIVE_INFINITY })
/** Of `pruneHistory` and `pruneMessages`. */
export const pruneRules = object<PruneOptions>({
  keep: orMore,
  block: number({ least: 1 }),
  offset: count,
  maxTokens: orMore,
  summaryTokens: orMore,
  known: object<NonNullable<PruneOptions["known"]>>({
    text: needed(is("a text", (value) => typeof value === "string")),
    covers: needed(count),
  }),
})

/** @throws OptionError naming the option that is unknown, of another kind, or out of range. */
export const pruneHistory = <T extends Exchange>(
  turns: ReadonlyArray<T>,
  options: PruneOptions = {},
  /** Most tokens of an exchange; those of its texts unless given. */
  tokensOf: (turn: T) => number = sizeOf,
): PrunedHistory<T> => {
  check("pruneHistory", pruneRules, options)
  const keep = whole(options.keep ?? 5, 0)
  const block = whole(options.block ?? 5, 1)
  const offset = whole(options.offset ?? 0, 0)
  const maxTokens = Math.max(0, options.maxTokens ?? Number.POSITIVE_INFINITY)
  const summaryTokens = Math.min(
    Math.max(0, options.summaryTokens ?? 300),
    Math.floor(maxTokens / 4),
  )
  const total = offset + turns.length
  const base = Math.max(0, Math.floor((total - keep) / block) * block)
  const nextEdge = (index: number) => (Math.floor((offset + index) / block) + 1) * block - offset
  const sizes = turns.map((turn) => (maxTokens === Number.POSITIVE_INFINITY ? 0 : tokensOf(turn)))
  // Room for a summary is kept even when nothing is cut yet: whether all fits depends on nothing else.
  const start = Math.min(Math.max(0, base - offset), turns.length)
  const first = fitting(sizes, start, nextEdge, maxTokens - summaryTokens)
  const cut = offset + first
  const { covers, text } = options.known ?? { covers: 0, text: "" }
  // Two blocks back and no more: what is older may or may not be in `turns`, and must not matter.
  const since = Math.max(0, Math.max(covers, cut - 2 * block) - offset)
  return {
    // Made when it is asked for: who only asks where the cut is need not have it.
    get summary() {
      return cut === 0
        ? ""
        : summaryOf(text, turns.slice(since, Math.max(since, first)), summaryTokens)
    },
    turns: turns.slice(first),
    cut,
  }
}
