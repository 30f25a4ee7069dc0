/**
 * Resolves wishes that are about who made a book that was spoken of: "something similar by other people", "not by the
 * same author", 「同じ先生の、5巻以内で終わるの」. Pure.
 */
import { byKind, type Pointing, says, type WishChange } from "@manga-assist/store-grammar"
import type { Question, Wishes } from "../reading/Question.ts"
import type { Memory } from "./Memory.ts"
import { seriesOfId } from "./meant/Described.ts"
import { changedWishes, noWishes } from "./meant/Wishes.ts"

export interface WishMeant {
  readonly wishes: Wishes
  /** Not shown again, or refused by title. */
  readonly without: ReadonlyArray<string>
}

/** Whose work was spoken of last, or liked. */
const authorsOf = ({ topic, wishes }: Memory): ReadonlyArray<string> => {
  const [liked] = wishes?.slots["LIKEOF"] ?? []
  const series = liked ?? topic?.series
  return series === undefined ? [] : (seriesOfId(series)?.author.english.split(", ") ?? [])
}

/** "Not by the same author", 同じ作者以外; not "the same author did one on food, no?" */
const refusesAuthor = ({ reading: { tokens } }: Question): boolean => {
  const at = tokens.findIndex(({ kind }) => kind === "SAMEAUTHOR")
  if (at < 0) return false
  const isNear = (from: number, to: number, kinds: ReadonlyArray<string>) =>
    tokens.slice(Math.max(0, from), to).some(({ kind }) => kinds.includes(kind))
  return (
    isNear(at - refusalReach, at, ["NOT", "NO", "WITHOUT"]) ||
    isNear(at + 1, at + 1 + refusalReach, ["WITHOUTJA", "NOTJA"])
  )
}
const refusalReach = 3

/** "Something similar by other people": like what was spoken of. "Not by the same author": nothing else of theirs. */
export const likeThat = (
  question: Question,
  change: WishChange,
  { similar }: Pointing,
  memory: Memory,
): WishMeant | undefined => {
  const { authors, series } = question.slots
  if (series.length + authors.length > 0) return undefined
  const isByOthers = says(byKind(question.reading.tokens), ["BY"]) && similar
  const refused = refusesAuthor(question) || isByOthers ? authorsOf(memory) : []
  const { about, topic, wishes = noWishes } = memory
  if (similar && about === "things" && topic !== undefined) {
    const wished = { ...change, wishes: { ...change.wishes, LIKEOF: [topic.series] } }
    const slots = refused.length === 0 ? {} : { NOTPERSON: refused }
    const now = changedWishes({ slots, words: [] }, wished, "add")
    return { wishes: now, without: [topic.series] }
  }
  if (!refusesAuthor(question) || refused.length === 0) return undefined
  const wished = { ...change, wishes: { ...change.wishes, NOTPERSON: refused } }
  return { wishes: changedWishes(wishes, wished, "add"), without: [] }
}

/** By these the works of one person are told apart; what else a text says of them asks for a fact. */
const ofWorks =
  "VOLSMAX VOLSBELOW VOLSMIN VOLSABOVE LENGTH FINISHED ONGOING YEARMIN YEARMAX PRICEMAX PRICEBELOW WHOLEPRICE GENRE NOTGENRE".split(
    " ",
  )
const factsOfWorks = "PRICE STOCK COPY WHEN RELEASE HOWMANYVOLS HOWMANY MEASURE NUM".split(" ")

/** 「同じ先生の、5巻以内で終わるの」: of whose work was spoken of, and like no more than is said. */
export const ofSameAuthor = (
  { reading }: Question,
  change: WishChange,
  pointing: Pointing,
  memory: Memory,
): WishMeant | undefined => {
  const said = byKind(reading.tokens)
  // "She doesn't like school stories", within a wish, speaks of the reader.
  const isOfPerson = says(said, ["SAMEAUTHOR"]) || (pointing.person && memory.about === "things")
  const isWish = Object.keys(change.wishes).some((kind) => ofWorks.includes(kind))
  const asks = change.asks || pointing.wants || says(said, ["MANGA", "WORKS", "EXIST", "HAVE"])
  const isBounded = says(said, ["VOLSMAX", "VOLSBELOW", "VOLSMIN", "VOLSABOVE"])
  if (!isOfPerson || !isWish || !(asks || isBounded) || says(said, factsOfWorks)) return undefined
  const topic = memory.topic?.series
  const people = memory.author === undefined ? authorsOf(memory) : [memory.author]
  if (people.length === 0) return undefined
  const wished = { ...change, wishes: { ...change.wishes, PERSON: people } }
  return {
    wishes: changedWishes(noWishes, wished, "anew"),
    without: topic === undefined ? [] : [topic],
  }
}

/** "I already own X, leave it out", 「さくらは読んだので、それ以外で」, after somebody's works: the others of them. */
export const otherWorks = (
  { intent, reading }: Question,
  change: WishChange,
  { about, author }: Memory,
): WishMeant | undefined => {
  const { NOTSERIES: known = [], ...others } = change.wishes
  const isTheirs = known.every(
    (id) => author !== undefined && seriesOfId(id)?.author.english.split(", ").includes(author),
  )
  if (about !== "things" || known.length === 0 || !isTheirs || author === undefined)
    return undefined
  if (intent === "title-lookup" || reading.known) return undefined
  if (Object.keys(others).length > 0 || says(byKind(reading.tokens), factsOfWorks)) return undefined
  const wished = { ...change, wishes: { PERSON: [author], NOTSERIES: known } }
  return { wishes: changedWishes(noWishes, wished, "anew"), without: known }
}
