/** What stands around the names of a text, by which its language is told: "SLAM DUNKは全何巻" leaves "は全何巻". */
import type { Letters } from "./Letters.ts"
import type { Token } from "./Segment.ts"

/** `alike`: kinds of words that are spelt alike in every language; they are left out as names are. */
export const aroundNames = (
  { edges, text }: Letters,
  tokens: ReadonlyArray<Token>,
  alike: ReadonlySet<string>,
): string => {
  let around = ""
  for (const { end, kind, sense, start } of tokens) {
    if (sense?.name === true || alike.has(kind)) {
      around += " "
      continue
    }
    for (let at = start; at < end; at++) {
      if (edges[at] !== 0 && around !== "") around += " "
      around += text.charAt(at)
    }
  }
  return around.trim()
}
