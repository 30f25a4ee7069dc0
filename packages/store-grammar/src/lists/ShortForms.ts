/**
 * Adds informal spellings to word lists: each wording with "you", "volumes" or "do you" also as people shorten or
 * lengthen it ("u", "vols", "do you guys"). Pure.
 */
const forms: ReadonlyArray<readonly [RegExp, string]> = [
  [/\byou\b/gu, "u"],
  [/\bvolumes\b/gu, "vols"],
  [/\bdo you\b(?! guys)/gu, "do you guys"],
]

const shortened = (spelling: string): ReadonlyArray<string> =>
  spelling === "volumes"
    ? []
    : forms
        .filter(([word]) => spelling.search(word) >= 0)
        .map(([word, form]) => spelling.replace(word, form))

/** Quicker to look for than each of them. */
const anyWord = /\b(?:you|volumes)\b/u

/** `words`: lists as in `WordList.ts`; a wording that stands in several lists is still that of the first. */
export const withShortForms = (words: string): string => {
  const further = words.split("\n").flatMap((line) => {
    if (!anyWord.test(line)) return []
    const at = line.indexOf(":")
    const spellings = line
      .slice(at + 1)
      .split(";")
      .map((spelling) => spelling.trim())
      .flatMap(shortened)
    return spellings.length === 0 ? [] : [`${line.slice(0, at)}: ${spellings.join("; ")}`]
  })
  return [words, ...further].join("\n")
}
