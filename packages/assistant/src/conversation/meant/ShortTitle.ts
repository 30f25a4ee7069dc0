/**
 * Recognises a title of the conversation by a part of it: after "What did CLAMP make?", 「さくらは？」 is Cardcaptor Sakura,
 * and "Sakura?" too. Only titles that were shown or spoken of count, and other works of their authors. Pure.
 */
import type { Token, Word } from "@manga-assist/language"
import type { Series } from "@manga-assist/catalogue"
import {
  namesOfThings,
  readWords,
  textOfWords,
  wordOfSeries,
  wordsWithout,
} from "@manga-assist/store-grammar"
import { formSentence } from "../../reading/FormSentence.ts"
import type { Question } from "../../reading/Question.ts"
import type { Memory } from "../Memory.ts"
import { listedSeries } from "./About.ts"
import { authorsOf, kinCalled, seriesOfId, worksOf } from "./Described.ts"

/** A longer text tells of something, and names no short title. */
const mostTokens = 12
const leastLatin = 4
const leastJapanese = 2
const latin = /^[a-z0-9' ]+$/u
/** Two letters of hiragana are the end of a verb as often as a name. */
const hiragana = /^[\p{sc=Hiragana}ー]{1,2}$/u

/** Words side by side that nothing explains. */
const unexplained = ({
  cut,
  letters,
}: Question["reading"]): ReadonlyArray<ReadonlyArray<Token>> => {
  const runs: Array<Array<Token>> = []
  let end = -1
  for (const token of cut) {
    if (token.kind !== "?") continue
    const last = runs.at(-1)
    if (last !== undefined && token.start === end && letters.edges[end] === 0) last.push(token)
    else runs.push([token])
    end = token.end
  }
  return runs
}

const folded = (title: string): string => title.normalize("NFKC").toLowerCase()

const hasPart = ({ aliases, english, japanese }: Series, part: string): boolean =>
  latin.test(part)
    ? [english, ...aliases].some((title) =>
        folded(title)
          .split(/[^a-z0-9']+/u)
          .includes(part),
      )
    : [japanese, ...aliases].some((title) => folded(title).includes(part))

const isName = (part: string): boolean =>
  latin.test(part)
    ? part.length >= leastLatin
    : part.length >= leastJapanese && !hiragana.test(part)

/** The shortest of the titles that have the part: the story itself, and not what else is told of it. */
const titled = (part: string, ids: ReadonlyArray<string>): string | undefined =>
  ids
    .flatMap((id) => seriesOfId(id) ?? [])
    .filter((entry) => hasPart(entry, part))
    .toSorted((a, b) => a.japanese.length - b.japanese.length)[0]?.id

const joining: ReadonlySet<string> = new Set(["AND", "OR"])
const longestRest = 3

/** 「東京喰種とre」, "Major and 2nd": a series of the same story by what its title has beside. */
export const withKinNamed = (question: Question): Question => {
  const { locale, reading, slots } = question
  const [series, more] = slots.series
  if (reading.known || series === undefined || more !== undefined) return question
  const { cut, letters } = reading
  const at = cut.findIndex(({ kind }) => joining.has(kind)) + 1
  const first = at === 0 ? undefined : cut[at]
  if (first === undefined) return question
  for (const last of cut.slice(at, at + longestRest)) {
    const part = letters.text.slice(first.start, last.end)
    const id = kinCalled(series, part)
    const name = id === undefined ? undefined : wordOfSeries(id, locale)
    if (id !== undefined && name !== undefined) {
      return withTitle(question, { part, id, name, from: first.start, to: last.start })
    }
  }
  return question
}

interface PartOfTitle {
  readonly part: string
  readonly id: string
  readonly name: Word
  readonly from: number
  readonly to: number
}

const withTitle = (question: Question, { part, id, name, from, to }: PartOfTitle): Question => {
  const { locale, reading } = question
  const before = wordsWithout(reading, ({ start }) => start >= from)
  const behind = wordsWithout(reading, ({ start }) => start <= to)
  const words = [...before, name, ...behind]
  const asked = readWords(words, locale)
  const text = formSentence(asked) ?? textOfWords(words)
  const reason = `"${part}" was understood as ${namesOfThings([{ series: id }], "en")}`
  return { ...question, ...asked, selfContained: false, meant: { text, reason, asked: words } }
}

/** The question with the whole title; itself where no part of one is in it. */
export const withWholeTitle = (question: Question, memory: Memory): Question => {
  const { locale, reading, slots } = question
  const names = slots.series.length + slots.authors.length + slots.genres.length
  if (slots.series.length === 1) return withKinNamed(question)
  if (reading.known || names > 0 || reading.tokens.length > mostTokens) return question
  const runs = unexplained(reading)
  if (runs.length === 0) return question
  const spoken = [...new Set([...listedSeries(memory), ...memory.recent, ...(memory.shown ?? [])])]
  const works = spoken.slice(0, 3).flatMap(authorsOf).flatMap(worksOf)
  for (const run of runs) {
    const [first, last] = [run[0], run.at(-1)]
    if (first === undefined || last === undefined) continue
    const part = reading.letters.text.slice(first.start, last.end)
    const id = isName(part) ? (titled(part, spoken) ?? titled(part, works)) : undefined
    if (id === undefined) continue
    const name = wordOfSeries(id, locale)
    if (name === undefined) continue
    return withTitle(question, { part, id, name, from: first.start, to: last.start })
  }
  return question
}
