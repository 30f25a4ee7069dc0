/** How the words of a theme are found in a synopsis: the same lists that read it in a question. */
import { wordsNamed } from "./WordFiles.ts"

const line = /^THEME=([^:]+): (.+)$/gmu
/** Lists hold choices and parts too ("(that|which) is"); a theme is named by plain words. */
const plain = /^[\p{L}\p{N}ー '-]+$/u
const latin = /^[a-z0-9 '-]+$/u

const wordsByTheme = new Map<string, Array<string>>()
for (const [, id = "", list = ""] of `${wordsNamed("wishes")}\n${wordsNamed("wishing")}`.matchAll(
  line,
)) {
  const words = list
    .split(";")
    .map((word) => word.trim())
    .filter((word) => plain.test(word))
  wordsByTheme.set(id, [...(wordsByTheme.get(id) ?? []), ...words])
}

const patterns = new Map(
  [...wordsByTheme].map(([id, words]) => [
    id,
    new RegExp(words.map((word) => (latin.test(word) ? `\\b${word}s?\\b` : word)).join("|"), "iu"),
  ]),
)

/** Does the text tell of the theme, in either language? False for an id that no list has. */
export const tellsOf = (theme: string, text: string): boolean =>
  patterns.get(theme)?.test(text) ?? false
