/**
 * Counts answers of models for one customer that name an amount or a volume number which nobody told them
 * (`UnfoundedFigures.ts`). Nothing is held back: it tells operators how far a model can be trusted with figures. With
 * `LOG_LEVEL=debug` a masked sentence of each is logged.
 */
import { redactText } from "@manga-assist/async-sinks"
import { Context, Effect, Layer } from "effect"
import { maskOrders } from "../../model/OrderMask.ts"
import type { Prompt } from "../../model/PromptCache.ts"
import { unfoundedFigures } from "./UnfoundedFigures.ts"

export interface FigureCheckCounters {
  /** Answers that were checked, */
  checked: number
  /** and those of them with such a figure. */
  unfounded: number
}

export class FigureCheck extends Context.Service<
  FigureCheck,
  {
    /** Call it when the answer has left. Synchronous, never throws. */
    readonly check: (answer: { readonly text: string; readonly prompt: Prompt }) => void
    readonly counters: () => Readonly<FigureCheckCounters>
  }
>()("@manga-assist/assistant/FigureCheck") {
  static readonly layer: Layer.Layer<FigureCheck> = Layer.effect(
    FigureCheck,
    Effect.suspend(() => make),
  )
}

/** What the model was told: rules, conversation, blocks and results of tools, but not what it wrote in this turn. */
const toldBy = ({ messages, system }: Prompt): ReadonlyArray<string> =>
  [
    ...messages
      .filter(({ content = [] }) => content.every(({ toolUse }) => toolUse === undefined))
      .flatMap(({ content = [] }) => content)
      .flatMap(({ text, toolResult }) => [text].concat(toolResult?.content?.map(textOf) ?? []))
      .toReversed(),
    ...(system ?? []).map(textOf),
  ].flatMap((text) => text ?? [])

const textOf = ({ text }: { readonly text?: string | undefined }) => text

const longestSample = 200

/** The sentence that has the figure. */
const sampleOf = (answer: string, figure: string): string => {
  const text = answer.normalize("NFKC")
  const at = text.indexOf(figure)
  const before =
    text
      .slice(0, at)
      .split(/[.!?。\n]/u)
      .at(-1) ?? ""
  const from = at - before.length
  return redactText(maskOrders(text.slice(from, from + longestSample)))
}

const make = Effect.gen(function* () {
  const runFork = Effect.runForkWith(yield* Effect.context())
  const counters: FigureCheckCounters = { checked: 0, unfounded: 0 }
  return FigureCheck.of({
    check: ({ prompt, text }) => {
      counters.checked += 1
      const [first, ...others] = unfoundedFigures(text, toldBy(prompt))
      if (first === undefined) return
      counters.unfounded += 1
      const sample = sampleOf(text, first)
      runFork(Effect.logDebug("figures that the model was not told", [first, ...others], sample))
    },
    counters: () => counters,
  })
})
