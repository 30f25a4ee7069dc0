/**
 * Finds the books of a question with a title of its own that goes on with what was spoken of: the same volume of another
 * series, both compared, or both together. Pure.
 */
import { byKind, type Pointing, says, type Thing } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import type { Memory } from "../Memory.ts"
import { seriesOfId } from "./Described.ts"

const nextKinds = new Set(["NEXTJA", "NEXTOF", "VNEXT"])

/** The book of before is carried over to another title: "How much is Naruto 3?", "and Bleach?". */
export const carried = (
  things: ReadonlyArray<Thing>,
  { asked, topic }: Memory,
): ReadonlyArray<Thing> =>
  things.map((thing) => {
    const wasNext =
      asked?.some(({ kind, value }) => nextKinds.has(kind) || value === "next") === true
    if (thing.volume === undefined && wasNext) return { ...thing, volume: "next" }
    if (thing.volume !== undefined || topic?.volume === undefined || topic.format !== undefined) {
      return thing
    }
    const out = seriesOfId(topic.series)?.volumes ?? 0
    if (topic.volume > out) return { ...thing, volume: "next" }
    return topic.volume <= (seriesOfId(thing.series)?.volumes ?? 0)
      ? { ...thing, volume: topic.volume }
      : thing
  })

const wishing = "MANGA RECOMMEND RECOMMENDED LOOKFOR LOOKFORJA SEEKJA SHOW LIKE LIKEOF THEY".split(
  " ",
)

/** "Which is cheaper, that or Nana?" */
export const comparedWithBefore = (
  { reading, slots }: Question,
  { count, sums }: Pointing,
  { about, topic }: Memory,
): ReadonlyArray<Thing> => {
  const [own, more] = slots.series
  const said = byKind(reading.tokens)
  const isPair =
    (says(said, ["MEASURE", "COMPARE", "SAMEAUTHOR"]) &&
      says(said, ["THAT", "IT", "THEY", "WHICH", "OR"])) ||
    // "Is it by the Monster author?"
    (says(said, ["IT"]) && says(said, ["AUTHOR"]) && says(said, ["BY"]))
  // "Is Girls' Last Tour shorter?"
  const isShorter = says(said, ["MEASURE"]) && !says(said, ["THAN", ...wishing])
  // 「ナウシカも全巻買うとして、二つの合計は」
  const isAlso = reading.cut.some(({ kind, value }) =>
    kind === "ALSOJA" ? value === "" : kind === "THEY" && value === "also",
  )
  const isThisToo = says(said, ["AND"]) && says(said, ["IT", "THAT", "THEY"]) && count === 2
  const isSum =
    (isAlso || isThisToo) && about === "things" && (count === 2 || sums) && !says(said, ["VOLUME"])
  const compares = isSum || isPair || (isShorter && about === "things")
  if (!compares || own === undefined || more !== undefined) return []
  return topic === undefined || topic.series === own
    ? []
    : [{ series: topic.series }, { series: own }]
}

/** "The next Kaiji volume, 3": its number tells more than "next". */
export const ofNumber = ({ reading }: Question, { numbers }: Pointing): Thing | undefined => {
  const said = byKind(reading.tokens)
  const [series, more] = said["NEXTOF"] ?? []
  const [volume = Number((said["VOLUME"] ?? said["VOLSMIN"])?.[0])] = numbers
  if (series === undefined || more !== undefined || !(volume > 0)) return undefined
  return volume <= (seriesOfId(series)?.volumes ?? 0) ? { series, volume } : undefined
}
