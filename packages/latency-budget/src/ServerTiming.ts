/**
 * A timeline as the value of a `Server-Timing` header (W3C), for the network tab of a browser.
 */
import type { StageEntry } from "./Ledger.ts"

const maxEntries = 32

/** Header tokens only; anything else would let a stage's name write a header. */
const token = (name: string): string => name.replaceAll(/[^\w!#$%&'*+.^`|~-]/g, "-").slice(0, 60)

/** For example `retrieve;dur=66.2;desc="ok", model;dur=640;desc="ok"`; empty without stages. */
export const serverTiming = (timeline: ReadonlyArray<StageEntry>): string =>
  timeline
    .slice(0, maxEntries)
    .map(({ endMs, outcome, stage, startMs }) => {
      const ms = Math.max(0, endMs - startMs)
      return `${token(stage)};dur=${Number.isFinite(ms) ? Math.round(ms * 10) / 10 : 0};desc="${token(outcome)}"`
    })
    .join(", ")
