/**
 * Recognises texts that ask for nothing new in a conversation: thanks and farewells (`acknowledgesIn`), a yes
 * (`agreesIn`), a mere reaction ("Wow, expensive."), and texts that only say which thing is meant, as "and volume 5?"
 * (`bareOf`). Pure.
 *
 * `reactionEnd` is the index at which a first sentence that only reacts ends and the rest of the text begins; 0 where
 * there is none.
 */
import { stop } from "@manga-assist/language"
import type { StoreReading } from "../reading/Reading.ts"
import { measureIn } from "./PointedPlaces.ts"
import { hasPattern, type TalkWord, talkWordsOf, wordPatterns } from "./WordPatterns.ts"

/** Kinds that say which thing is meant, or nothing. */
const modifying: ReadonlySet<string> = new Set(
  `
  SERIES BOOK LATESTOF LASTOF NEXTOF NEWOF VOLUME VOLWORD VLATEST VLAST VNEXT VNEW NUM ORD KEN FORMAT FORMATS LANGUAGE
  COMPLETESET PLACE IT THAT THEY AND OR BUT ALSOJA WHATIF CONTINUE HOW ABOUT HOWABOUT PREDICATE NOHOU YATSU KUDASAI
  TOPIC THE FOR TAKE WHAT LATEST OTHERWAY KAN SATSU OPENED UNOPENED METHOD NEXT IFPICK OTHERVOL MINE I TO IN DIGITALLY STILL TELL MATOMETE`
    .split(/\s+/u)
    .filter(Boolean),
)

const sayingNothing: ReadonlySet<string> = new Set(
  "ok okay just and then so well now please hm hmm oh before after previous next both 片 方 番 目 じゃ では えっと う ー る け".split(
    " ",
  ),
)
/** "Do you know Monster?" is a question of its own. */
const toldOf = ["know", "heard", "seen", "tell", "show", "read", "知", "教え", "読"]

/** "And of the older one?" */
const measuring: ReadonlySet<string> = new Set(
  "MEASURE LENGTH MIJIKAI NAGAI FURUI ATARASHII YASUI TAKAI CHEAP".split(" "),
)

/** "Wow, expensive.": what is said to the answer of before, and asks for nothing. */
const reacting: ReadonlySet<string> = new Set(
  "TAKAI NAGAI MIJIKAI YASUI EXPENSIVE CHEAP GOOD QUALITY LENGTH MOOD OMOSHIROI CANJA THAT IT THEY ? NA".split(
    " ",
  ),
)

/** Where a first sentence ends that only reacts: 0 where there is none. */
export const reactionEnd = ({ letters, tokens }: StoreReading["reading"]): number => {
  const at = tokens.findIndex(({ start }, index) => index > 0 && letters.edges[start] === stop)
  const behind = tokens[at]
  return at > 0 &&
    behind !== undefined &&
    tokens.slice(0, at).every(({ kind }) => reacting.has(kind))
    ? behind.start
    : 0
}

/** "None of these.", "There are 112?!", "never mind.": nothing that is named or wished for. */
const beside: ReadonlySet<string> = new Set(
  [
    ...reacting,
    "THEY",
    "NOT",
    "NO",
    "OTHERWAY",
    "EXIST",
    "CLOCK",
    "LANGUAGE",
    "STILL",
    "I",
    "YOU",
    "THE",
  ].filter((kind) => kind !== "MOOD" && kind !== "LENGTH"),
)
/** 「56巻もあるのか。」 */
const counted: ReadonlySet<string> = new Set("NUM VOLUME VOLSMIN ALSOJA KABARE VOLS KAN".split(" "))
/** "Can we switch to English?" */
const switching: ReadonlySet<string> = new Set(
  "CAN CANYOU CHANGE EXCHANGE TO IN KUDASAI ?".split(" "),
)
const mostBeside = 5

/** Where the sentence begins that asks, behind others that only react; 0 where there are none. */
export const asideEnd = ({ cut, letters, tokens }: StoreReading["reading"]): number => {
  const stops = tokens.filter(({ start }, at) => at > 0 && letters.edges[start] === stop)
  const last = stops.at(-1)?.start ?? 0
  const ahead = tokens.filter(({ start }) => start < last)
  const counts = ahead.some(({ kind }) => kind === "EXIST")
  const denies = ahead.some(({ kind }) => kind === "NOT")
  const asksLanguage = ahead.some(({ kind }) => kind === "LANGUAGE")
  const isBeside =
    ahead.length <= mostBeside &&
    ahead.every(
      ({ kind }) =>
        beside.has(kind) ||
        (counts && counted.has(kind)) ||
        (denies && kind === "OUT") ||
        (asksLanguage && switching.has(kind)),
    )
  const isPlace = cut.some(
    ({ kind, start, value }) => start < last && kind === "THEY" && placed.has(value),
  )
  return isBeside && !isPlace ? last : 0
}
const placed: ReadonlySet<string> = new Set(
  "first second third fourth fifth last other next previous both one person".split(" "),
)

/** 「40巻の間違いです」: nothing arrived that is wrong; 「106巻だった」. */
const corrects = wordPatterns("NUM|FORMAT|SERIES KAN~ WRONGITEM $\nNUM KAN PAST $")
const correcting: ReadonlySet<string> = new Set(["WRONGITEM", "PAST"])

/** "And the entire series?" */
const wholeKinds: ReadonlySet<string> = new Set("ALL MANGA VOLS ZEN".split(" "))
/** Of another series of the story. */
const ofKin: ReadonlySet<string> = new Set("SEQUELOF SPINOFFOF ORIGINAL MANGA".split(" "))

export const bareOf = ({ reading }: StoreReading): boolean => {
  const { cut, letters } = reading
  const from = reactionEnd(reading)
  const words = talkWordsOf(reading)
  const isCorrection = hasPattern(words, corrects)
  const tokens = reading.tokens.filter(
    ({ kind, start }) => start >= from && !(isCorrection && correcting.has(kind)),
  )
  const isWhole = tokens.some(({ kind }) => kind === "ALL" || kind === "ZEN")
  const isOfKin = tokens.some(({ kind }) => kind !== "MANGA" && ofKin.has(kind))
  const startsOf = (wanted: string) =>
    new Set(cut.filter(({ kind }) => kind === wanted).map(({ start }) => start))
  const talk = startsOf("TALK")
  // One word that says the edition and "books".
  const ebooks = startsOf("FORMATS")
  const isMeasured = measureIn(words) !== undefined
  return (
    cut.length > 0 &&
    tokens.every(
      ({ kind, start, value }) =>
        modifying.has(kind) ||
        (isMeasured && measuring.has(kind)) ||
        (isOfKin && ofKin.has(kind)) ||
        (isWhole && wholeKinds.has(kind)) ||
        ebooks.has(start) ||
        talk.has(start) ||
        (kind === "?" && sayingNothing.has(value)),
    ) &&
    !cut.some(({ end, kind, sense, start }) => {
      if (sense?.name === true || kind === "FORMAT") return false
      return toldOf.some((each) => letters.text.slice(start, end).includes(each))
    })
  )
}

/** What may stand beside thanks, a farewell or "I see", where nothing is asked. */
const idle: ReadonlySet<string> = new Set(
  `_ TALK I YOU IT THAT THEY MINE GOOD QUALITY ABOUT HAVE PAST THE ? AND BUT ALL FOR FORSOMEBODY HELP CANJA OTHERWAY TO
  INDEF NA NOW TOPIC ALSOJA KABARE BEST READ CLOCK FUT PERIOD ENJOYED TAKE BUY OMOSHIROI NOT SUITABLE`.split(
    /\s+/u,
  ),
)
/** A text of these alone asks for nothing: "great", いいね. */
const pleased: ReadonlySet<string> = new Set(["GOOD", "QUALITY", "TALK=good", "CANJA"])
const closings: ReadonlySet<string> = new Set(["thanks", "bye", "ack"])

const saysOf = (words: ReadonlyArray<TalkWord>, values: ReadonlySet<string>): boolean =>
  words.some(({ kind, value }) => kind === "_" && values.has(value))

export const acknowledgesIn = (words: ReadonlyArray<TalkWord>): boolean => {
  if (words.length === 0) return false
  const isPleased = words.every(
    ({ kind, value }) =>
      pleased.has(kind) || pleased.has(`${kind}=${value}`) || kind === "THAT" || kind === "IT",
  )
  const saysGood = words.some(
    ({ kind }) => kind === "GOOD" || kind === "QUALITY" || kind === "TALK",
  )
  if (isPleased && saysGood) return true
  return saysOf(words, closings) && words.every(({ kind }) => idle.has(kind))
}

const impressions: ReadonlySet<string> = new Set(
  "TAKAI NAGAI MIJIKAI YASUI EXPENSIVE CHEAP LENGTH OMOSHIROI MOOD".split(" "),
)
const besideImpressions: ReadonlySet<string> = new Set("_ NA IT THAT AND BUT CANJA".split(" "))

/** "Long!", 「けっこう高いな」 */
export const reactsIn = (words: ReadonlyArray<TalkWord>): boolean =>
  words.some(({ kind }) => impressions.has(kind)) &&
  words.every(
    ({ kind, key }) =>
      impressions.has(kind) ||
      besideImpressions.has(kind) ||
      key === "TALK=sigh" ||
      key === "TALK=too",
  )

const agreeing: ReadonlySet<string> = new Set("_ SHOW TELL THEY KUDASAI IT THAT DO".split(" "))
const agreement: ReadonlySet<string> = new Set(["agree"])

export const agreesIn = (
  words: ReadonlyArray<TalkWord>,
  { cut }: StoreReading["reading"],
): boolean =>
  (saysOf(words, agreement) && words.every(({ kind }) => agreeing.has(kind))) ||
  (words.length === 1 && words[0]?.kind === "KUDASAI") ||
  // はい, which no list has: in はいつ it would be no yes.
  (cut[0]?.value === "は" && cut[1]?.value === "い")
