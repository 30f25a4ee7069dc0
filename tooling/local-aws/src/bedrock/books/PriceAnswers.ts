/**
 * Composes answers about price and stock of books: of each one, which is cheaper and by how much, the sum of several,
 * and whether a budget suffices.
 */
import { type PromptProduct } from "../PromptFacts.ts"
import { type Aspect } from "../language/Vocabulary.ts"
import { type BookScene } from "./BookScene.ts"
import { moneyIn } from "../Money.ts"
import { quantityIn } from "./Quantity.ts"
import { type ItemChoice } from "./ProductChoice.ts"

const pricesOf = (items: ReadonlyArray<PromptProduct>): ReadonlyArray<number> =>
  items.flatMap(({ price }) => price ?? [])

const summed = (prices: ReadonlyArray<number>): number =>
  prices.reduce((sum, price) => sum + price, 0)

export const priceAnswers = ({ asked, choices, chosen, known, say, scene }: BookScene) => {
  const { today } = scene
  const chosenItems = choices.flatMap(({ item }) => item ?? [])
  const format = chosenItems[0]?.format
  const quantity = quantityIn(asked.text)

  /** "All four paperbacks": every volume of a series, where all of them are known. */
  const wholeSeries = (): ReadonlyArray<PromptProduct> => {
    const [choice] = choices
    if (choice === undefined || choices.length > 1) return []
    const { series } = choice
    const wanted = format === "digital" ? "digital" : "paperback"
    const volumes = known.filter(
      ({ format: of, kind, title }) => title === series.title && kind === "volume" && of === wanted,
    )
    return asked.wantsAll && volumes.length > 1 && volumes.length === series.volumes ? volumes : []
  }

  const whole = wholeSeries()
  const items = whole.length > 0 ? whole : chosenItems

  /** What is to be paid for all that is meant; `undefined` where that is one book, once. */
  const sum = (): number | undefined => {
    const prices = pricesOf(items)
    if (prices.length < items.length || items.length === 0) return undefined
    if (items.length > 1) return summed(prices)
    return quantity > 1 ? summed(prices) * quantity : undefined
  }

  const copies = ({ item }: ItemChoice) =>
    item?.stock !== undefined && item.format !== "digital" && item.stock > 0
      ? say.copies(item, item.stock)
      : undefined

  const choosesOne = asked.measure === "cheaper" || asked.measure === "dearer"

  /** Is the money that is named enough? For all together, unless one is to be chosen. */
  const verdict = (): string | undefined => {
    const bound = moneyIn(asked.text)
    // For all volumes the sums tell.
    if (bound === undefined || (asked.wantsAll && scene.prompt.sums.length > 0)) return undefined
    const [first] = pricesOf(items)
    const price = sum() ?? first
    if (price === undefined) return undefined
    if (bound.asksChange) return asked.reckons ? undefined : say.change(bound.yen - price)
    return say.verdict(bound.atMost ? price <= bound.yen : price >= bound.yen)
  }

  const priced = (choice: ItemChoice, wanted: ReadonlySet<Aspect>, isOneOfMany: boolean) => {
    const { item, missingFormat, others } = choice
    if (item === undefined) return say.missing(choice)
    return say.joined([
      missingFormat && say.missingFormat(missingFormat),
      say.priced(item, today) ?? say.unpriced(item),
      wanted.has("copies") ? copies(choice) : undefined,
      ...(isOneOfMany ? [] : others).map((other) => {
        const stock = say.stock(other, today)
        return stock && say.otherEdition(other, stock)
      }),
    ])
  }

  const told = (wanted: ReadonlySet<Aspect>): string => {
    const alone = choices.length === 1 && choices[0]?.item === undefined
    const asksPrice = wanted.has("price") || wanted.has("total")
    const isAsked = (asksPrice && asked.asksPrice) || (quantity > 1 && items.length === 1)
    const total = isAsked && !choosesOne ? sum() : undefined
    return say.joined([
      asksPrice ? verdict() : undefined,
      ...(whole.length > 0
        ? whole.map((item) => say.priced(item, today))
        : choices.map((choice) => priced(choice, wanted, choices.length > severalItems))),
      total === undefined ? undefined : say.together(total),
      alone ? say.askOther : undefined,
    ])
  }

  /** Which costs less, and by how much. */
  const compared = (): string | undefined => {
    if (!choosesOne) return undefined
    const all =
      chosenItems.length > 1
        ? chosenItems
        : choices.flatMap(({ item, others }) => [...(item === undefined ? [] : [item]), ...others])
    const sorted = all
      .filter(({ price }) => price !== undefined)
      .toSorted((a, b) => (a.price ?? 0) - (b.price ?? 0))
    const [least] = sorted
    const most = sorted.at(-1)
    if (least === undefined || most === undefined || sorted.length < 2) return undefined
    if (least.price === most.price) return say.samePrice
    const gap = (most.price ?? 0) - (least.price ?? 0)
    return say.joined([
      asked.measure === "cheaper" ? say.cheaperOne(least) : say.dearerOne(most),
      sorted.length === 2 ? say.difference(gap) : undefined,
    ])
  }

  /** All of a title together, beside one of its books. */
  const bundle = (): string | undefined => {
    const [series] = chosen
    const found = known.find(({ kind, title }) => kind === "series" && title === series?.title)
    return found && say.priced(found, today)
  }

  return { told, compared, bundle }
}

/** Of more books only what was asked for is told, without their other editions. */
const severalItems = 3
