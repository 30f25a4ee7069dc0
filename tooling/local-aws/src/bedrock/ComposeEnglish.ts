/** Answers in English, one for each intent, from the facts of the prompt. */
import { type Sayings } from "./Composer.ts"
import * as say from "./EnglishPhrases.ts"
import { smallTalk } from "./SmallTalkEnglish.ts"
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
import { type PromptOrder, type PromptProduct } from "./PromptFacts.ts"
import { askedOrders, mostListed, mostTitles, type Scene } from "./Scene.ts"

export const composeEnglish = (scene: Scene): Sayings => {
  const { brief, choose, prompt, today } = scene
  const titles = oneOfEachTitle(prompt.products)

  const notFound = () =>
    choose([
      "I could not find that in our catalogue. If you tell me a title, an author or a genre, I will gladly look again.",
      "I'm sorry, I could not find anything like that in our catalogue. Would you like to try another title, author or genre?",
    ])

  /** Says it only when there are products. */
  const fromProducts = (saying: () => string) => () =>
    prompt.products.length === 0 ? notFound() : saying()

  const costs = (product: PromptProduct) =>
    product.price === undefined ? undefined : `${say.price(product.price)}${say.inFormat(product)}`

  const first = (product: PromptProduct, opening: string) => {
    const story = say.kindOfStory(product)
    const cost = costs(product)
    return say.joined([
      `${opening} ${product.title}${say.by(product)}${story === "" ? "" : `, ${story}`}.`,
      product.synopsis && say.sentence(product.synopsis),
      cost && `It is ${cost}.`,
    ])
  }

  const further = (product: PromptProduct, opening: string) => {
    const facts = [
      say.list(product.genres.slice(0, 2).map(say.genre)),
      product.price === undefined ? "" : say.price(product.price),
    ].filter((fact) => fact !== "")
    const told = facts.length === 0 ? "" : ` (${facts.join(", ")})`
    return `${opening} ${product.title}${say.by(product)}${told}.`
  }

  const recommend = () => {
    const [best, ...rest] = titles.slice(0, mostTitles(scene))
    if (best === undefined) return notFound()
    const liked = prompt.customer?.preferredGenres.find((id) => best.genres.includes(id))
    const opening =
      liked === undefined
        ? choose(["My first choice would be", "I would start with", "You may well enjoy"])
        : `As you like ${say.genre(liked)}, ${choose(["I would start with", "my first choice would be"])}`
    const next = [choose(["Another good one is", "You could also try"]), "Or have a look at"]
    return say.joined([
      first(best, opening),
      ...rest.map((product, index) => further(product, next[index] ?? "There is also")),
    ])
  }

  const entry = (product: PromptProduct) =>
    `${say.name(product)}${say.by(product)}${product.price === undefined ? "" : ` (${say.price(product.price)})`}`

  const browse = (opening: string) =>
    say.joined([
      `${opening} ${say.list(titles.slice(0, mostListed(scene)).map(entry))}.`,
      brief || titles[0]?.synopsis === undefined
        ? undefined
        : `About the first, ${titles[0].title}: ${say.sentence(titles[0].synopsis)}`,
    ])

  const extent = ({ status, volumes }: PromptProduct) => {
    const known = [
      volumes === undefined ? undefined : `has ${volumes} ${volumes === 1 ? "volume" : "volumes"}`,
      status === undefined ? undefined : `is ${say.status(status)}`,
    ].filter((part) => part !== undefined)
    return known.length === 0 ? undefined : `It ${known.join(" and ")}.`
  }

  const about = (product: PromptProduct) => {
    const story = say.kindOfStory(product)
    const cost = costs(product)
    return say.joined([
      `${product.title}${say.by(product)} is ${story === "" ? "in our catalogue" : story}.`,
      extent(product),
      product.synopsis && say.sentence(product.synopsis),
      cost && (priced(product) ?? `${say.name(product)} costs ${cost}.`),
    ])
  }

  const priced = (product: PromptProduct) => {
    const cost = costs(product)
    const stock = say.stock(product, today)
    const but = stock?.startsWith("is out") === true ? ", but" : " and"
    if (cost === undefined) return stock && `${say.name(product)} ${stock}.`
    if (stock === undefined) return `${say.name(product)} costs ${cost}.`
    return choose([
      `${say.name(product)} costs ${cost}${but} ${stock}.`,
      `${say.name(product)} is ${cost}; it ${stock}.`,
    ])
  }

  const missing = ({ missingVolume, ofBoxSet, series }: ItemChoice) =>
    say.joined([
      `I could not find ${ofBoxSet ? "box set" : "volume"} ${missingVolume ?? ""} of ${series.title} in our catalogue.`,
      series.volumes === undefined ? undefined : `The series has ${series.volumes} volumes.`,
    ])

  const pricedItem = (choice: ItemChoice) => {
    const { item, missingFormat, others } = choice
    if (item === undefined) return missing(choice)
    return say.joined([
      missingFormat && `I could not find a ${say.format(missingFormat)} of it in our catalogue.`,
      priced(item) ?? `We list ${say.name(item)}, but I have no price or stock for it here.`,
      ...others.map((other) => {
        const cost = other.price === undefined ? "" : ` costs ${say.price(other.price)} and`
        const stock = say.stock(other, today)
        return stock && `The ${say.format(other.format ?? "other edition")}${cost} ${stock}.`
      }),
    ])
  }

  const cheaper = (choices: ReadonlyArray<ItemChoice>) => {
    const items = choices.flatMap(({ item }) => item ?? [])
    const [least, next] = items.toSorted((a, b) => (a.price ?? 0) - (b.price ?? 0))
    if (!/cheap|expensive|price difference/i.test(prompt.question) || next === undefined) return
    if (least?.price === undefined || next.price === undefined) return
    return least.price === next.price
      ? "They cost the same."
      : `${say.name(least)} is the cheaper one.`
  }

  const priceOrStock = () => {
    const choices = askedItems(prompt)
    if (choices.length === 0) return notFound()
    const alone = choices.length === 1 && choices[0]?.item === undefined
    return say.joined([
      translationPolicy(prompt, "en"),
      ...choices.map(pricedItem),
      cheaper(choices),
      alone ? "Which one shall I check instead?" : undefined,
    ])
  }

  /** What was asked about a title, before the rest: for whom it is, who publishes it. */
  const asked = (product: PromptProduct) => {
    const { ageRating, publisher } = product
    if (
      /\bages?\b|\bkids?\b|child|suitable|appropriate|rating|mature|\byear/i.test(prompt.question)
    ) {
      return ageRating && `${product.title} is ${say.ageRating(ageRating)}.`
    }
    if (/publish/i.test(prompt.question)) {
      return publisher && `${product.title} is published by ${publisher}.`
    }
    return undefined
  }

  const lookUp = () => {
    const named = askedTitles(prompt)
    const choice = askedItem(prompt)
    if (choice?.missingVolume !== undefined)
      return say.joined([missing(choice), about(choice.series)])
    return say.joined(
      named
        .slice(0, mostTitles(scene))
        .map((product) => say.joined([asked(product), about(product)])),
    )
  }

  /** "Books by Tezuka": what has the name among its authors, together with others or alone. */
  const worksBy = (person: string) => {
    const works = titles.filter((product) => product.author?.includes(person) === true)
    if (works.length === 0) return undefined
    return `By ${person} we have ${say.list(works.slice(0, 5).map((work) => work.title))}.`
  }

  const authors = () => {
    const named = namesIn(prompt.question)
    if (named.titles.length === 0 && named.authors.length > 0) {
      const works = say.joined(named.authors.map(worksBy))
      if (works !== "") return say.joined([works, titles[0] && about(titles[0])])
    }
    const chosen = askedTitles(prompt)
    const [product] = chosen
    if (product?.author === undefined) return notFound()
    const people = product.author.split(", ")
    const others = titles.filter(
      (work) => !chosen.includes(work) && people.some((person) => work.author?.includes(person)),
    )
    return say.joined([
      ...chosen
        .slice(0, mostTitles(scene))
        .map((each) => each.author && `${each.title} is by ${each.author}.`),
      others.length === 0
        ? extent(product)
        : `We also have ${say.list(others.slice(0, 5).map((work) => work.title))} by the same author.`,
      brief ? undefined : product.synopsis && say.sentence(product.synopsis),
    ])
  }

  const releaseDate = () => {
    const choice = askedItem(prompt)
    const item = choice?.item
    if (choice === undefined || item === undefined) return choice ? priceOrStock() : notFound()
    const { releaseDate: day } = item
    if (day === undefined) return `I have no release date for ${say.name(item)} here.`
    if (day <= today) {
      const cameOut = `${say.name(item)} came out on ${say.date(day)}.`
      if (!/\bnext\b|\bnew\b|\bmore\b|\banother\b/i.test(prompt.question)) return cameOut
      return item.status === "completed"
        ? `${item.title} is complete. Its last book, ${cameOut}`
        : `No further volume of ${item.title} is announced yet. ${cameOut}`
    }
    const cost = costs(item)
    return `${say.name(item)} comes out on ${say.date(day)}. You can pre-order it now${cost === undefined ? "" : ` for ${cost}`}.`
  }

  const ordered = (order: PromptOrder) => {
    const items = order.items.length === 0 ? "" : ` (${say.list(order.items)})`
    const placed = order.placedOn && `, placed on ${say.date(order.placedOn)},`
    const expected = order.expectedOn && ` It should arrive on ${say.date(order.expectedOn)}.`
    return `Order ${order.id}${items}${placed ?? ""} ${say.orderStatus(order.status)}.${expected ?? ""}`
  }

  const orderStatus = () => {
    if (prompt.customer === undefined && prompt.orders.length === 0) {
      return "Please sign in so that I can see your orders; then I will check the status for you."
    }
    const { alsoUnknown, orders, unknownId } = askedOrders(prompt)
    if (orders.length > 0) {
      return say.joined([
        ...orders.slice(0, 5).map(ordered),
        alsoUnknown ? "The other order number is not on this account." : undefined,
      ])
    }
    return unknownId === undefined
      ? "I could not find any order on this account."
      : "I could not find that order on this account. Please check the order number."
  }

  const policy = () => {
    const found = askedPolicies(prompt, "en")
    return found.length > 0
      ? say.joined(found)
      : "I have no policy on that here. I can tell you about shipping, returns and payment."
  }

  const browseGenres = () => {
    const { genres, mixed } = askedGenres(prompt, titles)
    const named = say.list(genres.map(say.genre))
    if (genres.length === 0) return browse("We have")
    if (!mixed) return browse(`In ${named} we have`)
    return browse(`We have nothing that is all of ${named}; the closest are`)
  }

  return {
    recommend: fromProducts(() =>
      askedGenres(prompt, titles).mixed ? browseGenres() : recommend(),
    ),
    trending: fromProducts(() =>
      browse(
        choose(["Readers are buying these most right now:", "Most popular at the moment are"]),
      ),
    ),
    "new-releases": fromProducts(() =>
      say.joined([
        `${titles.every((product) => availability(product, today) === "pre-order") ? "Coming soon:" : choose(["New in our store:", "The newest arrivals are"])} ${say.list(
          titles
            .slice(0, mostListed(scene))
            .map(
              (product) =>
                `${say.name(product)}${product.releaseDate === undefined ? "" : ` (${say.date(product.releaseDate)})`}`,
            ),
        )}.`,
        titles[0] && priced(titles[0]),
      ]),
    ),
    "genre-browse": fromProducts(browseGenres),
    "title-lookup": fromProducts(lookUp),
    "price-or-stock": fromProducts(priceOrStock),
    author: fromProducts(authors),
    "release-date": fromProducts(releaseDate),
    policy,
    "order-status": orderStatus,
    ...smallTalk(scene),
    unread: () => "I cannot look that up at the moment. Please ask me again shortly.",
    "no-information": () =>
      "I have no product information here, so I cannot answer that from our catalogue. Please ask me about manga, orders, shipping or returns in our store's chat.",
  }
}
