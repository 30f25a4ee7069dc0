/**
 * Keeps the books that a customer puts together over several turns: "1 to 5", "make it 6", 16巻も欲しい, "leave out 5", "7 as
 * an ebook and 8 on paper". Returns the books that are meant now, with the edition of each, where a follow-up changes
 * them or asks what they cost together. Pure.
 */
import { byKind, type Pointing, says, volumeEditsOf } from "@manga-assist/store-grammar"
import type { Edition, NamedVolume, VolumeNamed } from "@manga-assist/store-grammar"
import type { Question } from "../../../reading/Question.ts"
import type { Memory } from "../../Memory.ts"
import { seriesOfId } from "../Described.ts"

export interface Picked {
  readonly volume: number
  readonly edition?: Edition | undefined
}

export interface Basket {
  readonly series: string
  readonly picked: ReadonlyArray<Picked>
  /** One was left out: what the others cost is asked. */
  readonly isLess?: boolean
}

/** Books to read are wished for, or an order is spoken of. */
const ofOthers =
  "RECOMMEND RECOMMENDED SEEKJA GENRE DEMO LIKE LIKEN LIKENJA HOWMANYVOLS ORDER ORDEREDTHING RELEASEDATE WHEN".split(
    " ",
  )
const asksPrice = ["PRICE", "PAY", "BUY", "VALUE", "COST"]

const upTo = (from: number, to: number): ReadonlyArray<number> =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)

const volumesOf = (
  { from, to }: Pick<VolumeNamed, "from" | "to">,
  last: number,
): ReadonlyArray<number> => {
  const place = (volume: NamedVolume): number => (volume === "last" ? last : volume)
  return to === undefined ? [place(from)] : upTo(place(from), place(to))
}

const without = (
  volumes: ReadonlyArray<number>,
  left: ReadonlyArray<number>,
): ReadonlyArray<number> => volumes.filter((volume) => !left.includes(volume))

const editions: ReadonlySet<string | undefined> = new Set(["digital", "paperback"])

const counting: ReadonlySet<string> = new Set(
  "HOWMANY HOWMANYVOLS THAT IT THEY TOPIC MANGA AND PAST".split(" "),
)
/** They ask of the series. */
const ofVolumes = /巻|\bvol/u

/** "How many is that?", 「それは何冊ですか」 */
const asksCount = ({ letters, tokens }: Question["reading"]): boolean =>
  tokens.every(({ kind }) => counting.has(kind)) &&
  tokens.some(({ kind }) => kind.startsWith("HOWMANY")) &&
  !ofVolumes.test(letters.text)

/** "What do those cost?", 「その残り、電子なら？」: of books that were put together. */
const isOfGroup = (
  { reading, slots }: Question,
  { back, bare, count, rest, whole }: Pointing,
  { group }: Memory,
): boolean => {
  if (group === undefined) return false
  const said = byKind(reading.cut)
  const asksRest = rest || says(said, ["LEFTJA", "LEFT"])
  if (asksRest) return group === "rest" || editions.has(slots.format)
  const isUnboxed = reading.cut.some(({ kind, value }) => kind === "TALK" && value === "unboxed")
  if (group === "rest" && (isUnboxed || (back && asksCount(reading)))) return true
  const pointsAtAll = reading.cut.some(({ kind, value }) => kind === "TALK" && value === "those")
  const isTheirs = says(said, ["THEY"]) && reading.letters.text.startsWith("what do they")
  // 「鬼滅を電子でまとめて買うなら全部で」: the series that is named, and not the volumes that were spoken of.
  const isSeries = slots.series.length > 0 && !says(said, ["THAT", "IT"])
  const isWhole = whole && !isSeries
  if (pointsAtAll || isTheirs || (back && (isWhole || says(said, ["KAN"])))) return true
  if (bare && editions.has(slots.format) && count === undefined && !says(said, ["KAN", "VOLWORD"]))
    return true
  return false
}

/** 「最後のは電子で、残りは紙で」, "the first as an ebook, the others on paper" */
const splitOf = (
  { reading }: Question,
  { others, place, rest }: Pointing,
  before: ReadonlyArray<number>,
): ReadonlyArray<Picked> | undefined => {
  const formats = reading.cut.flatMap(({ kind, value }): ReadonlyArray<Edition> =>
    kind === "FORMAT" && (value === "digital" || value === "paperback") ? [value] : [],
  )
  const [one, other] = formats
  const isOfOthers = rest || others || says(byKind(reading.cut), ["LEFTJA"])
  const isTwo = formats.length === 2 && one !== other && before.length > 1
  if (!isTwo || !isOfOthers || place === undefined) return undefined
  const sorted = [...before].toSorted((a, b) => a - b)
  const alone = place.fromEnd ? sorted.at(-1) : sorted[place.at]
  return sorted.flatMap((volume) => {
    const edition = volume === alone ? one : other
    return edition === undefined ? [] : [{ volume, edition }]
  })
}

interface Now {
  readonly before: ReadonlyArray<number>
  readonly kept: ReadonlyArray<VolumeNamed>
  readonly topic: NonNullable<Memory["topic"]>
}

/** "Swap 6 for the digital one", 「紙の26巻とそれを合わせると」: each in its own edition. */
const mixedOf = (
  { reading, slots }: Question,
  { back, sums }: Pointing,
  { edition = "paperback" }: Memory,
  { before, kept, topic }: Now,
): ReadonlyArray<Picked> | undefined => {
  const [one, more] = kept
  const { format } = slots
  if (one === undefined || more !== undefined || typeof one.from !== "number") return undefined
  if (one.to !== undefined || (format !== "digital" && format !== "paperback")) return undefined
  const volume = one.from
  const said = byKind(reading.cut)
  const swaps =
    says(said, ["EXCHANGE", "CHANGE"]) ||
    reading.cut.some(({ kind, value }) => kind === "TALK" && value === "replace")
  if (swaps && before.length > 1 && before.includes(volume)) {
    return before.map((each) => ({ volume: each, edition: each === volume ? format : edition }))
  }
  const isBoth = says(said, ["AND"]) || sums
  const isThat = back && topic.volume !== undefined && topic.volume !== volume
  return isThat && isBoth && says(said, ["THAT", "IT", "THEY"]) && edition !== format
    ? [
        { volume: topic.volume, edition },
        { volume, edition: format },
      ]
    : undefined
}

export const basketMeant = (
  question: Question,
  pointing: Pointing,
  memory: Memory,
): Basket | undefined => {
  const { books = [], topic } = memory
  const { slots } = question
  const { asked, middle, other, person, related, soldOut } = pointing
  const pointsElsewhere =
    asked !== undefined || middle || other || person || related !== undefined || soldOut
  if (
    pointsElsewhere ||
    memory.about === "wish" ||
    memory.about === "nothing" ||
    topic === undefined
  )
    return undefined
  if (topic.format !== undefined && memory.group === undefined) return undefined
  const { series } = topic
  const isOfAnother = slots.series.some((id) => id !== series)
  if (isOfAnother || slots.authors.length > 0 || slots.orderId !== undefined) return undefined
  const said = byKind(question.reading.tokens)
  const isOpen = question.reading.cut.some(
    ({ kind, value }) => kind === "MANGA" && value === "open",
  )
  const isOfRest =
    memory.group === "rest" &&
    (says(said, ["LEFTJA", "LEFT"]) || (pointing.back && asksCount(question.reading)))
  if (isOpen || (says(said, ofOthers) && !isOfRest) || slots.format === "box-set") return undefined
  const { adds, addsSurely, named, only } = volumeEditsOf(question.reading)
  const last = seriesOfId(series)?.volumes ?? 0
  const kept = named.filter(({ dropped }) => !dropped)
  const all = kept.flatMap((each) => volumesOf(each, last))
  if (all.some((volume) => volume > last)) return undefined
  // Of an order only a run of the book's volumes is meant.
  if (memory.about === "orders" && kept.every(({ to }) => to === undefined)) return undefined
  const before = (books.length > 0 ? books : [topic]).flatMap((book) =>
    book.series === series && book.volume !== undefined && book.format === undefined
      ? [book.volume]
      : [],
  )
  const picked = (volumes: ReadonlyArray<number>): Basket => ({
    series,
    picked: [...new Set(volumes)].toSorted((a, b) => a - b).map((volume) => ({ volume })),
  })
  const split = splitOf(question, pointing, before)
  if (split !== undefined) return { series, picked: split }
  if (named.length === 0) {
    return isOfGroup(question, pointing, memory) && before.length > 0 ? picked(before) : undefined
  }
  const dropped = named
    .filter((each) => each.dropped)
    .flatMap((each) => volumesOf(each, last))
    .filter((volume) => before.includes(volume))
  if (dropped.length > 0) {
    const rest = without(before, dropped)
    const now = all.length === 0 ? rest : only ? all : [...rest, ...all]
    return now.length === 0 || (before.length < 2 && all.length === 0)
      ? undefined
      : { ...picked(now), isLess: true }
  }
  if (named.some((each) => each.dropped)) return undefined
  const editions = new Set(kept.flatMap(({ edition }) => edition ?? []))
  if (editions.size > 1 && kept.every(({ edition }) => edition !== undefined)) {
    return {
      series,
      picked: kept.flatMap((each) =>
        volumesOf(each, last).map((volume) =>
          each.edition === undefined ? { volume } : { volume, edition: each.edition },
        ),
      ),
    }
  }
  const mixed = mixedOf(question, pointing, memory, { before, kept, topic })
  if (mixed !== undefined) return { series, picked: mixed }
  const isPriced = says(said, asksPrice) || pointing.sums
  const [run] = kept
  const isOne = kept.length === 1 && run !== undefined
  if (isOne && run.upTo && run.from !== 1) {
    const isOfRun = before.length > 1 || isPriced
    const first = before.length > 1 ? Math.min(...before) : 1
    const to = all[0] ?? last
    return isOfRun && first < to ? picked(upTo(first, to)) : undefined
  }
  const { count = 0 } = pointing
  const sums = pointing.sums || pointing.all || count > 1
  if (isOne && run.to !== undefined && all.length > 1) return picked(all)
  // "And 4 too": these are being put together.
  const isBuilt = memory.group !== undefined && before.length > 1
  if (adds && before.length > 0 && (addsSurely || sums || isBuilt)) {
    const earlier = without(before, all)
    const many = count > all.length ? earlier.slice(-(count - all.length)) : earlier
    return picked([...many, ...all])
  }
  return all.length > 1 && sums && !pointing.whole ? picked(all) : undefined
}
