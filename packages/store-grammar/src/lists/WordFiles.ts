/**
 * Reads all word files of `src/words` once, when the module loads; an invalid one stops the process with a
 * `WordFileError`.
 *
 * Each line of a numbered file (`.words`, `.verbs`) gives spellings their kind and value. `en`, `ja` and `both` say
 * which languages a file's lines are in; numbers give the order of the files: a spelling that stands in two files has
 * the meaning of the file with the lower number. Files without a number are plain lists of words, read by name for one
 * purpose each (`*.list`), evidence for questions about rules (`rules/*.list`), or phrases that are looked for in a whole
 * text (`*.phrases`).
 */
import { readdirSync, readFileSync } from "node:fs"
import { wordKinds } from "../kinds/Kind.ts"
import { withShortForms } from "./ShortForms.ts"
import { linesOfVerbs, linesOfWords, wordsOfList } from "./WordFile.ts"
import { WordFileError } from "./Entries.ts"

/** In the image too: there scripts lie beside `words`. */
const folder = new URL("../words/", import.meta.url)

interface WordFile {
  /** Below `folder`. */
  readonly file: string
  readonly number: string
  readonly name: string
  readonly ending: string
}

const named =
  /^(?:(?:en|ja|both)\/(?:(?<number>\d{3})-[a-z-]+\.(?:words|verbs)|[a-z-]+\.list)|rules\/[a-z-]+\.list|phrases\/[a-z-]+\.phrases)$/u

const filesFound = (): ReadonlyArray<WordFile> =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = `${entry.parentPath.replaceAll("\\", "/").split("/").at(-1)}/${entry.name}`
      const found = named.exec(file)
      if (found === null) throw new WordFileError(file, 0, "no list is named so")
      const [name = "", ending = ""] = entry.name.replace(/^\d+-/u, "").split(".")
      return { file, number: found.groups?.["number"] ?? "", name, ending }
    })
    .toSorted((left, right) => (left.number + left.file < right.number + right.file ? -1 : 1))

const files = filesFound()

const textOf = ({ file }: WordFile): string => readFileSync(new URL(file, folder), "utf8")

const filesThatEnd = (ending: string) =>
  files.filter((each) => each.ending === ending).map((each) => [each.file, textOf(each)] as const)

export const phraseFiles = filesThatEnd("phrases")

const linesOf = (each: WordFile): ReadonlyArray<string> =>
  (each.ending === "verbs" ? linesOfVerbs : linesOfWords)(each.file, textOf(each), wordKinds)

const lists = files
  .filter(({ number }) => number !== "")
  .map((each, index, all) => {
    if (each.number === all[index - 1]?.number) {
      throw new WordFileError(each.file, 0, `another list has the number ${each.number}`)
    }
    return { name: each.name, words: linesOf(each).join("\n") }
  })

/** The lines of all lists in their order, and those with informal spellings. */
export const allWords: string = withShortForms(lists.map(({ words }) => words).join("\n"))

/** Where each list stands in `allWords`, which is not kept twice. */
const places = new Map<string, readonly [start: number, end: number]>()
let behind = 0
for (const { name, words } of lists) {
  places.set(name, [behind, behind + words.length])
  behind += words.length + 1
}

/** Plain lists. */
const plainLists = new Map(filesThatEnd("list"))

const only = <A>(found: A | undefined, name: string): A => {
  if (found === undefined) throw new WordFileError(name, 0, "it is not there")
  return found
}

/** The lines of one list, by its name without number and folder. */
export const wordsNamed = (name: string): string => allWords.slice(...only(places.get(name), name))

/** The words of a list without kinds, as they stand there: `en/plain`. */
export const listNamed = (name: string): string =>
  wordsOfList(only(plainLists.get(`${name}.list`), `${name}.list`))

/** The lines of all plain lists of a folder. */
export const listsIn = (folderName: string): ReadonlyArray<string> =>
  [...plainLists.keys()]
    .filter((file) => file.startsWith(`${folderName}/`))
    .map((file) => listNamed(file.replace(/\.list$/u, "")))
