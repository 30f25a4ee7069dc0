/**
 * Finds the series that a text describes: "the one about jellyfish", 連載中なのはどれ, "his longest series".
 *
 * Pure; by the catalogue's facts and synopses. If two series fit equally well, none is chosen.
 */
import { genres, type Series, series } from "@manga-assist/catalogue"
import type { Locale } from "@manga-assist/protocol"
import { byKind, type StoreReading, tellsOf, wordsAroundTitles } from "@manga-assist/store-grammar"

const byId = new Map(series().map((entry) => [entry.id, entry]))
const genreNames = new Map(
  genres().map(({ english, id, japanese }) => [id, `${english} ${japanese}`]),
)

export const seriesOfId = (id: string): Series | undefined => byId.get(id)

/** Ids, most read first as the catalogue lists them. */
export const worksOf = (person: string): ReadonlyArray<string> =>
  series()
    .filter(({ author }) => author.english.split(", ").includes(person))
    .map(({ id }) => id)

export const authorOf = (id: string): string | undefined =>
  byId.get(id)?.author.english.split(", ")[0]

export const authorsOf = (id: string): ReadonlyArray<string> =>
  byId.get(id)?.author.english.split(", ") ?? []

/** "Boruto" of "Boruto: Two Blue Vortex". */
const baseOf = ({ english }: Series): string | undefined => /^(.{3,}?): /u.exec(english)?.[1]

/** Does one title begin with the other? "Detective Conan: Zero's Tea Time" is of "Detective Conan". */
const isOfStory = (one: Series, other: Series): boolean =>
  one.english.startsWith(other.english) ||
  one.japanese.startsWith(other.japanese) ||
  other.english.startsWith(one.english) ||
  other.japanese.startsWith(one.japanese) ||
  (baseOf(one) !== undefined && baseOf(one) === baseOf(other))

/** All series of the story that a series is of, itself among them. */
const familyOf = (id: string): ReadonlyArray<Series> => {
  const own = byId.get(id)
  return own === undefined ? [] : series().filter((entry) => isOfStory(entry, own))
}

/** The story itself, its sequel or what else is told of it, as far as titles tell. */
export const relatedTo = (
  id: string,
  kind: "main" | "sequel" | "spin-off",
): ReadonlyArray<string> => {
  const own = byId.get(id)
  if (own === undefined) return []
  const family = familyOf(id)
  if (family.length < 2) return []
  const shortest = family.toSorted((a, b) => a.english.length - b.english.length)[0]
  if (kind === "main") return shortest === undefined ? [] : [shortest.id]
  if (kind === "spin-off") {
    return family.filter((entry) => entry !== shortest && entry !== own).map((entry) => entry.id)
  }
  const later = family.filter(({ firstYear }) => firstYear > own.firstYear)
  return later.length === 0 ? [id] : later.map((entry) => entry.id)
}

const plainTitle = (title: string): string => title.normalize("NFKC").toLowerCase()
const notLetters = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu

/** What the title of a series has beside that of the story: "2nd", "SUPREME", "act II". */
const restsOf = (id: string): ReadonlyArray<readonly [rest: string, id: string]> => {
  const own = byId.get(id)
  if (own === undefined) return []
  return series()
    .filter((entry) => entry !== own && isOfStory(entry, own))
    .flatMap((entry) =>
      [
        [own.english, entry.english],
        [own.japanese, entry.japanese],
      ].flatMap(([base = "", whole = ""]) => {
        if (!whole.startsWith(base)) return []
        const rest = plainTitle(whole.slice(base.length)).replaceAll(notLetters, "")
        return rest.length > 1 ? [[rest, entry.id] as const] : []
      }),
    )
}
const knownRests = new Map<string, ReturnType<typeof restsOf>>()

const restsKept = (id: string): ReturnType<typeof restsOf> => {
  const rests = knownRests.get(id) ?? restsOf(id)
  knownRests.set(id, rests)
  return rests
}

/** "Re" behind "Tokyo Ghoul": that and no more is what the title has beside. `text` is folded. */
export const kinCalled = (id: string, text: string): string | undefined =>
  restsKept(id).find(([rest]) => text === rest)?.[1]

/** "And the 2nd?" of "Major": the series of the story whose title has that beside. `text` is folded. */
export const kinNamed = (id: string, text: string): string | undefined =>
  restsKept(id).find(([rest]) => text.includes(rest))?.[1]

/** The greatest is meant. */
type Measure = (entry: Series) => number

const measures: Readonly<Record<string, Measure | undefined>> = {
  longer: ({ volumes }) => volumes,
  shorter: ({ volumes }) => -volumes,
  older: ({ firstYear }) => -firstYear,
  newer: ({ firstYear }) => firstYear,
}

/** 「いちばん古いのは」 */
const measuresByKind: Readonly<Record<string, string | undefined>> = {
  FURUI: "older",
  NAGAI: "longer",
  MIJIKAI: "shorter",
}

/** One of them, or none. */
export const chosenByMeasure = (
  name: string,
  candidates: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const measure = measures[name]
  if (measure === undefined) return []
  const entries = candidates.flatMap((id) => byId.get(id) ?? [])
  return entries
    .toSorted((a, b) => measure(b) - measure(a))
    .slice(0, 1)
    .map(({ id }) => id)
}

const synopsisOf = ({ synopsisEnglish, synopsisJapanese }: Series, locale: Locale): string =>
  locale === "en" ? synopsisEnglish : synopsisJapanese

const statuses: Readonly<Record<string, Series["status"] | undefined>> = {
  FINISHED: "completed",
  ENDS: "completed",
  ONGOING: "ongoing",
  HIATUS: "hiatus",
}

const oneVolume = new Set(["one-volume", "oneshot"])

/** "Which of those is a single volume?" */
const lengthIn = (said: ReturnType<typeof byKind>): ((volumes: number) => boolean) | undefined => {
  const isSingle = (said["LENGTH"] ?? []).some((value) => oneVolume.has(value))
  return isSingle || (said["PERVOL"] !== undefined && said["PRICE"] === undefined)
    ? (volumes) => volumes === 1
    : undefined
}

/** By what a text says of facts: status, genre, readers, the longest, the oldest. `undefined`: it says none. */
export const chosenByFacts = (
  { locale, reading }: StoreReading,
  candidates: ReadonlyArray<string>,
): ReadonlyArray<string> | undefined => {
  const said = byKind(reading.tokens)
  const entries = candidates.flatMap((id) => byId.get(id) ?? [])
  const [most] = said["VOLSMAX"] ?? []
  if (most !== undefined) {
    return entries.filter((entry) => entry.volumes <= Number(most)).map(({ id }) => id)
  }
  const measure =
    (said["MEASURE"] ?? []).find((each) => measures[each] !== undefined) ??
    Object.keys(said).flatMap((kind) => measuresByKind[kind] ?? [])[0]
  if (measure !== undefined) return chosenByMeasure(measure, candidates)
  const volumes = lengthIn(said)
  if (volumes !== undefined) {
    const of = entries.filter((entry) => volumes(entry.volumes))
    return of.map(({ id }) => id)
  }
  const [status] = Object.keys(said).flatMap((kind) => statuses[kind] ?? [])
  const wanted = said["GENRE"] ?? []
  const readers = said["DEMO"] ?? []
  const themes = said["THEME"] ?? []
  const isOpen = wanted.length + readers.length + themes.length === 0
  if (status === undefined && isOpen) return undefined
  return entries
    .filter(
      (entry) =>
        (status === undefined || entry.status === status) &&
        wanted.every((genre) => entry.genres.includes(genre)) &&
        themes.every((theme) => tellsOf(theme, synopsisOf(entry, locale))) &&
        (readers.length === 0 || readers.includes(entry.demographic)),
    )
    .map(({ id }) => id)
}

const emptyWords: ReadonlySet<string> = new Set(
  `the one ones about with that who which where what and are for his her their its has have does did how many much
  long series manga book books story title volume volumes then set them these those you your some any from also
  was were can could please tell more cost price stock there this deals kind type is it of in on by at to do`
    .split(/\s+/u)
    .filter(Boolean),
)

const stem = (word: string): string => word.replace(/(?:'s|ies|ing|ers?|ed|es|s)$/u, "").slice(0, 7)

const englishWords = /[a-z]{3,}/gu
const japaneseRuns = /[\p{sc=Han}々]+|[\p{sc=Katakana}ー]{2,}/gu
const emptyJapanese = /^(?:漫画|作品|方|巻|話|本|何|主人公|人|出|物|者)$/u

interface Words {
  readonly english: ReadonlySet<string>
  readonly japanese: ReadonlySet<string>
}

const wordsOf = (text: string): Words => ({
  english: new Set(
    (text.toLowerCase().match(englishWords) ?? [])
      .filter((word) => !emptyWords.has(word))
      .map(stem)
      .filter((word) => word.length > 2),
  ),
  japanese: new Set(
    (text.match(japaneseRuns) ?? [])
      .map((run) => run.replace(/(?<=.{2})(?:漫画|マンガ|作品|物語|物|系)$/u, ""))
      .filter((run) => !emptyJapanese.test(run)),
  ),
})

const textOf = (entry: Series): string =>
  [
    entry.english,
    entry.japanese,
    entry.romaji,
    entry.synopsisEnglish,
    entry.synopsisJapanese,
    ...entry.genres.map((genre) => genreNames.get(genre) ?? ""),
  ].join(" ")

/** A word that fewer of the candidates have tells more. */
const rarity = (holders: number, all: number): number => Math.log(1 + all / holders)

/** That it is in the title as well decides between equals. */
const inTitle = 0.1

export const chosenByWords = (
  { reading }: StoreReading,
  candidates: ReadonlyArray<string>,
): string | undefined => {
  const asked = wordsOf(wordsAroundTitles(reading))
  const texts = candidates.flatMap((id) => {
    const entry = byId.get(id)
    return entry === undefined
      ? []
      : [
          {
            id,
            text: textOf(entry),
            title: wordsOf(entry.english),
            words: wordsOf(textOf(entry)),
          },
        ]
  })
  const scores = texts.map(() => 0)
  const count = (holds: (index: number) => boolean, weight = 1) => {
    const holders = texts.map((_, index) => holds(index))
    const number = holders.filter(Boolean).length
    if (number === 0) return
    holders.forEach((isHolder, index) => {
      if (isHolder) scores[index] = (scores[index] ?? 0) + weight * rarity(number, texts.length)
    })
  }
  for (const word of asked.english) {
    count((at) => texts[at]?.words.english.has(word) === true)
    count((at) => texts[at]?.title.english.has(word) === true, inTitle)
  }
  for (const run of asked.japanese) count((at) => texts[at]?.text.includes(run) === true)
  const best = Math.max(...scores)
  const winners = texts.filter((_, index) => scores[index] === best)
  return best > 0 && winners.length === 1 ? winners[0]?.id : undefined
}
