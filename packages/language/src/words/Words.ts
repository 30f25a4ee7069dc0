/**
 * Joins words of texts that were already read into a new text, which `QuestionReader.readWords` reads without
 * segmenting it again.
 */
import { type Letters, lettersOf } from "../letters/Letters.ts"
import { type Token, unexplained } from "./Segment.ts"

export interface Word<Kind extends string = string> {
  readonly kind: Kind
  readonly value: string
  /** In the letters that are compared, with the gaps between them; of a word that stands nowhere, how it would be spelt. */
  readonly written: string
  /** A name rather than a word. */
  readonly isName?: boolean
}

/** The letters of a token with the gaps before them. */
export const spelt = ({ end, start }: Token, { edges, text }: Letters): string => {
  let written = ""
  for (let at = start; at < end; at++) written += (edges[at] === 0 ? "" : " ") + text.charAt(at)
  return written
}

export const wordOfToken = <Kind extends string>(
  token: Token<Kind>,
  letters: Letters,
): Word<Kind> => ({
  kind: token.kind,
  value: token.value,
  written: spelt(token, letters),
  ...(token.sense?.name === true ? { isName: true } : {}),
})

/** The words as tokens of letters of their own, one behind the other. */
export const placed = (
  words: ReadonlyArray<Word>,
): { readonly letters: Letters; readonly tokens: Array<Token> } => {
  let text = ""
  const scripts: Array<number> = []
  const edges: Array<number> = []
  const tokens = words.map(({ isName = false, kind, value, written }): Token => {
    const part = lettersOf(written)
    const start = text.length
    // A word that stood right behind another in one script goes on standing there.
    const first = written.startsWith(" ") || start === 0 ? (part.edges[0] ?? 0) : 0
    text += part.text
    scripts.push(...part.scripts)
    edges.push(...(part.text === "" ? [] : [first, ...part.edges.slice(1, part.text.length)]))
    return {
      kind,
      value,
      start,
      end: text.length,
      sense:
        kind === unexplained
          ? undefined
          : { kind, value, name: isName, common: false, unbroken: false },
    }
  })
  edges.push(lettersOf("").edges[0] ?? 0)
  return {
    letters: { text, scripts: Uint8Array.from(scripts), edges: Uint8Array.from(edges) },
    tokens,
  }
}
