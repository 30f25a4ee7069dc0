/**
 * The table of canonical forms, the questions that the grammar knows, each standing for all its wordings: the intent
 * of each, what must be looked up to answer it, its difficulty, and the store's own wordings of it (standard
 * sentences).
 *
 * One row a form in the `.forms` of a shop: `name | intent | reads | difficulty | English | Japanese`; `Template.ts` parses the
 * sentences. An invalid row, or a second one of the same form, throws.
 */
import { strayIn, type Template, templatesOf } from "./Template.ts"

/** What a question can be about. */
export const formIntents = [
  "recommend",
  "trending",
  "new-releases",
  "genre-browse",
  "title-lookup",
  "price-or-stock",
  "author",
  "release-date",
  "policy",
  "order-status",
  "greeting",
  "other",
] as const
export type FormIntent = (typeof formIntents)[number]

const reads = [
  // Rules of the shop alone.
  "nothing",
  // What sells and what is read most.
  "popular",
  // What came out last.
  "new",
  // What comes out next.
  "coming",
  // What fits the wishes in the slots.
  "wish",
  // The named volume, else the first one and the bundle.
  "books",
  // The bundle of a whole series.
  "whole",
  // Facts of a series.
  "series",
  // The newest volumes, the announced ones too.
  "releases",
  // The newest volume that is out.
  "released",
  // All works of a person, or of those who made the series.
  "works",
  // A series and what else is told of its story: its sequel, a spin-off; else all works of who made it.
  "kin",
  // The cheapest volumes, of a series or of all.
  "cheapest",
] as const
export type FormReads = (typeof reads)[number]

export interface FormRow {
  readonly name: string
  readonly intent: FormIntent
  readonly reads: FormReads
  /** `complex`: things are compared, or an order of reading is asked for. Wishes are counted elsewhere. */
  readonly difficulty: "simple" | "complex"
  /** Alternatives; the first that says all that a form holds is its sentence. */
  readonly sentences: { readonly en: ReadonlyArray<Template>; readonly ja: ReadonlyArray<Template> }
}

const difficulties = { "": "simple", complex: "complex" } as const

const isDifficulty = (word: string): word is keyof typeof difficulties =>
  Object.hasOwn(difficulties, word)

const oneOf = <A extends string>(words: ReadonlyArray<A>, given: string | undefined) =>
  words.find((word) => word === given)

const rowOf = (line: string): FormRow => {
  const bad = (what: string) => new Error(`"${line}" is no row of the form table: ${what}`)
  const cells = line.split("|").map((cell) => cell.trim())
  const [name = "", , , difficulty = "", en = "", ja = ""] = cells
  const intent = oneOf(formIntents, cells[1])
  const read = oneOf(reads, cells[2])
  if (cells.length !== 6) throw bad(`it has ${cells.length} columns, not 6`)
  if (!/^[a-z]+(?:-[a-z]+)*$/u.test(name)) throw bad("its name is not made of small letters")
  if (intent === undefined) throw bad(`"${cells[1]}" is no intent`)
  if (read === undefined) throw bad(`"${cells[2]}" is nothing that is looked up`)
  if (!isDifficulty(difficulty)) throw bad(`"${difficulty}" is no difficulty`)
  if (en === "" || ja === "") throw bad("it has no sentence in one of the languages")
  const stray = strayIn(en) ?? strayIn(ja)
  if (stray !== undefined) throw bad(`a "${stray}" has no partner`)
  return {
    name,
    intent,
    reads: read,
    difficulty: difficulties[difficulty],
    sentences: { en: templatesOf(en), ja: templatesOf(ja) },
  }
}

/** Every form that a pattern can produce, by name. */
export type FormTable = ReadonlyMap<string, FormRow>

/** Throws on a bad row, and on the second row of a form. */
export const formRows = (source: string): FormTable => {
  const rows = new Map<string, FormRow>()
  for (const line of source.split("\n")) {
    if (line.trim() === "") continue
    const row = rowOf(line)
    if (rows.has(row.name)) throw new Error(`"${line}" is the second row of its form`)
    rows.set(row.name, row)
  }
  return rows
}
