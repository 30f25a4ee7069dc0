/**
 * Chooses further products about the series and people that a question names: of each series the bundle, the first,
 * the newest, the next and the named volumes, of each person other works. They are only for questions that the grammar
 * does not understand as a whole (without a canonical form), where it is uncertain what is asked: the model then has
 * what a shop clerk would look up.
 *
 * Pure. It returns only ids, which are read from the table together with the other products, so that nothing waits
 * longer. Ids that the store does not have (a volume not yet announced) are simply not found there.
 */
import { series as allSeries } from "@manga-assist/catalogue"
import { byKind } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import { saysBoxSet } from "./Sums.ts"

/** Of more titles than these a comparison is meant, not their details. */
const mostSeries = 3
/** Further works of all people concerned. */
const mostWorks = 10
/** Beside each other in one question; the plan looks up as many. */
const mostVolumes = 6

const volumesInBox = 10

const byId = new Map(allSeries().map((entry) => [entry.id, entry]))

const worksByPerson = new Map<string, Array<string>>()
for (const { author, id } of allSeries()) {
  for (const person of author.english.split(", ")) {
    const works = worksByPerson.get(person)
    if (works === undefined) worksByPerson.set(person, [id])
    else works.push(id)
  }
}

const editions = (id: string, volume: number): ReadonlyArray<string> => [
  `${id}-v${volume}-paperback`,
  `${id}-v${volume}-digital`,
]

/** The bundle, the first volume, the newest, the next, and those that are named. */
const ofSeries = (id: string, named: ReadonlyArray<number>): ReadonlyArray<string> => {
  const volumes = byId.get(id)?.volumes
  if (volumes === undefined) return []
  const wanted = [...new Set([...named, 1, volumes, volumes + 1])]
  return [id, ...wanted.flatMap((volume) => editions(id, volume))]
}

/** Two dozen box sets of one series are more than an answer can speak of. */
const mostBoxes = 20

/** All box sets, where they are spoken of beside another edition; those that hold the volumes named. */
const boxesOf = (question: Question, id: string, named: ReadonlyArray<number>) => {
  const { format } = question.slots
  const boxes = Math.floor((byId.get(id)?.volumes ?? 0) / volumesInBox)
  const numbers =
    named.length > 0
      ? named.flatMap((volume) => [volume, Math.ceil(volume / volumesInBox)])
      : format === "box-set"
        ? []
        : Array.from({ length: Math.min(boxes, mostBoxes) }, (_, at) => at + 1)
  return saysBoxSet(question)
    ? numbers.filter((number) => number <= boxes).map((number) => `${id}-box-${number}`)
    : []
}

/** Ids for the table, most telling first; none where the question has a form, or names neither title nor person. */
export const dossierOf = (question: Question): ReadonlyArray<string> => {
  const { reading, slots } = question
  if (reading.known) return []
  const named = slots.series.slice(0, mostSeries)
  const books = slots.books ?? []
  // 「次の巻いつ？あと3巻はいくら？」: beside the newest a numbered one.
  const numbered =
    named.length === 1
      ? (byKind(reading.tokens)["VOLUME"] ?? []).map(Number).slice(0, mostVolumes)
      : []
  const volumesOf = (id: string): ReadonlyArray<number> =>
    books.length > 0
      ? books.flatMap(({ series, volume }) => (series === id ? [volume] : [])).slice(0, mostVolumes)
      : typeof slots.volume === "number"
        ? [slots.volume]
        : numbered
  const people = [
    ...slots.authors,
    ...named.flatMap((id) => byId.get(id)?.author.english.split(", ") ?? []),
  ]
  const works = people
    .flatMap((person) => worksByPerson.get(person) ?? [])
    .slice(0, mostWorks + named.length)
  return [
    ...new Set([
      ...named.flatMap((id) =>
        ofSeries(id, volumesOf(id)).concat(boxesOf(question, id, volumesOf(id))),
      ),
      ...works,
    ]),
  ]
}
