/**
 * Searches for the text that is slowest to parse, by hill climbing. Candidates are words, titles, punctuation and rare
 * code points (`slow-words.json`), repeated to the longest allowed message. A slower text replaces the current one;
 * without progress the search restarts.
 */
import { series } from "@manga-assist/catalogue"
import words from "./slow-words.json" with { type: "json" }

export const languages = ["English", "Japanese"] as const
export type Language = (typeof languages)[number]

export const longestText = 2_000

const english = series().map((each) => each.english)
const japanese = series().map((each) => each.japanese)

/** Besides what is between words, and half a pair of code units, which JSON cannot hold. */
const common = [...words.common, " ", "、", "\n", "\ud83d"]

const known: Readonly<Record<Language, ReadonlyArray<string>>> = {
  English: [...common, ...words.English, ...english, ...series().map(({ romaji }) => romaji)],
  Japanese: [
    ...common,
    ...words.Japanese,
    ...japanese,
    ...series().flatMap(({ aliases }) => aliases),
  ],
}

/** One letter of a long name wrong, which the grammar tries to forgive. */
const misspelt = (name: string): string => {
  const at = Math.floor(name.length / 2)
  return `${name.slice(0, at)}q${name.slice(at + 1)}`
}

/** Repeated, these were slow once: the search begins with them. */
const hostile = [
  ...words.hostile,
  english.join(" "),
  english.map(misspelt).join(" "),
  japanese.join(""),
]

/** The parts again and again, to about this length: whole where they fit once. */
export const textOf = (parts: ReadonlyArray<string>, length: number): string => {
  const once = parts.join("")
  return once.length > length
    ? once.slice(0, length)
    : once.repeat(Math.floor(length / once.length))
}

interface Search {
  readonly language: Language
  readonly random: () => number
  /** Processor time of reading a text, the more exact the more often it is tried. */
  readonly time: (text: string, tries: number) => number
  readonly isOver: () => boolean
}

const mostParts = 8
/** Mutations in a row that find nothing slower. */
const patience = 200
const tries = { few: 3, many: 20 }

/** The slowest text found until it is over. */
export const slowestText = ({ isOver, language, random, time }: Search) => {
  // No list here is empty.
  const pick = <A>(list: ReadonlyArray<A>): A => list[Math.floor(random() * list.length)] as A
  const part = (): string => {
    const chosen = pick(known[language])
    const at = Math.floor(random() * chosen.length)
    if (random() < 0.7) return chosen
    return pick([chosen.slice(0, at + 1), chosen.slice(0, at) + pick(common)])
  }
  const fresh = () => Array.from({ length: 1 + Math.floor(random() * mostParts) }, part)
  const mutated = (before: ReadonlyArray<string>) => {
    const at = Math.floor(random() * before.length)
    return pick([
      () => before.with(at, part()),
      () => before.toSpliced(at, 0, part()).slice(0, mostParts),
      () => (before.length > 1 ? before.toSpliced(at, 1) : before),
      () => before.with(at, pick(before).repeat(2).slice(0, longestText)),
    ])()
  }
  const timed = (parts: ReadonlyArray<string>, often = tries.few) => ({
    parts,
    milliseconds: time(textOf(parts, longestText), often),
  })

  let slowest = timed(fresh())
  const keep = (found: typeof slowest): void => {
    if (found.milliseconds <= slowest.milliseconds) return
    const again = timed(found.parts, tries.many)
    if (again.milliseconds > slowest.milliseconds) slowest = again
  }
  for (const text of hostile) keep(timed([text]))
  while (!isOver()) {
    let current = timed(fresh())
    for (let failed = 0; failed < patience && !isOver(); failed++) {
      const next = timed(mutated(current.parts))
      if (next.milliseconds <= current.milliseconds) continue
      keep(next)
      current = next
      failed = 0
    }
  }
  return slowest
}
