/**
 * Replays traffic with labels through the counting, learning and serving of wordings, without Redis or network. Two
 * questions are the same where their labels are equal; a label may be a sentence that the store understands. The model
 * knows the labels, and is wrong in a given share of its replies. Embeddings are hashes of words.
 */
import { askedBy, cacheKeyOf, demoNames, meantBy, read } from "@manga-assist/assistant"
import { wordingId } from "@manga-assist/caching"
import { sharedWording, wordingOf, type WordingSlots } from "@manga-assist/store-grammar"
import { Effect, Random, Schema } from "effect"
import { choiceSystem, judgeSystem } from "../../src/wordings/WordingPrompts.ts"
import { learningLab, type Model, type Shown } from "./learningLab.ts"

const Line = Schema.Struct({
  session: Schema.NonEmptyString,
  text: Schema.NonEmptyString,
  label: Schema.NonEmptyString,
  locale: Schema.optionalKey(Schema.Literals(["en", "ja"])),
})
export type Line = typeof Line.Type

const decode = Schema.decodeUnknownSync(Schema.fromJsonString(Line))

/** One JSON object a line. @throws SchemaError */
export const linesIn = (file: string): ReadonlyArray<Line> =>
  file
    .trim()
    .split("\n")
    .map((line) => decode(line))

/** About four letters each. */
const tokensOf = (system: string, shown: Shown): number =>
  Math.ceil((system.length + JSON.stringify(shown).length) / 4) + 2

/** As the servers and the worker have it. */
const leastSessions = 3
const mostMissed = 300

const names = demoNames()

/** What the labels say of wordings and sentences. */
const truthOf = (lines: ReadonlyArray<Line>) => {
  const labels = new Map<string, string>()
  const askedWith = new Map<
    string,
    Array<{ readonly slots: WordingSlots; readonly label: string }>
  >()
  for (const { label, locale, text } of lines) {
    for (const each of [read(names, text, locale), read(names, label, locale)]) {
      if (each.reading.known) labels.set(cacheKeyOf(each), label)
    }
    const question = read(names, text, locale)
    const wording = sharedWording(question)
    if (wording === undefined) continue
    const id = wordingId({ locale: question.locale, text: wording.text })
    askedWith.set(id, [...(askedWith.get(id) ?? []), { slots: wording.slots, label }])
  }
  /** Does the sentence ask what most questions with this wording are labelled with? */
  return (locale: "en" | "ja", text: string, sentence: string): boolean => {
    const asked = askedWith.get(wordingId({ locale, text })) ?? []
    const right = asked.filter(({ label, slots }) => {
      const told = askedBy(names, sentence, slots, locale)
      return told !== undefined && labels.get(cacheKeyOf(told.meant)) === label
    })
    return 2 * right.length > asked.length
  }
}

const english = /^[\x20-\x7e]*$/u

export const replay = Effect.fnUntraced(function* (
  lines: ReadonlyArray<Line>,
  { every = 100, noise = 0.05 }: { readonly every?: number; readonly noise?: number } = {},
) {
  const isSame = truthOf(lines)
  const random = yield* Random.Random
  const errs = () => random.nextDoubleUnsafe() < noise
  const counts = { choices: 0, wrongChoices: 0, calls: 0, tokens: 0 }

  const asks = (question: string, said: string): boolean => {
    const locale = english.test(question + said) ? "en" : "ja"
    const [one, other] = [read(names, question, locale), read(names, said, locale)]
    const wording = sharedWording(one) ?? sharedWording(other)
    const sentence = one.reading.known ? one.reading : other.reading
    return wording !== undefined && isSame(locale, wording.text, wordingOf(sentence).text)
  }
  const choose = ({ question, sentences }: Extract<Shown, { question: string }>): string => {
    const said = sentences.map((each) => each.replace(/^\d+: /u, ""))
    const right = said.findIndex((each) => asks(question, each))
    const chosen = errs() ? Math.floor(random.nextDoubleUnsafe() * said.length) : right
    if (chosen >= 0) counts.choices += 1
    if (chosen >= 0 && !asks(question, said[chosen] ?? "")) counts.wrongChoices += 1
    return String(chosen + 1)
  }
  const model: Model = (shown) => {
    counts.calls += 1
    counts.tokens += tokensOf("question" in shown ? choiceSystem : judgeSystem, shown)
    if ("question" in shown) return choose(shown)
    return asks(shown.first, shown.second) !== errs() ? "SAME" : "DIFFERENT"
  }

  const sessions = new Map<string, Set<string>>()
  const texts = new Map<string, { readonly locale: "en" | "ja"; readonly text: string }>()
  const lab = { model, missed: [] as ReadonlyArray<{ locale: "en" | "ja"; text: string }> }
  const { book, learning, pass, seen } = yield* learningLab(lab)
  const served = { understood: 0, learned: 0, servedWrong: 0 }
  for (const [at, { locale, session, text }] of lines.entries()) {
    const question = read(names, text, locale)
    const { learned } = meantBy(question, book)
    const wording = sharedWording(question)
    if (question.reading.known) served.understood += 1
    if (learned !== undefined) {
      served.learned += 1
      if (!isSame(question.locale, learned.wording.text, learned.wording.sentence))
        served.servedWrong += 1
    } else if (wording !== undefined) {
      const asked = { locale: question.locale, text: wording.text }
      texts.set(wordingId(asked), asked)
      sessions.set(wordingId(asked), (sessions.get(wordingId(asked)) ?? new Set()).add(session))
    }
    if (at % every !== every - 1 && at !== lines.length - 1) continue
    const frequent = [...sessions].filter(([, all]) => all.size >= leastSessions)
    lab.missed = frequent
      .toSorted(([, a], [, b]) => b.size - a.size)
      .slice(0, mostMissed)
      .flatMap(([id]) => texts.get(id) ?? [])
    yield* pass
  }
  const { wordings } = yield* book.state
  const wrong = wordings.filter(
    (each) => !isSame(each.locale === "ja" ? "ja" : "en", each.text, each.sentence),
  )
  return {
    questions: lines.length,
    ...served,
    ...counts,
    embedded: seen.embedded,
    totals: learning.totals,
    wordings,
    wrong,
  }
})
