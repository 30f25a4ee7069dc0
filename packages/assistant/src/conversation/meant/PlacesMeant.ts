/**
 * Finds which of several things a follow-up refers to: those shown together last ("both"), the other one, or one by its
 * place ("the second one", 後のやつ, "the second box"). Pure.
 */
import { byKind, type Pointing, says, type Thing } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import type { Memory } from "../Memory.ts"
import { type About, asThing, listedSeries } from "./About.ts"
import { seriesOfId } from "./Described.ts"
import { ordinalWords } from "./Reason.ts"

/** Facts that a whole series has, whatever volume was spoken of. */
export const ofSeries =
  `FINISHED ONGOING UNFINISHED HIATUS STATUS HOWMANYVOLS HOWMANY VOLS ENDVOLS ENDS SYNOPSIS INFO SHOSAI
  PUBLISHER MAGAZINE GENREWORD AUTHOR WROTE WROTEJA DREW STORYBY SAMEAUTHOR ELSE WORKS ANIME ADAPTED AGE SUITABLE KIDS
  AGEOF READERS DEMO GENRE START WHICHYEAR HOWOLD HOWLONG OPINION COMPLETESET READFIRST MEASURE CHAPTERS OMOSHIROI ALL
  ALLTOLD SEQUELOF OVER BY WHO MAINCHARACTER SETTING`
    .split(/\s+/u)
    .filter(Boolean)
/** "On paper as a box" names two formats: the box is meant. */
export const isOfBox = ({ reading }: Question): boolean =>
  byKind(reading.tokens)["FORMAT"]?.includes("box-set") === true

export const plain = ({ format, series, volume }: Memory["listed"][number]): Thing => ({
  series,
  ...(volume === undefined ? {} : { volume }),
  ...(format === undefined ? {} : { format }),
})

const mostTogether = 12

/** "Both", "which is longer?": those shown together last, else the two spoken of last. */
export const together = (memory: Memory, most = 2): ReadonlyArray<Thing> => {
  const { books = [], isListFresh, listed, recent, topic } = memory
  const isOfBooks = books.some(({ series }) => series === topic?.series)
  if (isOfBooks && !isListFresh && books.length > 1) return books.slice(-mostTogether).map(plain)
  // Of a longer list two were asked about since: these.
  const isOfList =
    topic !== undefined &&
    listedSeries(memory).includes(topic.series) &&
    (listed.length === 2 || recent.length < 2)
  const isOfAnother =
    memory.about === "things" && !isOfBooks && !listedSeries(memory).includes(topic?.series ?? "")
  return listed.length > 1 && (isListFresh || isOfList || (recent.length < 2 && !isOfAnother))
    ? listed.map(plain)
    : recent.slice(0, most).toReversed().map(asThing)
}

export const others = (memory: Memory): Thing | undefined => {
  const now = memory.topic
  const isOther = ({ series, volume }: Thing) =>
    series !== now?.series || (volume !== undefined && volume !== now.volume)
  const of = memory.listed.length === 2 ? memory.listed.map(plain) : memory.recent.map(asThing)
  return of.find(isOther)
}

export const atPlace = (
  { at, fromEnd }: NonNullable<Pointing["place"]>,
  { listed: shown, recent }: Memory,
): About => {
  // "The latter": of two that were spoken of one after the other.
  const listed: ReadonlyArray<Thing> =
    shown.length < 2 && recent.length > 1
      ? recent.slice(0, 2).toReversed().map(asThing)
      : shown.map(plain)
  const found = fromEnd ? listed.at(-1) : listed[at]
  if (found !== undefined) return { things: [found], isPlaced: true }
  const lacks =
    listed.length === 0
      ? `the ${ordinalWords[at] ?? "last"} of nothing that was shown`
      : `the ${ordinalWords[at] ?? "last"} of ${listed.length} that were shown`
  return { things: listed, lacks }
}

/** 「最初に聞いた巻」, 「さっき品切れだったほう」, "the middle one": of what was asked for so far. */
export const pointedOut = (
  { reading }: Question,
  { asked, middle, soldOut }: Pointing,
  memory: Memory,
): About | undefined => {
  const { books = [], listed, named = [], topic } = memory
  if (soldOut && memory.soldOut !== undefined) return { things: [plain(memory.soldOut)] }
  const said = byKind(reading.cut)
  const ofVolumes = says(said, ["KAN", "VOLWORD", "SATSU"])
  if (asked !== undefined) {
    const isOfBooks = (ofVolumes && !says(said, ["NUM"])) || named.length < 2
    const among = isOfBooks && books.length > 1 ? books.map(plain) : named.map(asThing)
    const found = asked.fromEnd ? among.at(-1) : among[asked.at]
    if (found === undefined || among.length < 2) return undefined
    return { things: [found], isPlaced: found.volume === undefined }
  }
  if (!middle) return undefined
  const volumes = topic === undefined ? 0 : (seriesOfId(topic.series)?.volumes ?? 0)
  const isOfSeries = topic !== undefined && books.length < leastAround && volumes === leastAround
  const among: ReadonlyArray<Thing> = isOfSeries
    ? [1, 2, 3].map((volume) => ({ series: topic.series, volume }))
    : (books.length >= leastAround ? books : listed).map(plain)
  const found = among.length % 2 === 1 ? among[(among.length - 1) / 2] : undefined
  return found === undefined ? undefined : { things: [found], isPlaced: true }
}
/** Between two others. */
const leastAround = 3

const ordinals: ReadonlySet<string> = new Set(
  "first second third fourth fifth former latter".split(" "),
)
const volumesInBox = 10

export const numbered = (memory: Memory, volume: number, isBox: boolean): About | undefined => {
  const { topic } = memory
  if (topic === undefined) return undefined
  const boxes = Math.floor((seriesOfId(topic.series)?.volumes ?? 0) / volumesInBox)
  // "When is 15?" asks for no fifteenth box.
  const isOfBoxes = isBox || (topic.format === "box-set" && volume <= boxes)
  const box = isOfBoxes ? { format: "box-set" as const } : {}
  return { things: [{ series: topic.series, volume, ...box }] }
}

/** 「2番目のほうの1巻」 */
export const withVolume = (
  { slots }: Question,
  pointing: Pointing,
  { asked }: Memory,
  about: About,
): About => {
  const [only, more] = about.things
  // "And the latter's?", where the latest volume of the former was asked for.
  const before = pointing.bare ? asked : undefined
  const isSaid = (kind: string) => before?.some((word) => word.kind === kind) === true
  const isLatest = pointing.latest || isSaid("LATESTOF")
  const isNext = pointing.next || isSaid("NEXTOF")
  const volume = slots.volume ?? (isLatest ? "latest" : isNext ? "next" : undefined)
  return volume !== undefined &&
    only?.format === undefined &&
    only !== undefined &&
    more === undefined &&
    about.isPlaced
    ? { ...about, things: [{ ...only, volume }] }
    : about
}

/** "The second": a place in a list that was just shown, else a volume, or a box, of what was spoken of. */
export const placed = (
  question: Question,
  pointing: Pointing,
  memory: Memory,
): About | undefined => {
  const { rank } = pointing
  const isRanked = rank !== undefined && memory.about === "wish" && memory.listed.length > 1
  const place = isRanked ? { at: rank - 1, fromEnd: false } : pointing.place
  if (place === undefined) return undefined
  const { isListFresh, isPlaced, listed, topic } = memory
  const areTwoSince = listed.length !== 2 && !isListFresh && memory.recent.length > 1
  if (place.ofTwo === true && areTwoSince) {
    return atPlace(place, { ...memory, listed: [] })
  }
  if (place.ofTwo === true && listed.length > 1) return atPlace(place, memory)
  const isBox = isOfBox(question) || topic?.format === "box-set"
  const isOfSeries = says(byKind(question.reading.tokens), ofSeries)
  const wasList = listed.length > 0 && memory.about === "wish"
  // "The first one's full set" after two series, though a volume of one was spoken of since.
  const isOfSeriesSpoken = topic?.volume === undefined || pointing.whole
  if (isOfSeriesSpoken && listed.length < 2 && memory.recent.length > 1 && !isBox) {
    return atPlace(place, memory)
  }
  if (topic === undefined || (isOfSeries && listed.length > 1) || wasList) {
    return atPlace(place, memory)
  }
  if (listed.length > 0 && (isListFresh || isPlaced) && !isBox) return atPlace(place, memory)
  // "Box sets for the second?" of two series.
  const isOfShown = listed.length > 1 && listed.every(({ format }) => format === undefined)
  if (isOfShown && isOfBox(question) && topic.format === undefined && pointing.bare) {
    const { things, ...about } = atPlace(place, memory)
    return {
      ...about,
      things: things.map(({ series }) => ({ series, format: "box-set" as const })),
    }
  }
  // 「後のやつの1巻」, "the first one": of those that were spoken of together, whatever was said of them since.
  const said = byKind(question.reading.tokens)
  const isOfSpoken =
    listed.every(({ series }) => memory.recent.includes(series)) &&
    said["THEY"]?.some((each) => ordinals.has(each)) === true
  const isOne = says(said, ["YATSU", "NOHOU"]) || isOfSpoken
  if (listed.length > 1 && isOne && !isBox) return atPlace(place, memory)
  const last = seriesOfId(topic.series)?.volumes ?? 1
  return numbered(memory, place.fromEnd ? last : place.at + 1, isBox)
}
