/**
 * Finds how a text changes the wishes of a conversation (its criteria for recommendations): what it adds, what it
 * drops, and whether it names a subject of its own; also puts collected wishes back into words and slots (values such
 * as genre or price). Pure; it uses the words that were already parsed.
 */
import type { Token } from "../kinds/Kind.ts"
import { isPlainWord } from "../lists/PlainWords.ts"
import { type Forgotten, forgottenIn } from "./Forgotten.ts"
import {
  asksOfName,
  excluding,
  excludingBehind,
  isKnown,
  refusesName,
  wishesOther,
} from "./KnownTitles.ts"
import type { StoreReading } from "../reading/Reading.ts"
import { unknownWords } from "../reading/Reference.ts"
import { readWords, says, wordsWithout } from "./Restated.ts"
import { spokenBounds, withRefusedBounds } from "./SpokenBounds.ts"
import { adults, asMany, byTooMuch, teens, tooLong } from "./SpokenMeasures.ts"
import { byKind, type Said, saidIn } from "../reading/Said.ts"
import { type WishMatter, wishMatters, type WishSlots } from "./WishMatters.ts"
import { hasPattern, type TalkWord, talkWordsOf, wordPatterns } from "./WordPatterns.ts"

const wishKinds: ReadonlySet<string> = new Set(Object.values(wishMatters).flat())

export interface WishChange {
  readonly wishes: WishSlots
  /** Whole matters that no longer count. */
  readonly drops: ReadonlyArray<WishMatter>
  /** Single wishes that no longer count: "it need not be romance". */
  readonly unwishes: WishSlots
  /** Single wishes that are told to go: refused, where nobody has wished for them. */
  readonly sentAway: WishSlots
  /** Single wishes that would do as well, where nobody has refused them: 「かるたもいいな」. */
  readonly allowed: WishSlots
  /** 「かるたの方だけで」: of several that were named that one alone. */
  readonly only: boolean
  /** What was spoken of is too long. */
  readonly tooLong: boolean
  /** Names what it is to be about: a genre, a theme, readers, a likeness. */
  readonly hasSubject: boolean
  /** Asks for books in so many words: "recommend", "do you have". */
  readonly asks: boolean
  /** Asks in words of its own, and not only by its form: 「ファンタジーが好きみたい」. */
  readonly asksOutright: boolean
  /** Says what is wished for as one does who begins: "a romance manga", not "something with romance". */
  readonly begins: boolean
  /** Words that no list explains, as written. */
  readonly words: ReadonlyArray<string>
}

const opposite: Readonly<Record<string, string | undefined>> = { long: "short", short: "long" }
const negations: ReadonlySet<string> = new Set("NOT NO WITHOUT WITHOUTJA NOTJA NOTPOS".split(" "))
/** "Shorter", "cheaper": of wishes, not of two books. */
const measured: Readonly<Record<string, readonly [kind: string, value: string] | undefined>> = {
  shorter: ["LENGTH", "short"],
  longer: ["LENGTH", "long"],
  cheaper: ["CHEAPEST", ""],
  funnier: ["GENRE", "comedy"],
  scarier: ["GENRE", "horror"],
  darker: ["MOOD", "dark"],
  newer: ["YEARMIN", "2015"],
  older: ["YEARMAX", "1999"],
}

const negatedLengths = (tokens: ReadonlyArray<Token>): ReadonlySet<string> => {
  const found = new Set<string>()
  tokens.forEach(({ kind, value }, at) => {
    const near = tokens.slice(Math.max(0, at - 2), at)
    if (kind === "LENGTH" && near.some((token) => negations.has(token.kind))) found.add(value)
  })
  return found
}

const alone = wordPatterns("ONLY\nTALK=only\nGENRE|HINT|THEME NOHOU")
/** "Complete series only": of stories, not of what is sold together. */
const finishedAlone = wordPatterns("COMPLETESET ONLY\nONLY COMPLETESET")

const singleKinds: Readonly<Record<string, string | undefined>> = {
  GENRE: "GENRE",
  HINT: "GENRE",
  THEME: "THEME",
  MOOD: "MOOD",
  DEMO: "DEMO",
}

/** "School ones out." */
const putOut = (words: ReadonlyArray<TalkWord>): WishSlots => {
  if (words.at(-1)?.kind !== "OUT") return {}
  const { kind = "", value = "" } =
    words.findLast(
      (word) => word.kind !== "OUT" && word.kind !== "THEY" && word.kind !== "MANGA",
    ) ?? {}
  const as = singleKinds[kind]
  return as === undefined ? {} : { [as]: [value] }
}

/** "No ghosts though": a hint at a genre, refused. */
const hinted = (wishes: WishSlots, words: ReadonlyArray<TalkWord>): WishSlots => {
  const refused = words.flatMap(({ kind, value }, at) => {
    const isRefused =
      words.slice(Math.max(0, at - 2), at).some((word) => excluding.includes(word.kind)) ||
      excludingBehind.includes(words[at + 1]?.kind ?? "")
    return kind === "HINT" && isRefused ? [value] : []
  })
  return refused.length === 0
    ? {}
    : { NOTGENRE: [...new Set([...(wishes["NOTGENRE"] ?? []), ...refused])] }
}

const likening: ReadonlySet<string> = new Set("LIKE LIKEN LIKEJA LIKENJA".split(" "))

const bounds: ReadonlySet<string> = new Set(
  "VOLSMAX VOLSBELOW VOLSMIN VOLSABOVE YEARMIN YEARMAX".split(" "),
)
const boundMeasures: ReadonlySet<string> = new Set(["LENGTH", "YEARMIN", "YEARMAX"])

const oldest = 99

/** "He's 15": whom the wish is for. */
const ageIn = (words: ReadonlyArray<TalkWord>): string | undefined => {
  const at = words.findIndex(({ kind, value }) => kind === "THEY" && value === "person")
  const rest = words.slice(at + 1).filter(({ kind }) => kind !== "ONLY" && kind !== "NOW")
  const [age, unit, more] = rest
  if (at < 0 || age?.kind !== "NUM" || more !== undefined) return undefined
  return (unit === undefined || unit.kind === "YEARS") && Number(age.value) <= oldest
    ? age.value
    : undefined
}

const wishesIn = (
  { reading, slots }: StoreReading,
  words: ReadonlyArray<TalkWord>,
  tokens: ReadonlyArray<Token>,
  said: Said,
): WishSlots => {
  const wishes: Record<string, ReadonlyArray<string>> = {}
  const turned = negatedLengths(tokens)
  for (const [kind, values = []] of Object.entries(said)) {
    if (kind === "LENGTH") {
      wishes[kind] = values.map((value) => (turned.has(value) ? (opposite[value] ?? value) : value))
    } else if (wishKinds.has(kind)) wishes[kind] = values
  }
  // 「30巻とかは長いから20巻以下」
  const [only] = said["ONLYVOLS"] ?? []
  if (only !== undefined) wishes["VOLSMAX"] = [only]
  // 「30巻もあると読みきれないので、もっと短いの」
  if (hasPattern(words, asMany) && wishes["VOLSMIN"] !== undefined) {
    wishes["VOLSBELOW"] = wishes["VOLSMIN"]
    delete wishes["VOLSMIN"]
  }
  // Beside a genre that is refused, an everyday word names the one that is wished for.
  if (wishes["GENRE"] === undefined && said["LEANING"] !== undefined) {
    wishes["GENRE"] = said["LEANING"]
    delete wishes["LEANING"]
  }
  const mostOf = says(said, ["VOLSMAX", "VOLSBELOW"]) ? "long" : ""
  const leastOf = says(said, ["VOLSMIN", "VOLSABOVE"]) ? "short" : ""
  if ([mostOf, leastOf].includes(wishes["LENGTH"]?.[0] ?? "none")) delete wishes["LENGTH"]
  Object.assign(wishes, hinted(wishes, words), spokenBounds(tokens, reading.letters))
  const isBound = [...Object.keys(said), ...Object.keys(wishes)].some((kind) => bounds.has(kind))
  for (const measure of said["MEASURE"] ?? []) {
    const meant = measured[measure]
    // "No longer than ten volumes" is the bound alone.
    if (meant !== undefined && !(isBound && boundMeasures.has(meant[0]))) {
      wishes[meant[0]] = [meant[1]]
    }
  }
  const isOther = wishesOther(words)
  // "Too dark for me", "less gory".
  const tooMuch = words.flatMap(({ kind, value }, at) => {
    const ahead = words[at - 1]?.value
    return kind === "MOOD" && (ahead === "also" || ahead === "less") ? [value] : []
  })
  const isRefused = refusesName(reading.tokens) || (tooMuch.length > 0 && !asksOfName(reading))
  const excludes = isOther || isRefused || isKnown(words)
  // What is known is not what it should be like, unless that is said: 「進撃みたいなの。進撃は読んだから除いて」.
  const likens = words.some(({ kind }) => likening.has(kind))
  if (isOther && !likens) delete wishes["LIKEOF"]
  if (slots.series.length > 0 && wishes["LIKEOF"] === undefined && excludes) {
    wishes["NOTSERIES"] = slots.series
  }
  if (slots.authors.length > 0 && excludes) {
    wishes["NOTPERSON"] = slots.authors
    delete wishes["PERSON"]
  }
  if (tooMuch.length > 0) {
    const { MOOD: moods = [] } = wishes
    wishes["MOOD"] = moods.filter((mood) => !tooMuch.includes(mood))
    wishes["NOTMOOD"] = tooMuch
    if (wishes["MOOD"].length === 0) delete wishes["MOOD"]
  }
  // 「連載中は待てないから終わってるの」: the last one is wished for.
  if (wishes["FINISHED"] !== undefined && wishes["ONGOING"] !== undefined) {
    const last = tokens.findLast(({ kind }) => kind === "FINISHED" || kind === "ONGOING")
    delete wishes[last?.kind === "FINISHED" ? "ONGOING" : "FINISHED"]
  }
  if (hasPattern(words, finishedAlone)) wishes["FINISHED"] = [""]
  for (const [kind, values] of Object.entries(putOut(words))) {
    const refusedKind = `NOT${kind}`
    wishes[refusedKind] = [...(wishes[refusedKind] ?? []), ...values]
    wishes[kind] = (wishes[kind] ?? []).filter((value) => !values.includes(value))
    if (wishes[kind]?.length === 0) delete wishes[kind]
  }
  const age = ageIn(words)
  if (age !== undefined) wishes["AGEOF"] = [age]
  if (hasPattern(words, adults)) wishes["READERS"] = ["adults"]
  if (hasPattern(words, teens)) wishes["READERS"] = ["teens"]
  return withRefusedBounds({ ...wishes, ...byTooMuch(words) }, words, reading.letters)
}

const subjects = ["GENRE", "THEME", "MOOD", "DEMO", "LIKEOF", "READERS", "AGEOF", "KIDS"]
const askingKinds =
  "RECOMMEND RECOMMENDED LOOKFOR LOOKFORJA SEEKJA HAVEANY EXIST SHOW HAVE WANTTO BEST".split(" ")
const asking: ReadonlySet<string> = new Set(askingKinds)
/** "Something", もの: goes on as well as it begins. */
const openEnded = wordPatterns(`
  MANGA=open
  THEY=ones
  THEY=one
  YATSU
`)
const fillers: ReadonlySet<string> = new Set(
  `ideally please possible possibly preferably maybe perhaps one ones thing things yes no so too really very but also then
  hmm okay ok though prefer rather make want bit little actually instead before after since if in my the was is ve re ll`
    .split(/\s+/u)
    .filter(Boolean),
)
/** What is refused is no word to search for. */
const refusing = ["NOT", "WITHOUT", "REFUSES", "WITHOUTJA", "REFUSESJA", "NASHI", "NOTJA"]
/** Pieces of words between those that are known. */
const japaneseFiller = /^\p{sc=Hiragana}{1,4}$/u

/** Neither wished nor refused any longer. */
const withOpposites = (wishes: Readonly<Record<string, ReadonlyArray<string>>>): WishSlots =>
  Object.fromEntries(
    Object.entries(wishes).flatMap(([kind, values]) => [
      [kind, values],
      [`NOT${kind}`, values],
    ]),
  )

interface Rest extends StoreReading {
  readonly tokens?: ReadonlyArray<Token>
}

/** What the clauses that forget nothing say, read by itself: 「昭和はやめて、九十年代に」; and the bounds that still hold. */
const withoutGone = (asked: StoreReading, gone: Forgotten): Rest => {
  const { reading } = asked
  const kept = wordsWithout(reading, gone.covers)
  const rest = readWords(kept, asked.locale)
  const held = reading.tokens.filter(gone.holds)
  return { ...rest, tokens: [...rest.reading.tokens, ...held] }
}

export const wishChangeOf = (asked: StoreReading): WishChange => {
  const { reading } = asked
  const words = talkWordsOf(reading)
  const gone = forgottenIn(words, reading.letters)
  const isForgetting = gone.matters.length > 0 || Object.keys(gone.wishes).length > 0
  const rest: Rest = isForgetting && !gone.all ? withoutGone(asked, gone) : asked
  const left = rest.tokens ?? rest.reading.tokens
  const said = rest === asked ? saidIn(reading) : byKind(left)
  const wishes = wishesIn(rest, rest === asked ? words : talkWordsOf(rest.reading), left, said)
  // Beside a wish that is understood they say whom it is for, and why.
  const isUnderstood =
    isForgetting || says(byKind(reading.tokens), refusing) || Object.keys(wishes).length > 0
  const written = isUnderstood ? [] : unknownWords(reading.tokens, reading.letters)
  const talk = new Set(
    words
      .filter(({ kind }) => kind === "TALK")
      .map(({ end, start }) => reading.letters.text.slice(start, end)),
  )
  return {
    wishes,
    drops: gone.matters,
    unwishes: gone.all ? {} : withOpposites(gone.wishes),
    sentAway: gone.all ? {} : gone.refused,
    allowed: gone.all ? {} : gone.allowed,
    only: hasPattern(words, alone),
    tooLong: hasPattern(words, tooLong),
    hasSubject: subjects.some((kind) => wishes[kind] !== undefined),
    asks: says(byKind(left), askingKinds),
    asksOutright: left.some(({ end, kind, start }) => end > start && asking.has(kind)),
    begins: says(byKind(left), ["MANGA", "GENREMANGA"]) && !hasPattern(words, openEnded),
    words: written.filter(
      (word) =>
        !fillers.has(word) && !talk.has(word) && !japaneseFiller.test(word) && !isPlainWord(word),
    ),
  }
}
