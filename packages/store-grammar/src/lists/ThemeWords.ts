/**
 * Tells whether the synopses of a book are about a theme (football, ghosts, …): it searches them for the words by which the
 * grammar reads that theme or a related one in a question, and for the further signs of `theme-signs.list`, such as
 * "goalkeeper".
 *
 * A sure sign in one language makes the theme what the story is about; a weak one ("doctor", "art") only where the other
 * language has one too. A sign inside a longer one of any theme does not count: "American football" is no football.
 */
import { listNamed, wordsNamed } from "./WordFiles.ts"

const line = /^THEME=([^:]+): (.+)$/gmu
/** Lists hold choices and parts too ("(that|which) is"); a theme is named by plain words. */
const plain = /^[\p{L}\p{N}ー '-]+$/u
const latin = /^[a-z0-9 '-]+$/u

/** Themes that are one to who wishes for or refuses them. */
const families: ReadonlyArray<ReadonlyArray<string>> = [
  ["football", "soccer"],
  ["police", "police-detectives"],
  ["mafia", "mafia-stories", "gangsters", "underworld"],
  ["demons", "devils", "oni"],
  ["war", "pacific-war", "ww2"],
  ["ghosts", "haunted-houses"],
  ["time-leap", "time-loop", "time-slip", "time-travel"],
  ["bands", "rock-band"],
]
const familyOf = (id: string): ReadonlyArray<string> =>
  families.find((family) => family.includes(id)) ?? [id]

/** How surely a text tells of a theme. */
type Sureness = "sure" | "weak"

interface Sign {
  readonly words: string
  readonly theme: string
  readonly sureness: Sureness
}

const split = (list: string): ReadonlyArray<string> =>
  list
    .split(";")
    .map((word) => word.trim())
    .filter(Boolean)

const signsOf = (theme: string, list: string, sureness: Sureness): ReadonlyArray<Sign> =>
  split(list).map((words) => ({ words, theme, sureness }))

const listedSigns: ReadonlyArray<Sign> = listNamed("both/theme-signs")
  .split("\n")
  .flatMap((each) => {
    const [theme = "", signs = ""] = each.split(": ")
    const [sure = "", weak = ""] = signs.split("~")
    return signsOf(theme, sure, "sure").concat(signsOf(theme, weak, "weak"))
  })
const listed = new Set(listedSigns.map(({ theme, words }) => `${theme} ${words}`))

/** The words of questions; those that the list has too are as sure as it says. */
const namingSigns: ReadonlyArray<Sign> = [
  ...["wishes", "wishing", "themes"].map(wordsNamed).join("\n").matchAll(line),
].flatMap(([, theme = "", list = ""]) =>
  split(list)
    .filter((words) => plain.test(words) && !listed.has(`${theme} ${words}`))
    .map((words) => ({ words, theme, sureness: "sure" as const })),
)

const signs: ReadonlyArray<Sign> = [...listedSigns, ...namingSigns]

const group = <A>(
  items: ReadonlyArray<A>,
  keyOf: (item: A) => string,
): ReadonlyMap<string, ReadonlyArray<A>> => {
  const groups = new Map<string, Array<A>>()
  for (const item of items) {
    const key = keyOf(item)
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [item])
    else known.push(item)
  }
  return groups
}

const [latinSigns, japaneseSigns] = [
  signs.filter(({ words }) => latin.test(words)),
  signs.filter(({ words }) => !latin.test(words)),
]
const byLatinWords = group(latinSigns, ({ words }) => words.replaceAll(/['-]/gu, " "))
const byFirstLetter = group(
  japaneseSigns.toSorted((a, b) => b.words.length - a.words.length),
  ({ words }) => words.slice(0, 1),
)
const mostWords = Math.max(...[...byLatinWords.keys()].map((words) => words.split(" ").length))

type Themes = Map<string, Sureness>

const note = (found: Themes, { sureness, theme }: Sign): void => {
  if (found.get(theme) !== "sure") found.set(theme, sureness)
}

/** "Vikings" is "viking": the plural of a last word counts. */
const singular = (words: string): string => words.replace(/(?<=[a-z]{3})s$/u, "")

const noteLatin = (text: string, found: Themes): void => {
  const words = text.toLowerCase().match(/[a-z0-9]+/gu) ?? []
  for (let at = 0; at < words.length;) {
    let covered = 1
    for (let count = Math.min(mostWords, words.length - at); count > 0; count--) {
      const phrase = words.slice(at, at + count).join(" ")
      const here = byLatinWords.get(phrase) ?? byLatinWords.get(singular(phrase))
      if (here === undefined) continue
      for (const sign of here) note(found, sign)
      covered = count
      break
    }
    at += covered
  }
}

const han = /\p{sc=Han}/u
/** 忍 is a ninja's art and part of many words: a single character counts only where it stands alone. */
const standsAlone = (text: string, at: number): boolean =>
  !han.test(text[at - 1] ?? "") && !han.test(text[at + 1] ?? "")

const noteJapanese = (text: string, found: Themes): void => {
  for (let at = 0; at < text.length;) {
    const fitting = (byFirstLetter.get(text[at] ?? "") ?? []).filter(
      ({ words }) => text.startsWith(words, at) && (words.length > 1 || standsAlone(text, at)),
    )
    const longest = fitting[0]?.words.length ?? 1
    for (const sign of fitting) if (sign.words.length === longest) note(found, sign)
    at += longest
  }
}

const known = new Map<string, ReadonlyMap<string, Sureness>>()
/** Texts kept: a catalogue has fewer. */
const mostKept = 4000

const themesIn = (text: string): ReadonlyMap<string, Sureness> => {
  const before = known.get(text)
  if (before !== undefined) return before
  const found: Themes = new Map()
  noteLatin(text, found)
  noteJapanese(text.normalize("NFKC"), found)
  if (known.size >= mostKept) known.clear()
  known.set(text, found)
  return found
}

const surenessIn = (theme: string, text: string): Sureness | undefined => {
  const found = familyOf(theme).flatMap((id) => themesIn(text).get(id) ?? [])
  return found.includes("sure") ? "sure" : found[0]
}

/** Is the theme what the synopses, one for each language, are about? */
export const isAbout = (theme: string, synopses: ReadonlyArray<string>): boolean => {
  const found = synopses.map((text) => surenessIn(theme, text))
  return found.includes("sure") || (found.length > 1 && found.every((each) => each !== undefined))
}

/** Does the text tell of the theme at all? False for an id that no list has. */
export const tellsOf = (theme: string, text: string): boolean =>
  surenessIn(theme, text) !== undefined

const byTheme = group(signs, ({ theme }) => theme)

/** The words by which a synopsis tells of the theme, for a full-text search; empty for an id that no list has. */
export const themeWords = (theme: string): string =>
  familyOf(theme)
    .flatMap((id) => byTheme.get(id) ?? [])
    .map(({ words }) => words)
    .join(" ")
