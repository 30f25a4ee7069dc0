/**
 * Finds the wishes (criteria for recommendations) that a text withdraws: "forget horror", "the budget doesn't matter",
 * 巻数は気にしない, ホラーやめて.
 *
 * A withdrawing word covers its own clause: what is named there is withdrawn, and what other clauses name is wished
 * for. Pure.
 */
import { type Letters, stop, type Token } from "@manga-assist/language"
import type { WishMatter } from "./WishMatters.ts"
import { hasPattern, placeOfPattern, type TalkWord, wordPatterns } from "./WordPatterns.ts"

const matterKinds: Readonly<Record<WishMatter, ReadonlySet<string>>> = {
  price: new Set(
    "PRICE MONEY FEE YASUI CHEAP CHEAPEST EXPENSIVE TAKAI PRICEMAX PRICEMIN PERVOL TALK=price".split(
      " ",
    ),
  ),
  length: new Set(
    "LENGTH VOLS HOWMANYVOLS NAGAI MIJIKAI KAN VOLWORD TALK=length HOWLONG".split(" "),
  ),
  years: new Set("YEARS YEARJA DECADE ERA TALK=years WHICHYEAR".split(" ")),
  status: new Set("FINISHED ONGOING HIATUS THATFINISHED STATUS ENDS TALK=status".split(" ")),
  publisher: new Set("PUBLISHERNAME PUBLISHER MAGAZINE".split(" ")),
  readers: new Set("DEMO READERS AGE AGEOF KIDS TALK=readers".split(" ")),
  subject: new Set("GENREWORD THEMEWORD TALK=genre".split(" ")),
  likeness: new Set("LIKE LIKEOF LIKEJA".split(" ")),
  titles: new Set(),
  author: new Set(["AUTHOR", "TALK=person"]),
  edition: new Set("FORMAT FORMATS LANGUAGE".split(" ")),
}
const matters = Object.keys(matterKinds) as ReadonlyArray<WishMatter>

/** Of these single values are no longer wished: the others go as a whole. */
const singly: ReadonlySet<string> = new Set(["GENRE", "HINT", "THEME", "MOOD"])

const forgets = wordPatterns(`
  TALK=forget
  RELEASE=forget
  NOT HAVE TO
  NOT NEED
  NOT TALK=mind
  NO|NOT LIMIT
  TALK=fine
  ANYAMOUNT
  ALSOJA= CANJA
  GENRE|HINT|THEME|MOOD ALSOJA|TOPIC~ TALK=drop
  TALK=price|TALK=length|TALK=genre|TALK=years|TALK=readers WITHOUTJA
`)
/** "It doesn't have to be finished": what comes behind it. */
const needNot = wordPatterns("NOT HAVE TO\nNOT NEED")
/** "Shojo is fine after all": what was refused may be. */
const allows = wordPatterns(`
  GOOD=fine $
  GOOD=fine AFTERBARE|THEY=also|TALK=now|BUT
  GOOD=fine WITH|BY MINE|I
  DEMO|GENRE|HINT|THEME|MOOD ALSOJA=~ TALK=welcome
  ?=ok|?=okay|?=alright $
  ?=ok|?=okay|?=alright AFTERBARE|THEY=also|BUT
  ALSOJA= CANJA
  BUT CANJA
  CAN LENGTH|ONGOING|FINISHED $
  DEMO|GENRE|HINT|THEME|MOOD CAN THEY=~ $
  DEMO|GENRE|HINT|THEME|MOOD CAN THEY=~ BUT|AFTERBARE|THEY=also
`)
/** 「完結してればOK」 is a condition. */
const provided: ReadonlySet<string> = new Set(["ば", "if", "provided"])
/** 「10巻以内ならOK」: right before the word that allows; 「難しそうなら恋愛ありでもいい」 sets none. */
const providing: ReadonlySet<string> = new Set("なら ならば だったら であれば たら".split(" "))
const provides = (words: ReadonlyArray<TalkWord>, { text }: Letters): boolean =>
  words.some(({ value }) => provided.has(value)) ||
  words.slice(-3).some(({ end, start }) => providing.has(text.slice(start, end)))
/** 「サッカーと野球、どっちでもいい」: either will do. */
const either = wordPatterns("WHICH|TALK=both BUT|ALSOJA= CANJA")
const startsOver = wordPatterns(`
  TALK=anew
  TALK=forget ALL|COMPLETESET|?=everything
  COMPLETESET NASHI
  COMPLETESET RESET
  THRESHOLD COMPLETESET~ RESET
  ^ RESET
  COMPLETESET TALK=forget
  THEY=others TALK=entirely
  TALK=entirely THEY=others
`)
const boundaries: ReadonlySet<string> = new Set(
  "BUT WROTE LOOKFOR LOOKFORJA KEDO I GIVE SHOW WANTTO RECOMMEND SEEK TALK=keep ?=just ?=let ?=give".split(
    " ",
  ),
)
/** Behind these a comma ends a Japanese clause. */
const conjunctions = ["けど", "けれど", "ので", "から", "が", "し"]
/** 「値段は同じで」, "the same length": what stays as it is. */
const held = wordPatterns(`
  PRICE|MONEY|GENRE|HINT|THEME|MOOD|DEMO|FINISHED|ONGOING|FORMAT|TALK=length|TALK=price|TALK=genre|TALK=readers|TALK=years TOPIC~ THEY|TALK=keep TOPIC~
  THEY PRICE|MONEY|TALK=length|TALK=price|TALK=genre|TALK=readers|TALK=years
`)

export interface Forgotten {
  /** Of everything. */
  readonly all: boolean
  readonly matters: ReadonlyArray<WishMatter>
  /** Single wishes that are wished no longer, by kind. */
  readonly wishes: Readonly<Record<string, ReadonlyArray<string>>>
  /** Those of them that are told to go: 「スポーツは外して」 refuses what nobody has wished for. */
  readonly refused: Readonly<Record<string, ReadonlyArray<string>>>
  /** Those that would do as well: 「かるたもいいな」. */
  readonly allowed: Readonly<Record<string, ReadonlyArray<string>>>
  /** Is the word in a clause that forgets? */
  readonly covers: (token: Token) => boolean
  /** Is it a bound that holds all the same: 「30巻以上でもいい」? */
  readonly holds: (token: Token) => boolean
}

interface Clause {
  readonly words: ReadonlyArray<TalkWord>
}

const isJapanese = (letters: Letters, { start }: TalkWord): boolean =>
  (letters.scripts[start] ?? 0) > 2

/** Behind a Japanese word that forgets, and still of its clause. */
const goesOn: ReadonlySet<string> = new Set("NOTJA CANJA NAI TALK ALSOJA BUT _ NA".split(" "))
const indifferent: ReadonlySet<string> = new Set(["BUT", "ALSOJA=", "CAN"])
/** 「そのかわり」, "instead": another wish begins. */
const begins: ReadonlySet<string> = new Set(["TALK=replace", "THEY=instead"])

/** 「さっきの異世界の話だけど、」: the comma behind it ends a clause. */
const isComma = ({ start }: TalkWord, { edges, text }: Letters): boolean =>
  edges[start] !== 0 && conjunctions.some((each) => text.endsWith(each, start))

/** "Drop the school setting, keep the price" */
const isKeep = ({ end, start }: TalkWord, { text }: Letters): boolean =>
  text.slice(start, end) === "keep"

/** Cut at "but", at the end of a sentence, and behind a Japanese word that forgets or holds on. */
const clausesOf = (words: ReadonlyArray<TalkWord>, letters: Letters): ReadonlyArray<Clause> => {
  const clauses: Array<Array<TalkWord>> = [[]]
  let forgot = false
  const forgotAt = words.findIndex(({ value }) => value === "forget")
  for (const [at, word] of words.entries()) {
    const isSentence = at > 0 && letters.edges[word.start] === stop
    // Figures are of the language that stands before them.
    const isNumber = word.kind === "NUM" && at > 0
    const japanese = isJapanese(letters, isNumber ? (words[at - 1] ?? word) : word)
    const isBegun = begins.has(word.key) && japanese
    const isBehind = forgot && japanese && (isBegun || !goesOn.has(word.kind))
    const isVerb =
      forgot &&
      !japanese &&
      (boundaries.has(word.kind) || boundaries.has(word.key) || isKeep(word, letters))
    const isOther = !japanese && forgotAt >= 0 && forgotAt < at - 1 && isNewWish(words, at)
    // でもいい
    const isBut = word.kind === "BUT" && words[at + 1]?.kind !== "CANJA"
    const isClause = at > 0 && japanese && isComma(word, letters)
    if (isSentence || isBut || isBehind || isVerb || isOther || isClause) {
      clauses.push([])
      forgot = false
    }
    clauses.at(-1)?.push(word)
    // One that began before the last words was found when it ended.
    if (hasPattern(clauses.at(-1)?.slice(-forgets.longest) ?? [], forgets)) forgot = true
    if (!japanese && hasPattern(clauses.at(-1)?.slice(-allows.longest) ?? [], allows)) forgot = true
    if ((word.kind === "NOTJA" || word.value === "welcome") && japanese) forgot = true
    const before = words[at - 1]
    if (word.kind === "CANJA" && before !== undefined) {
      forgot ||= indifferent.has(before.kind) || indifferent.has(before.key)
    }
    // バンドよりジャズ
    if (word.kind === "THAN" && japanese && singly.has(before?.kind ?? "")) forgot = true
    if (hasPattern(clauses.at(-1)?.slice(-held.longest) ?? [], held)) forgot = true
  }
  return clauses.map((clause) => ({ words: clause }))
}

/** "Drop the action bit, romance would do": behind what is forgotten, an unexplained word ends it. */
const isNewWish = (words: ReadonlyArray<TalkWord>, at: number): boolean => {
  const [before, here] = [words[at - 1], words[at]]
  return (
    here !== undefined &&
    singly.has(here.kind) &&
    (before?.kind === "?" || (before !== undefined && singly.has(before.kind)))
  )
}

/** 「30巻以上でもいい」 names a bound that holds; 「10巻以内でなくていい」 gives one up. */
const boundKinds: ReadonlySet<string> = new Set(
  "VOLSMAX VOLSBELOW VOLSMIN VOLSABOVE PRICEMAX PRICEBELOW PRICEMIN PRICEABOVE".split(" "),
)
const denials: ReadonlySet<string> = new Set("NOT NOTJA NAI NASHI".split(" "))

/** 学園じゃなくて家族もの, バンドよりジャズ: the school and the bands give way. */
const givesWay = wordPatterns("GENRE|HINT|THEME|MOOD TOPIC~ NOTJA\nGENRE|HINT|THEME|MOOD THAN $")
/** 「外して」, "drop": it is to go, and does not only need not be. */
const tellsToGo = wordPatterns("TALK=forget\nRELEASE=forget")

const alsoGood = wordPatterns("GENRE|HINT|THEME|MOOD ALSOJA= CANJA")

const singles = (
  words: ReadonlyArray<TalkWord>,
): Readonly<Record<string, ReadonlyArray<string>>> => {
  const found: Record<string, Array<string>> = {}
  for (const { kind, value } of words) {
    if (!singly.has(kind)) continue
    // An everyday word was read as a genre, or as a leaning to one.
    const wished = kind === "HINT" ? ["GENRE", "LEANING"] : [kind]
    for (const each of wished) (found[each] ??= []).push(value)
  }
  return found
}

export const forgottenIn = (words: ReadonlyArray<TalkWord>, letters: Letters): Forgotten => {
  const clauses = clausesOf(words, letters).filter(
    (clause) =>
      !hasPattern(clause.words, either) &&
      !hasPattern(clause.words, held) &&
      (hasPattern(clause.words, forgets) ||
        hasPattern(clause.words, givesWay) ||
        (hasPattern(clause.words, allows) && !provides(clause.words, letters))),
  )
  const said = clauses.flatMap((clause) => {
    const at = placeOfPattern(clause.words, needNot)
    return at < 0 ? clause.words : clause.words.slice(at)
  })
  const all = hasPattern(words, startsOver)
  const covers = ({ start }: Token) => said.some((word) => start >= word.start && start < word.end)
  const isDenied = (from: number) =>
    said.some((word) => word.start > from && denials.has(word.kind))
  return {
    all,
    matters: all
      ? matters
      : matters.filter((matter) =>
          said.some(
            ({ key, kind }) => matterKinds[matter].has(kind) || matterKinds[matter].has(key),
          ),
        ),
    wishes: singles(said),
    refused: singles(
      clauses.flatMap((clause) => (hasPattern(clause.words, tellsToGo) ? clause.words : [])),
    ),
    allowed: singles(
      clauses.flatMap((clause) => (hasPattern(clause.words, alsoGood) ? clause.words : [])),
    ),
    covers,
    holds: (token) => boundKinds.has(token.kind) && covers(token) && !isDenied(token.start),
  }
}
