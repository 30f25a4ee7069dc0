/** Turns bounds that are refused into the other ones: "nothing over 12 volumes" is at most twelve. Pure. */
import type { Letters } from "@manga-assist/language"
import { type Kind, kindsIn, type Token } from "../../kinds/Kind.ts"
import { asKind } from "../MadeTokens.ts"

/** They begin a refusal. */
export const openers: ReadonlySet<Kind | undefined> = new Set(kindsIn("NOT WITHOUT REFUSES"))

const oppositeBounds: ReadonlyMap<Kind, Kind> = new Map<Kind, Kind>([
  ["VOLSABOVE", "VOLSMAX"],
  ["VOLSBELOW", "VOLSMIN"],
  ["PRICEABOVE", "PRICEMAX"],
  ["PRICEBELOW", "PRICEMIN"],
])
/** Years are bounded with the year itself: "nothing after 2015" is 2016 and later refused. */
const oppositeYears: ReadonlyMap<Kind, readonly [kind: Kind, step: number]> = new Map<
  Kind,
  readonly [Kind, number]
>([
  ["YEARMIN", ["YEARMAX", -1]],
  ["YEARMAX", ["YEARMIN", 1]],
])

/** Between a refusal and the bound that it refuses: "I don't want to read anything over 12 volumes". */
const beforeBound = new Set(
  kindsIn(
    "? WITH HAVE LOOKFOR WANTTO GET TAKE READ BUY INDEF THE IN TO FOR GOOD FROM AFTERBARE MEASURE THAN",
  ),
)
const mostBeforeBound = 6

const isRefused = (tokens: ReadonlyArray<Token>, at: number, { text }: Letters): boolean => {
  for (let before = at - 1; before >= at - mostBeforeBound; before--) {
    const token = tokens[before]
    if (token === undefined) return false
    if (openers.has(token.kind)) return true
    const isAnything = token.kind === "MANGA" && text.slice(token.start, token.end) === "anything"
    if (!isAnything && !beforeBound.has(token.kind)) return false
  }
  return false
}

/** "Nothing over 12 volumes": a bound that is refused is the other one; of a span of years none is. */
export const withRefusedBounds = (
  tokens: ReadonlyArray<Token>,
  letters: Letters,
): ReadonlyArray<Token> => {
  const isSpan = tokens.filter(({ kind }) => oppositeYears.has(kind)).length > 1
  return tokens.map((token, at) => {
    const [year, step = 0] = isSpan ? [] : (oppositeYears.get(token.kind) ?? [])
    const kind = year ?? oppositeBounds.get(token.kind)
    if (kind === undefined || !isRefused(tokens, at, letters)) return token
    const value = step === 0 ? token.value : String(Number(token.value) + step)
    return asKind(token, kind, value)
  })
}
