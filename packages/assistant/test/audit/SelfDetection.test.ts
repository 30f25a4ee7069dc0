/**
 * Misreadings are found by the audit alone: forty of them, one at a time, under replayed traffic, with answers that the
 * labels determine. The output is the table of them.
 */
import { assert, describe, it } from "@effect/vitest"
import { makeTextComparison } from "@manga-assist/answer-audit"
import { Effect } from "effect"
import { compareWords } from "../../src/answers/audit/AnswerComparison.ts"
import { demoNames } from "../../src/reading/StoreNames.ts"
import { oncePerText } from "./detection/oncePerText.ts"
import { misreadBy, misreadings, nameOf, reading } from "./detection/misreadings.ts"
import { type Compare, inReplay } from "./detection/replay.ts"
import { replayedTexts } from "./detection/replayedTraffic.ts"

/** Served under a form for other words, from the start or since it began to be misread. */
const whileYoung = 500
const later = 5_000

const names = demoNames()
const titlesIn = oncePerText(names.titlesIn)
const asTheStore: Compare = compareWords({ ...names, titlesIn })

/** Titles and numbers of a question, without the words that ask. */
const subjectOf = (question: string): string =>
  [...titlesIn(question).series]
    .map((id) => names.catalogue.of(id)?.english)
    .concat(question.match(/\d+/gu) ?? [])
    .join(" ")
const byWordsAlone = makeTextComparison((text) => {
  const { rest, series } = titlesIn(text)
  return { names: series, rest }
})
const withoutTypes: Compare = (asked, { answer, question }, fresh) =>
  byWordsAlone(subjectOf(asked), { answer, question: subjectOf(question) }, fresh)

const texts = replayedTexts()
const cleanTexts = (form: string) => texts.filter(({ meaning }) => meaning.question === form)

const cases = misreadings.map((misreading) => {
  const read = misreadBy(misreading)
  const misread = texts.filter(({ text }) => read(text)?.question === misreading.form)
  return { form: misreading.form, name: nameOf(misreading), read, misread }
})

const foundYoung = (compare: Compare) =>
  Effect.forEach(cases, ({ form, misread, name, read }) =>
    inReplay(compare, `young ${name}`, ({ serve }) => serve(form, misread, read, whileYoung)),
  )

const isFound = (servings: number | undefined) => servings !== undefined

describe("of forty misreadings", () => {
  it.effect(
    "at least 38 are switched off within 500 served answers of a young form, and within 5,000 of an old one",
    () =>
      Effect.gen(function* () {
        const young = yield* foundYoung(asTheStore)
        const old = yield* Effect.forEach(cases, ({ form, misread, name, read }) =>
          inReplay(asTheStore, `old ${name}`, ({ serve }) =>
            Effect.gen(function* () {
              assert.isUndefined(yield* serve(form, cleanTexts(form), reading, later), form)
              return yield* serve(form, misread, read, later)
            }),
          ),
        )
        const table = cases.map(({ form, name }, at) => ({
          misread: name,
          "as form": form,
          young: young[at] ?? "-",
          old: old[at] ?? "-",
        }))
        // oxlint-disable-next-line no-console -- The table is what somebody who changes the audit wants to see.
        console.table(table)
        assert.isAtLeast(young.filter(isFound).length, 38)
        assert.isAtLeast(old.filter(isFound).length, 38)
      }),
    240_000,
  )

  it.effect(
    "fewer are, unless types of answers are compared",
    () =>
      Effect.gen(function* () {
        const young = yield* foundYoung(withoutTypes)
        assert.isBelow(young.filter(isFound).length, 38)
      }),
    240_000,
  )
})

describe("while nothing is misread", () => {
  it.effect(
    "less than one form in a hundred is switched off within 5,000 served answers",
    () =>
      Effect.gen(function* () {
        const forms = [...new Set(texts.map(({ meaning }) => meaning.question))]
        const off = yield* Effect.filter(forms, (form) =>
          inReplay(asTheStore, `clean ${form}`, ({ serve }) =>
            Effect.map(serve(form, cleanTexts(form), reading, later), isFound),
          ),
        )
        assert.isAtLeast(forms.length, 80)
        assert.isBelow(off.length / forms.length, 0.01, off.join(", "))
      }),
    240_000,
  )
})
