/**
 * Measures this project's own techniques, which the source document does not name, over a running emulated store, and
 * makes a table of them. What other benchmarks measure (connections, payload, the mix) stands on their pages alone.
 */
import { type Measuring } from "../command/Benchmark.ts"
import type { Laboratory } from "../laboratory/RunningLaboratory.ts"
import { after, switched } from "../laboratory/Technique.ts"
import { median, seededRandom } from "../measure/Statistics.ts"
import { nextLikeTitles, nextVolume } from "../store/LaboratoryQuestions.ts"
import {
  askedAgain,
  burst,
  callsForAll,
  firstProductsMs,
  promptCacheOutcomes,
  withSlowModel,
} from "./Probes.ts"
import { atLeastVerdict, estimateSaving } from "./SavingEstimate.ts"

/** All who ask the same at once. */
const crowd = 20
const budgetMs = 2_000
/** The shortest pause before Enter that a typist makes, and a little. */
const draftAheadMs = 200

const inOtherWords = (question: string): string =>
  question.replace(/^Is volume (\d+) of (.*) in stock\?$/u, "Do you have volume $1 of $2 in stock?")

const fromTo = (without: number, with_: number) => `${without.toFixed(1)} → ${with_.toFixed(1)} ms`
const judged = (holds: boolean) => (holds ? "holds" : "does not hold")

type Row = readonly [technique: string, claimed: string, measured: string, verdict: string]
type Times = ReadonlyArray<number>

export const ownTechniques = async (
  laboratory: Laboratory,
  { illustrate, progress, quick, seed }: Measuring,
): Promise<void> => {
  const rows: Array<Row> = []
  const remarks: Array<string> = []
  const tell = (why: string, ...told: Row) => {
    progress.step(`ablation: ${told[0]}`)
    rows.push(told)
    remarks.push(`${told[0]}: ${why}`)
  }
  const tellSooner = (
    why: string,
    technique: string,
    claimed: string,
    [without, with_]: readonly [Times, Times],
    leastMs: number,
  ) => {
    const saved = estimateSaving([{ without, with: with_ }], 50, seededRandom(seed))
    const verdict = atLeastVerdict(leastMs, saved)
    tell(why, technique, claimed, fromTo(median(without), median(with_)), verdict)
  }
  const turns = quick ? 16 : 60
  const arranged = await laboratory.arrange(after)
  await firstProductsMs(arranged, nextLikeTitles, turns)
  const meaning = await firstProductsMs(arranged, nextLikeTitles, turns)
  const filtered = await firstProductsMs(arranged, nextVolume, turns)
  const drafted = await firstProductsMs(arranged, nextLikeTitles, turns, draftAheadMs)
  const held = await laboratory.arrange(switched(after, false, "products-first"))
  const together = await firstProductsMs(held, nextLikeTitles, turns)
  tellSooner(
    "The search answers long before the model, whose played time is 680 ms; what it found is sent at once.",
    "products before the model speaks: first products",
    "the model's time earlier",
    [together, meaning],
    500,
  )
  tellSooner(
    "Embedding and search ran while the customer reached for Enter; prices are read again after it.",
    "type-ahead drafts: first products, draft 200 ms before Enter",
    "no reads after Enter",
    [meaning, drafted],
    20,
  )
  tellSooner(
    "What the question's slots determine is found by a filter: no call for a vector.",
    "filter without embedding: first products",
    "an embedding (20 ms) less",
    [meaning, filtered],
    10,
  )
  const { operator, url } = await laboratory.arrange(after)
  // Before the caches: hits in other words are checked by the model, off the path.
  const calls = await callsForAll(laboratory, url, crowd)
  tell(
    "The first claims the question, in the process and in Redis; its stream goes to all who wait.",
    `single flight: calls of the model for ${crowd} at once`,
    "one",
    `${crowd} → ${calls}`,
    judged(calls === 1),
  )
  const questions = () => Array.from({ length: quick ? 6 : 20 }, () => nextVolume())
  const again = async (by: string, words: (question: string) => string) => {
    const { ms, sources } = await askedAgain(url, questions(), words)
    const told = `${ms.toFixed(1)} ms (${sources.join(", ")})`
    return ["no model", told, judged(sources.join() === by)] as const
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
  const patient = await withSlowModel(laboratory, url)
  const ladder = await withSlowModel(laboratory, hurried.url)
  tell(
    "The ladder gives the model up while there is time to say what the catalogue knows.",
    "latency ladder: first words while the model needs 3 s",
    `within ${budgetMs} ms`,
    `${fromTo(patient.ms, ladder.ms)} (${patient.source} → ${ladder.source})`,
    judged(ladder.ms <= budgetMs),
  )
  const outcomes = await promptCacheOutcomes(operator)
  const isKept = outcomes.some(([outcome, count]) => outcome !== "none" && count > 0)
  const isIgnored = outcomes.some(([outcome, count]) => outcome === "ignored" && count > 0)
  tell(
    "none: the unchanging part of the prompt is shorter than what a model keeps, so no point is set.",
    "prompt cache points: prompts by what the model's cache did",
    "no prompt ignored",
    outcomes.map(([outcome, count]) => `${outcome} ${count}`).join(", "),
    isKept ? judged(!isIgnored) : "not shown",
  )
  const { got, sent } = await burst(laboratory, url)
  tell(
    "What arrives within a tick leaves as one frame: the system call costs more than the text.",
    "coalesced deltas: frames of an answer that the model says at once",
    "fewer than the model's events",
    `${sent} → ${got}`,
    judged(got < sent),
  )
  illustrate({
    title: "Our own techniques, claimed and measured",
    table: [["technique", "claimed", "measured", "verdict"], ...rows],
    remarks,
  })
}
