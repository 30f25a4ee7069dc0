/**
 * Decides what a wording asks: a model chooses one of the nearest standard sentences with its slots, or none. A judge then
 * compares the wording with the choice twice, in both orders, and with a clearly different sentence, the farthest: a yes to
 * that takes the approval back. Each time the slots have other values of the catalogue.
 */
import type { Models } from "@manga-assist/assistant"
import type { BedrockChat } from "@manga-assist/connections"
import type { StoreReader } from "@manga-assist/store-grammar"
import { Effect } from "effect"
import { askModel, type ModelUse, type Stopped } from "./AskedModel.ts"
import { type AskedQuestion, exampleFor } from "./Candidates.ts"
import * as prompts from "./WordingPrompts.ts"

/** Why a wording was not approved; `control`: the judge called a clearly different sentence the same. */
export const rejections = ["no-sentence", "none-fits", "different", "unclear", "control"] as const
export type Rejection = (typeof rejections)[number]

/** Of the nearest sentences that the model chooses from. */
const mostShown = 20

export const judgedWording = Effect.fnUntraced(function* (
  asked: AskedQuestion,
  nearest: ReadonlyArray<string>,
  names: StoreReader,
  use: ModelUse,
): Effect.fn.Return<Rejection | { readonly sentence: string }, Stopped, BedrockChat | Models> {
  const taken = new Set<string>()
  const withExample = (sentences: ReadonlyArray<string>) =>
    exampleFor(asked, sentences, names, taken)
  const isSame = Effect.fnUntraced(function* (sentence: string, isTurned: boolean) {
    const example = yield* withExample([sentence])
    if (example === undefined) return "unclear"
    const pair = [example.question, ...example.said]
    const question = prompts.judgeQuestion(isTurned ? pair.toReversed() : pair)
    return prompts.opinionOf(yield* askModel(prompts.judgeSystem, question, use))
  })

  const shown = nearest.slice(0, mostShown)
  const choice = shown.length === 0 ? undefined : yield* withExample(shown)
  if (choice === undefined) return "no-sentence"
  const question = prompts.choiceQuestion(choice.question, choice.said)
  const chosen = prompts.chosenIn(yield* askModel(prompts.choiceSystem, question, use))
  const sentence = shown[chosen ?? -1]
  if (sentence === undefined) return "none-fits"
  for (const isTurned of [false, true]) {
    const opinion = yield* isSame(sentence, isTurned)
    if (opinion !== "same") return opinion
  }
  const different = nearest.findLast((each) => each !== sentence)
  if (different === undefined) return "no-sentence"
  const opinion = yield* isSame(different, false)
  if (opinion === "unclear") return opinion
  return opinion === "same" ? "control" : { sentence }
})
