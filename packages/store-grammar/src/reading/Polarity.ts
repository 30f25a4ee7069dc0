/**
 * What a text without a form refuses: "a thriller, but not by Urasawa", 「野球とサッカー以外」.
 *
 * A refusal reaches over the wishes that it is joined to, before it in Japanese and behind it in English, and no
 * further. Each wish that it reaches becomes its opposite, so that all later steps read kinds alone. Pure.
 */
import { series } from "@manga-assist/catalogue"
import { latin, type Letters, type Token } from "@manga-assist/language"
import * as kinds from "./Kinds.ts"

/** The opposite of each kind of wish. */
const opposites: ReadonlyMap<string, string> = new Map([
  ["GENRE", "NOTGENRE"],
  ["HINT", "NOTGENRE"],
  ["DEMO", "NOTDEMO"],
  ["THEME", "NOTTHEME"],
  ["MOOD", "NOTMOOD"],
  ["READERS", "NOTREADERS"],
  ["SERIES", "NOTSERIES"],
  ["LIKEOF", "NOTSERIES"],
  ["PERSON", "NOTPERSON"],
  ["FORMAT", "NOTFORMAT"],
  ["LENGTH", "NOTLENGTH"],
  ["FINISHED", "ONGOING"],
  ["ONGOING", "FINISHED"],
])
const refusedKinds = new Set(opposites.values())
/** Names stand in a row without a word between them: "not One Piece, Naruto or Bleach". */
const nameKinds = new Set(["SERIES", "LIKEOF", "PERSON"])
/** What a refusal is spoken to where nothing but names is refused: else "Isn't Naruto finished?" would refuse it. */
const wishKinds = new Set([
  ...[
    "RECOMMEND",
    "LOOKFOR",
    "LOOKFORJA",
    "SEEKJA",
    "GENRE",
    "HINT",
    "DEMO",
    "THEME",
    "MOOD",
    "MANGA",
  ],
  ...[
    "READERS",
    "LENGTH",
    "REFUSES",
    "REFUSESJA",
    "LIKEOF",
    "GOOD",
    "OMOSHIROI",
    "WITHOUT",
    "WITHOUTJA",
  ],
])

const openers = new Set(["NOT", "WITHOUT", "REFUSES"])
const closers = new Set(["WITHOUTJA", "NASHI", "REFUSESJA"])
/** 「スポーツでもホラーでもない」 */
const closersBehindAlso = new Set(["NAI", "NOTJA"])
const joins = new Set(["AND", "OR"])
const joinsJapanese = new Set(["AND", "OR", "BUT", "ALSOJA"])
/** Between a refusal and what it refuses. */
const passed = new Set([
  "ABOUT",
  "WITH",
  "BY",
  "INDEF",
  "ALL",
  "THEY",
  "MANGA",
  "THE",
  "SUITABLE",
  "?",
])
const passedJapanese = new Set(["MANGA", "THEY", "ALSOJA", "BUT", "?"])
const mostPassed = 3

type Refused = Set<number>

const isWish = (token: Token | undefined): boolean =>
  token !== undefined && opposites.has(token.kind)

/** From `at` on, over what is passed, to a wish. */
const reach = (
  tokens: ReadonlyArray<Token>,
  at: number,
  step: 1 | -1,
  over: ReadonlySet<string>,
): number | undefined => {
  for (let to = at, left = mostPassed; ; to += step, left--) {
    const token = tokens[to]
    if (token === undefined) return undefined
    if (isWish(token))
      return nameKinds.has(token.kind) && to !== at && over.has("?") && hasUnknown(tokens, at, to)
        ? undefined
        : to
    if (left === 0 || !over.has(token.kind)) return undefined
  }
}

/** "I can't find One Piece" does not refuse it: a word that nobody understands stands between. */
const hasUnknown = (tokens: ReadonlyArray<Token>, from: number, to: number): boolean =>
  tokens.slice(Math.min(from, to), Math.max(from, to)).some(({ kind }) => kind === "?")

/** Is the row of this kind that begins at `at` closed by "and", "or"? */
const isRow = (tokens: ReadonlyArray<Token>, at: number): boolean => {
  const kind = tokens[at]?.kind
  let to = at
  while (tokens[to]?.kind === kind) to++
  return joins.has(tokens[to]?.kind ?? "") && isWish(tokens[to + 1])
}

const isStatus = ({ kind }: Token): boolean => kind === "FINISHED" || kind === "ONGOING"

const refuseForward = (tokens: ReadonlyArray<Token>, at: number, refused: Refused): void => {
  let to = reach(tokens, at + 1, 1, passed)
  while (to !== undefined) {
    refused.add(to)
    const [here, next, behind] = [tokens[to], tokens[to + 1], tokens[to + 2]]
    if (next === undefined || here === undefined) return
    if (joins.has(next.kind) && behind !== undefined) {
      const beyond = behind.kind === "ABOUT" || behind.kind === "BY" ? to + 3 : to + 2
      const joined = tokens[beyond]
      to = joined !== undefined && isWish(joined) && !isStatus(joined) ? beyond : undefined
    } else {
      const inRow = next.kind === here.kind && (nameKinds.has(here.kind) || isRow(tokens, to + 1))
      to = inRow ? to + 1 : undefined
    }
  }
}

const refuseBackward = (tokens: ReadonlyArray<Token>, at: number, refused: Refused): void => {
  let to = reach(tokens, at - 1, -1, passedJapanese)
  while (to !== undefined) {
    refused.add(to)
    to = joinedBefore(tokens, to)
  }
}

/** What is joined to a refused wish in front of it. */
const joinedBefore = (tokens: ReadonlyArray<Token>, at: number): number | undefined => {
  const [here, before] = [tokens[at], tokens[at - 1]]
  if (here === undefined || before === undefined) return undefined
  if (joinsJapanese.has(before.kind)) return isWish(tokens[at - 2]) ? at - 2 : undefined
  return before.kind === here.kind && nameKinds.has(here.kind) ? at - 1 : undefined
}

const isJapanese = ({ start }: Token, { scripts }: Letters): boolean => scripts[start] !== latin

const refusedIn = (tokens: ReadonlyArray<Token>, letters: Letters): Refused => {
  const refused: Refused = new Set()
  tokens.forEach((token, at) => {
    const { kind } = token
    if (openers.has(kind)) refuseForward(tokens, at, refused)
    else if (closers.has(kind)) refuseBackward(tokens, at, refused)
    else if (closersBehindAlso.has(kind)) {
      const before = tokens[at - 1]?.kind ?? ""
      if (joinsJapanese.has(before)) refuseBackward(tokens, at - 1, refused)
      else if (isStatus(tokens[at - 1] ?? token)) refused.add(at - 1)
    } else if (refusedKinds.has(kind) && !isStatus(token)) {
      // A rule has turned the nearest one into its opposite: what is joined to it goes with it.
      const [before, behind] = [tokens[at - 1], tokens[at + 1]]
      if (behind !== undefined && !isJapanese(behind, letters) && joins.has(behind.kind)) {
        const joined = tokens[at + 2]
        if (joined !== undefined && isWish(joined) && !isStatus(joined)) refused.add(at + 2)
      }
      if (before !== undefined && isJapanese(before, letters)) {
        for (let to = joinedBefore(tokens, at); to !== undefined; to = joinedBefore(tokens, to)) {
          refused.add(to)
        }
      }
    }
  })
  return refused
}

const bounds: ReadonlyMap<string, string> = new Map([
  ["longer", "VOLSABOVE"],
  ["shorter", "VOLSBELOW"],
])
const refusedBounds: ReadonlyMap<string, string> = new Map([
  ["longer", "VOLSMAX"],
  ["shorter", "VOLSMIN"],
])

/** "Nothing longer than 15 volumes", "shorter than ten volumes". */
const lengthOf = (tokens: ReadonlyArray<Token>, at: number): string | undefined => {
  const measure = tokens[at - 2]
  if (tokens[at - 1]?.kind !== "THAN" || measure?.kind !== "MEASURE") return undefined
  if (!/^VOL/u.test(tokens[at + 1]?.kind ?? "")) return undefined
  return (openers.has(tokens[at - 3]?.kind ?? "") ? refusedBounds : bounds).get(measure.value)
}

const firstYear = 1900
const lastYear = 2099
const decade = 10

/** "Before 2000", 「2020年以降」, "the 90s": bounds of the year a series began, both inclusive. */
const yearsOf = (
  tokens: ReadonlyArray<Token>,
  at: number,
  letters: Letters,
): readonly [number | undefined, number | undefined] | undefined => {
  const [before, number, behind] = [tokens[at - 1], Number(tokens[at]?.value), tokens[at + 1]]
  const spelt = (token: Token | undefined) =>
    token === undefined ? "" : letters.text.slice(token.start, token.end)
  if (behind?.kind === "DECADE" || spelt(behind) === "s") {
    const from = number < 100 ? firstYear + number : number
    return number % decade === 0 && from >= firstYear ? [from, from + decade - 1] : undefined
  }
  if (number < firstYear || number > lastYear) return undefined
  if (behind?.kind === "LATER") return [number, undefined]
  if (behind?.kind === "EARLIER") return [undefined, number - 1]
  const word = spelt(before)
  if (word === "before") return [undefined, number - 1]
  if (word === "since") return [number, undefined]
  return word === "after" ? [number + 1, undefined] : undefined
}

const bounded = (tokens: ReadonlyArray<Token>, letters: Letters): ReadonlyArray<Token> => {
  if (!tokens.some(({ kind }) => kind === "NUM")) return tokens
  return tokens.flatMap((token, at) => {
    if (token.kind !== "NUM") return [token]
    const kind = lengthOf(tokens, at)
    if (kind !== undefined) return [{ ...token, kind }]
    const [least, most] = yearsOf(tokens, at, letters) ?? []
    if (least === undefined && most === undefined) return [token]
    return [
      ...(least === undefined ? [] : [{ ...token, kind: "YEARMIN", value: String(least) }]),
      ...(most === undefined ? [] : [{ ...token, kind: "YEARMAX", value: String(most) }]),
    ]
  })
}

/** An everyday word means a genre where somebody wishes for books, and is else unexplained. */
const withHints = (tokens: ReadonlyArray<Token>): ReadonlyArray<Token> => {
  if (!tokens.some(({ kind }) => kind === "HINT")) return tokens
  const wishes =
    tokens.some(({ kind }) => kinds.books.includes(kind) || kinds.seeks.includes(kind)) &&
    !tokens.some(({ kind }) => kinds.shop.includes(kind) || kinds.priceOrStock.includes(kind))
  const browses = tokens.some(({ kind }) => wishKinds.has(kind) && kind !== "HINT")
  return tokens.map((token) =>
    token.kind === "HINT" ? { ...token, kind: wishes || browses ? "GENRE" : "?" } : token,
  )
}

/** What is asked for beside a title that somebody liked: more like it. */
const more = new Set([
  ...[
    "RECOMMEND",
    "RECOMMENDED",
    "WANTMORE",
    "NEXT",
    "ELSE",
    "LOOKFOR",
    "LOOKFORJA",
    "SEEKJA",
    "READ",
    "YOMERU",
  ],
  ...["MANGA", "GOODONE", "SUITABLE", "THEY"],
])
const likings = new Set(["ENJOYED", "LIKED", "LIKEDJA"])
const facts = [...kinds.priceOrStock, ...kinds.release, ...kinds.author, ...kinds.shop]

/** "My son loved Dr. Stone, what should he read next?": the title is the measure. */
const withLikings = (tokens: ReadonlyArray<Token>): ReadonlyArray<Token> =>
  tokens.some(({ kind }) => likings.has(kind)) &&
  tokens.some(({ kind }) => more.has(kind)) &&
  !tokens.some(({ kind }) => facts.includes(kind))
    ? tokens.map((token) => (token.kind === "SERIES" ? { ...token, kind: "LIKEOF" } : token))
    : tokens

const lengthsBy: ReadonlyMap<string, string> = new Map([
  ["shorter", "VOLSBELOW"],
  ["longer", "VOLSABOVE"],
])
const volumesOf = new Map(series().map(({ id, volumes }) => [id, volumes]))

/** "Something shorter than Naruto", "like Naruto but shorter": the title is no answer, its length is the bound. */
const withLengths = (tokens: ReadonlyArray<Token>): ReadonlyArray<Token> => {
  const named = tokens.filter(({ kind }) => kind === "SERIES" || kind === "LIKEOF")
  const [name] = named
  const measure = tokens.find(({ kind, value }) => kind === "MEASURE" && lengthsBy.has(value))
  if (name === undefined || named.length > 1 || measure === undefined) return tokens
  const isLike = name.kind === "LIKEOF"
  const isMeasure =
    tokens.some(({ kind }) => kind === "THAN") && tokens.some(({ kind }) => wishKinds.has(kind))
  if (!isLike && !isMeasure) return tokens
  return tokens.flatMap((token) => {
    if (token === measure) {
      const kind = lengthsBy.get(measure.value) ?? ""
      return [token, { ...token, kind, value: String(volumesOf.get(name.value) ?? "") }]
    }
    return [token === name && !isLike ? { ...token, kind: "NOTSERIES" } : token]
  })
}

/** The tokens with each refused wish turned into its opposite. */
export const withPolarity = (
  tokens: ReadonlyArray<Token>,
  letters: Letters,
): ReadonlyArray<Token> => {
  const read = withLengths(withLikings(withHints(bounded(tokens, letters))))
  const refused = refusedIn(read, letters)
  if (refused.size === 0) return read
  const wishes = read.some(({ kind }, at) => wishKinds.has(kind) && !refused.has(at))
  return read.map((token, at) => {
    const opposite = refused.has(at) ? opposites.get(token.kind) : undefined
    if (opposite === undefined || (nameKinds.has(token.kind) && !wishes)) return token
    return { ...token, kind: opposite }
  })
}
