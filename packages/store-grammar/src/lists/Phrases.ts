/**
 * Finds phrases in normalised text: `phrase("{ASKSMORE}")` is any of that kind in `words/phrases`, in either language;
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
  /** Where it stands, with the figures of each `#` in the order of the phrases. */
  readonly exec: (text: string) => RegExpExecArray | null
  /** The first figure of the first that stands in the text. */
  readonly figure: (text: string) => number | undefined
}

/** @throws WordFileError */
export const phrase = (text: string): Phrase => {
  checkPhrase({ file: "phrases", line: 0, text }, phraseLists)
  let pattern: RegExp | undefined
  const built = () => (pattern ??= new RegExp(sourceOfPhrase(text, phraseLists), "u"))
  const exec = (written: string) => built().exec(written)
  return {
    test: (written) => built().test(written),
    exec,
    figure: (written) => {
      const figure = exec(written)
        ?.slice(1)
        .find((each) => each !== undefined)
      return figure === undefined ? undefined : Number(figure)
    },
  }
}
