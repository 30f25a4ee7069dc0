/** Writes a token in the letters that are compared, with the gaps of the text. */
import type { Letters } from "../letters/Letters.ts"
import type { Token } from "./Segment.ts"

/** The letters of a token with the gaps before them. */
export const spelt = ({ end, start }: Token, { edges, text }: Letters): string => {
  let written = ""
  for (let at = start; at < end; at++) written += (edges[at] === 0 ? "" : " ") + text.charAt(at)
  return written
}
