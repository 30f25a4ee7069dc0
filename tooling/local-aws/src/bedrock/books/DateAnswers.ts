/**
 * Composes answers about release dates: of a numbered book, of a series' newest or next volume, and which of several
 * comes first.
 */
import { type PromptProduct } from "../PromptFacts.ts"
import { type Aspect } from "../language/Vocabulary.ts"
import { type BookScene } from "./BookScene.ts"
import { type ItemChoice } from "./ProductChoice.ts"

const saysNumber = /\d+ ?巻|\bvol(?:ume)?s?\.? ?\d|§ ?\d/u

export const dateAnswers = ({ asked, choices, chosen, known, say, scene }: BookScene) => {
  const { today } = scene

  const volumesOf = ({ title }: PromptProduct): ReadonlyArray<PromptProduct> =>
    known.filter((each) => each.title === title && each.kind === "volume")

  /** The first that is still to come. */
  const nextOf = (series: PromptProduct): PromptProduct | undefined =>
    volumesOf(series)
      .filter(({ releaseDate }) => releaseDate !== undefined && releaseDate > today)
      .toSorted((a, b) => (a.volume ?? 0) - (b.volume ?? 0))[0]

  /** The last that is out, where it is known to be the last. */
  const newestOf = (series: PromptProduct): PromptProduct | undefined =>
    volumesOf(series).find(
      ({ releaseDate, volume }) =>
        volume === series.volumes && releaseDate !== undefined && releaseDate <= today,
    )

  const newest = (series: PromptProduct): string | undefined => {
    const book = newestOf(series)
    if (book?.releaseDate !== undefined) return say.cameOut(book, book.releaseDate)
    const day = known.find(
      ({ newestVolumeDate, title }) => title === series.title && newestVolumeDate !== undefined,
    )?.newestVolumeDate
    return day === undefined ? undefined : say.newestOut(series, day)
  }

  const next = (series: PromptProduct): string | undefined => {
    const book = nextOf(series)
    if (book?.releaseDate !== undefined) return say.comesOut(book, book.releaseDate)
    const out = newest(series)
    if (out === undefined) return undefined
    return series.status === "completed"
      ? say.joined([say.complete(series), out])
      : say.joined([
          say.noNext(series),
          series.status === "hiatus" ? say.extentOf(series) : undefined,
          out,
        ])
  }

  const released = (choice: ItemChoice): string | undefined => {
    const { item } = choice
    if (item === undefined) return say.joined([say.missing(choice), next(choice.series)])
    const { releaseDate: day } = item
    if (day === undefined) return newest(item) ?? say.noReleaseDate(item)
    return day > today ? say.comesOut(item, day) : say.cameOut(item, day)
  }

  /** 「新刊いつ？1巻の電子はいくら？」: a part of its own asks something else of the numbered book. */
  const numbered = asked.parts.filter(({ text }) => saysNumber.test(text))
  const numberIsOfOther =
    asked.parts.length > 1 &&
    numbered.length > 0 &&
    numbered.every(
      ({ aspects }) =>
        aspects.length > 0 && !aspects.includes("release") && !aspects.includes("next"),
    )

  /** Books are meant, and not their series. */
  const isNumbered = asked.numbered || asked.newest

  const told = (wanted: ReadonlySet<Aspect>): ReadonlyArray<string | undefined> => {
    if (wanted.has("next")) {
      return chosen.flatMap((series) => [
        asked.newest ? newest(series) : undefined,
        ...(asked.numbered && !numberIsOfOther ? choicesOf(series).map(released) : []),
        next(series),
      ])
    }
    if (asked.newest && !asked.numbered) return chosen.map(newest)
    return choices.map(released)
  }

  const choicesOf = ({ title }: PromptProduct) =>
    choices.filter(({ series }) => series.title === title)

  /** Which of them comes first: of the books that are named, of the next ones, or of the series themselves. */
  const compared = (wanted: ReadonlySet<Aspect>): string | undefined => {
    if (asked.measure !== "older" && asked.measure !== "newer") return undefined
    const books = wanted.has("next")
      ? chosen.flatMap((series) => nextOf(series) ?? [])
      : isNumbered
        ? choices.flatMap(({ item }) => item ?? [])
        : []
    const [first, second] = books
      .filter(({ releaseDate }) => releaseDate !== undefined)
      .toSorted((a, b) => (a.releaseDate ?? "").localeCompare(b.releaseDate ?? "", "en"))
    if (
      first !== undefined &&
      second !== undefined &&
      first.title + first.volume !== second.title + second.volume
    ) {
      return asked.measure === "older" ? say.earlierBook(first) : say.laterBook(second)
    }
    const [old, late] = chosen.toSorted((a, b) => (a.firstYear ?? 0) - (b.firstYear ?? 0))
    return old?.firstYear === undefined || late?.firstYear === undefined
      ? undefined
      : say.olderOne(old, late)
  }

  return { told, compared, isNumbered }
}
