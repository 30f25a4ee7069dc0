/**
 * Turns whose frames another turn interrupted: from `turn-start` to the end nothing of another may come.
 */
import type { ServerFrame } from "@manga-assist/protocol"

export const mixedTurns = (frames: ReadonlyArray<ServerFrame>): ReadonlyArray<string> => {
  const mixed: Array<string> = []
  let open: string | undefined
  for (const frame of frames) {
    const turn = "turn" in frame ? frame.turn : undefined
    if (frame.type === "turn-start") {
      if (open !== undefined) mixed.push(frame.turn)
      open = frame.turn
    } else if (frame.type === "products" || frame.type === "delta" || frame.type === "turn-end") {
      if (frame.turn !== open) mixed.push(frame.turn)
    }
    const ends = frame.type === "turn-end" || (frame.type === "error" && turn === open)
    if (ends && turn !== undefined) open = undefined
  }
  return mixed
}
