/**
 * Questions with several wordings from the labelled pairs of the assistant's tests. Only the half to which the cache's
 * rules were never tuned (`LabelledPairs.ts`).
 */
import { labelledPairs } from "../caching/labelled/LabelledPairs.ts"

/** `group`: language and kind, such as `en policy` or `ja recommend lists`. */
export interface LabelledQuestion {
  readonly group: string
  /** Wordings that mean the same. */
  readonly wordings: ReadonlyArray<string>
}

/** @throws Error when the set is not where it was */
export const labelledQuestions = async (): Promise<ReadonlyArray<LabelledQuestion>> =>
  (await labelledPairs())
    .filter(({ half, label }) => half === "second" && label === "same")
    .map(({ asked, language, stored, subject }) => ({
      group: `${language} ${subject}`,
      wordings: [stored, asked],
    }))
