/**
 * Measures this project's own techniques, which the source document does not name, over a running emulated store, and
 * makes a table of them. What other benchmarks measure (connections, payload, the mix) stands on their pages alone.
 */
import { type Measuring } from "../command/Benchmark.ts"
import type { Laboratory } from "../laboratory/RunningLaboratory.ts"
import { after, switched } from "../laboratory/Technique.ts"
import { runTurns } from "../laboratory/TurnLoad.ts"
import { pause } from "../measure/OpenLoop.ts"
import { median, seededRandom } from "../measure/Statistics.ts"
import { serviceStats, setFaults, setLatency } from "../store/Admin.ts"
import { Chat, type Ended, endedOf } from "../store/Chat.ts"
import { nextLikeTitles, nextVolume } from "../store/LaboratoryQuestions.ts"
import { metricsPage } from "../store/MetricsPage.ts"
import { atLeastVerdict, estimateSaving } from "./SavingEstimate.ts"

/** All who ask the same at once. */
const crowd = 20
const budgetMs = 2_000
/** The shortest pause before Enter that a typist makes, and a little. */
const draftAheadMs = 200
/** Longer than the sinks take to write an answer down. */
const keptAfterMs = 1_000

const promptCacheCounter = "manga_assist_prompt_cache_total"

const inOtherWords = (question: string): string =>
  question.replace(/^Is volume (\d+) of (.*) in stock\?$/u, "Do you have volume $1 of $2 in stock?")

const fromTo = (without: number, with_: number) => `${without.toFixed(1)} → ${with_.toFixed(1)} ms`
const judged = (holds: boolean) => (holds ? "holds" : "does not hold")

const ask = async (url: string, text: string, leaves = false): Promise<Ended> => {
  using chat = await Chat.open(url)
  const [answer] = endedOf([await chat.ask(text, { leaves })])
  if (answer === undefined) throw new Error(`no answer to "${text}"`)
  return answer
}
const firstTokensMs = (answers: ReadonlyArray<Ended>) =>
  median(answers.map(({ firstTokenMs }) => firstTokenMs ?? Number.NaN))
const sourcesOf = (answers: ReadonlyArray<Ended>) =>
  [...new Set(answers.map(({ end }) => end.source))].join(", ")

export const ownTechniques = async (
  laboratory: Laboratory,
  { illustrate, progress, quick, seed }: Measuring,
): Promise<void> => {
  const rows: Array<ReadonlyArray<string>> = []
  const remarks: Array<string> = []
  const tell = (
    why: string,
    technique: string,
    ...told: [claim: string, is: string, so: string]
  ) => {
    progress.step(`ablation: ${technique}`)
    rows.push([technique, ...told])
    remarks.push(`${technique}: ${why}`)
  }
  /** What the model did meanwhile. */
  const ofModel = async <A>(load: () => Promise<A>) => {
    const read = async () => (await serviceStats(laboratory))["bedrock"]
    const [before, answered, now] = [await read(), await load(), await read()]
    const grown = (of: (stats: typeof now) => number | undefined) =>
      (of(now) ?? 0) - (of(before) ?? 0)
    return {
      answered,
      calls: grown((stats) => stats?.requests?.["ConverseStream"]),
      tokens: grown((stats) => stats?.outputTokens),
    }
  }

  const load = { turns: quick ? 16 : 60, perSecond: 20, seed: 11 }
  const products = async (question: () => string, ahead?: number, on = after) => {
    const arranged = await laboratory.arrange(on)
    const { turns } = await runTurns(arranged, { ...load, question, draftAheadMs: ahead })
    return turns.flatMap(({ firstProductsMs }) => firstProductsMs ?? [])
  }
  type Times = ReadonlyArray<number>
  const sooner = (without: Times, with_: Times, leastMs: number): [string, string] => {
    const saved = estimateSaving([{ without, with: with_ }], 50, seededRandom(seed))
    return [fromTo(median(without), median(with_)), atLeastVerdict(leastMs, saved)]
  }
  await products(nextLikeTitles)
  const meaning = await products(nextLikeTitles)
  const filtered = await products(nextVolume)
  const drafted = await products(nextLikeTitles, draftAheadMs)
  const held = switched(after, false, "products-first")
  tell(
    "The search answers long before the model, whose played time is 680 ms; what it found is sent at once.",
    "products before the model speaks: first products",
    "the model's time earlier",
    ...sooner(await products(nextLikeTitles, undefined, held), meaning, 500),
  )
  tell(
    "Embedding and search ran while the customer reached for Enter; prices are read again after it.",
    "type-ahead drafts: first products, draft 200 ms before Enter",
    "no reads after Enter",
    ...sooner(meaning, drafted, 20),
  )
  tell(
    "What the question's slots determine is found by a filter: no call for a vector.",
    "filter without embedding: first products",
    "an embedding (20 ms) less",
    ...sooner(meaning, filtered, 10),
  )

  const { operator, url } = await laboratory.arrange(after)
  // Before the caches: hits in other words are checked by the model, off the path.
  const asked = nextVolume()
  const { calls } = await ofModel(() =>
    Promise.all(Array.from({ length: crowd }, () => ask(url, asked))),
  )
  tell(
    "The first claims the question, in the process and in Redis; its stream goes to all who wait.",
    `single flight: calls of the model for ${crowd} at once`,
    "one",
    `${crowd} → ${calls}`,
    judged(calls === 1),
  )
  /** Each question to its end, then again from a new socket: its first token, edge not included. */
  const again = async (by: string, words: (question: string) => string) => {
    const questions = Array.from({ length: quick ? 6 : 20 }, nextVolume)
    await Promise.all(questions.map((text) => ask(url, text)))
    await pause(keptAfterMs)
    const answers: Array<Ended> = []
    for (const text of questions) answers.push(await ask(url, words(text)))
    const sources = sourcesOf(answers)
    const told = `${firstTokensMs(answers).toFixed(1)} ms (${sources})`
    return ["no model", told, judged(sources === by)] as const
  }
  tell(
    "The answer is read by the question's own words, and replayed.",
    "exact cache: first token of the same words again",
    ...(await again("exact", (text) => text)),
  )
  tell(
    "Both wordings are understood to the last content word and have the same form.",
    "canonical cache: first token of the same in other words",
    ...(await again("canonical", inOtherWords)),
  )

  await using hurried = await laboratory.start({ LATENCY_BUDGET_MS: String(budgetMs) })
  const operation = "ConverseStream"
  await setFaults(laboratory, [{ service: "bedrock", kind: "slow", operation, delayMs: 3_000 }])
  const slow = [await ask(url, nextLikeTitles(), true)]
  const ladder = [await ask(hurried.url, nextLikeTitles(), true)]
  await setFaults(laboratory, [])
  tell(
    "The ladder gives the model up while there is time to say what the catalogue knows.",
    "latency ladder: first words while the model needs 3 s",
    `within ${budgetMs} ms`,
    `${fromTo(firstTokensMs(slow), firstTokensMs(ladder))} (${sourcesOf(slow)} → ${sourcesOf(ladder)})`,
    judged(firstTokensMs(ladder) <= budgetMs),
  )

  /** How many of the model's answers began with what its cache kept, or not, by the server's own counter. */
  const page = await metricsPage(operator)
  const outcomes = page
    .valuesOf(promptCacheCounter, "outcome")
    .map((outcome) => [outcome, page.sum(promptCacheCounter, { outcome })] as const)
    .filter(([, count]) => count > 0)
  const isKept = outcomes.some(([outcome]) => outcome !== "none")
  tell(
    "none: the unchanging part of the prompt is shorter than what a model keeps, so no point is set.",
    "prompt cache points: prompts by what the model's cache did",
    "no prompt ignored",
    outcomes.map(([outcome, count]) => `${outcome} ${count}`).join(", "),
    isKept ? judged(!outcomes.some(([outcome]) => outcome === "ignored")) : "not shown",
  )

  await setLatency(laboratory, "none", false)
  const { answered, tokens } = await ofModel(() => ask(url, nextLikeTitles()))
  // The emulated model sends its first token alone, then two at a time.
  const events = 1 + Math.ceil((tokens - 1) / 2)
  tell(
    "What arrives within a tick leaves as one frame: the system call costs more than the text.",
    "coalesced deltas: frames of an answer that the model says at once",
    "fewer than the model's events",
    `${events} → ${answered.deltas}`,
    judged(answered.deltas < events),
  )
  illustrate({
    title: "Our own techniques, claimed and measured",
    table: [["technique", "claimed", "measured", "verdict"], ...rows],
    remarks,
  })
}
