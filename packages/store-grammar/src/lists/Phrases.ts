/**
 * Finds phrases in normalised text: `phrase("{REFUSAL}")` is any of that kind in `words/phrases`, in either language.
 *
 * A line of a file is `KIND: phrase; phrase`. A phrase is a regular expression; `{KIND}` in it is any phrase of a kind that
 * stands above. One is built when it is first asked for.
 */
import { entriesOf, restOf } from "./Entries.ts"
import { phraseFiles } from "./WordFiles.ts"

const sources = new Map<string, string>()

const sourceOf = (text: string): string =>
  text.replaceAll(/\{([A-Z]+)\}/gu, (_, kind: string) => {
    const source = sources.get(kind)
    if (source === undefined) throw new Error(`no phrase above is of the kind "${kind}"`)
    return `(?:${source})`
  })

for (const [file, text] of phraseFiles) {
  for (const entry of entriesOf(file, text)) {
    const phrases = restOf(entry).split(/;\s*/u)
    sources.set(entry.head, phrases.map(sourceOf).join("|"))
  }
}

export const phrase = (text: string): Pick<RegExp, "test"> => {
  const source = sourceOf(text)
  let pattern: RegExp | undefined
  return { test: (written) => (pattern ??= new RegExp(source, "u")).test(written) }
}
