/**
 * Decides what a wording asks: a model chooses one of the nearest standard sentences, or none. A judge then compares the
 * wording with the choice twice, in both orders, and with a clearly different sentence, the farthest: a yes to that takes
 * the approval back. Each time the slots have other values of the catalogue.
 */
import { askedBy } from "@manga-assist/assistant"
import { filled, sharedWording, type StoreReader } from "@manga-assist/store-grammar"
import { Effect } from "effect"
import { askModel, type ModelUse } from "./AskedModel.ts"
import type { AskedQuestion, Candidates } from "./Candidates.ts"
import { exampleFor } from "./Examples.ts"
import * as prompts from "./WordingPrompts.ts"

/** Why a wording was not approved; `control`: the judge called a clearly different sentence the same. */
export const rejections = [
  "no-sentence",
  "none-fits",
  "different",
  "unreadable",
  "control",
] as const
export type Rejection = (typeof rejections)[number]

/** Of the nearest sentences that the model chooses from. */
const mostShown = 20

export const judgedWording = Effect.fnUntraced(function* (
  { locale, text }: AskedQuestion,
  { nearest, others }: Candidates,
  names: StoreReader,
  use: ModelUse,
) {
  const taken = new Set<string>()
  /** The wording and sentences that have its slots or none, with example values. */
  const withExample = Effect.fnUntraced(function* (sentences: ReadonlyArray<string>) {
    const values = yield* exampleFor([...sentences, ...nearest.slice(0, 1)], names, locale, taken)
    const question = values && filled(text, values, { catalogue: names.catalogue, locale })
    // Whoever wrote it among the counts: it must be what a customer's question would have been counted as.
    const shared = question && sharedWording(names.read(question, locale))?.text
    if (values === undefined || question === undefined || shared !== text) return undefined
    const said = sentences.map((each) => askedBy(names, each, values, locale)?.sentence ?? "")
    return { question, said }
  })
  const isSame = Effect.fnUntraced(function* (sentence: string, isTurned: boolean) {
    const { question = "", said: [other = ""] = [] } = (yield* withExample([sentence])) ?? {}
    const [first, second] = isTurned ? [other, question] : [question, other]
    const reply = yield* askModel(prompts.judgeSystem, prompts.judgeQuestion(first, second), use)
    return prompts.opinionOf(reply)
  })
  const refused = (rejected: Rejection) => ({ rejected })

  const shown = nearest.slice(0, mostShown)
  const choice = shown.length === 0 ? undefined : yield* withExample(shown)
  if (choice === undefined) return refused("no-sentence")
  const reply = yield* askModel(
    prompts.choiceSystem,
    prompts.choiceQuestion(choice.question, choice.said),
    use,
  )
  const sentence = shown[prompts.chosenIn(reply) ?? -1]
  if (sentence === undefined) return refused("none-fits")
  for (const isTurned of [false, true]) {
    const opinion = yield* isSame(sentence, isTurned)
    if (opinion !== "same") return refused(opinion)
  }
  const different = [...others, ...nearest].findLast((each) => each !== sentence)
  if (different === undefined) return refused("no-sentence")
  const opinion = yield* isSame(different, false)
  if (opinion === "unreadable") return refused(opinion)
  return opinion === "same" ? refused("control") : { approved: sentence }
})
