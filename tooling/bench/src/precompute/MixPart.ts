/**
 * Measures the shares of questions that are answered from the cache, with the source document's mix of questions, once
 * with and once without the worker that generates answers in advance. The shares are split by source of the answer
 * (precomputed, same words, same meaning, alias) and by kind of question (trending, genre, …). Also counts false hits:
 * cached answers that were written for another question. (Source document: "Latency Reduction Techniques for FM
 * Systems", whose claims this project tests.)
 */
import { normalizeQuestion } from "@manga-assist/caching"
import { genres, products } from "@manga-assist/catalogue"
import { readFileSync } from "node:fs"
import { type Part } from "../command/Benchmark.ts"
import { atMost, type Figure, figure } from "../measure/Figure.ts"
import { labelledQuestions } from "../mix/LabelledQuestions.ts"
import { seededRandom } from "../measure/Statistics.ts"
import {
  type Asked,
  labelledTraffic,
  meaningOfScheduled,
  type Row,
  rows,
} from "./LabelledTraffic.ts"
import { perSecond, size } from "./MixSize.ts"
import { cachedSources, type MeaningOf, replay, type Replayed } from "./Replay.ts"

/** What the source document says that a hit saves; of a custom question nothing. */
const sourceSavesMs: Readonly<Record<Row, number>> = {
  trending: 900,
  "new-releases": 900,
  genre: 700,
  title: 500,
  other: 0,
}
/** Embedding 20, search 45, prices 8, model 680: what a miss waits for at the source document's times. */
const missMs = 753
/** Of a hit in memory, by the turn's own ledger. */
const hitMs = 1

interface Pattern {
  readonly name: string
  readonly each: string
  readonly top?: number
  readonly wordings: Readonly<Record<"en" | "ja", ReadonlyArray<string>>>
}

const demographics = [
  ["shonen", "少年"],
  ["seinen", "青年"],
  ["shojo", "少女"],
  ["josei", "女性向け"],
]

/** What the wordings of the worker's schedule mean. */
const scheduledMeanings = (): ReadonlyMap<string, string> => {
  const file = new URL("../../../../packages/catalogue/src/manga/schedule.json", import.meta.url)
  const { patterns } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly patterns: ReadonlyArray<Pattern> // The worker itself checks the file.
  }
  const series = products().filter(({ kind }) => kind === "series")
  const subjectsOf: Readonly<Record<string, ReadonlyArray<readonly [string, string, string]>>> = {
    once: [["", "", ""]],
    genre: genres().map(({ english, id, japanese }) => [id, english.toLowerCase(), japanese]),
    demographic: demographics.map(([english = "", japanese = ""]) => [english, english, japanese]),
    title: series.map(({ japaneseTitle, seriesId, title }) => [seriesId, title, japaneseTitle]),
  }
  const meanings = new Map<string, string>()
  for (const { each, name, wordings } of patterns) {
    for (const [id, english, japanese] of subjectsOf[each] ?? []) {
      for (const template of [...wordings.en, ...wordings.ja]) {
        const text = template.replaceAll("{english}", english).replaceAll("{japanese}", japanese)
        meanings.set(text, meaningOfScheduled(name, id))
      }
    }
  }
  return meanings
}

const meaningsOf = (questions: ReadonlyArray<Asked>): MeaningOf => {
  const meanings = new Map<string, ReturnType<MeaningOf>>()
  for (const [text, meaning] of scheduledMeanings())
    meanings.set(normalizeQuestion(text), { meaning })
  for (const asked of questions) {
    // A pattern's own wording stays one, also where the labelled set has it.
    const text = normalizeQuestion(asked.text)
    if (asked.isLabelled !== true || !meanings.has(text)) meanings.set(text, asked)
  }
  return (text) => meanings.get(normalizeQuestion(text))
}

const countOf = (counts: Readonly<Record<string, number>>, sources: ReadonlyArray<string>) =>
  sources.reduce((sum, source) => sum + (counts[source] ?? 0), 0)

const allOf = (counts: Readonly<Record<string, number>>) => countOf(counts, Object.keys(counts))

const hitsOf = ({ rows: counted }: Replayed, sources: ReadonlyArray<string>) =>
  rows.reduce((sum, row) => sum + countOf(counted[row], sources), 0)

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)

const examples = (hits: ReadonlyArray<string>) =>
  hits.length === 0 ? "" : `: ${[...new Set(hits)].slice(0, 5).join(" | ")}`

const figuresOf = (name: string, replayed: Replayed, asked: number): ReadonlyArray<Figure> => {
  const hits = hitsOf(replayed, cachedSources)
  const savedBySource = rows.reduce(
    (sum, row) => sum + sourceSavesMs[row] * countOf(replayed.rows[row], cachedSources),
    0,
  )
  const of = (what: string, unit: string, part: number, whole = asked) =>
    figure(`${name}: ${what}`, unit, [share(part, whole)])
  const { customerCalls, workerCalls } = replayed
  return [
    of("answered from the cache", "share", hits),
    ...cachedSources
      .filter((source) => hitsOf(replayed, [source]) > 0)
      .map((source) => of(`answered as ${source}`, "share", hitsOf(replayed, [source]))),
    ...rows.map((row) => {
      const counts = replayed.rows[row]
      return of(`${row}, from the cache`, "share", countOf(counts, cachedSources), allOf(counts))
    }),
    figure(`${name}: hits with another question's answer`, "hits", [replayed.falseHits.length], {
      target: atMost(0),
      note: `of ${hits} hits${examples(replayed.falseHits)}; ${replayed.unjudged.length} more between the labelled set and a pattern are not judged${examples(replayed.unjudged)}`,
    }),
    of("saved by each question, by the source document's savings", "ms", savedBySource),
    of("saved by each question to the first token", "ms", hits * (missMs - hitMs)),
    of("calls of the model for 1,000 questions", "calls", (customerCalls + workerCalls) * 1_000),
    of("customers who waited for the model, of 1,000", "calls", customerCalls * 1_000),
  ]
}

export const mixPart: Part = {
  name: "mix",
  measure: async ({ overSteadyRounds, progress, quick, seed }) => {
    const count = quick ? size.quick : size.full
    const random = seededRandom(seed)
    const questions = labelledTraffic(await labelledQuestions(), count, random)
    const meaningOf = meaningsOf(questions)
    const [measured] = await overSteadyRounds(1, async () => {
      const over = (ahead: boolean) =>
        replay({
          questions,
          perSecond,
          ahead,
          meaningOf,
          onProgress: (asked) => {
            const with_ = ahead ? "answered ahead" : "not answered ahead"
            progress.step(`mix, ${with_}: ${asked} of ${count}`)
          },
        })
      return { without: await over(false), ahead: await over(true) }
    })
    if (measured === undefined) throw new Error("nothing was replayed")
    const { ahead, without } = measured
    const asked = questions.length
    return [
      ...figuresOf("answered ahead", ahead, asked),
      ...figuresOf("not answered ahead", without, asked),
      figure("more questions answered from the cache because of the worker", "share", [
        share(hitsOf(ahead, cachedSources) - hitsOf(without, cachedSources), asked),
      ]),
      figure("the worker's tokens", "tokens an hour", [share(ahead.workerTokens, ahead.hours)], {
        target: atMost(3_000_000),
        note: `${ahead.workerCalls} calls in ${ahead.hours.toFixed(1)} hours; no price changed, so what was renewed cost nothing`,
      }),
      figure("entries found run out by a later pass", "entries", [ahead.ranOut], {
        target: atMost(0),
        note: "each once in every pass that found it; passes 40 s apart",
      }),
    ]
  },
}
