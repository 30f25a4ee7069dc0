/**
 * Small measurements of single techniques against a running server over emulated services: time to the first products,
 * repeated questions, deltas joined into frames, shared model calls, a slow model, prompt-cache hits.
 */
import { nextLikeTitles, nextVolume } from "../store/LaboratoryQuestions.ts"
import type { Arranged, Laboratory } from "../laboratory/RunningLaboratory.ts"
import { runTurns } from "../laboratory/TurnLoad.ts"
import { serviceStats, setFaults, setLatency } from "../store/Admin.ts"
import { metricsPage } from "../store/MetricsPage.ts"
import { median } from "../measure/Statistics.ts"
import { pause } from "../measure/OpenLoop.ts"
import { Chat, type Ended, endedOf } from "../store/Chat.ts"

const ask = async (url: string, text: string, leaves = false): Promise<Ended> => {
  using chat = await Chat.open(url)
  const [answer] = endedOf([await chat.ask(text, { leaves })])
  if (answer === undefined) throw new Error(`no answer to "${text}"`)
  return answer
}

const perSecond = 20

/** Times to the first products, from the intended moment. */
export const firstProductsMs = async (
  arranged: Arranged,
  question: () => string,
  turns: number,
  draftAheadMs?: number,
): Promise<ReadonlyArray<number>> => {
  const outcome = await runTurns(arranged, { turns, perSecond, seed: 11, question, draftAheadMs })
  return outcome.turns.flatMap((turn) => turn.firstProductsMs ?? [])
}

/** Longer than the sinks take to write an answer down. */
const keptAfterMs = 1_000

export interface Repeated {
  /** First token of an answer that was given before, edge not included. */
  readonly ms: number
  readonly sources: ReadonlyArray<string>
}

/** Asks each question to its end, then `again` of it from a new socket. */
export const askedAgain = async (
  url: string,
  questions: ReadonlyArray<string>,
  again: (question: string) => string,
): Promise<Repeated> => {
  await Promise.all(questions.map((text) => ask(url, text)))
  await pause(keptAfterMs)
  const answers: Array<Ended> = []
  for (const text of questions) {
    answers.push(await ask(url, again(text)))
  }
  return {
    ms: median(answers.map(({ firstTokenMs }) => firstTokenMs ?? Number.NaN)),
    sources: [...new Set(answers.map(({ end }) => end.source))],
  }
}

const statsOf = async (laboratory: Laboratory) => {
  const model = (await serviceStats(laboratory))["bedrock"]
  return { calls: model?.requests?.["ConverseStream"] ?? 0, tokens: model?.outputTokens ?? 0 }
}

export interface Burst {
  /** Events with text that the model sent. */
  readonly sent: number
  /** Frames with text that the customer got. */
  readonly got: number
}

/** A model that says all at once: what of it is joined on the way. Leaves the emulators without latency. */
export const burst = async (laboratory: Laboratory, url: string): Promise<Burst> => {
  await setLatency(laboratory, "none", false)
  const before = await statsOf(laboratory)
  const { deltas } = await ask(url, nextLikeTitles())
  const tokens = (await statsOf(laboratory)).tokens - before.tokens
  // The emulated model sends its first token alone, then two at a time.
  return { sent: 1 + Math.ceil((tokens - 1) / 2), got: deltas }
}

/** Calls of the model for so many who ask the same at the same time. */
export const callsForAll = async (
  laboratory: Laboratory,
  url: string,
  many: number,
): Promise<number> => {
  const question = nextVolume()
  const before = await statsOf(laboratory)
  await Promise.all(Array.from({ length: many }, () => ask(url, question)))
  return (await statsOf(laboratory)).calls - before.calls
}

export interface SlowModel {
  readonly ms: number
  readonly source: string
}

/** The first words while the model takes three seconds to its own. */
export const withSlowModel = async (laboratory: Laboratory, url: string): Promise<SlowModel> => {
  const slow = {
    service: "bedrock" as const,
    kind: "slow",
    operation: "ConverseStream",
    delayMs: 3_000,
  }
  await setFaults(laboratory, [slow])
  try {
    const { end, firstTokenMs = Number.NaN } = await ask(url, nextLikeTitles(), true)
    return { ms: firstTokenMs, source: end.source }
  } finally {
    await setFaults(laboratory, [])
  }
}

/** Share of the model's answers whose prompt began with what its cache kept, by the server's own counter. */
export const promptCacheShares = async (
  operator: string,
): Promise<Readonly<Record<string, number>>> => {
  const page = await metricsPage(operator)
  const counter = "manga_assist_prompt_cache_total"
  const outcomes = page.valuesOf(counter, "outcome")
  return Object.fromEntries(outcomes.map((outcome) => [outcome, page.sum(counter, { outcome })]))
}
