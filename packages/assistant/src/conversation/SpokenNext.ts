/**
 * Tells what a turn leaves to be spoken of next: the series that it named, a sequel or another work that its answer found,
 * the longest of several, a book that was told to be sold out. Pure.
 */
import { byKind, says } from "@manga-assist/store-grammar"
import type { Question } from "../reading/Question.ts"
import type { PastTurn } from "./Conversation.ts"
import type { Memory } from "./Memory.ts"
import { chosenByFacts, chosenByMeasure, relatedTo, seriesOfId } from "./meant/Described.ts"
import type { Kept } from "./RememberedBooks.ts"

const seriesKinds = new Set(["SERIES", "LATESTOF", "LASTOF", "NEXTOF"])

/** In the order of the text: a form has them in that of the alphabet. */
export const namedOf = ({ reading, slots }: Question): ReadonlyArray<string> => {
  const order = reading.tokens.flatMap(({ kind, value }) => {
    if (kind === "BOOK") return [value.slice(0, value.lastIndexOf("#"))]
    return seriesKinds.has(kind) ? [value] : []
  })
  const place = (id: string) => {
    const at = order.indexOf(id)
    return at < 0 ? order.length : at
  }
  return slots.series.toSorted((a, b) => place(a) - place(b))
}

/** "Is there a sequel to Tokyo Ghoul?": the sequel is spoken of next. */
export const sequelOf = (
  { reading }: Question,
  [series]: ReadonlyArray<string>,
): string | undefined => {
  if (series === undefined || !reading.tokens.some(({ kind }) => kind === "SEQUELOF"))
    return undefined
  return relatedTo(series, "sequel")[0]
}

const ofCheaper = /cheap|costs less|less expensive|安/iu
const sentenceEnd = /(?<=[。.!?])\s*/u

/** "Which is cheaper, Kingdom 1 or One Piece 1?": the one that was told to be, is spoken of next. */
export const cheaperOf = (
  { reading }: Question,
  named: ReadonlyArray<string>,
  { answer }: Pick<PastTurn, "answer">,
): string | undefined => {
  const asks = reading.tokens.some(({ kind, value }) => kind === "MEASURE" && value === "cheaper")
  if (named.length !== 2 || !(asks || says(byKind(reading.tokens), ["YASUI"]))) return undefined
  const told = answer.split(sentenceEnd).find((sentence) => ofCheaper.test(sentence)) ?? ""
  const [one, other] = named.filter((id) => {
    const { english = "", japanese = "" } = seriesOfId(id) ?? {}
    return told.includes(english) || told.includes(japanese)
  })
  return other === undefined ? one : undefined
}

/** "The newer manga of the author of Major?": what else was shown is spoken of next. */
export const otherWorkOf = (
  { reading, reads }: Question,
  named: ReadonlyArray<string>,
  shown: ReadonlyArray<string>,
): string | undefined => {
  if (reads !== "works" || named.length !== 1) return undefined
  const others = shown.filter((id) => !named.includes(id))
  const said = byKind(reading.tokens)
  const isNewest = says(said, ["ATARASHII", "NEW", "LATEST", "LATESTJA", "NEWREL", "NEWSERIES"])
  return isNewest ? chosenByMeasure("newer", others)[0] : others[0]
}

const tellsSoldOut = /在庫切れ|在庫がありません|品切れ|out of stock|not in stock|sold out/iu

/** "The one that was sold out": a single book of which that was told. */
export const soldOutOf = (
  { soldOut }: Memory,
  topic: Kept,
  { answer }: Pick<PastTurn, "answer">,
): Pick<Memory, "soldOut"> => {
  if (topic.volume !== undefined && tellsSoldOut.test(answer)) return { soldOut: topic }
  return soldOut === undefined ? {} : { soldOut }
}

/** "What's the longest series by Takahashi?": the longest is spoken of next. */
export const mostOf = (question: Question, series: ReadonlyArray<string>): string | undefined =>
  question.slots.authors.length > 0 && says(byKind(question.reading.tokens), ["MEASURE", "FURUI"])
    ? chosenByFacts(question, series)?.[0]
    : undefined
