/**
 * Keeps a tool's answer within its tokens: lines are dropped from the end until it fits, and the answer says how many.
 * Pure.
 */
import { estimateTokens } from "@manga-assist/payload"
import type { Content } from "./Tool.ts"

/** By the likely estimate of `estimateTokens`. */
export const mostTokens = 1_500

export const tokensOf = (content: Content): number => estimateTokens(JSON.stringify(content)).likely

/** `make` gets the lines that are kept and how many are not. */
export const fitting = <Line>(
  lines: ReadonlyArray<Line>,
  make: (kept: ReadonlyArray<Line>, dropped: number) => Content,
): { readonly content: Content; readonly kept: ReadonlyArray<Line> } => {
  for (let count = lines.length; count > 0; count -= 1) {
    const kept = lines.slice(0, count)
    const content = make(kept, lines.length - count)
    if (tokensOf(content) <= mostTokens) return { content, kept }
  }
  return { content: make([], lines.length), kept: [] }
}

/** Where some were dropped. A search counts no further than it has read. */
export const more = (dropped: number): { readonly more?: string } =>
  dropped === 0 ? {} : { more: `at least ${dropped} more, left out here` }
