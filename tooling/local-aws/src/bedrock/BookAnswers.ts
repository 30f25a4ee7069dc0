/** Answers about books and series that a question means: each aspect that it asks of each of them. */
import { type Asked, boundOf, says } from "./Asked.ts"
import { namesIn } from "./embedding/CatalogueNames.ts"
import { type ComposedIntent } from "./Intents.ts"
import { type Sentences } from "./language/EnglishSentences.ts"
import { askedItems, askedTitles, type ItemChoice, oneOfEachTitle } from "./ProductChoice.ts"
import { type PromptProduct } from "./PromptFacts.ts"
import { mostTitles, type Scene } from "./Scene.ts"
import { type Aspect, type Measure } from "./language/Vocabulary.ts"

/** Works of one author named in an answer. */
const mostWorks = 5

/** What is asked where the words name no aspect. */
const byIntent: Readonly<Partial<Record<ComposedIntent, ReadonlyArray<Aspect>>>> = {
  "price-or-stock": ["price", "stock"],
  author: ["author"],
  "release-date": ["release"],
}

const ofItems: ReadonlySet<Aspect> = new Set(["price", "stock", "copies", "total"])

export const bookAnswers = (scene: Scene, say: Sentences, asked: Asked) => {
  const { brief, prompt, today } = scene
  const titles = oneOfEachTitle(prompt.products)
  const chosen = askedTitles(prompt)
  const choices = askedItems(prompt)

  const about = (product: PromptProduct) =>
    say.joined([
      say.whatItIs(product),
      say.extent(product),
      say.synopsis(product),
      product.price === undefined ? undefined : say.priced(product, today),
    ])

  /** "Books by Tezuka": what has the name among its authors, together with others or alone. */
  const worksBy = (person: string) => {
    const works = titles.filter((product) => product.author?.includes(person) === true)
    return works.length === 0 ? undefined : say.worksBy(person, works.slice(0, mostWorks))
  }

  const authors = (asksOthers: boolean) => {
    const named = namesIn(prompt.question)
    if (named.authors.length > 0) {
      const works = say.joined(named.authors.map(worksBy))
      if (works !== "" && named.titles.length === 0) {
        return say.joined([works, titles[0] && about(titles[0])])
      }
      if (works !== "") return works
    }
    const [product] = chosen
    if (product === undefined || say.author(product) === undefined) return say.notFound()
    const people = product.author?.split(", ") ?? []
    const others = titles.filter(
      (work) => !chosen.includes(work) && people.some((person) => work.author?.includes(person)),
    )
    return say.joined([
      ...chosen.slice(0, mostTitles(scene)).map(say.writtenBy),
      asksOthers && others.length === 0
        ? say.noOthers
        : say.othersBySame(product, others.slice(0, mostWorks)),
    ])
  }

  const copies = ({ item }: ItemChoice) =>
    item?.stock !== undefined && item.format !== "digital" && item.stock > 0
      ? say.copies(item, item.stock)
      : undefined

  const verdict = (item: PromptProduct) => {
    const bound = boundOf(asked.text)
    if (bound === undefined || item.price === undefined) return undefined
    return say.verdict(bound.atMost ? item.price <= bound.yen : item.price >= bound.yen)
  }

  const pricedItem = (choice: ItemChoice, wanted: ReadonlySet<Aspect>) => {
    const { item, missingFormat, others } = choice
    if (item === undefined) return say.missing(choice)
    return say.joined([
      missingFormat && say.missingFormat(missingFormat),
      wanted.has("price") ? verdict(item) : undefined,
      say.priced(item, today) ?? say.unpriced(item),
      wanted.has("copies") ? copies(choice) : undefined,
      ...others.map((other) => {
        const stock = say.stock(other, today)
        return stock && say.otherEdition(other, stock)
      }),
    ])
  }

  const pricedOf = (items: ReadonlyArray<PromptProduct>) =>
    items
      .filter(({ price }) => price !== undefined)
      .toSorted((a, b) => (a.price ?? 0) - (b.price ?? 0))

  const compared = (measure: Measure): string | undefined => {
    const items = choices.flatMap(({ item }) => item ?? [])
    switch (measure) {
      case "cheaper":
      case "dearer": {
        const all =
          items.length > 1
            ? items
            : choices.flatMap(({ item, others }) => [
                ...(item === undefined ? [] : [item]),
                ...others,
              ])
        const sorted = pricedOf(all)
        const [least] = sorted
        const most = sorted.at(-1)
        if (least === undefined || most === undefined || sorted.length < 2) return undefined
        if (least.price === most.price) return say.samePrice
        return measure === "cheaper" ? say.cheaperOne(least) : say.dearerOne(most)
      }
      case "longer":
      case "shorter": {
        const [long, short] = chosen.toSorted((a, b) => (b.volumes ?? 0) - (a.volumes ?? 0))
        return short === undefined || long === undefined ? undefined : say.longerOne(long, short)
      }
      case "older":
      case "newer": {
        const [old, late] = chosen.toSorted((a, b) => (a.firstYear ?? 0) - (b.firstYear ?? 0))
        return old?.firstYear === undefined || late?.firstYear === undefined
          ? undefined
          : say.olderOne(old, late)
      }
    }
  }

  const together = () => {
    const items = choices.flatMap(({ item }) => item ?? [])
    const prices = items.flatMap(({ price }) => price ?? [])
    return items.length < 2 || prices.length < items.length
      ? undefined
      : say.together(prices.reduce((sum, price) => sum + price, 0))
  }

  const items = (wanted: ReadonlySet<Aspect>) => {
    const alone = choices.length === 1 && choices[0]?.item === undefined
    return say.joined([
      ...choices.map((choice) => pricedItem(choice, wanted)),
      wanted.has("total") ? together() : undefined,
      alone ? say.askOther : undefined,
    ])
  }

  const released = (choice: ItemChoice, isNext: boolean) => {
    const { item } = choice
    if (item === undefined) return say.missing(choice)
    const { newestVolumeDate, releaseDate: day } = item
    if (day === undefined) {
      return newestVolumeDate === undefined
        ? say.noReleaseDate(item)
        : say.newestOut(item, newestVolumeDate)
    }
    if (day > today) return say.comesOut(item, day)
    const cameOut = say.cameOut(item, day)
    if (!isNext) return cameOut
    return item.status === "completed" ? say.complete(cameOut, item) : say.noNext(cameOut, item)
  }

  const lookUp = () =>
    say.joined(
      chosen.slice(0, mostTitles(scene)).map((product) => {
        const missing = choices.find(
          ({ missingVolume, series }) => missingVolume !== undefined && series === product,
        )
        return say.joined([missing && say.missing(missing), about(product)])
      }),
    )

  const ofSeries = (wanted: ReadonlySet<Aspect>) =>
    chosen.slice(0, mostTitles(scene)).map((product) => {
      const { ageRating, firstYear, publisher } = product
      return say.joined([
        wanted.has("publisher") ? publisher && say.published(product, publisher) : undefined,
        wanted.has("volumes") || wanted.has("status") ? say.extentOf(product) : undefined,
        wanted.has("firstYear") && firstYear !== undefined
          ? say.began(product, firstYear)
          : undefined,
        wanted.has("audience") || wanted.has("genres") ? say.whatItIs(product) : undefined,
        wanted.has("audience") ? ageRating && say.rated(product, ageRating) : undefined,
        wanted.has("about")
          ? say.joined([
              wanted.has("author") ? undefined : say.whatItIs(product),
              say.synopsis(product),
            ])
          : undefined,
      ])
    })

  /** Books whose own facts are asked: pages, what a box holds. */
  const ofBooks = (wanted: ReadonlySet<Aspect>) =>
    choices.map(({ item }) =>
      item === undefined
        ? undefined
        : say.joined([
            wanted.has("pages") && item.pages !== undefined
              ? say.hasPages(item, item.pages)
              : undefined,
            wanted.has("holds") && item.holdsVolumes.length === 2
              ? say.holdsVolumes(item, item.holdsVolumes[0] ?? 0, item.holdsVolumes[1] ?? 0)
              : undefined,
          ]),
    )

  const told = (given: ReadonlyArray<Aspect>, intent: ComposedIntent | undefined): string => {
    const measured: ReadonlyArray<Aspect> =
      asked.measure === undefined ||
      (chosen.length < 2 && choices.length < 2 && !choices.some(({ others }) => others.length > 0))
        ? []
        : asked.measure === "cheaper" || asked.measure === "dearer"
          ? ["price"]
          : asked.measure === "longer" || asked.measure === "shorter"
            ? ["volumes"]
            : ["firstYear"]
    const words = [...given, ...measured]
    const wants: ReadonlyArray<Aspect> = says(asked.text, "wants") ? ["stock"] : []
    const aspects =
      words.length > 0
        ? words
        : intent === undefined || intent === "title-lookup" || byIntent[intent] === undefined
          ? wants
          : (byIntent[intent] ?? [])
    if (aspects.length === 0) {
      return say.joined([
        asked.leftOver.length > 0 && isQuestion.test(prompt.question)
          ? say.unknownDetail
          : undefined,
        lookUp(),
      ])
    }
    const wanted = new Set(aspects)
    const isDated = wanted.has("release") || wanted.has("next")
    const isPriced = aspects.some((aspect) => ofItems.has(aspect))
    const text = say.joined([
      wanted.has("author") || wanted.has("others") ? authors(wanted.has("others")) : undefined,
      ...ofSeries(wanted),
      ...ofBooks(wanted),
      ...(isDated ? choices.map((choice) => released(choice, wanted.has("next"))) : []),
      isPriced ? items(wanted) : undefined,
      asked.measure === undefined ? undefined : compared(asked.measure),
      brief ||
      aspects.length > 1 ||
      !wanted.has("author") ||
      chosen[0] === undefined ||
      namesIn(prompt.question).authors.length > 0
        ? undefined
        : say.synopsis(chosen[0]),
    ])
    return text === "" ? say.joined([say.unknownDetail, lookUp()]) : text
  }

  return {
    told,
    /** Is one of these English titles among the products? */
    holds: (names: ReadonlyArray<string>): boolean =>
      titles.some(({ title }) => names.includes(title)),
  }
}

const isQuestion =
  /\?|？|\b(?:what|who|when|where|why|how|which|is|are|does|do|did|can)\b|か[。]?$|何|誰|どこ|教えて/iu
