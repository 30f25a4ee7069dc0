/**
 * Child process of `InProcess.ts`: parses questions with catalogues of any size and prunes conversations of any length,
 * and reports time and memory. Started with `--expose-gc`.
 */
import { Catalogue, mangaShop } from "@manga-assist/catalogue"
import { pruneHistory } from "@manga-assist/payload"
import { makeStoreReader } from "@manga-assist/store-grammar"
import { labelledTexts } from "../caching/labelled/LabelledPairs.ts"
import { readingP99 } from "../caching/labelled/ReadingTimes.ts"
import { answerCalls } from "../process/AnswerCalls.ts"
import { collectGarbage, costOf, processorTime } from "../process/OwnProcess.ts"
import { freeWish } from "../store/Questions.ts"
import { grownCatalogue } from "./GrownCatalogue.ts"

const collected = (): number => {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

const warmRuns = 2_000

const calls = {
  /** Customers' sentences read with so many titles. */
  vocabulary: (count: number) => {
    const catalogue = grownCatalogue(count)
    const known = catalogue.filter((_, at) => at % Math.ceil(count / 97) === 0)
    const before = collected()
    const started = processorTime()
    const reader = makeStoreReader(new Catalogue(catalogue, mangaShop().genres), mangaShop())
    // Names go to their places at the first look.
    reader.read("One Piece")
    const buildMs = (processorTime() - started) / 1_000
    const questions = Array.from({ length: 500 }, (_, at) =>
      at % 2 === 0
        ? freeWish(at)
        : `is volume ${1 + (at % 9)} of ${known[at % known.length]?.english ?? ""} in stock?`,
    )
    const find = (at: number) => {
      reader.read(questions[at % questions.length] ?? "")
    }
    costOf(warmRuns, find)
    const findMicroseconds = costOf(5_000, find)
    const heapMib = (collected() - before) / 1_048_576
    // It is held until here, or the collection would have taken it.
    const texts = [
      ...labelledTexts(),
      ...known.flatMap(({ english, japanese }) => [
        `How much is ${english} 3?`,
        `${japanese}の3巻はいくら？`,
      ]),
    ]
    const p99 = (hasForm: boolean) => {
      const some = texts.filter((text) => reader.read(text).reading.known === hasForm)
      readingP99(reader, some, 2)
      return readingP99(reader, some, 5)
    }
    const times = { knownMicroseconds: p99(true), unknownMicroseconds: p99(false) }
    return { buildMs, findMicroseconds, heapMib, ...times }
  },
  /** Characters of what a prompt holds of a conversation. */
  history: (turns: number) => {
    const conversation = Array.from({ length: turns }, (_, at) => ({
      user: `${freeWish(at)}, please`,
      assistant: `Have a look at "Volume ${at}", ${freeWish(at + 1)}. `.repeat(4),
    }))
    const limits = { keep: 5, maxTokens: 6_000, summaryTokens: 300 }
    const { summary, turns: kept } = pruneHistory(conversation, limits)
    return [summary, ...kept.flatMap(({ assistant, user }) => [user, assistant])].join("").length
  },
}

export type ScaleCalls = typeof calls

answerCalls(calls)
