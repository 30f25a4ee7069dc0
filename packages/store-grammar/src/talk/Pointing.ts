/**
 * Finds how a text refers to the conversation: by position ("the second one", 最後のやつ), by number ("8?"), to a person, to
 * all or the rest of what was shown, by a description, or as a yes. For texts within a conversation only.
 *
 * Pure; it uses the words that were already parsed. Titles refer to nothing: "Second Love".
 */
import * as kinds from "../reading/Kinds.ts"
import type { StoreReading } from "../reading/Reading.ts"
import { byKind, says } from "../reading/Said.ts"
import { acknowledgesIn, agreesIn, bareOf, reactsIn } from "./Courtesies.ts"
import {
  afterIn,
  askedIn,
  beforeIn,
  countIn,
  measureIn,
  monthIn,
  numbersIn,
  placeIn,
  type PointedMeasure,
  type PointedPlace,
  type PointedRun,
  rankIn,
  runIn,
} from "./PointedPlaces.ts"
import * as patterns from "./PointingPatterns.ts"
import { hasPattern, talkWordsOf, type WordPatterns } from "./WordPatterns.ts"

export interface Pointing {
  /** "The second one", "the last one": counted from 0, from the front or from the end. */
  readonly place?: PointedPlace
  /** "The first two", "the last three": so many from the front or from the end. */
  readonly run?: PointedRun
  /** "All 22", "both", "the three of them", 2冊: so many of what was spoken of. */
  readonly count?: number
  /** "Both", "the two", "which of them", 両方: all that was shown. */
  readonly all: boolean
  /** "All in all", 合計, 合わせて: what they cost together. */
  readonly sums: boolean
  /** "The other one", もう一つ. */
  readonly other: boolean
  /** "The others", "anything else", ほかには: what was not shown yet. */
  readonly others: boolean
  /** "The rest", 残りは: the volumes behind those that were asked for. */
  readonly rest: boolean
  /** "That author", "by her", 同じ作者. */
  readonly person: boolean
  readonly next: boolean
  /** The next one that comes out: 次の新刊. */
  readonly newBook: boolean
  readonly previous: boolean
  /** 「さっきの漫画」: what was spoken of before the list that was shown. */
  readonly earlier: boolean
  /** "The one after the seventh". */
  readonly after?: number
  /** "The middle one", 真ん中の巻. */
  readonly middle: boolean
  /** 「最初に聞いた巻」, "the first one I asked about": in the order in which the customer named them. */
  readonly asked?: PointedPlace
  /** "The one that was sold out", さっき品切れだったほう. */
  readonly soldOut: boolean
  /** "It", "that one", それ. */
  readonly back: boolean
  /** "The one about jellyfish": which of several is told by what it is like. */
  readonly describes: boolean
  /** It is one: "the one about bread", not "ones about bread". */
  readonly single: boolean
  /** Numbers and no volume word: "is 14 in stock?", "7 and 8?" */
  readonly numbers: ReadonlyArray<number>
  /** "The shorter one", 長い方, "the cheaper one". */
  readonly measure?: PointedMeasure
  /** "All of it", 全部まとめて. */
  readonly whole: boolean
  /** "The latest one": the newest volume. */
  readonly latest: boolean
  /** "Great, thank you", なるほど: asks for nothing. */
  readonly acknowledges: boolean
  /** "Wow, long", 高いなー: says how something is, and no more. */
  readonly reacts: boolean
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
  /** "Back to the romances": to what was shown for the wishes. */
  readonly returns: boolean
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

/** 「残りは」, which elsewhere is what comes in another parcel. */
const isRestIn = ({ cut, letters }: StoreReading["reading"]): boolean =>
  cut.some(({ kind, start }) => kind === "TOGETHER" && letters.text.startsWith("残り", start))

export const pointingOf = (asked: StoreReading): Pointing => {
  const said = byKind(asked.reading.tokens)
  const words = talkWordsOf(asked.reading)
  const has = (these: WordPatterns) => hasPattern(words, these)
  const run = runIn(words)
  const place = run === undefined ? placeIn(words) : undefined
  const numbers = numbersIn(said, asked.reading)
  const measure = measureIn(words)
  const after = afterIn(words)
  const isOther = has(patterns.other)
  const rank = rankIn(words, asked.reading.letters)
  const before = beforeIn(words)
  const isBeside = before !== undefined || after !== undefined
  const count = isBeside ? undefined : countIn(words, asked.reading)
  const kin = has(patterns.main)
    ? "main"
    : has(patterns.sequel)
      ? "sequel"
      : has(patterns.related)
        ? "spin-off"
        : undefined
  const spoken = askedIn(words, asked.reading.letters)
  const month = monthIn(words, asked.reading.letters)
  return {
    ...(place === undefined ? {} : { place }),
    ...(run === undefined ? {} : { run }),
    ...(count === undefined ? {} : { count }),
    numbers,
    ...(after === undefined ? {} : { after }),
    all: run === undefined && has(patterns.all),
    sums: has(patterns.sums),
    other: isOther,
    others: !isOther && has(patterns.others),
    rest: has(patterns.rest) || isRestIn(asked.reading),
    person: has(patterns.person) && !has(patterns.earlier),
    next: has(patterns.next) || says(said, ["VNEXT"]),
    newBook: has(patterns.newBook),
    previous: has(patterns.previous),
    earlier: has(patterns.earlier),
    middle: has(patterns.middle),
    ...(spoken === undefined ? {} : { asked: spoken }),
    soldOut: has(patterns.soldOut),
    back: says(said, kinds.pointers) || has(patterns.definite),
    describes: has(patterns.describes),
    single: has(patterns.single),
    ...(measure === undefined ? {} : { measure }),
    whole: has(patterns.whole),
    latest: has(patterns.latest),
    acknowledges: acknowledgesIn(words),
    reacts: reactsIn(words),
    wants: has(patterns.wants),
    agrees: agreesIn(words, asked.reading),
    why: has(patterns.why),
    returns: has(patterns.returns),
    similar: has(patterns.similar),
    newest: has(patterns.newest),
    ...(kin === undefined ? {} : { related: kin }),
    ...(month === undefined ? {} : { month }),
    keeps: has(patterns.keeps),
    ...(rank === undefined ? {} : { rank }),
    ...(before === undefined ? {} : { before }),
    bare: bareOf(asked),
    replaces: has(patterns.replaces),
    adds: has(patterns.adds),
    adjusts: has(patterns.adjusts),
  }
}
