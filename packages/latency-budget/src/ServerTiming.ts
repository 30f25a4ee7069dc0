/**
 * A timeline as the value of a `Server-Timing` header (W3C), for the network tab of a browser.
 */
import type { StageEntry } from "./Ledger.ts"
import { usable } from "./Usable.ts"

const maxEntries = 32

/** Header tokens only; anything else would let a stage's name write a header. */
const token = (name: unknown): string =>
  typeof name === "string" ? name.replaceAll(/[^\w!#$%&'*+.^`|~-]/g, "-").slice(0, 60) : "-"

const isEntry = (entry: unknown): boolean => typeof entry === "object" && entry !== null

/** For example `retrieve;dur=66.2;desc="ok", model;dur=640;desc="ok"`; empty without stages. */
export const serverTiming = (timeline: ReadonlyArray<StageEntry>): string =>
  (Array.isArray(timeline) ? timeline.filter(isEntry) : [])
    .slice(0, maxEntries)
    .map(({ endMs, outcome, stage, startMs }: StageEntry) => {
      const startedMs = usable(startMs, { least: -Number.MAX_VALUE, otherwise: 0 })
      const ms = usable(endMs, { least: startedMs, otherwise: startedMs }) - startedMs
      return `${token(stage)};dur=${Math.round(ms * 10) / 10};desc="${token(outcome)}"`
    })
    .join(", ")
