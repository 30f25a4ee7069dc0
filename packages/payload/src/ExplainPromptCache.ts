/**
 * Explains why the model's prompt cache was not used between two prompts of one conversation.
 *
 * It takes prompts as sent to Bedrock's Converse or to AI SDK (`instructions` or `system`, `tools`, `messages`). The
 * service caches what is before a cache point and reuses it only for identical bytes: tools first, then the system
 * prompt, then messages. Pure; it sees what was sent, not what the service did.
 */
import { estimateTokens } from "./EstimateTokens.ts"
import { promptCacheMinimum } from "./PromptCacheMinimum.ts"
import { piecesOf, type Piece, type PromptSent } from "./PromptPieces.ts"

export type { PromptSent }

export type PromptCacheReason =
  /** Nothing stands in the way: where it was not read, the service had dropped it or sent it to another region. */
  | "could-be-read"
  | "no-cache-point"
  /** The model keeps no prompts, as far as is known here. */
  | "no-caching"
  | "other-model"
  | "too-short"
  | "changed"
  | "too-late"
  /** More than 20 blocks lie between the new cache point and the kept beginning: the service looks no further back. */
  | "too-far"

export interface PromptCacheVerdict {
  readonly reason: PromptCacheReason
  /** A sentence for a log, with the place and at most 40 characters of what changed. */
  readonly detail: string
  /** Of the first difference, for example `system[0].text`. */
  readonly place?: string
}

const lookBack = 20
const minuteMs = 60_000

const said = (reason: PromptCacheReason, detail: string, place?: string): PromptCacheVerdict => ({
  reason,
  detail,
  ...(place === undefined ? {} : { place }),
})

export const explainPromptCache = (before: PromptSent, now: PromptSent): PromptCacheVerdict => {
  if (before.modelId !== now.modelId) {
    return said("other-model", `${before.modelId} was asked before, ${now.modelId} now`)
  }
  const minimum = now.minimumTokens ?? promptCacheMinimum(now.modelId)
  if (minimum === undefined) {
    return said("no-caching", `it is not known that ${now.modelId} keeps prompts`)
  }
  const [old, fresh] = [piecesOf(before), piecesOf(now)]
  const [kept, asked] = [pointsIn(old), pointsIn(fresh)]
  if (kept.length === 0 || asked.length === 0) {
    const which = asked.length === 0 ? "this prompt" : "the prompt before"
    return said("no-cache-point", `${which} has no cache point`)
  }
  const longEnough = kept.filter((point) => tokensBefore(old, point) >= minimum)
  if (longEnough.length === 0) {
    const most = tokensBefore(old, kept.at(-1) ?? 0)
    return said(
      "too-short",
      `about ${most} tokens stand before the last cache point, ${minimum} are needed`,
    )
  }
  const same = commonLength(old, fresh)
  const readable = longEnough.filter((point) => point <= same)
  const read = readable.at(-1)
  if (read === undefined) return changed(old[same], fresh[same])
  const nextPoint = asked.find((point) => point >= read)
  if (nextPoint === undefined) {
    return said("no-cache-point", "this prompt has no cache point at or behind the kept beginning")
  }
  if (nextPoint - read > lookBack) {
    return said(
      "too-far",
      `${nextPoint - read} blocks lie before the next cache point, ${lookBack} at most`,
    )
  }
  const lifeMs = (old[read - 1]?.point === "1h" ? 60 : 5) * minuteMs
  const ageMs = now.at - before.at
  if (ageMs > lifeMs) {
    return said(
      "too-late",
      `${Math.round(ageMs / 1_000)} s passed, it is kept for ${lifeMs / 1_000} s`,
    )
  }
  return said("could-be-read", `the first ${read} blocks are the same`)
}

/** After how many pieces a cache point stands. */
const pointsIn = (pieces: ReadonlyArray<Piece>): ReadonlyArray<number> =>
  pieces.flatMap(({ point }, index) => (point === undefined ? [] : [index + 1]))

const tokensBefore = (pieces: ReadonlyArray<Piece>, point: number): number =>
  pieces.slice(0, point).reduce((sum, { text }) => sum + estimateTokens(text).likely, 0)

const commonLength = (old: ReadonlyArray<Piece>, fresh: ReadonlyArray<Piece>): number => {
  const differs = old.findIndex(({ text }, index) => text !== fresh[index]?.text)
  return differs < 0 ? old.length : differs
}

const shown = 40

const changed = (old: Piece | undefined, fresh: Piece | undefined): PromptCacheVerdict => {
  if (old === undefined || fresh === undefined) {
    const place = (old ?? fresh)?.place
    return said("changed", `${place ?? "the end"} is there in one of them only`, place)
  }
  const place = old.place === fresh.place ? fresh.place : `${old.place}, now ${fresh.place}`
  let at = 0
  while (at < old.text.length && old.text[at] === fresh.text[at]) at += 1
  const from = Math.max(0, at - 10)
  const part = (text: string) => JSON.stringify(text.slice(from, from + shown))
  return said("changed", `${place} was ${part(old.text)}, is ${part(fresh.text)}`, fresh.place)
}
