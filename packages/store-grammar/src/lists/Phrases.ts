/**
 * Finds phrases in normalised text: `phrase("{REFUSAL}")` is any of that kind in `words/phrases`, in either language;
 * `PhraseFile.ts` tells what the signs mean.
 *
 * A regular expression is built when it is first asked for.
 */
import { checkPhrase } from "./PhraseFile.ts"
import { sourceOfPhrase } from "./PhrasePattern.ts"
import { phraseLists } from "./WordFiles.ts"

export interface Phrase {
  /** Does it stand in the text? */
  readonly test: (text: string) => boolean
}

/** @throws WordFileError */
export const phrase = (text: string): Phrase => {
  checkPhrase({ file: "phrases", line: 0, text }, phraseLists)
  let pattern: RegExp | undefined
  return {
    test: (written) =>
      (pattern ??= new RegExp(sourceOfPhrase(text, phraseLists), "u")).test(written),
  }
}
