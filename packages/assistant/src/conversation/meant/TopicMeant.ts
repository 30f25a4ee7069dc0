/**
 * Finds what of the conversation's topic a follow-up asks about: the series, one or several of its volumes, a box set, or
 * all of it (13巻全部, "digital, all in all"). Pure.
 */
import { byKind, type Pointing, says, type Thing } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import type { Memory } from "../Memory.ts"
import { type About, asThing } from "./About.ts"
import { addsTo, boxOf, inRange, spanned, spanOf } from "./BooksTogether.ts"
import { seriesOfId } from "./Described.ts"
import { isOfBox, numbered, ofSeries, plain } from "./PlacesMeant.ts"

/** What is asked of single books. */
const ofBooks = ["PRICE", "STOCK", "COPY", "LEFT", "SOLDOUT", "RELEASE", "FORMAT", "CHEAP"]

const topicThing = ({ topic }: Memory): Thing | undefined =>
  topic === undefined
    ? undefined
    : {
        series: topic.series,
        ...(topic.volume === undefined ? {} : { volume: topic.volume }),
        ...(topic.format === undefined ? {} : { format: topic.format }),
      }

const mostTogether = 3

export const volumeKinds = new Set(["BOOK", "VOLUME", "NUM", "KAN", "VOLWORD"])
const latestKinds = new Set(["LATEST", "LATESTJA", "LATESTOF", "VLATEST", "TALK=latest"])
const sumKinds = ["PRICE", "STOCK", "FORMAT", "RELEASE", "WHEN"]

const ofPriceAlone: ReadonlySet<string> = new Set("PRICE AND TOPIC THEY THAT IT ALLTOLD".split(" "))

/** Of a box they ask what it holds. */
const countingVolumes: ReadonlySet<string> = new Set("VOLS HOWMANYVOLS ALL".split(" "))

/** 13巻全部, 4冊まとめて: the number is that of all there are. */
const isOfAll = (question: Question, { count, whole }: Pointing, series: string): boolean => {
  const all = seriesOfId(series)?.volumes
  const saysAll = question.reading.cut.some(({ kind }) => kind === "ZEN")
  return whole && all !== undefined && (saysAll || question.slots.volume === all || count === all)
}

/** The volumes of the series that were asked for last. */
const volumesOf = (series: string, { books = [], topic }: Memory): ReadonlyArray<number> =>
  (books.length > 0 ? books : [topic]).flatMap((book) =>
    book?.series === series && book.volume !== undefined ? [book.volume] : [],
  )

/** "Digital, all in all": of a series that is spoken of, and of no volume. */
const isOfSum = ({ all, whole }: Pointing, { volume }: Thing): boolean =>
  all && !whole && volume === undefined

export const topicOf = (
  question: Question,
  pointing: Pointing,
  memory: Memory,
): About | undefined => {
  const thing = topicThing(memory)
  if (thing === undefined) return undefined
  const { slots } = question
  const said = byKind(question.reading.tokens)
  const { series } = thing
  if (isOfAll(question, pointing, series)) return { things: [asThing(series)], isWhole: true }
  const span = spanOf(question)
  if (span.length > 0) return { things: span.map((volume): Thing => ({ series, volume })) }
  if (typeof slots.volume === "number") {
    const more = [...(said["VOLUME"] ?? []).map(Number), ...pointing.numbers]
    const further = (said["VOLSPAN"] ?? []).flatMap((to) =>
      spanned(Number(slots.volume), Number(to)),
    )
    // "And 11, both together": the book of before, and this one.
    const { count = 0 } = pointing.all ? pointing : {}
    const before = memory.topic?.volume
    const isBeside = before !== undefined && count > 1 && more.length < count
    const earlier = pointing.sums && addsTo(question) ? volumesOf(series, memory) : []
    const volumes = [
      ...new Set([...(isBeside ? [before] : []), ...earlier, slots.volume, ...more, ...further]),
    ]
    // "A box with volume 6 in it" is the first.
    const isHeld = says(said, ["WITH", "IN", "HOLDS", "INCLUDED", "WHATIN"])
    const thingOf = (volume: number): Thing =>
      isOfBox(question)
        ? { series, volume: isHeld ? boxOf(volume) : volume, format: "box-set" }
        : { series, volume }
    return { things: volumes.map(thingOf) }
  }
  if (slots.volume === "latest" || pointing.latest)
    return { things: [{ series, volume: "latest" }] }
  // "Which volume is the latest?", "how much is it?"
  const wasLatest =
    memory.asked?.some(
      ({ kind, value }) => latestKinds.has(kind) || latestKinds.has(`${kind}=${value}`),
    ) === true
  if (wasLatest && thing.volume === undefined && says(said, sumKinds) && !says(said, ofSeries)) {
    return { things: [{ series, volume: "latest" }] }
  }
  // 「それ町、紙で全巻そろう？」, 「いくらになる？」
  const wasWhole = memory.asked?.some(({ kind }) => kind === "COMPLETESET") === true
  const asksPriceAlone = question.reading.tokens.every(({ kind }) => ofPriceAlone.has(kind))
  if (wasWhole && thing.volume === undefined && thing.format === undefined && asksPriceAlone) {
    return { things: [asThing(series)], isWhole: true, isStillWhole: true }
  }
  const [number, ...more] = inRange(question, pointing.numbers)
  if (number !== undefined && !says(said, ["HOWMANY", "HOWMANYVOLS", "TOP", "YEARS"])) {
    const further = more.flatMap((each) => numbered(memory, each, isOfBox(question))?.things ?? [])
    const things = numbered(memory, number, isOfBox(question))?.things ?? []
    return { things: [...things, ...further] }
  }
  const ofList = memory.isListFresh && memory.listed.length > 1 && memory.about === "things"
  const isOfBoth = says(said, ofSeries) && !says(said, ofBooks) && !pointing.back
  const areWorks = memory.author !== undefined
  const areSeries = !areWorks && memory.listed.every(({ volume }) => volume === undefined)
  // 「巻数は？」 of two that were just spoken of together.
  if (ofList && isOfBoth && areSeries && memory.listed.length <= mostTogether) {
    return { things: memory.listed.map(plain) }
  }
  const areBooks = memory.listed.every(({ volume }) => volume !== undefined)
  if (slots.format !== undefined && ofList && areBooks && pointing.bare && !pointing.whole) {
    return { things: memory.listed.map(plain) }
  }
  if (slots.format !== undefined && slots.format !== "box-set" && thing.format === "box-set") {
    return { things: [asThing(series)] }
  }
  if (isOfBox(question) && thing.format === undefined) {
    return { things: [{ series, format: "box-set" }] }
  }
  if (isOfSum(pointing, thing) && (says(said, ["PRICE", "BUY", "FORMAT"]) || pointing.bare)) {
    return { things: [asThing(series)], isWhole: true }
  }
  // "What is in the second box?"
  const asksContents = says(said, ["WHATIN", "ITEMRECEIVED", "KARAJA"])
  if (thing.format === "box-set" && asksContents) return { things: [thing] }
  // "How many boxes are there?"
  if (thing.format === "box-set" && says(said, ["HOWMANY"])) {
    return { things: [{ series, format: "box-set" }] }
  }
  // 「全箱だと？」
  if (thing.format === "box-set" && (pointing.all || says(said, ["ZEN", "ALL", "COMPLETESET"]))) {
    return { things: [{ series, format: "box-set" }] }
  }
  // "Which volumes are in it?"
  const isInBox =
    thing.format === "box-set" &&
    Object.keys(said).every((kind) => !ofSeries.includes(kind) || countingVolumes.has(kind))
  if (isInBox) return { things: [thing] }
  if (says(said, ofSeries) && !says(said, ofBooks)) return { things: [asThing(series)] }
  if (says(said, ["COMPLETESET", "ALL", "ALLTOLD"])) return { things: [asThing(series)] }
  return { things: [thing] }
}
