/**
 * Finds the books that a follow-up refers to ("the second one", "its next volume", "by her", "the one about ballet")
 * and what is asked of them. If it names only a book ("and volume 5?"), the earlier question is asked of it.
 *
 * Pure. The result names the books, so that the question stands alone.
 */
import { byKind, type Pointing, says, type Thing } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import { type About, asThing, listedSeries } from "./About.ts"
import {
  authorOf,
  chosenByFacts,
  chosenByMeasure,
  chosenByWords,
  seriesOfId,
  worksOf,
} from "./Described.ts"
import type { Memory } from "../Memory.ts"
import { countedOf, inRange, others, plain, together } from "./BooksTogether.ts"
import { relatedMeant } from "./KinMeant.ts"
import { bySameAuthor, ofPerson } from "./PersonMeant.ts"
import { ordinalWords } from "./Reason.ts"

/** Facts that a whole series has, whatever volume was spoken of. */
const ofSeries =
  `FINISHED ONGOING UNFINISHED HIATUS STATUS HOWMANYVOLS HOWMANY VOLS ENDVOLS ENDS SYNOPSIS INFO SHOSAI
  PUBLISHER MAGAZINE GENREWORD AUTHOR WROTE WROTEJA DREW STORYBY SAMEAUTHOR ELSE WORKS ANIME ADAPTED AGE SUITABLE KIDS
  AGEOF READERS DEMO GENRE START WHICHYEAR HOWOLD HOWLONG OPINION COMPLETESET READFIRST MEASURE CHAPTERS OMOSHIROI ALL
  ALLTOLD SEQUELOF BY WHO MAINCHARACTER SETTING`
    .split(/\s+/u)
    .filter(Boolean)
/** What is asked of single books. */
const ofBooks = ["PRICE", "STOCK", "COPY", "LEFT", "SOLDOUT", "RELEASE", "FORMAT", "CHEAP"]

/** "On paper as a box" names two formats: the box is meant. */
const isOfBox = ({ reading }: Question): boolean =>
  byKind(reading.tokens)["FORMAT"]?.includes("box-set") === true

const topicThing = ({ topic }: Memory): Thing | undefined =>
  topic === undefined
    ? undefined
    : {
        series: topic.series,
        ...(topic.volume === undefined ? {} : { volume: topic.volume }),
        ...(topic.format === undefined ? {} : { format: topic.format }),
      }

const atPlace = (
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

const volumesInBox = 10

const numbered = (memory: Memory, volume: number, isBox: boolean): About | undefined => {
  const { topic } = memory
  if (topic === undefined) return undefined
  const boxes = Math.floor((seriesOfId(topic.series)?.volumes ?? 0) / volumesInBox)
  // "When is 15?" asks for no fifteenth box.
  const isOfBox = isBox || (topic.format === "box-set" && volume <= boxes)
  const box = isOfBox ? { format: "box-set" as const } : {}
  return { things: [{ series: topic.series, volume, ...box }] }
}

/** "The second": a place in a list that was just shown, else a volume, or a box, of what was spoken of. */
const placed = (question: Question, pointing: Pointing, memory: Memory): About | undefined => {
  const { rank } = pointing
  const isRanked = rank !== undefined && memory.about === "wish" && memory.listed.length > 1
  const place = isRanked ? { at: rank - 1, fromEnd: false } : pointing.place
  if (place === undefined) return undefined
  const { isListFresh, isPlaced, listed, topic } = memory
  const isBox = isOfBox(question) || topic?.format === "box-set"
  const isOfSeries = says(byKind(question.reading.tokens), ofSeries)
  const wasList = listed.length > 0 && memory.about === "wish"
  if (topic?.volume === undefined && listed.length < 2 && memory.recent.length > 1 && !isBox) {
    return atPlace(place, memory)
  }
  if (topic === undefined || (isOfSeries && listed.length > 1) || wasList) {
    return atPlace(place, memory)
  }
  if (listed.length > 0 && (isListFresh || isPlaced) && !isBox) return atPlace(place, memory)
  const last = seriesOfId(topic.series)?.volumes ?? 1
  return numbered(memory, place.fromEnd ? last : place.at + 1, isBox)
}

/** Of a list that was just shown, what comes next comes of one that still runs. */
const stillRunning = ({ isListFresh, listed, topic }: Memory): Memory["topic"] => {
  const runs = ({ series }: Thing) => seriesOfId(series)?.status !== "completed"
  return !isListFresh || topic === undefined || runs(topic) ? topic : (listed.find(runs) ?? topic)
}

const neighbour = (
  question: Question,
  { after, before, newBook, next }: Pointing,
  memory: Memory,
): About | undefined => {
  const topic = next ? stillRunning(memory) : memory.topic
  if (topic === undefined) return undefined
  const { series, volume } = topic
  if (before !== undefined && before > 1) return { things: [{ series, volume: before - 1 }] }
  if (after !== undefined) return { things: [{ series, volume: after + 1 }] }
  if (next && memory.isPlaced && question.intent === "other") {
    const at = memory.listed.findIndex((each) => each.series === series)
    return atPlace({ at: at + 1, fromEnd: false }, memory)
  }
  const out = seriesOfId(series)?.volumes ?? 0
  const asksWhen =
    question.intent === "release-date" ||
    says(byKind(question.reading.tokens), ["WHEN", "RELEASE", "RELEASEDATE"])
  const book = plain(topic)
  if (!next) {
    const isFirst = volume === undefined || volume < 2
    return isFirst ? undefined : { things: [{ ...book, volume: volume - 1 }] }
  }
  if (volume !== undefined && volume < out && !asksWhen && !newBook) {
    return { things: [{ ...book, volume: volume + 1 }] }
  }
  return { things: [{ series, volume: "next" }] }
}

/** "The shorter one", 長い方: of those compared, with what is asked of it. */
const measuredOne = (
  question: Question,
  { measure }: Pointing,
  memory: Memory,
): About | undefined => {
  const [series] =
    measure === undefined
      ? []
      : chosenByMeasure(
          measure,
          together(memory, 3).map((thing) => thing.series),
        )
  if (series === undefined) return undefined
  const { volume } = question.slots
  return { things: [typeof volume === "number" ? { series, volume } : { series }] }
}

/** What is described among those shown, else among the works of who made them. */
const described = (question: Question, pointing: Pointing, memory: Memory): About | undefined => {
  const among = memory.listed.length > 1 ? listedSeries(memory) : memory.recent
  const measured = measuredOne(question, pointing, memory)
  if (measured !== undefined) return measured
  // "Which is longer?" of two compares them.
  const said = byKind(question.reading.tokens)
  if (says(said, ["WHICH"]) && says(said, ["MEASURE"]) && together(memory).length === 2) {
    return undefined
  }
  // "The one with wheelchairs, is it finished?" does not choose by that.
  const asksWhich = memory.isListFresh && question.reading.letters.text.startsWith("which")
  if ((pointing.describes || asksWhich) && !says(said, ["IT"])) {
    const byFacts = chosenByFacts(
      question,
      together(memory, 3).map(({ series }) => series),
    )
    if (byFacts !== undefined && byFacts.length > 0) {
      return { things: byFacts.map(asThing), isChosen: true }
    }
  }
  if (!pointing.describes) return undefined
  const author = memory.author ?? (memory.topic && authorOf(memory.topic.series))
  const chosen =
    chosenByWords(question, among) ??
    (author === undefined ? undefined : chosenByWords(question, worksOf(author)))
  return chosen === undefined ? undefined : { things: [asThing(chosen)] }
}

const compares = (question: Question): boolean =>
  question.reference.compares || says(byKind(question.reading.tokens), ["MEASURE", "READFIRST"])

/** Of a box they ask what it holds. */
const countingVolumes: ReadonlySet<string> = new Set("VOLS HOWMANY HOWMANYVOLS ALL".split(" "))

const latestKinds = new Set(["LATEST", "LATESTJA", "LATESTOF", "VLATEST"])
const sumKinds = ["PRICE", "STOCK", "FORMAT", "RELEASE", "WHEN"]

const topicOf = (question: Question, pointing: Pointing, memory: Memory): About | undefined => {
  const thing = topicThing(memory)
  if (thing === undefined) return undefined
  const { slots } = question
  const said = byKind(question.reading.tokens)
  const { series } = thing
  if (typeof slots.volume === "number") {
    const more = [...(said["VOLUME"] ?? []).map(Number), ...pointing.numbers]
    const volumes = [...new Set([slots.volume, ...more])]
    const thingOf = (volume: number): Thing =>
      isOfBox(question) ? { series, volume, format: "box-set" } : { series, volume }
    return { things: volumes.map(thingOf) }
  }
  if (slots.volume === "latest" || pointing.latest)
    return { things: [{ series, volume: "latest" }] }
  // "Which volume is the latest?", "how much is it?"
  const wasLatest = memory.asked?.some(({ kind }) => latestKinds.has(kind)) === true
  if (wasLatest && thing.volume === undefined && says(said, sumKinds) && !says(said, ofSeries)) {
    return { things: [{ series, volume: "latest" }] }
  }
  const [number, ...more] = inRange(question, pointing.numbers)
  if (number !== undefined && !says(said, ["HOWMANY", "HOWMANYVOLS", "TOP", "YEARS"])) {
    const further = more.flatMap((each) => numbered(memory, each, isOfBox(question))?.things ?? [])
    const things = numbered(memory, number, isOfBox(question))?.things ?? []
    return { things: [...things, ...further] }
  }
  const ofList = memory.isListFresh && memory.listed.length > 1 && memory.about === "things"
  const areBooks = memory.listed.every(({ volume }) => volume !== undefined)
  if (slots.format !== undefined && ofList && areBooks && pointing.bare) {
    return { things: memory.listed.map(plain) }
  }
  if (slots.format !== undefined && slots.format !== "box-set" && thing.format === "box-set") {
    return { things: [asThing(series)] }
  }
  if (isOfBox(question) && thing.format === undefined) {
    return { things: [{ series, format: "box-set" }] }
  }
  const isInBox =
    thing.format === "box-set" &&
    Object.keys(said).every((kind) => !ofSeries.includes(kind) || countingVolumes.has(kind))
  if (isInBox) return { things: [thing] }
  if (says(said, ofSeries) && !says(said, ofBooks)) return { things: [asThing(series)] }
  if (says(said, ["COMPLETESET", "ALL", "ALLTOLD"])) return { things: [asThing(series)] }
  return { things: [thing] }
}

/** Most telling first. */
export const thingsMeant = (
  question: Question,
  pointing: Pointing,
  memory: Memory,
): About | undefined => {
  const kin = relatedMeant(question, pointing, memory)
  if (kin !== undefined) return kin
  const same = bySameAuthor(question, pointing, memory)
  if (same !== undefined) return same
  if (pointing.first !== undefined && memory.listed.length > 1) {
    return { things: memory.listed.slice(0, pointing.first).map(plain) }
  }
  const { topic } = memory
  if (pointing.first !== undefined && topic?.format === "box-set") {
    // "The first two" of the box sets.
    const box = (_: unknown, at: number): Thing => ({ ...plain(topic), volume: at + 1 })
    return { things: Array.from({ length: pointing.first }, box) }
  }
  if (pointing.first !== undefined && topic !== undefined && memory.about === "things") {
    const volume = (_: unknown, at: number): Thing => ({ series: topic.series, volume: at + 1 })
    return { things: Array.from({ length: pointing.first }, volume) }
  }
  if (pointing.count !== undefined && !pointing.whole) {
    const group = countedOf(pointing.count, question, memory)
    if (group !== undefined) return group
  }
  if (pointing.person) {
    const works = ofPerson(question, pointing, memory)
    if (works !== undefined) return works
  }
  const place = placed(question, pointing, memory)
  if (place !== undefined) return place
  if (pointing.other) {
    const other = others(memory)
    if (other !== undefined) return { things: [other] }
  }
  const chosen = described(question, pointing, memory)
  if (chosen !== undefined) return chosen
  if (pointing.others && memory.author !== undefined && memory.about === "things") {
    return { things: [], person: memory.author }
  }
  const pair = together(memory)
  if (((pointing.all && !pointing.whole) || compares(question)) && pair.length > 1) {
    return { things: pair.slice(0, 4) }
  }
  // "The following one, 62": its number tells more.
  const isNumbered =
    pointing.numbers.length > 0 && pointing.after === undefined && !pointing.previous
  if ((pointing.next && !isNumbered) || pointing.previous) {
    const near = neighbour(question, pointing, memory)
    if (near !== undefined) return near
  }
  return topicOf(question, pointing, memory)
}
