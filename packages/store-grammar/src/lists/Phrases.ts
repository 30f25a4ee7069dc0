/**
 * Finds phrases in normalised text: `phrase("{ASKSMORE}")` is any of that kind in `words/phrases`, in either language;
 * `PhraseFile.ts` tells what the signs mean.
 *
 * A regular expression is built when it is first asked for. `#` is a group of it, in the order of the phrases.
 */
import { checkPhrase } from "./PhraseFile.ts"
import { sourceOfPhrase } from "./PhrasePattern.ts"
import { phraseLists } from "./WordFiles.ts"

export type Phrase = Pick<RegExp, "exec" | "test">

/** @throws WordFileError */
export const phrase = (text: string): Phrase => {
  checkPhrase({ file: "phrases", line: 0, text }, phraseLists)
  let pattern: RegExp | undefined
  const built = () => (pattern ??= new RegExp(sourceOfPhrase(text, phraseLists), "u"))
  return { exec: (written) => built().exec(written), test: (written) => built().test(written) }
}
