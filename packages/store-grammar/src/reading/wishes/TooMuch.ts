/**
 * Turns a bound of length around that an English sentence finds too much or too little: "anything over 20 volumes is
 * too long" allows 20 at most. Pure.
 */
import type { Kind, Token } from "../../kinds/Kind.ts"
import { phrase } from "../../lists/Phrases.ts"
import { asKind } from "../MadeTokens.ts"

const tooMuch = phrase("{TOOMUCH}")

const opposites: ReadonlyMap<Kind, Kind> = new Map<Kind, Kind>([
  ["VOLSABOVE", "VOLSMAX"],
  ["VOLSMIN", "VOLSBELOW"],
  ["VOLSBELOW", "VOLSMIN"],
  ["VOLSMAX", "VOLSABOVE"],
])

/** `written`: at most 600 letters. Of two bounds neither is the one that is meant. */
export const withoutTooMuch = (
  tokens: ReadonlyArray<Token>,
  written: string,
): ReadonlyArray<Token> => {
  const [bound, other] = tokens.filter(({ kind }) => opposites.has(kind))
  if (bound === undefined || other !== undefined || !tooMuch.test(written)) return tokens
  const kind = opposites.get(bound.kind) ?? bound.kind
  // "Long" is only what it is too much of.
  return tokens
    .filter((token) => token.kind !== "LENGTH")
    .map((token) => (token === bound ? asKind(token, kind) : token))
}
