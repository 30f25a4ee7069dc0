/** Makes tokens that mean what no word of the text says, or says otherwise. Pure. */
import type { Kind, Token } from "../kinds/Kind.ts"

/** Of a kind that the word got from what stands beside it. */
export const asKind = (token: Token, kind: Kind, value = token.value): Token => ({
  ...token,
  kind,
  value,
})
