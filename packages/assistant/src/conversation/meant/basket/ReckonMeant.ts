/**
 * Resolves what a customer reckons with prices that were just told: "how much change from 5,000 yen?", その差はいくら, "what do I
 * save with that?", "so together?". Returns the words of the questions whose prices are meant. Pure.
 */
import type { Word } from "@manga-assist/language"
import { byKind, madeWord, type Pointing, says } from "@manga-assist/store-grammar"
import type { Question } from "../../../reading/Question.ts"
import type { Memory } from "../../Memory.ts"

const ofPrices: ReadonlySet<string> = new Set("PRICE COMPLETESET BUY CHEAP FORMAT STOCK".split(" "))

/** Do the words of a question ask for a price, or may they? */
export const asksPrice = (words: Memory["asked"]): words is NonNullable<Memory["asked"]> =>
  words?.some(({ kind }) => ofPrices.has(kind)) === true

const wishing =
  "RECOMMEND RECOMMENDED MANGA LOOKFORJA SEEKJA GENRE DEMO ATMOST ATLEAST UNDER OVER".split(" ")
const differing = ["COMPARE", "VALUE"]
const leastMoney = 100

const hasTalk = ({ reading }: Question, value: string): boolean =>
  reading.cut.some((token) => token.kind === "TALK" && token.value === value)

/** "Change from 2,000 yen", 「5000円で足りる？」 */
const ofMoney = (question: Question, said: ReturnType<typeof byKind>): boolean =>
  hasTalk(question, "change") ||
  (says(said, ["YEN"]) &&
    (said["NUM"] ?? []).some((value) => Number(value) >= leastMoney) &&
    !says(said, wishing))

/** The words of the questions that were asked before, and nothing where none is reckoned with. */
export const reckonMeant = (
  question: Question,
  { bare, numbers, place }: Pointing,
  memory: Memory,
): ReadonlyArray<Word> | undefined => {
  const { asked, before, topic } = memory
  const { slots } = question
  if (memory.about !== "things" || topic === undefined || asked === undefined) return undefined
  const isNamed = slots.series.length + slots.authors.length + slots.genres.length > 0
  if (isNamed || typeof slots.volume === "number" || !asksPrice(asked)) return undefined
  const said = byKind(question.reading.cut)
  if (ofMoney(question, said)) return asked
  const isOfVolume = numbers.some((number) => number < leastMoney) || place !== undefined
  const differs = says(said, differing) || hasTalk(question, "differs")
  if (!differs || isOfVolume) return undefined
  // 「紙との差額は？」: the same in another edition.
  if (slots.format !== undefined || before === undefined || !asksPrice(before)) return asked
  const and = madeWord("AND", "", question.locale === "en" ? "and" : "と")
  return bare || differs ? [...before, and, ...asked] : undefined
}
