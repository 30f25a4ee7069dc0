/**
 * Splits text into pieces that stand for tokens, so that counts, limits and paces agree.
 *
 * An estimate, not a tokenizer: about four Latin characters or one Japanese character a token,
 * which is what English and Japanese prose costs on Claude to within a fifth.
 */

/** A Latin word with the spaces before it, one CJK character, or any other single character. */
const unit = /\s*[\p{Script=Latin}\p{Nd}'’]+|\s*[^\s\p{Script=Latin}\p{Nd}]|\s+/gu
const longestPiece = 6

/** The pieces in order; joined they are the text again. Surrogate pairs stay whole. */
export const tokenPieces = (text: string): Array<string> => {
  const pieces: Array<string> = []
  for (const match of text.match(unit) ?? []) {
    if (match.length <= longestPiece) {
      pieces.push(match)
      continue
    }
    let rest = Array.from(match)
    while (rest.length > longestPiece) {
      pieces.push(rest.slice(0, 4).join(""))
      rest = rest.slice(4)
    }
    pieces.push(rest.join(""))
  }
  return pieces
}

export const countTokens = (text: string): number => tokenPieces(text).length
