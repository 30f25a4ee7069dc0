/**
 * Finds the books that a follow-up refers to ("the second one", "its next volume", "by her", "the one about ballet")
 * and what is asked of them. If it names only a book ("and volume 5?"), the earlier question is asked of it.
 *
 * Pure. The result names the books, so that the question stands alone.
 */
import { byKind, type Pointing, says, type Thing } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import type { Memory } from "../Memory.ts"
import { type About, asThing, listedSeries } from "./About.ts"
import {
  authorOf,
  chosenByFacts,
  chosenByMeasure,
  chosenByWords,
  relatedTo,
  seriesOfId,
  worksOf,
} from "./Described.ts"
import { addsTo, countedOf, lastAsked, namedPair, runOf, spanOf } from "./BooksTogether.ts"
import { relatedMeant } from "./KinMeant.ts"
import { bySameAuthor, ofPerson } from "./PersonMeant.ts"
import {
  atPlace,
  ofSeries,
  others,
  placed,
  plain,
  pointedOut,
  together,
  withVolume,
} from "./PlacesMeant.ts"
import { topicOf, volumeKinds } from "./TopicMeant.ts"

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
  const [sequel] = relatedTo(series, "sequel")
  const isOver = next && volume === undefined && seriesOfId(series)?.status === "completed"
  // 「続きのシリーズがあると聞いたのですが」: of a story that is told to its end it is the sequel.
  if (isOver && sequel !== undefined && sequel !== series) {
    return { things: [asThing(sequel)], isRelated: true }
  }
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

/** "The shortest", of all that somebody made; else of the two spoken of. */
const measurable = (memory: Memory): ReadonlyArray<string> =>
  memory.author !== undefined && memory.listed.length > 2 && memory.about === "things"
    ? worksOf(memory.author)
    : together(memory).map((thing) => thing.series)

/** "The shorter one", 長い方: of those compared, with what is asked of it. */
const measuredOne = (
  question: Question,
  { measure }: Pointing,
  memory: Memory,
): About | undefined => {
  const [series] = measure === undefined ? [] : chosenByMeasure(measure, measurable(memory))
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
      // 「車椅子バスケの方」 of two about basketball.
      const best = byFacts.length > 1 ? chosenByWords(question, byFacts) : undefined
      return { things: (best === undefined ? byFacts : [best]).map(asThing), isChosen: true }
    }
  }
  const author = memory.author ?? (memory.topic && authorOf(memory.topic.series))
  // 「今連載してるのは？」 of who made what was spoken of.
  const asksStatus = question.reading.letters.text.endsWith("のは") && !says(said, ["MEASURE"])
  if (memory.author !== undefined && asksStatus) {
    const works = chosenByFacts(question, worksOf(memory.author)) ?? []
    if (works.length > 0) return { things: works.map(asThing), isChosen: true }
  }
  if (!pointing.describes) return undefined
  const chosen =
    chosenByWords(question, among) ??
    (author === undefined ? undefined : chosenByWords(question, worksOf(author)))
  return chosen === undefined ? undefined : { things: [asThing(chosen)] }
}

/** What was spoken of before a list was shown that it is not in. */
const earlierOf = (memory: Memory): string | undefined => {
  const [last] = memory.recent
  const isOfList = last === undefined || listedSeries(memory).includes(last)
  return memory.about === "wish" && !isOfList ? last : undefined
}

const compares = (question: Question): boolean =>
  question.reference.compares ||
  says(byKind(question.reading.tokens), ["READFIRST"]) ||
  // As a wish "the shortest" is a length.
  says(byKind(question.reading.cut), ["MEASURE"])

/** Of more series at once a list is meant. */
const mostSeries = 4

/** "And the other one's volume 1, together?": with the book of before, where a sum of both is asked for. */
const withOther = (
  question: Question,
  { sums }: Pointing,
  { topic }: Memory,
  other: Thing,
): ReadonlyArray<Thing> => {
  const { volume } = question.slots
  const isBook = other.volume === undefined && other.format === undefined
  const last = seriesOfId(other.series)?.volumes ?? 0
  const here = typeof volume === "number" ? volume : topic?.volume
  const asksOfBook = !says(byKind(question.reading.tokens), ofSeries)
  const one = isBook && here !== undefined && here <= last && asksOfBook
  const meant = one ? { ...other, volume: here } : other
  const isBeside = sums && addsTo(question) && topic !== undefined && topic.series !== other.series
  return isBeside ? [plain(topic), meant] : [meant]
}

const wasWhole = ({ asked }: Memory): boolean =>
  asked?.some(({ kind }) => kind === "COMPLETESET") === true

/** What series cost together is asked of all their volumes, where all were asked for before. */
const asWhole = (group: About, { reading }: Question, memory: Memory): About => {
  const areSeries = group.things.every(
    ({ format, volume }) => format === undefined && volume === undefined,
  )
  const isSum = areSeries && group.things.length > 1 && wasWhole(memory)
  return isSum && says(byKind(reading.tokens), ["PRICE"])
    ? { ...group, isWhole: true, isStillWhole: true }
    : group
}

/** Most telling first. */
export const thingsMeant = (
  question: Question,
  pointing: Pointing,
  memory: Memory,
): About | undefined => {
  // 「後者は続編出てるんでしょ？」
  const base = pointing.related === undefined ? undefined : placed(question, pointing, memory)
  const [of] = base?.things ?? []
  const ofPlace = of === undefined ? memory : { ...memory, topic: { series: of.series } }
  const kin = relatedMeant(question, pointing, ofPlace)
  if (kin !== undefined) return kin
  const pointed = pointedOut(question, pointing, memory)
  if (pointed !== undefined) return withVolume(question, pointing, memory, pointed)
  const same = bySameAuthor(question, pointing, memory)
  if (same !== undefined) return same
  // 最初の3冊 of a series, and not the first three that were shown.
  const ofVolumes = says(byKind(question.reading.tokens), ["SATSU", "VOLUME", "KAN"])
  const isOfOther =
    !memory.isListFresh && !listedSeries(memory).includes(memory.topic?.series ?? "")
  const isOfThing = memory.about === "things" && (ofVolumes || isOfOther)
  const { topic } = memory
  const { run } = pointing
  const asked = pointing.rest && memory.about === "things" ? lastAsked(memory) : undefined
  if (asked !== undefined) return { things: [asked], isRest: true }
  if (run !== undefined && memory.listed.length > 1 && !isOfThing) {
    const shown = memory.listed.map(plain)
    return { things: run.fromEnd ? shown.slice(-run.count) : shown.slice(0, run.count) }
  }
  if (run !== undefined && topic !== undefined) return { things: runOf(plain(topic), run) }
  const { count } = pointing
  // "All of both"; "3 and 4, both": no group of before.
  const isBoth = pointing.whole && count === 2
  const namesBooks =
    says(byKind(question.reading.tokens), ["VOLUME"]) ||
    pointing.numbers.some((number) => number !== count)
  if (count !== undefined && !isBoth && !namesBooks) {
    const group = countedOf(count, question, memory)
    if (group !== undefined) return asWhole(group, question, memory)
  }
  // 「後者の作者は？」 asks of one of two; "what else did she make?" asks for works.
  if (pointing.person && (pointing.place === undefined || pointing.others)) {
    const works = ofPerson(question, pointing, memory)
    if (works !== undefined) return works
  }
  const place = placed(question, pointing, memory)
  if (place !== undefined) {
    return pointing.rank === undefined ? withVolume(question, pointing, memory, place) : place
  }
  if (pointing.other) {
    const other = others(memory)
    if (other !== undefined) return { things: withOther(question, pointing, memory, other) }
  }
  const chosen = described(question, pointing, memory)
  if (chosen !== undefined) return chosen
  if (pointing.others && memory.author !== undefined && memory.about === "things") {
    return { things: [], person: memory.author }
  }
  const earlier = pointing.earlier ? earlierOf(memory) : undefined
  if (earlier !== undefined) return { things: [asThing(earlier)] }
  const shown = together(memory)
  const isOfShown = memory.isListFresh && memory.listed.length === 2
  const pair = count === 2 && !isOfShown ? namedPair(memory, shown) : shown
  const said = byKind(question.reading.tokens)
  // 「在庫もあわせて」: besides, and of nothing together.
  const isBeside = pointing.sums && says(said, ["STOCK"]) && !says(said, ["PRICE"])
  const isOfPair =
    (pointing.all && (count === 2 || !(pointing.whole || isBeside))) || compares(question)
  const volumesNamed = (said["VOLUME"] ?? []).length + spanOf(question).length
  // 「4巻も足したら？」: these and one more.
  const namesVolumes = volumesNamed > 1 || (volumesNamed === 1 && addsTo(question))
  if (isOfPair && pair.length > 1 && !namesVolumes) {
    // What two series cost is asked of all their volumes.
    const ofVolumes = memory.asked?.some(({ kind }) => volumeKinds.has(kind)) === true
    const isBought = pointing.whole || says(said, ["BUY", "COMPLETESET"])
    const asksSum = pointing.all && says(said, ["PRICE"]) && !ofVolumes
    const isNumbered = question.slots.volume !== undefined || pointing.numbers.length > 0
    const isWhole =
      (isBought || asksSum) && !isNumbered && pair.every(({ volume }) => volume === undefined)
    const things =
      count !== undefined && count < pair.length
        ? pair.slice(-count)
        : pair.slice(0, pair.every(({ volume }) => volume !== undefined) ? undefined : mostSeries)
    return { things, ...(isWhole ? { isWhole, isStillWhole: wasWhole(memory) } : {}) }
  }
  // "The following one, 62": its number tells more.
  const isNumbered =
    (pointing.numbers.length > 0 || typeof question.slots.volume === "number") &&
    pointing.after === undefined &&
    !pointing.previous
  if ((pointing.next && !isNumbered) || pointing.previous) {
    const near = neighbour(question, pointing, memory)
    if (near !== undefined) return near
  }
  return topicOf(question, pointing, memory)
}
