/**
 * Asks question lists of a store, each entry as often as samples are wanted, and judges the answers. A store that is
 * started begins each sample with cold caches, so that its model answers each of them.
 */
import type { TokenUsage } from "@manga-assist/protocol"
import { askEntries, type AskedEntry } from "../asking/AskEntries.ts"
import type { StoreData } from "../oracle/StoreData.ts"
import { type Entry, judgedOf } from "../QuestionList.ts"
import { openStore } from "@manga-assist/bench/store/StoreFolder"
import type { EvalOptions } from "./EvalOptions.ts"
import { type Verdict, verdictOf } from "./Verdict.ts"

export interface EvaluatedAnswer {
  readonly id: string
  readonly kind: string
  readonly language: string
  readonly sample: number
  readonly asks: ReadonlyArray<string>
  readonly answer: string
  /** What a right answer tells, by the list's author. */
  readonly right: string | undefined
  readonly verdict: Verdict
  readonly outcome: string
  readonly source: string | undefined
  readonly looked: boolean
  readonly firstMs: number | undefined
  /** Of all its turns, by model. */
  readonly usage: ReadonlyArray<{ readonly model: string; readonly usage: TokenUsage }>
}

const evaluated = (
  { before, entry, told }: AskedEntry,
  sample: number,
  store: StoreData,
): EvaluatedAnswer => {
  const { firstMs, looked, outcome, source } = told
  return {
    id: entry.id,
    kind: entry.kind,
    language: entry.language,
    sample,
    asks: entry.turns.map(({ ask }) => ask),
    answer: told.answer,
    right: entry.turns.at(-1)?.right,
    verdict: verdictOf(judgedOf(entry), told, store),
    outcome,
    source,
    looked,
    firstMs,
    usage: [...before, told].flatMap(({ model, usage }) =>
      model === undefined || usage === undefined ? [] : [{ model, usage }],
    ),
  }
}

/** A model on a laptop is slow: unless the environment says otherwise, it is waited for. */
const patience = process.env["LATENCY_BUDGET_MS"] ?? "20000"

const settingsOf = ({ model, tools }: EvalOptions): Record<string, string> => ({
  LATENCY_BUDGET_MS: patience,
  ...(tools === undefined ? {} : { TOOLS: tools }),
  ...(model === undefined ? {} : { BEDROCK_MODEL_SIMPLE: model, BEDROCK_MODEL_COMPLEX: model }),
})

export const evaluate = async (
  entries: ReadonlyArray<Entry>,
  options: EvalOptions,
  store: StoreData,
  step: (text: string) => void,
): Promise<ReadonlyArray<EvaluatedAnswer>> => {
  const { parallel, samples, url } = options
  const answers: Array<EvaluatedAnswer> = []
  const ask = async (sample: number, base: string) => {
    const asked = await askEntries(entries, {
      url: base,
      name: `eval-${sample}-${process.pid}-${Date.now().toString(36)}`,
      parallel,
      again: 0,
      asked: (done) => {
        if (done % 10 === 0) step(`sample ${sample}, ${done} of ${entries.length} asked`)
      },
    })
    answers.push(...asked.map((each) => evaluated(each, sample, store)))
  }
  for (let sample = 1; sample <= samples; sample += 1) {
    if (url !== undefined) await ask(sample, url)
    else {
      step(`sample ${sample}, a store is started`)
      const environment = settingsOf(options)
      await using store = await openStore({ environment, flags: ["--latency", "none"] })
      await ask(sample, store.url)
    }
  }
  return answers
}
