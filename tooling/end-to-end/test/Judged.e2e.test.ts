/**
 * Questions as customers put them over a running server, each judged by what reaches the model for it, and by the cards
 * that the customer sees.
 */
import { demoCatalogue } from "@manga-assist/catalogue"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { bookQuestions, questionCorpus } from "../../../packages/assistant/test/questionCorpus.ts"
import { moreQuestions } from "../../../packages/assistant/test/moreQuestions.ts"
import type { AskedEntry } from "../../answers/src/asking/AskEntries.ts"
import { localeOf } from "../../answers/src/oracle/ToldByRequest.ts"
import { corpusEntries, moreEntries } from "../../answers/test/repositoryLists.ts"
import {
  type AskingServer,
  expectHeld,
  expectTruthful,
  floors,
  startAskingServer,
} from "./AskedFacts.ts"

let server: AskingServer
beforeAll(async () => {
  server = await startAskingServer()
})
afterAll(async () => {
  await server?.stop()
})

const shownBy = ({ told }: AskedEntry) => told.early.map(({ id }) => id)

describe("the corpus of questions", () => {
  let asked: ReadonlyArray<AskedEntry>
  beforeAll(async () => {
    asked = await server.ask(corpusEntries)
  })

  it("reaches the model with its facts", () => {
    expectTruthful(asked)
    expectHeld(asked, floors.corpus)
  })

  it("leads to the book that is asked about", () => {
    const seen = bookQuestions.map(({ text }, at) => {
      const [card] = asked[at]?.told.products ?? []
      const series = demoCatalogue().bookOf(card?.id ?? "")?.series
      return { text, first: { series, volume: card?.volume, format: card?.format } }
    })
    expect(seen).toMatchObject(bookQuestions.map(({ first, text }) => ({ text, first })))
  })

  it("is asked for in its language", () => {
    const locales = asked.map(({ request, told }, at) =>
      request === undefined ? told.source : [questionCorpus[at]?.text, localeOf(request.body)],
    )
    expect(locales).toEqual(
      questionCorpus.map(({ locale, text }, at) =>
        asked[at]?.told.source === "store" ? "store" : [text, locale],
      ),
    )
  })
})

describe("what customers really ask", () => {
  let asked: ReadonlyArray<AskedEntry>
  beforeAll(async () => {
    asked = await server.ask(moreEntries)
  })

  it("reaches the model with its facts", () => {
    expectTruthful(asked)
    expectHeld(asked, floors.more)
  })

  it.each(moreQuestions.map((question, at) => [question.text, at, question] as const))(
    "%s",
    (_, at, { among = [], first, none }) => {
      const entry = asked[at]
      const shown = entry === undefined ? [] : shownBy(entry)
      if (first !== undefined) expect(shown[0]).toBe(first)
      expect(shown).toEqual(expect.arrayContaining([...among]))
      if (none) expect(shown).toEqual([])
    },
  )
})
