/**
 * Measures this project's own techniques, which the source document does not name, over a running emulated store, and
 * makes a table of them. The table also has techniques that other benchmarks measured, by their latest results, and
 * those that the ablation has switched one by one. (Source document: "Latency Reduction Techniques for FM Systems",
 * whose claims this project tests.)
 */
import { type Measuring } from "../command/Benchmark.ts"
import { readResults } from "../command/Check.ts"
import { nextLikeTitles, nextVolume } from "../store/LaboratoryQuestions.ts"
import type { Laboratory } from "../laboratory/RunningLaboratory.ts"
import { after, switched } from "../laboratory/Technique.ts"
import {
  atLeastVerdict,
  borrowedRows,
  ownRemarks,
  type OwnRow,
  ownTable,
  row,
  switchedRows,
} from "./OwnRows.ts"
import { median, seededRandom } from "../measure/Statistics.ts"
import { estimateSaving } from "./SavingEstimate.ts"
import type { Switched } from "./Switching.ts"
import {
  askedAgain,
  burst,
  callsForAll,
  firstProductsMs,
  promptCacheShares,
  withSlowModel,
} from "./Probes.ts"

/** All who ask the same at once. */
const crowd = 20
const budgetMs = 2_000
/** The shortest pause before Enter that a typist makes, and a little. */
const draftAheadMs = 200

const inOtherWords = (question: string): string =>
  question.replace(/^Is volume (\d+) of (.*) in stock\?$/u, "Do you have volume $1 of $2 in stock?")

const ms = (value: number) => `${value.toFixed(1)} ms`
const fromTo = (before: number, with_: number) => `${before.toFixed(1)} → ${ms(with_)}`

/** Also what switching found, for techniques that it throws. */
export const ownTechniques = async (
  laboratory: Laboratory,
  { folder, illustrate, progress, quick, seed }: Measuring,
  { noiseMs, savings }: Pick<Switched, "noiseMs" | "savings">,
): Promise<void> => {
  const turns = quick ? 16 : 60
  const rows: Array<OwnRow> = []
  progress.step("ablation: products before the model, type-ahead")
  const arranged = await laboratory.arrange(after)
  await firstProductsMs(arranged, nextLikeTitles, turns)
  const meaning = await firstProductsMs(arranged, nextLikeTitles, turns)
  const filtered = await firstProductsMs(arranged, nextVolume, turns)
  const drafted = await firstProductsMs(arranged, nextLikeTitles, turns, draftAheadMs)
  const held = await laboratory.arrange(switched(after, false, "products-first"))
  const together = await firstProductsMs(held, nextLikeTitles, turns)
  const sooner = (
    technique: string,
    claimed: string,
    [without, with_]: readonly [ReadonlyArray<number>, ReadonlyArray<number>],
    leastMs: number,
    why: string,
  ) => {
    const saved = estimateSaving([{ without, with: with_ }], 50, seededRandom(seed))
    const told = fromTo(median(without), median(with_))
    return row(technique, claimed, told, atLeastVerdict(leastMs, saved, noiseMs), why)
  }
  rows.push(
    sooner(
      "products before the model speaks: first products",
      "the model's time earlier",
      [together, meaning],
      500,
      "The search answers long before the model, whose played time is 680 ms; what it found is sent at once.",
    ),
    sooner(
      "type-ahead drafts: first products, draft 200 ms before Enter",
      "no reads after Enter",
      [meaning, drafted],
      20,
      "Embedding and search ran while the customer reached for Enter; prices are read again after it.",
    ),
    sooner(
      "filter without embedding: first products",
      "an embedding (20 ms) less",
      [meaning, filtered],
      10,
      "What the question's slots determine is found by a filter: no call for a vector.",
    ),
  )
  const { operator, url } = await laboratory.arrange(after)
  // Before the caches: hits in other words are checked by the model, off the path.
  progress.step("ablation: single flight")
  const calls = await callsForAll(laboratory, url, crowd)
  rows.push(
    row(
      `single flight: calls of the model for ${crowd} at once`,
      "one",
      `${crowd} → ${calls}`,
      calls === 1,
      "The first claims the question, in the process and in Redis; its stream goes to all who wait.",
    ),
  )
  progress.step("ablation: caches")
  const questions = () => Array.from({ length: quick ? 6 : 20 }, () => nextVolume())
  const exact = await askedAgain(url, questions(), (text) => text)
  const canonical = await askedAgain(url, questions(), inOtherWords)
  rows.push(
    row(
      "exact cache: first token of the same words again",
      "no model",
      `${ms(exact.ms)} (${exact.sources.join(", ")})`,
      exact.sources.join() === "exact",
      "The answer is read by the question's own words, and replayed.",
    ),
    row(
      "canonical cache: first token of the same in other words",
      "no model",
      `${ms(canonical.ms)} (${canonical.sources.join(", ")})`,
      canonical.sources.join() === "canonical",
      "Both wordings are understood to the last content word and have the same form.",
    ),
    precomputedRow(folder),
  )
  progress.step("ablation: ladder, prompt cache")
  const hurried = await laboratory.start({ LATENCY_BUDGET_MS: String(budgetMs) })
  try {
    const patient = await withSlowModel(laboratory, url)
    const ladder = await withSlowModel(laboratory, hurried.url)
    rows.push(
      row(
        "latency ladder: first words while the model needs 3 s",
        `within ${budgetMs} ms`,
        `${fromTo(patient.ms, ladder.ms)} (${patient.source} → ${ladder.source})`,
        ladder.ms <= budgetMs,
        "The ladder gives the model up while there is time to say what the catalogue knows.",
      ),
    )
  } finally {
    await hurried.stop()
  }
  rows.push(promptCacheRow(await promptCacheShares(operator)), ...borrowedRows(readResults(folder)))
  const { got, sent } = await burst(laboratory, url)
  rows.push(
    row(
      "coalesced deltas: frames of an answer that the model says at once",
      "fewer than the model's events",
      `${sent} → ${got}`,
      got < sent,
      "What arrives within a tick leaves as one frame: the system call costs more than the text.",
    ),
    ...switchedRows(savings),
  )
  illustrate({
    title: "Our own techniques, claimed and measured",
    table: ownTable(rows),
    remarks: ownRemarks(rows),
  })
}

/** How many hits there are is the mix's to say: its latest result, where there is one. */
const precomputedRow = (folder: string): OwnRow => {
  const source = "answers by source: "
  const mix = readResults(folder).find(({ name }) => name === "mix")
  const found = (mix?.figures ?? []).filter(({ name }) => name.startsWith(source))
  const ahead = found.find(({ name }) => name === `${source}precomputed`)
  const shares = found.map(
    ({ name, value }) => `${name.slice(source.length)} ${(100 * value).toFixed(0)} %`,
  )
  return row(
    "precompute: answers to popular questions, made ahead",
    "no model for popular questions",
    found.length === 0 ? undefined : `${shares.join(", ")} (mix)`,
    (ahead?.value ?? 0) > 0,
    "The worker answers what is asked most before it is asked; a hit is read as the exact cache's is.",
  )
}

const promptCacheRow = (shares: Readonly<Record<string, number>>): OwnRow => {
  const outcomes = Object.entries(shares)
  const kept = outcomes.some(([outcome, count]) => outcome !== "none" && count > 0)
  return row(
    "prompt cache points: prompts by what the model's cache did",
    "no prompt ignored",
    outcomes.length === 0
      ? undefined
      : outcomes.map(([outcome, count]) => `${outcome} ${count}`).join(", "),
    kept ? (shares["ignored"] ?? 0) === 0 : "not shown",
    "none: the unchanging part of the prompt is shorter than what a model keeps, so no point is set.",
  )
}
