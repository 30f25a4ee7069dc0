/**
 * Applies the store's cache decision to the labelled pairs of questions: how many paraphrases hit, and how many
 * different questions falsely do. The counts are deterministic, so one round is enough.
 *
 * The grammar was built with the first half of the pairs and never tuned to the second (`LabelledPairs.ts`).
 * Paraphrases across two languages are left out.
 */
import { decideCache, demoNames } from "@manga-assist/assistant"
import type { Part } from "../../command/Benchmark.ts"
import { atLeast, atMost, type Figure, figure, type FigureOptions } from "../../measure/Figure.ts"
import { read } from "./AssistantSource.ts"
import { halves, type Half, labelledPairs, type LabelledPair } from "./LabelledPairs.ts"

type Language = "English" | "Japanese"

interface Decided {
  readonly half: Half
  readonly kind: "same" | "different" | "never"
  readonly subject: string
  readonly language: Language
  readonly hit: boolean
  /** Both sides have a form: only such a pair can be answered with the other's answer. */
  readonly understood: boolean
}

const languages: ReadonlyArray<Language> = ["English", "Japanese"]

const localeOf = (text: string) => read(text).locale

/** Nothing for a paraphrase in another language. */
const decided = (pair: LabelledPair): Decided | undefined => {
  const { asked, half, label, stored, subject } = pair
  const locale = localeOf(asked)
  if (label === "same" && locale !== localeOf(stored)) return undefined
  return {
    half,
    kind: label,
    subject: subject === "" ? "several" : subject,
    language: locale === "ja" ? "Japanese" : "English",
    hit: decideCache(demoNames(), stored, asked).hit,
    understood: read(stored).reading.known && read(asked).reading.known,
  }
}

/** Nothing for no pairs. */
const share = (
  name: string,
  pairs: ReadonlyArray<Decided>,
  options: FigureOptions = {},
): ReadonlyArray<Figure> => {
  if (pairs.length === 0) return []
  const hits = pairs.filter(({ hit }) => hit).length
  const understood = pairs.filter((pair) => pair.understood).length
  return [
    figure(name, "%", [(100 * hits) / pairs.length], {
      ...options,
      note: `${hits} of ${pairs.length} pairs, both sides understood in ${understood} of them`,
    }),
  ]
}

const byLanguage = (name: string, pairs: ReadonlyArray<Decided>, options: FigureOptions) =>
  languages.flatMap((language) =>
    share(
      `${name}${language}`,
      pairs.filter((pair) => pair.language === language),
      options,
    ),
  )

const halfFigures = (all: ReadonlyArray<Decided>, half: Half): ReadonlyArray<Figure> => {
  const of = all.filter((pair) => pair.half === half)
  const same = of.filter(({ kind }) => kind === "same")
  const apart = of.filter(({ kind }) => kind !== "same")
  const different = apart.filter(({ kind }) => kind === "different")
  const never = apart.filter(({ kind }) => kind === "never")
  const hits = `paraphrases answered from the cache, ${half} half`
  const falseHits = `others falsely answered, ${half} half`
  return [
    ...share(`${hits}: all`, same, { target: atLeast(50) }),
    ...byLanguage(`${hits}: `, same, { target: atLeast(50) }),
    ...share(`${falseHits}: all`, apart, { target: atMost(0.5) }),
    ...byLanguage(`${falseHits}: different questions, `, different, { target: atMost(0.5) }),
    ...byLanguage(`${falseHits}: never to be kept, `, never, { target: atMost(0.5) }),
  ]
}

const subjectFigures = (all: ReadonlyArray<Decided>, half: Half): ReadonlyArray<Figure> =>
  languages.flatMap((language) => {
    const same = all.filter(
      (pair) => pair.half === half && pair.kind === "same" && pair.language === language,
    )
    const subjects = [...new Set(same.map(({ subject }) => subject))].toSorted()
    return subjects.flatMap((subject) =>
      share(
        `paraphrases by subject, ${half} half, ${language}: ${subject}`,
        same.filter((pair) => pair.subject === subject),
      ),
    )
  })

export const labelled: Part = {
  name: "labelled",
  measure: async () => {
    const all = (await labelledPairs()).flatMap((pair) => decided(pair) ?? [])
    return [
      ...halves.flatMap((half) => halfFigures(all, half)),
      // Of the first half every one is a hit by construction.
      ...subjectFigures(all, "second"),
    ]
  },
}
