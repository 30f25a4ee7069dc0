/** One answer for each intent, from the facts of the prompt, in the sentences of one language. */
import { type Sayings } from "./Sayings.ts"
import { type Sentences } from "./EnglishSentences.ts"
import { askedPolicies, translationPolicy } from "./PolicyChoice.ts"
import { namesIn } from "./CatalogueNames.ts"
import {
  askedGenres,
  askedItem,
  askedItems,
  askedTitles,
  availability,
  type ItemChoice,
  oneOfEachTitle,
} from "./ProductChoice.ts"
import { type PromptProduct } from "./PromptFacts.ts"
import { askedOrders, mostListed, mostTitles, type Scene } from "./Scene.ts"

/** Works of one author named in an answer. */
const mostWorks = 5

export const answers = (scene: Scene, say: Sentences): Sayings => {
  const { brief, prompt, today } = scene
  const { notFound } = say
  const titles = oneOfEachTitle(prompt.products)

  /** Says it only when there are products. */
  const fromProducts = (saying: () => string) => () =>
    prompt.products.length === 0 ? notFound() : saying()

  const recommend = () => {
    const [best, ...rest] = titles.slice(0, mostTitles(scene))
    if (best === undefined) return notFound()
    const liked = prompt.customer?.preferredGenres.find((id) => best.genres.includes(id))
    return say.joined([say.first(best, liked), ...rest.map(say.further)])
  }

  const browse = (opening: string) => {
    const [first] = titles
    return say.joined([
      say.listed(opening, titles.slice(0, mostListed(scene)).map(say.entry)),
      brief || first === undefined ? undefined : say.aboutFirst(first),
    ])
  }

  const about = (product: PromptProduct) =>
    say.joined([
      say.whatItIs(product),
      say.extent(product),
      say.synopsis(product),
      product.price === undefined ? undefined : priced(product),
    ])

  const priced = (product: PromptProduct) => {
    const stock = say.stock(product, today)
    if (product.price === undefined) return stock && say.stocked(product, stock)
    if (stock === undefined) return say.costs(product)
    return say.costsAndStocked(product, stock)
  }

  const pricedItem = (choice: ItemChoice) => {
    const { item, missingFormat, others } = choice
    if (item === undefined) return say.missing(choice)
    return say.joined([
      missingFormat && say.missingFormat(missingFormat),
      priced(item) ?? say.unpriced(item),
      ...others.map((other) => {
        const stock = say.stock(other, today)
        return stock && say.otherEdition(other, stock)
      }),
    ])
  }

  const cheaper = (choices: ReadonlyArray<ItemChoice>) => {
    const items = choices.flatMap(({ item }) => item ?? [])
    const [least, next] = items.toSorted((a, b) => (a.price ?? 0) - (b.price ?? 0))
    if (!say.asksCheaper.test(prompt.question) || next === undefined) return
    if (least?.price === undefined || next.price === undefined) return
    return least.price === next.price ? say.samePrice : say.cheaperOne(least)
  }

  const priceOrStock = () => {
    const choices = askedItems(prompt)
    if (choices.length === 0) return notFound()
    const alone = choices.length === 1 && choices[0]?.item === undefined
    return say.joined([
      translationPolicy(prompt, prompt.locale),
      ...choices.map(pricedItem),
      cheaper(choices),
      alone ? say.askOther : undefined,
    ])
  }

  /** What was asked about a title, before the rest: for whom it is, who publishes it. */
  const asked = (product: PromptProduct) => {
    const { ageRating, publisher } = product
    if (say.asksAge.test(prompt.question)) return ageRating && say.rated(product, ageRating)
    if (!say.asksPublisher.test(prompt.question)) return undefined
    return publisher && say.published(product, publisher)
  }

  const lookUp = () => {
    const named = askedTitles(prompt)
    const choice = askedItem(prompt)
    if (choice?.missingVolume !== undefined)
      return say.joined([say.missing(choice), about(choice.series)])
    return say.joined(
      named
        .slice(0, mostTitles(scene))
        .map((product) => say.joined([asked(product), about(product)])),
    )
  }

  /** "Books by Tezuka": what has the name among its authors, together with others or alone. */
  const worksBy = (person: string) => {
    const works = titles.filter((product) => product.author?.includes(person) === true)
    return works.length === 0 ? undefined : say.worksBy(person, works.slice(0, mostWorks))
  }

  const authors = () => {
    const named = namesIn(prompt.question)
    if (named.titles.length === 0 && named.authors.length > 0) {
      const works = say.joined(named.authors.map(worksBy))
      if (works !== "") return say.joined([works, titles[0] && about(titles[0])])
    }
    const chosen = askedTitles(prompt)
    const [product] = chosen
    if (product === undefined || say.author(product) === undefined) return notFound()
    const people = product.author?.split(", ") ?? []
    const others = titles.filter(
      (work) => !chosen.includes(work) && people.some((person) => work.author?.includes(person)),
    )
    return say.joined([
      ...chosen.slice(0, mostTitles(scene)).map(say.writtenBy),
      say.othersBySame(product, others.slice(0, mostWorks)),
      brief ? undefined : say.synopsis(product),
    ])
  }

  const releaseDate = () => {
    const choice = askedItem(prompt)
    const item = choice?.item
    if (choice === undefined || item === undefined) return choice ? priceOrStock() : notFound()
    const { releaseDate: day } = item
    if (day === undefined) return say.noReleaseDate(item)
    if (day > today) return say.comesOut(item, day)
    const cameOut = say.cameOut(item, day)
    if (!say.asksNext.test(prompt.question)) return cameOut
    return item.status === "completed" ? say.complete(cameOut, item) : say.noNext(cameOut, item)
  }

  const orderStatus = () => {
    if (prompt.customer === undefined && prompt.orders.length === 0) return say.signIn
    const { alsoUnknown, orders, unknownId } = askedOrders(prompt)
    if (orders.length > 0) {
      return say.joined([
        ...orders.slice(0, 5).map(say.ordered),
        alsoUnknown ? say.otherOrderUnknown : undefined,
      ])
    }
    return unknownId === undefined ? say.noOrder : say.orderUnknown
  }

  const policy = () => {
    const found = askedPolicies(prompt, prompt.locale)
    return found.length > 0 ? say.joined(found) : say.noPolicy
  }

  const browseGenres = () => {
    const { genres, mixed } = askedGenres(prompt, titles)
    if (genres.length === 0) return browse(say.weHave)
    return browse(mixed ? say.closestTo(genres) : say.inGenres(genres))
  }

  const greeting = () => {
    if (say.thanks.test(prompt.question)) return say.youAreWelcome
    if (say.leaves.test(prompt.question)) return say.goodbye
    return say.hello(prompt.customer?.name, prompt.question)
  }

  const other = () => {
    if (!say.asksOwnName(prompt.question)) return say.onlyTheStore
    const name = prompt.customer?.name
    return name === undefined ? say.notSignedIn : say.signedInAs(name)
  }

  const newReleases = () => {
    const coming = titles.every((product) => availability(product, today) === "pre-order")
    return say.joined([
      say.listed(
        coming ? say.comingSoon : say.newest(),
        titles.slice(0, mostListed(scene)).map(say.datedEntry),
      ),
      titles[0] && priced(titles[0]),
    ])
  }

  return {
    recommend: fromProducts(() =>
      askedGenres(prompt, titles).mixed ? browseGenres() : recommend(),
    ),
    trending: fromProducts(() => browse(say.popular())),
    "new-releases": fromProducts(newReleases),
    "genre-browse": fromProducts(browseGenres),
    "title-lookup": fromProducts(lookUp),
    "price-or-stock": fromProducts(priceOrStock),
    author: fromProducts(authors),
    "release-date": fromProducts(releaseDate),
    policy,
    "order-status": orderStatus,
    greeting,
    other,
    unread: () => say.unread,
    "no-information": () => say.noInformation,
  }
}
