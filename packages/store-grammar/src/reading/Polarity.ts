/**
 * Finds what a customer does not want, in a text that the grammar does not understand as a whole (without a canonical
 * form): "a thriller, but not by Urasawa", 「野球とサッカー以外」.
 *
 * A refusal covers the wanted things it is joined to, before it in Japanese and after it in English, and no others.
 * Their tokens get the negated kind (`GENRE` becomes `NOTGENRE`), so that later steps look at kinds alone. Pure.
 */
import type { Catalogue } from "@manga-assist/catalogue"
import { latin, type Letters, stop } from "@manga-assist/language"
import { type Kind, kindsIn, type Token } from "../kinds/Kind.ts"
import { asKind } from "./MadeTokens.ts"
import { refusedBehind } from "./wishes/RefusalPhrases.ts"
import { wishKinds, withMoods } from "./wishes/Hints.ts"
import { openers } from "./wishes/RefusedBounds.ts"
import { withWishes } from "./WishTokens.ts"

/** The opposite of each kind of wish. */
const opposites: ReadonlyMap<Kind, Kind> = new Map<Kind, Kind>([
  ["GENRE", "NOTGENRE"],
  ["LEANING", "NOTGENRE"],
  ["FEEL", "NOTMOOD"],
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
  ["UNFINISHED", "FINISHED"],
  ["HIATUS", "NOTHIATUS"],
  ["PUBLISHERNAME", "NOTPUBLISHERNAME"],
])
const refusedKinds: ReadonlySet<Kind> = new Set(opposites.values())
/** Names stand in a row without a word between them: "not One Piece, Naruto or Bleach". */
const nameKinds = new Set(kindsIn("SERIES LIKEOF PERSON PUBLISHERNAME"))

const closers = new Set(kindsIn("WITHOUTJA NASHI REFUSESJA"))
/** 「スポーツでもホラーでもない」 */
const closersBehindAlso = new Set(kindsIn("NAI NOTJA"))
const forMore = new Set(["more", "others"])
const joins: ReadonlySet<Kind | undefined> = new Set(kindsIn("AND OR"))
const joinsJapanese: ReadonlySet<Kind | undefined> = new Set(kindsIn("AND OR BUT ALSOJA"))
/** Between a refusal and what it refuses. */
const passed = new Set(kindsIn("ABOUT WITH BY INDEF ALL THEY MANGA THE SUITABLE ?"))
/** Of where a story is set and what is in it: "that doesn't take place at school", "nothing with blood and horror". */
const furtherPassed = new Set(
  kindsIn("TAKE HAVE LOOKFOR WANTTO READ GET BUY SETTING MAINCHARACTER IN THAT IT STILL"),
)
const passedJapanese = new Set(kindsIn("MANGA WORKS THEY ALSOJA BUT ?"))
const mostPassed = 4

/** Kinds that what stands behind them may refuse. */
const refusedBy = new Set(
  kindsIn("GENRE LEANING FEEL DEMO THEME MOOD READERS PUBLISHERNAME HIATUS ONGOING"),
)

type Refused = Set<number>

const isWish = (token: Token | undefined): boolean =>
  token !== undefined && opposites.has(token.kind)

/** From `at` on, over what is passed, to a wish. */
const reach = (
  tokens: ReadonlyArray<Token>,
  at: number,
  step: 1 | -1,
  over: ReadonlySet<Kind>,
): number | undefined => {
  for (let to = at, left = mostPassed; ; to += step, left--) {
    const token = tokens[to]
    if (token === undefined) return undefined
    if (isWish(token))
      return nameKinds.has(token.kind) && to !== at && over.has("?") && hasUnknown(tokens, at, to)
        ? undefined
        : to
    const isPassed =
      over.has(token.kind) ||
      (step === 1 && furtherPassed.has(token.kind)) ||
      // "Nothing with blood and horror": the first one is no word of the store's.
      (step === 1 && joins.has(token.kind) && tokens[to - 1]?.kind === "?")
    if (left === 0 || !isPassed) return undefined
  }
}

/** "I can't find One Piece" does not refuse it: a word that nobody understands stands between. */
const hasUnknown = (tokens: ReadonlyArray<Token>, from: number, to: number): boolean =>
  tokens.slice(Math.min(from, to), Math.max(from, to)).some(({ kind }) => kind === "?")

/** Is the row of this kind that begins at `at` closed by "and", "or"? */
const isRow = (tokens: ReadonlyArray<Token>, at: number): boolean => {
  const kind = tokens[at]?.kind
  let to = at
  while (tokens[to]?.kind === kind || (to > at && tokens[to]?.kind === "MANGA")) to++
  return joins.has(tokens[to]?.kind) && isWish(tokens[to + 1])
}

const statusKinds = new Set(kindsIn("FINISHED ONGOING UNFINISHED HIATUS"))
const isStatus = ({ kind }: Token): boolean => statusKinds.has(kind)

/** What is joined to a refused wish behind it: in a row without a word between, or by "and", "or". */
const joinedBehind = (
  tokens: ReadonlyArray<Token>,
  at: number,
  { edges }: Letters,
): number | undefined => {
  const here = tokens[at]
  // "School stories and sports"
  const last = tokens[at + 1]?.kind === "MANGA" ? at + 1 : at
  const [next, behind] = [tokens[last + 1], tokens[last + 2]]
  // "Not dark. Light and funny": another sentence.
  if (next === undefined || here === undefined || edges[next.start] === stop) return undefined
  if (joins.has(next.kind) && behind !== undefined) {
    const beyond = behind.kind === "ABOUT" || behind.kind === "BY" ? last + 3 : last + 2
    const joined = tokens[beyond]
    return joined !== undefined && isWish(joined) && !isStatus(joined) ? beyond : undefined
  }
  const isSame = next.kind === here.kind || opposites.get(next.kind) === here.kind
  return isSame && (nameKinds.has(next.kind) || isRow(tokens, last + 1)) ? last + 1 : undefined
}

/** "No, the other way round: finished ones": an answer, and no refusal of what comes later. */
const isAnswer = (tokens: ReadonlyArray<Token>, at: number, { edges, text }: Letters): boolean => {
  const [here, next] = [tokens[at], tokens[at + 1]]
  return (
    at === 0 &&
    here !== undefined &&
    next !== undefined &&
    (next.kind === "?" || edges[next.start] === stop) &&
    text.slice(here.start, here.end) === "no"
  )
}

/** What is joined to a refused wish in front of it. */
const joinedBefore = (
  tokens: ReadonlyArray<Token>,
  at: number,
  { edges, text }: Letters,
): number | undefined => {
  const [here, before] = [tokens[at], tokens[at - 1]]
  if (here === undefined || before === undefined) return undefined
  // 「終わってるSF。ロボは苦手」: another sentence.
  if (edges[here.start] === stop) return undefined
  // 「ファンタジーで戦わないの」: what is wished for, and what is not.
  if (text.slice(before.end, here.start) === "で") return undefined
  // 「学園もの。でも連載中のは嫌だ」: でも begins another sentence.
  if (before.kind === "BUT" && edges[before.start] !== 0) return undefined
  if (joinsJapanese.has(before.kind)) return isWish(tokens[at - 2]) ? at - 2 : undefined
  if (before.kind !== here.kind && opposites.get(before.kind) !== here.kind) return undefined
  // 「サッカー、野球以外」 are two of a kind; 「SF、ホラー以外」 wishes for one of them.
  const isRow = before.kind === "THEME" || isRowBefore(tokens, at - 1)
  return nameKinds.has(before.kind) || isRow ? at - 1 : undefined
}

/** 「恋愛、学園、スポーツは避けたい」: of three in a row all are meant; of two the first may be wished for. */
const isRowBefore = (tokens: ReadonlyArray<Token>, at: number): boolean => {
  const [here, before] = [tokens[at], tokens[at - 1]]
  const isSame = (other: Token | undefined) =>
    other !== undefined &&
    here !== undefined &&
    (other.kind === here.kind || other.kind === opposites.get(here.kind))
  return isSame(before) || isSame(tokens[at + 2])
}

const isJapanese = ({ start }: Token, { scripts }: Letters): boolean => scripts[start] !== latin

type Joined = typeof joinedBehind

const refusedIn = (tokens: ReadonlyArray<Token>, letters: Letters): Refused => {
  const refused: Refused = new Set()
  /** The wish there, and what is joined to it. */
  const refuse = (first: number | undefined, joined: Joined) => {
    for (let to = first; to !== undefined; to = joined(tokens, to, letters)) refused.add(to)
  }
  tokens.forEach((token, at) => {
    const { kind } = token
    if (openers.has(kind)) {
      if (!isAnswer(tokens, at, letters)) refuse(reach(tokens, at + 1, 1, passed), joinedBehind)
    } else if (closers.has(kind)) {
      refuse(reach(tokens, at - 1, -1, passedJapanese), joinedBefore)
    } else if (closersBehindAlso.has(kind)) {
      // 「宇宙系もっとないの」, 「みたいな漫画、ほかにない？」 ask for more of it.
      if (forMore.has(tokens[at - 1]?.value ?? "")) return
      if (isStatus(tokens[at - 1] ?? token)) refused.add(at - 1)
    } else if (refusedKinds.has(kind) && !isStatus(token)) {
      // A rule has turned the nearest one into its opposite: what is joined to it goes with it.
      const [before, behind] = [tokens[at - 1], tokens[at + 1]]
      if (behind !== undefined && !isJapanese(behind, letters)) {
        refuse(joinedBehind(tokens, at, letters), joinedBehind)
      }
      if (before !== undefined && isJapanese(before, letters)) {
        refuse(joinedBefore(tokens, at, letters), joinedBefore)
      }
    } else if (refusedBy.has(kind)) {
      const inJapanese = isJapanese(token, letters)
      if (!refusedBehind(token, letters, inJapanese)) return
      refused.add(at)
      if (inJapanese) refuse(joinedBefore(tokens, at, letters), joinedBefore)
    }
  })
  return refused
}

const withRefusals = (read: ReadonlyArray<Token>, letters: Letters): ReadonlyArray<Token> => {
  const refused = refusedIn(read, letters)
  if (refused.size === 0) return read
  const wishes = read.some(({ kind }, at) => wishKinds.has(kind) && !refused.has(at))
  return read.map((token, at) => {
    const opposite = refused.has(at) ? opposites.get(token.kind) : undefined
    return opposite === undefined || (nameKinds.has(token.kind) && !wishes)
      ? token
      : asKind(token, opposite)
  })
}

/** The tokens with each refused wish turned into its opposite. */
export const withPolarity = (
  tokens: ReadonlyArray<Token>,
  letters: Letters,
  catalogue: Catalogue,
): ReadonlyArray<Token> => withMoods(withRefusals(withWishes(tokens, letters, catalogue), letters))
