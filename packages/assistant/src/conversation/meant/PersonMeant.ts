/** "That author", "what else did she write?", 同じ作者: whose works a question points at. Pure. */
import { byKind, type Pointing, says, textOfWords, wordsWithout } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import { authorOf, chosenByFacts, chosenByWords, worksOf } from "./Described.ts"
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
  if (pointing.others || says(said, ["ELSE", "SAMEAUTHOR"])) return { things: [], person: author }
  const chosen = says(said, notOfWorks) ? undefined : chosenByWords(question, worksOf(author))
  if (chosen !== undefined) return { things: [asThing(chosen)], isChosen: true }
  const asksWho = says(said, ["WHO", "WROTE", "WROTEJA"]) && !says(said, ["WHAT"])
  return says(said, ["WORKS", "AUTHOR", "MANGA", "HAVE"]) && !asksWho
    ? { things: [], person: author }
    : undefined
}

const pairQuestion =
  /^(?:and |is it |are they |is that |was it )*(?:by )?(?:the )?same (?:author|mangaka|artist|person|writer)$|(?:作者|作家|著者)は?(?:同じ|一緒)/u

export const bySameAuthor = (
  question: Question,
  pointing: Pointing,
  memory: Memory,
): About | undefined => {
  const said = byKind(question.reading.tokens)
  if (!says(said, ["SAMEAUTHOR"])) return undefined
  const words = textOfWords(wordsWithout(question.reading, () => false))
  const pair = memory.isListFresh ? listedSeries(memory) : memory.recent.slice(0, 2)
  const isOfPair = pairQuestion.test(words) && !/^(?:and |any |anything )*by\b/u.test(words)
  if (isOfPair && pair.length === 2 && memory.about === "things") {
    return { things: pair.map(asThing) }
  }
  return ofPerson(question, pointing, memory)
}
