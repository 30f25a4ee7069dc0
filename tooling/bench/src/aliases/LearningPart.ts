/**
 * Measures what learned aliases (wordings that get the cached answer of another question) gain on the labelled pairs
 * of questions: how many more paraphrases hit the cache, and how many different questions falsely do. The judge that
 * approves them is the emulated model, a rule with word lists by authors who had seen these pairs: this shows that the
 * mechanism works and says nothing of a real model's judgement. The counts are deterministic, so one round is enough.
 */
import { decideCache, demoNames } from "@manga-assist/assistant"
import { normalizeQuestion } from "@manga-assist/caching"
import type { Part } from "../command/Benchmark.ts"
import { read } from "../caching/labelled/AssistantSource.ts"
import { type LabelledPair, labelledPairs } from "../caching/labelled/LabelledPairs.ts"
import { atMost, figure } from "../measure/Figure.ts"
import { learnFromPairs, type Learned } from "./LabelledLearning.ts"

const judge = "judged by the local model: a rule, written by people who had seen these pairs"

const localeOf = (text: string) => read(text).locale

const isOneLanguage = ({ asked, stored }: LabelledPair) => localeOf(asked) === localeOf(stored)

/** In either order: which of two wordings is asked first is chance. */
const hits = ({ asked, stored }: LabelledPair, aliases?: Learned["book"]): boolean =>
  decideCache(demoNames(), stored, asked, aliases).hit ||
  decideCache(demoNames(), asked, stored, aliases).hit

const share = (pairs: ReadonlyArray<LabelledPair>, aliases?: Learned["book"]) => {
  const count = pairs.filter((pair) => hits(pair, aliases)).length
  return { count, percent: (100 * count) / pairs.length }
}

const shownAtMost = 6

/** Approved pairs that stand among no labelled paraphrases: the same though nobody wrote it down, or false. */
const unlabelled = (
  { aliases }: Learned,
  same: ReadonlyArray<LabelledPair>,
): ReadonlyArray<string> =>
  aliases
    .filter(({ kept, words }) => {
      const isThis = (missed: string, known: string) =>
        normalizeQuestion(missed) === words && decideCache(demoNames(), known, kept).hit
      return !same.some(({ asked, stored }) => isThis(asked, stored) || isThis(stored, asked))
    })
    .map(({ kept, words }) => `"${words}" = "${kept}"`)

export const learningPart: Part = {
  name: "learning",
  measure: async ({ progress }) => {
    progress.step("aliases: learning from the labelled pairs")
    const pairs = await labelledPairs()
    const learned = await learnFromPairs(pairs)
    const { book, counts } = learned
    const same = pairs.filter((pair) => pair.label === "same" && isOneLanguage(pair))
    const second = same.filter(({ half }) => half === "second")
    const apart = pairs.filter(({ label }) => label !== "same")
    const [before, after] = [share(second), share(second, book)]
    const falsely = share(apart, book)
    const count = (name: string) => counts[name] ?? 0
    const others = unlabelled(learned, same)
    const rejected = Object.entries(counts)
      .filter(([name]) => name.startsWith("rejected:"))
      .map(([name, each]) => `${name.slice("rejected:".length)} ${each}`)
    return [
      figure("paraphrases answered, second half: without aliases", "%", [before.percent], {
        note: `${before.count} of ${second.length}, in either order`,
      }),
      figure("paraphrases answered, second half: with aliases", "%", [after.percent], {
        note: `${after.count} of ${second.length}; ${judge}`,
      }),
      figure("others falsely answered: with aliases", "%", [falsely.percent], {
        target: atMost(0.5),
        note: `${falsely.count} of ${apart.length}, different and never to be kept; ${judge}`,
      }),
      figure("pairs proposed", "pairs", [count("proposed")], {
        note: `${learned.missed} wordings without a form against ${learned.kept} kept questions`,
      }),
      figure("pairs approved", "pairs", [count("approved")], { note: judge }),
      figure("pairs approved that no label confirms", "pairs", [others.length], {
        note: others.slice(0, shownAtMost).join(", ") || "none",
      }),
      figure("pairs rejected", "pairs", [count("proposed") - count("approved")], {
        note: rejected.join(", "),
      }),
      figure("questions put to the judge", "calls", [learned.judged], {
        note: `${count("controls")} pairs of known verdict among them, ${count("disagreed")} judged wrongly`,
      }),
    ]
  },
}
