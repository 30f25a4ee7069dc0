/**
 * How a text points at what was said before it: by place ("the second one", 最後のやつ), by number ("8?"), at a person,
 * at all or at the rest of what was shown, by a description, or as a yes. Read only where something was said before.
 *
 * Pure; linear in the text: patterns over its words, which are cut once. Titles point at nothing: "Second Love".
 */
import type { Letters } from "@manga-assist/language"
import * as kinds from "./Kinds.ts"
import type { StoreReading } from "./Reading.ts"
import { byKind, type Said, says } from "./Said.ts"
import { hasPattern, placeOfPattern, type TalkWord, talkWordsOf, wordPatterns } from "./WordPatterns.ts"

export interface Pointing {
  /** "The second one", "the last one": counted from 0, from the front or from the end. */
  readonly place?: { readonly at: number; readonly fromEnd: boolean }
  /** "The first two": so many from the front. */
  readonly first?: number
  /** "Both", "the two", "which of them", 両方: all that was shown. */
  readonly all: boolean
  /** "The other one", もう一つ. */
  readonly other: boolean
  /** "The others", "anything else", ほかには: what was not shown yet. */
  readonly others: boolean
  /** "That author", "by her", 同じ作者. */
  readonly person: boolean
  readonly next: boolean
  /** The next one that comes out: 次の新刊. */
  readonly newBook: boolean
  readonly previous: boolean
  /** "The one after the seventh". */
  readonly after?: number
  /** "It", "that one", それ. */
  readonly back: boolean
  /** "The one about jellyfish": which of several is told by what it is like. */
  readonly describes: boolean
  /** It is one: "the one about bread", not "ones about bread". */
  readonly single: boolean
  /** Numbers and no volume word: "is 14 in stock?", "7 and 8?" */
  readonly numbers: ReadonlyArray<number>
  /** "The shorter one", 長い方, "the cheaper one". */
  readonly measure?: "cheaper" | "dearer" | "longer" | "newer" | "older" | "shorter"
  /** "All of it", 全部まとめて. */
  readonly whole: boolean
  /** "The latest one": the newest volume. */
  readonly latest: boolean
  /** "Great, thank you", なるほど: asks for nothing. */
  readonly acknowledges: boolean
  /** "It should be finished", 完結してるのがいい: wishes, though it points back. */
  readonly wants: boolean
  /** "Yes, please", はい. */
  readonly agrees: boolean
  /** "Something similar", そういうの: like what was spoken of. */
  readonly similar: boolean
  /** "The most recent one" of orders. */
  readonly newest: boolean
  /** "The sequel", "a spin-off", 本編: another series of the same story. */
  readonly related?: "main" | "sequel" | "spin-off"
  /** "Same length": what was wished of it still holds. */
  readonly keeps: boolean
  /** "Number two", 2位: counted from 1. */
  readonly rank?: number
  /** The one before it is meant: "the one before five". */
  readonly before?: number
  /** "The October one", 9月の: 1 to 12. */
  readonly month?: number
  /** "Why?", なんで. */
  readonly why: boolean
  /** Says only which, not what is asked: "and volume 5?", "how about Monster?", "digital?". */
  readonly bare: boolean
  /** "Romance instead", やっぱり: what was wished before gives way. */
  readonly replaces: boolean
  /** "With magic too", 〜も: what was wished before stays. */
  readonly adds: boolean
  /** "Only finished ones", 少年漫画で: changes a wish, though it names what it is to be about. */
  readonly adjusts: boolean
}

const ordinals = ["first", "second", "third", "fourth", "fifth"]
/** "Started first", "which do I read first": no place in a list. */
const noPlaceBehind = new Set(
  "START READ RELEASE RELEASED OUT WROTE MEASURE READFIRST YOMERU AFTER AFTERBARE".split(" "),
)
/** "The first volume", "my last order", "the second box". */
const noPlaceBefore = new Set("VOLWORD VOLS KAN DAIKAN FORMAT FORMATS ORDER ORDEREDTHING".split(" "))
const otherThings = new Set(["time", "edition", "parcel", "delivery", "package", "chapter"])

const isOfOther = (next: TalkWord | undefined): boolean =>
  next !== undefined && (noPlaceBefore.has(next.kind) || otherThings.has(next.value))

const placeIn = (words: ReadonlyArray<TalkWord>): Pointing["place"] => {
  for (const [at, { kind, value }] of words.entries()) {
    if (kind === "TALK" && value === "top") return { at: 0, fromEnd: false }
    if (kind === "TALK" && value === "bottom") return { at: 0, fromEnd: true }
    if (isOfOther(words[at + 1]) && words[at + 2]?.kind !== "NUM") continue
    const ordinal = kind === "THEY" ? ordinals.indexOf(value) : -1
    if (ordinal >= 0) return { at: ordinal, fromEnd: false }
    const before = words[at - 1]
    const behind = before?.kind === "THE" ? words[at - 2] : before
    // "Read the first": of two words with an article between them only "after the first" is no place.
    const isBehindVerb =
      noPlaceBehind.has(behind?.kind ?? "") &&
      (before?.kind !== "THE" || behind?.kind.startsWith("AFTER") === true)
    if (kind === "ORD" && Number(value) > 0 && !isBehindVerb) {
      return { at: Number(value) - 1, fromEnd: false }
    }
    const isLast = kind === "LAST" && (at === words.length - 1 || words[at + 1]?.kind === "NUM")
    if ((kind === "THEY" && value === "last") || isLast) return { at: 0, fromEnd: true }
  }
  return undefined
}

const mostFirst = 4

/** "The first two", 最初の3つ. */
const firstIn = (words: ReadonlyArray<TalkWord>): number | undefined => {
  const found = words.find(({ kind, value }, at) => {
    const before = words[at - 1]
    const isFirst =
      (before?.kind === "ORD" && before.value === "1") ||
      (before?.kind === "THEY" && before.value === "first") ||
      (before?.kind === "TALK" && before.value === "top")
    return kind === "NUM" && isFirst && Number(value) >= 2 && Number(value) <= mostFirst
  })
  return found === undefined ? undefined : Number(found.value)
}

const all = wordPatterns(`
  TALK=both
  THEY=both
  THEY=among
  WHICH=among
  WHICH ALSOJA
  THEY ALL
  TOGETHER
  THE NUM=2|NUM=3 $
  THE NUM=2|NUM=3 HAVE|PRICE|FINISHED
`)
const other = wordPatterns("THEY=other")
const others = wordPatterns(`
  THEY=others
  ELSE
  WANTMORE
  ALSOJA=others
  SHOW THEY=more
  ^ AND~ THEY=more $
  ALSOJA=more EXIST|SHOW|LOOKFORJA|NAI|?=見
  ^ ALSOJA=more $
`)
const person = wordPatterns(`
  THEY=person
  SAMEAUTHOR
  THAT|THEY AUTHOR|HITO|TALK=person
  THAT|THEY NOHOU WROTE|DREW|WROTEJA
  TALK=same TALK=person|AUTHOR
  AUTHOR ELSE|WORKS
  AUTHOR THEY|ALSOJA WORKS|MANGA
  ELSE THE~ AUTHOR|TALK=person
`)
const next = wordPatterns(`
  THEY=next
  NEXT
  NEXTJA
  AFTERBARE
`)
const newBook = wordPatterns("NEXTJA=new")
const previous = wordPatterns(`
  THEY=previous
  THEY=one|ORDER|VOLWORD|MANGA TALK=before
  TALK=before THAT
`)
const single = wordPatterns("THEY=one|NUM=1 ABOUT|WITH|WHERE|IN|THAT|WHO|BY|SETTING\nYATSU $")
const describes = wordPatterns(`
  THEY=one|NUM=1|MANGA ABOUT|WITH|WHERE|IN|THAT|WHO|BY|SETTING|THATFINISHED
  WHICH $
  WHICH ABOUT|WITH|GENRE|HINT|THEME|DEMO|MOOD|IN|FINISHED|ONGOING|SETTING
  YATSU
  NOHOU
  THEY=ones
  THE ?|GENRE|HINT|THEME|DEMO|MOOD|FINISHED|ONGOING|LENGTH NUM=1|MANGA|THEY=ones
  THE ? ? NUM=1|MANGA
  MANGA|WORKS|STORYJA|TITLEVOL TOPIC~ $
  GENRE|THEME DEMO TOPIC~ $
  STORYJA|TITLEVOL THEY|YATSU
`)
const latest = wordPatterns(`
  LATEST NUM=1|MANGA|$
  LATESTJA
  LATEST VOLWORD~
  NUM ?=番 ATARASHII YATSU|KAN|NOHOU|$
`)
const whole = wordPatterns(`
  COMPLETESET
  ALL IT|THEY|THAT
  ALL THE~ VOLS|VOLWORD
  ?=everything
`)
const wants = wordPatterns(`
  TALK=should
  WANTTO
  LOOKFOR
  LOOKFORJA
  KUDASAI
  HAVE TO
  IT TO
  IT NOT
  ENJOYED IT
  LIKED IT
  THEY=person ENJOYED|LIKED|WANTTO
  NEED
  MUST
  CANJA $
  CANJA AND $
  ?=ば $
  FINISHED|ONGOING THEY
`)
const why = wordPatterns(`
  ^ AND~ BUT~ WHY
`)
const replaces = wordPatterns(`
  THEY=instead
  TALK=replace
  _=replace
  WROTE IT|THAT
  NOTJA
  CHANGE
`)
const adds = wordPatterns(`
  WITH
  THEY=also
  ALSOJA
  AND
  BUT
  ONLY
  ABOUT
  HAVE
  EXIST
  TALK=should
`)
const adjusts = wordPatterns(`
  THEY=also
  ONLY
  TALK=only
  WROTE IT|THAT
  TOPIC $
  KUDASAI $
  CANJA $
  TALK=should $
  CHANGE $
  BEST $
  TALK=should GENRE|HINT|THEME|DEMO
`)

const similar = wordPatterns(`
  WANTMORE
  LIKE|LIKEN|LIKENJA THAT|IT|THEY
  THAT|IT|THEY LIKENJA|LIKEJA
  THEY=similar
`)
const newest = wordPatterns(`
  LATEST ORDER|NUM=1|NOHOU
  NUM ?=番 ATARASHII
  ?=最 ?=新
  TALK=newest
`)
const related = wordPatterns("SPINOFFOF")
const sequel = wordPatterns("SEQUELOF")
const main = wordPatterns(`
  TALK=main
  ORIGINAL $
  ORIGINAL MANGA
  THE TALK=original
`)
const keeps = wordPatterns(`
  THEY TALK=length|TALK=price|TALK=genre|TALK=readers|TALK=years
  TALK=length|TALK=price|TALK=genre|TALK=readers|TALK=years TOPIC~ THEY
  TALK=keep
`)
/** "Number two", 2位: of a list that was shown. */
const ranks = wordPatterns("^ AND~ VOLWORD NUM $\nNUM TALK=rank\nNUM ?=番")

/** Kinds that say which thing is meant, or nothing. */
const modifying: ReadonlySet<string> = new Set(
  `
  SERIES BOOK LATESTOF LASTOF NEXTOF NEWOF VOLUME VOLWORD VLATEST VLAST VNEXT VNEW NUM ORD KEN FORMAT FORMATS LANGUAGE
  COMPLETESET PLACE IT THAT THEY AND OR BUT ALSOJA WHATIF CONTINUE HOW ABOUT HOWABOUT PREDICATE NOHOU YATSU KUDASAI
  TOPIC THE FOR TAKE WHAT LATEST OTHERWAY OPENED UNOPENED METHOD NEXT MINE I TO IN DIGITALLY STILL TELL MATOMETE`
    .split(/\s+/u)
    .filter(Boolean),
)

const sayingNothing: ReadonlySet<string> = new Set(
  "ok okay and then so well now please hm hmm oh before after previous next both 片 方 番 目 じゃ では えっと う ー る け".split(
    " ",
  ),
)
/** "Do you know Monster?" is a question of its own. */
const toldOf = ["know", "heard", "seen", "tell", "show", "read", "知", "教え", "読"]

const bareOf = ({ reading }: StoreReading): boolean => {
  const { cut, letters, tokens } = reading
  const talk = new Set(cut.filter(({ kind }) => kind === "TALK").map(({ start }) => start))
  return (
    cut.length > 0 &&
    tokens.every(
      ({ kind, start, value }) =>
        modifying.has(kind) || (kind === "?" && (sayingNothing.has(value) || talk.has(start))),
    ) &&
    !cut.some(({ end, sense, start }) => {
      if (sense?.name === true) return false
      const word = letters.text.slice(start, end)
      return toldOf.some((each) => word.includes(each))
    })
  )
}

/** What may stand beside thanks, a farewell or "I see", where nothing is asked. */
const idle: ReadonlySet<string> = new Set(
  "_ TALK I YOU IT THAT THEY MINE GOOD QUALITY ABOUT HAVE PAST THE ? AND BUT ALL FOR FORSOMEBODY HELP CANJA OTHERWAY TO INDEF NA NOW TOPIC ALSOJA KABARE BEST".split(
    " ",
  ),
)
/** A text of these alone asks for nothing: "great", いいね. */
const pleased: ReadonlySet<string> = new Set(["GOOD", "QUALITY", "TALK=good", "CANJA"])
const closings: ReadonlySet<string> = new Set(["thanks", "bye", "ack"])

const saysOf = (words: ReadonlyArray<TalkWord>, values: ReadonlySet<string>): boolean =>
  words.some(({ kind, value }) => kind === "_" && values.has(value))

const acknowledgesIn = (words: ReadonlyArray<TalkWord>): boolean => {
  if (words.length === 0) return false
  const isPleased = words.every(
    ({ kind, value }) =>
      pleased.has(kind) || pleased.has(`${kind}=${value}`) || kind === "THAT" || kind === "IT",
  )
  const saysGood = words.some(({ kind }) => kind === "GOOD" || kind === "QUALITY" || kind === "TALK")
  if (isPleased && saysGood) return true
  return saysOf(words, closings) && words.every(({ kind }) => idle.has(kind))
}

const agreeing: ReadonlySet<string> = new Set("_ SHOW TELL THEY KUDASAI IT THAT DO".split(" "))
const agreement: ReadonlySet<string> = new Set(["agree"])

const agreesIn = (words: ReadonlyArray<TalkWord>, { cut }: StoreReading["reading"]): boolean =>
  (saysOf(words, agreement) && words.every(({ kind }) => agreeing.has(kind))) ||
  // はい, which no list has: in はいつ it would be no yes.
  (cut[0]?.value === "は" && cut[1]?.value === "い")

const measures = new Set(["cheaper", "dearer", "longer", "newer", "older", "shorter"])
const isMeasure = (value: string): value is NonNullable<Pointing["measure"]> => measures.has(value)
const japaneseMeasures: Readonly<Record<string, Pointing["measure"]>> = {
  MIJIKAI: "shorter",
  NAGAI: "longer",
  FURUI: "older",
  ATARASHII: "newer",
  YASUI: "cheaper",
  TAKAI: "dearer",
}
const ofOne = new Set(["NUM", "MANGA", "THEY", "WORKS", "WHICH", "?"])

/** "The shorter one": not "which is shorter?". */
const measureIn = (words: ReadonlyArray<TalkWord>): Pointing["measure"] => {
  for (const [at, { kind, value }] of words.entries()) {
    const [before, behind] = [words[at - 1], words[at + 1]]
    if (kind === "MEASURE" && before?.kind === "THE" && isMeasure(value)) {
      if (behind === undefined || ofOne.has(behind.kind)) return value
    }
    if (behind?.kind === "NOHOU") {
      const measure = japaneseMeasures[kind]
      if (measure !== undefined) return measure
    }
  }
  return undefined
}

/** "The one after the seventh", 7巻の次. */
const afterIn = (words: ReadonlyArray<TalkWord>): number | undefined => {
  for (const [at, { kind, value }] of words.entries()) {
    if (kind !== "NUM" && kind !== "ORD") continue
    const before = words.slice(Math.max(0, at - 3), at).filter((word) => word.kind !== "THE")
    const isBehind = before.at(-1)?.kind === "VOLWORD" ? before.at(-2) : before.at(-1)
    if (isBehind?.kind === "AFTERBARE" || isBehind?.kind === "AFTER") return Number(value)
    const rest = words.slice(at + 1, at + 3).filter((word) => word.kind !== "KAN")
    const [following] = rest
    if (following?.kind === "THEY" && following.value === "next") return Number(value)
  }
  return undefined
}

const mostVolumes = 999
const isFigure = /^\d/u

/** In figures: the "one" of "the latest one" is none. */
const numbersIn = (said: Said, { letters, tokens }: StoreReading["reading"]) =>
  (said["NUM"] ?? [])
    .filter((value) =>
      tokens.some(
        (token) =>
          token.kind === "NUM" &&
          token.value === value &&
          isFigure.test(letters.text.charAt(token.start)),
      ),
    )
    .map(Number)

const months = (
  "january february march april may june july august september october november december"
).split(" ")

const monthIn = (words: ReadonlyArray<TalkWord>, letters: Letters): number | undefined => {
  for (const [at, { end, kind, start, value }] of words.entries()) {
    if (kind === "TALK" && value === "month") return months.indexOf(letters.text.slice(start, end)) + 1
    const next = words[at + 1]
    if (kind === "NUM" && next?.value === "月" && Number(value) <= months.length) return Number(value)
  }
  return undefined
}

const rankIn = (words: ReadonlyArray<TalkWord>, letters: Letters): number | undefined => {
  const at = placeOfPattern(words, ranks)
  const found = words.slice(Math.max(0, at)).filter(({ kind }) => kind !== "AND")
  const [first, second] = found
  if (at < 0 || first === undefined) return undefined
  if (first.kind === "NUM") return Number(first.value)
  const written = letters.text.slice(first.start, first.end)
  return written === "number" || written === "no" ? Number(second?.value) : undefined
}

const beforeIn = (words: ReadonlyArray<TalkWord>): number | undefined => {
  const at = words.findIndex(({ kind, value }) => kind === "THEY" && value === "previous")
  const next = words[at + 1]?.kind === "VOLWORD" ? words[at + 2] : words[at + 1]
  return at >= 0 && next?.kind === "NUM" ? Number(next.value) : undefined
}

export const pointingOf = (asked: StoreReading): Pointing => {
  const said = byKind(asked.reading.tokens)
  const words = talkWordsOf(asked.reading)
  const has = (patterns: ReturnType<typeof wordPatterns>) => hasPattern(words, patterns)
  const first = firstIn(words)
  const place = first === undefined ? placeIn(words) : undefined
  const numbers = numbersIn(said, asked.reading)
  const measure = measureIn(words)
  const after = afterIn(words)
  const isOther = has(other)
  const rank = rankIn(words, asked.reading.letters)
  const before = beforeIn(words)
  const kin = has(main) ? "main" : has(sequel) ? "sequel" : has(related) ? "spin-off" : undefined
  const month = monthIn(words, asked.reading.letters)
  return {
    ...(place === undefined ? {} : { place }),
    ...(first === undefined ? {} : { first }),
    numbers: numbers.every((number) => number <= mostVolumes) ? numbers : [],
    ...(after === undefined ? {} : { after }),
    all: first === undefined && has(all),
    other: isOther,
    others: !isOther && has(others),
    person: has(person),
    next: has(next) || says(said, ["VNEXT"]),
    newBook: has(newBook),
    previous: has(previous),
    back: says(said, kinds.pointers),
    describes: has(describes),
    single: has(single),
    ...(measure === undefined ? {} : { measure }),
    whole: has(whole),
    latest: has(latest),
    acknowledges: acknowledgesIn(words),
    wants: has(wants),
    agrees: agreesIn(words, asked.reading),
    why: has(why),
    similar: has(similar),
    newest: has(newest),
    ...(kin === undefined ? {} : { related: kin }),
    ...(month === undefined ? {} : { month }),
    keeps: has(keeps),
    ...(rank === undefined ? {} : { rank }),
    ...(before === undefined ? {} : { before }),
    bare: bareOf(asked),
    replaces: has(replaces),
    adds: has(adds),
    adjusts: has(adjusts),
  }
}
