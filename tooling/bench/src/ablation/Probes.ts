/**
 * Small measurements of single techniques against a running server over emulated services: time to the first products,
 * repeated questions, deltas joined into frames, shared model calls, a slow model, prompt-cache hits.
 */
import type { Arranged, Laboratory } from "../laboratory/RunningLaboratory.ts"
import { runTurns } from "../laboratory/TurnLoad.ts"
import { pause } from "../measure/OpenLoop.ts"
import { median } from "../measure/Statistics.ts"
import { serviceStats, setFaults, setLatency } from "../store/Admin.ts"
import { Chat, type Ended, endedOf } from "../store/Chat.ts"
import { nextLikeTitles, nextVolume } from "../store/LaboratoryQuestions.ts"
import { metricsPage } from "../store/MetricsPage.ts"

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

/** Asks each question to its end, then `again` of it from a new socket: its first token, edge not included. */
export const askedAgain = async (
  url: string,
  questions: ReadonlyArray<string>,
  again: (question: string) => string,
) => {
  await Promise.all(questions.map((text) => ask(url, text)))
  await pause(keptAfterMs)
  const answers: Array<Ended> = []
  for (const text of questions) answers.push(await ask(url, again(text)))
  return {
    ms: median(answers.map(({ firstTokenMs }) => firstTokenMs ?? Number.NaN)),
    sources: [...new Set(answers.map(({ end }) => end.source))],
  }
}

const statsOf = async (laboratory: Laboratory) => {
  const model = (await serviceStats(laboratory))["bedrock"]
  return { calls: model?.requests?.["ConverseStream"] ?? 0, tokens: model?.outputTokens ?? 0 }
}

/**
 * A model that says all at once: events with text that it sent, frames with text that the customer got. Leaves the
 * emulators without latency.
 */
export const burst = async (laboratory: Laboratory, url: string) => {
  await setLatency(laboratory, "none", false)
  const before = await statsOf(laboratory)
  const { deltas } = await ask(url, nextLikeTitles())
  const tokens = (await statsOf(laboratory)).tokens - before.tokens
  // The emulated model sends its first token alone, then two at a time.
  return { sent: 1 + Math.ceil((tokens - 1) / 2), got: deltas }
}

/** Calls of the model for so many who ask the same at the same time. */
export const callsForAll = async (laboratory: Laboratory, url: string, many: number) => {
  const question = nextVolume()
  const before = await statsOf(laboratory)
  await Promise.all(Array.from({ length: many }, () => ask(url, question)))
  return (await statsOf(laboratory)).calls - before.calls
}

/** The first words while the model takes three seconds to its own. */
export const withSlowModel = async (laboratory: Laboratory, url: string) => {
  const operation = "ConverseStream"
  await setFaults(laboratory, [{ service: "bedrock", kind: "slow", operation, delayMs: 3_000 }])
  try {
    const { end, firstTokenMs = Number.NaN } = await ask(url, nextLikeTitles(), true)
    return { ms: firstTokenMs, source: end.source }
  } finally {
    await setFaults(laboratory, [])
  }
}

const promptCacheCounter = "manga_assist_prompt_cache_total"

/** How many of the model's answers began with what its cache kept, or not, by the server's own counter. */
export const promptCacheOutcomes = async (operator: string) => {
  const page = await metricsPage(operator)
  return page
    .valuesOf(promptCacheCounter, "outcome")
    .map((outcome) => [outcome, page.sum(promptCacheCounter, { outcome })] as const)
}
