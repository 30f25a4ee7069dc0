/** A row for each technique of ours, measured here or taken from another result. */
import { type Measuring } from "../Benchmark.ts"
import { readResults } from "../Check.ts"
import { type Figure, figure } from "../Figure.ts"
import { nextLikeTitles, nextVolume } from "../laboratory/LaboratoryQuestions.ts"
import type { Laboratory } from "../laboratory/RunningLaboratory.ts"
import { after, switched } from "../laboratory/Technique.ts"
import { borrowedRows, type OwnRow, ownText, row, switchedRows } from "./OwnRows.ts"
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

/** `savings`: what switching found, for techniques that it throws. */
export const ownTechniques = async (
  laboratory: Laboratory,
  { folder, illustrate, progress, quick }: Measuring,
  savings: Switched["savings"],
): Promise<ReadonlyArray<Figure>> => {
  const turns = quick ? 16 : 60
  const rows: Array<OwnRow> = []
  const figures: Array<Figure> = []
  const measured = (name: string, unit: string, value: number) => {
    figures.push(figure(`ours: ${name}`, unit, [value]))
    return value
  }
  progress.step("ablation: products before the model, type-ahead")
  const arranged = await laboratory.arrange(after)
  await firstProductsMs(arranged, nextLikeTitles, turns)
  const meaning = measured(
    "first products, found by meaning",
    "ms",
    await firstProductsMs(arranged, nextLikeTitles, turns),
  )
  const filtered = measured(
    "first products, by filter without embedding",
    "ms",
    await firstProductsMs(arranged, nextVolume, turns),
  )
  const drafted = measured(
    "first products, told 200 ms ahead by a draft",
    "ms",
    await firstProductsMs(arranged, nextLikeTitles, turns, draftAheadMs),
  )
  const held = await laboratory.arrange(switched(after, false, "products-first"))
  const together = measured(
    "first products, shown with the first token",
    "ms",
    await firstProductsMs(held, nextLikeTitles, turns),
  )
  rows.push(
    row(
      "products before the model speaks: first products",
      "the model's time earlier",
      fromTo(together, meaning),
      together - meaning > 500,
    ),
    row(
      "type-ahead drafts: first products, draft 200 ms before Enter",
      "no reads after Enter",
      fromTo(meaning, drafted),
      meaning - drafted > 20,
    ),
    row(
      "filter without embedding: first products",
      "an embedding (20 ms) less",
      fromTo(meaning, filtered),
      meaning - filtered > 10,
    ),
  )
  const { url } = await laboratory.arrange(after)
  // Before the caches: hits in other words are checked by the model, off the path.
  progress.step("ablation: single flight")
  const calls = measured(
    `calls of the model for ${crowd} who ask the same at once`,
    "calls",
    await callsForAll(laboratory, url, crowd),
  )
  rows.push(
    row(
      `single flight: calls of the model for ${crowd} at once`,
      "one",
      `${crowd} → ${calls}`,
      calls === 1,
    ),
  )
  progress.step("ablation: caches")
  const questions = Array.from({ length: quick ? 6 : 20 }, () => nextVolume())
  const exact = await askedAgain(url, questions, (text) => text)
  const canonical = await askedAgain(
    url,
    Array.from({ length: quick ? 6 : 20 }, () => nextVolume()),
    inOtherWords,
  )
  measured("first token, the same words again", "ms", exact.ms)
  measured("first token, the same in other words", "ms", canonical.ms)
  rows.push(
    row(
      "exact cache: first token of the same words again",
      "no model",
      `${ms(exact.ms)} (${exact.sources.join(", ")})`,
      exact.sources.join() === "exact",
    ),
    row(
      "canonical cache: first token of the same in other words",
      "no model",
      `${ms(canonical.ms)} (${canonical.sources.join(", ")})`,
      canonical.sources.join() === "canonical",
    ),
    row(
      "precompute: a hit is read as the exact cache's is; how many there are is the mix's",
      "no model for popular questions",
      sharesOf(folder),
      true,
    ),
  )
  progress.step("ablation: ladder, prompt cache")
  const hurried = await laboratory.start({ LATENCY_BUDGET_MS: String(budgetMs) })
  try {
    const patient = await withSlowModel(laboratory, url)
    const ladder = await withSlowModel(laboratory, hurried.url)
    measured("first words, model needs 3 s, budget 10 s", "ms", patient.ms)
    measured("first words, model needs 3 s, budget 2 s", "ms", ladder.ms)
    rows.push(
      row(
        "latency ladder: first words while the model needs 3 s",
        `within ${budgetMs} ms`,
        `${fromTo(patient.ms, ladder.ms)} (${patient.source} → ${ladder.source})`,
        ladder.ms <= budgetMs,
      ),
    )
  } finally {
    await hurried.stop()
  }
  const shares = await promptCacheShares(url)
  const total = Object.values(shares).reduce((sum, count) => sum + count, 0)
  rows.push(
    row(
      "prompt cache points: prompts by what the model's cache did (none: too short to be kept)",
      "no prompt ignored",
      total === 0
        ? undefined
        : Object.entries(shares)
            .map(([outcome, count]) => `${outcome} ${count}`)
            .join(", "),
      (shares["ignored"] ?? 0) === 0,
    ),
    ...borrowedRows(readResults(folder)),
  )
  const { got, sent } = await burst(laboratory, url)
  rows.push(
    row(
      "coalesced deltas: frames of an answer that the model says at once",
      "fewer than the model's events",
      `${sent} → ${got}`,
      got < sent,
    ),
    ...switchedRows(savings),
  )
  illustrate({ title: "Our own techniques, claimed and measured", text: ownText(rows) })
  return figures
}

/** Of the mix's latest result, where there is one. */
const sharesOf = (folder: string): string | undefined => {
  const mix = readResults(folder).find(({ name }) => name === "mix")
  const found = mix?.figures.filter(({ name }) => name.startsWith("answers by source: "))
  if (found === undefined || found.length === 0) return undefined
  return `${found.map(({ name, value }) => `${name.slice(19)} ${(100 * value).toFixed(0)} %`).join(", ")} (mix)`
}
