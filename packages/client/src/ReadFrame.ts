/**
 * Decodes a server frame. Unknown frames, and frames without required fields, are ignored: a newer server may send
 * more.
 */
import type { ServerFrame } from "./Frames.ts"

/** The fields that are used without another look, by type of frame. */
const texts: Readonly<Record<string, ReadonlyArray<string>>> = {
  ready: ["session"],
  "auth-expiring": [],
  "turn-start": ["id", "turn"],
  looking: ["turn"],
  products: ["turn"],
  delta: ["turn", "text"],
  retract: ["turn"],
  "turn-end": ["id", "turn", "finish", "source"],
  "feedback-ok": ["turn"],
  pong: [],
  error: ["code", "message"],
}

const lists: Readonly<Record<string, ReadonlyArray<string>>> = {
  looking: ["tools"],
  products: ["products"],
  "turn-end": ["degraded", "timeline"],
}

export const readFrame = (text: string): ServerFrame | undefined => {
  try {
    const frame: Record<string, unknown> | null = JSON.parse(text)
    const type = frame?.["type"]
    if (frame === null || typeof type !== "string" || !Object.hasOwn(texts, type)) return undefined
    const isWhole =
      texts[type]?.every((name) => typeof frame[name] === "string") === true &&
      (lists[type] ?? []).every((name) => Array.isArray(frame[name]))
    return isWhole ? (frame as unknown as ServerFrame) : undefined // what is used of it was looked at
  } catch {
    return undefined
  }
}
