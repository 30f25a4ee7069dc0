/** Finds whose works a follow-up refers to: "That author", "what else did she write?", 同じ作者. Pure. */
import { byKind, type Pointing, says } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import {
  authorOf,
  authorsOf,
  chosenByFacts,
  chosenByMeasure,
  chosenByWords,
  worksOf,
} from "./Described.ts"
import type { Memory } from "../Memory.ts"
import { type About, asThing, listedSeries } from "./About.ts"

/** Facts of the book spoken of, though a person is pointed at: "when did she finish it?". */
const notOfWorks = [
  "IT",
  "PRICE",
  "STOCK",
  "WHEN",
  "FINISHED",
  "HOWMANYVOLS",
  "VOLUME",
  "COMPLETESET",
]

const mostFitting = 4

/** The works of the person spoken of, or the one of them that is described. */
export const ofPerson = (
  question: Question,
  pointing: Pointing,
  memory: Memory,
): About | undefined => {
  const topic = memory.topic?.series
  const person = (topic === undefined ? undefined : authorOf(topic)) ?? memory.author
  const author =
    memory.author !== undefined && topic !== undefined && worksOf(memory.author).includes(topic)
      ? memory.author
      : person
  if (author === undefined) return undefined
  const said = byKind(question.reading.tokens)
  if (says(said, ["MEASURE"])) {
    const chosen = chosenByFacts(question, worksOf(author)) ?? []
    return { things: chosen.map(asThing), isChosen: true }
  }
  const authors = topic === undefined ? [author] : [...new Set([author, ...authorsOf(topic)])]
  const works = authors.flatMap(worksOf).filter((id) => id !== topic)
  const [onlyByFacts, more] = chosenByFacts(question, works) ?? []
  const byFacts = more === undefined ? onlyByFacts : undefined
  const byWords = byFacts ?? chosenByWords(question, works)
  const next = byWords ?? works[0]
  // Of two who made it, who draws is named behind who writes.
  const artist = topic === undefined ? undefined : authorsOf(topic).at(-1)
  const isArtist = says(said, ["DREW"]) && artist !== undefined
  const ofAuthor: About = {
    things: [],
    person: isArtist ? artist : author,
    ...(next === undefined ? {} : { next }),
  }
  const [length] = said["LENGTH"] ?? []
  const byLength = length === "long" ? "longer" : length === "short" ? "shorter" : undefined
  if (byLength !== undefined && says(said, ["NUM", "WORKS", "MANGA", "ALSOJA"])) {
    return { things: chosenByMeasure(byLength, works).map(asThing), isChosen: true }
  }
  // "His finished one, how much is all of it?"
  if (byFacts !== undefined && says(said, ["NUM"])) {
    return { things: [asThing(byFacts)], isChosen: true }
  }
  // 「同じ作者で、完結してるのを」
  const own = worksOf(author).filter((id) => id !== topic)
  const fitting = chosenByFacts(question, own) ?? []
  if (says(said, ["SAMEAUTHOR"]) && fitting.length > 0 && fitting.length < worksOf(author).length) {
    return { things: fitting.slice(0, mostFitting).map(asThing), isChosen: true }
  }
  if (pointing.others || says(said, ["ELSE", "SAMEAUTHOR"])) return ofAuthor
  const chosen = says(said, notOfWorks) ? undefined : byWords
  if (chosen !== undefined) return { things: [asThing(chosen)], isChosen: true }
  const asksWho =
    (says(said, ["WHO"]) ||
      (says(said, ["WROTE", "WROTEJA"]) && !says(said, ["MANGA", "WORKS"]))) &&
    !says(said, ["WHAT"])
  return says(said, ["WORKS", "AUTHOR", "MANGA", "HAVE"]) && !asksWho ? ofAuthor : undefined
}

const ofPair = new Set("SAMEAUTHOR AND IT THEY THAT BY TOPIC KABARE MANGA".split(" "))

/** "Same author?", "is it by the same person?": of two; "by the same author?" asks for works. */
const asksOfPair = ({ reading }: Question): boolean => {
  const { letters, tokens } = reading
  const at = tokens.findIndex(({ kind }) => kind === "SAMEAUTHOR")
  const here = tokens[at]
  const isOfWorks =
    here !== undefined && letters.text.startsWith("by", here.start) && tokens[at - 1] === undefined
  return !isOfWorks && tokens.every(({ kind }) => ofPair.has(kind))
}

export const bySameAuthor = (
  question: Question,
  pointing: Pointing,
  memory: Memory,
): About | undefined => {
  const said = byKind(question.reading.tokens)
  if (!says(said, ["SAMEAUTHOR"])) return undefined
  const pair = memory.isListFresh ? listedSeries(memory) : memory.recent.slice(0, 2)
  if (asksOfPair(question) && !pointing.others && pair.length === 2 && memory.about === "things") {
    return { things: pair.map(asThing) }
  }
  return ofPerson(question, pointing, memory)
}
