/**
 * Composes answers about all paperbacks or all box sets of a series: how many there are, what they cost together, which
 * volumes no box holds.
 */
import { type Aspect } from "../language/Vocabulary.ts"
import { type BookScene } from "./BookScene.ts"

export const setAnswers = ({ asked, choices, chosen, say, scene }: BookScene) => {
  const titles = new Set(chosen.map(({ title }) => title))
  const sums = scene.prompt.sums.filter(({ title }) => titles.has(title))
  const paperbacks = sums.filter(({ kind }) => kind === "all-paperbacks")
  const boxSets = choices.some(({ numbered }) => numbered)
    ? []
    : sums.filter(({ kind }) => kind === "all-box-sets")

  const lacking = boxSets.map(({ lacksVolumes: [from, to] }) =>
    from === undefined || to === undefined ? undefined : say.inNoBox(from, to),
  )

  /** Are all of them meant, and not one of them? */
  const isOfAll = (wanted: ReadonlySet<Aspect>) =>
    wanted.has("total") || wanted.has("stock") || asked.wantsAll

  const boxes = (wanted: ReadonlySet<Aspect>): ReadonlyArray<string | undefined> => {
    const counted = asked.counts || wanted.has("holds") ? boxSets.map(say.boxSets) : []
    const priced = isOfAll(wanted) ? boxSets.map(say.allBoxSets) : []
    // "How many boxes are there, and what is one?"
    const [one] = counted.length > 0 && wanted.has("price") ? choices : []
    const each = one?.item === undefined ? undefined : say.priced(one.item, scene.today)
    return counted.length + priced.length === 0 ? [] : [...counted, each, ...priced, ...lacking]
  }

  const told = (wanted: ReadonlySet<Aspect>): string =>
    say.joined([
      ...(isOfAll(wanted) || wanted.has("price") ? paperbacks.map(say.allPaperbacks) : []),
      ...boxes(wanted),
    ])

  /** Is nothing left to say of single books, where the sets are told? */
  const tellsAll = (wanted: ReadonlySet<Aspect>): boolean =>
    boxes(wanted).length > 0 ||
    (paperbacks.length > 0 &&
      choices.every(
        ({ item, missingFormat }) => item?.kind === "volume" || missingFormat !== undefined,
      ))

  return { told, tellsAll }
}
