/**
 * Determines why an answer is wrong: facts missing from the prompt, a misclassified intent although the facts were
 * there, or the model itself. Without the prompt the cause is unknown. Pure.
 */
import type { Expectation } from "./Corpus.ts"
import { areInFacts } from "./FactWords.ts"
import { seriesOf, type Unmet } from "./Judge.ts"
import type { PromptFacts } from "./PromptFacts.ts"

export const causes = [
  "facts not in the prompt",
  "facts there, other intent",
  "model alone",
  /** No prompt belongs to the answer: it was given without the model, failed, or the prompts cannot be seen. */
  "no prompt seen",
] as const
export type Cause = (typeof causes)[number]

const cardRules: ReadonlySet<string> = new Set(["first", "among", "series", "notSeries", "none"])

/** Whether a model could have met the rule with these facts. */
const isThere = ({ rule, wanted }: Unmet, { first }: Expectation, facts: PromptFacts): boolean => {
  switch (rule) {
    case "first":
      return first === undefined || facts.products.has(first)
    case "among":
    case "series":
      return facts.products.has(wanted)
    case "notSeries":
      return ![...facts.products].map(seriesOf).includes(wanted.replace(/^not /u, ""))
    case "says":
      return areInFacts(facts, [wanted])
    case "saysOneOf":
      return areInFacts(facts, wanted.split(" | "))
    case "language":
      return facts.locale === undefined || facts.locale === wanted
    case "answered":
    case "never":
    case "none":
      return true
  }
}

/**
 * `rightWithOtherIntent`: whether the same model says the right thing to the same facts under another intent;
 * nothing where that was not tried.
 */
export const causeOf = (
  missed: ReadonlyArray<Unmet>,
  expected: Expectation,
  facts: PromptFacts | undefined,
  rightWithOtherIntent: boolean | undefined,
): Cause => {
  if (facts === undefined) return "no prompt seen"
  if (missed.some((each) => !isThere(each, expected, facts))) return "facts not in the prompt"
  // Which cards are shown is settled before the model speaks.
  if (missed.some(({ rule }) => cardRules.has(rule))) return "facts there, other intent"
  return rightWithOtherIntent === true ? "facts there, other intent" : "model alone"
}
