/** Answers in English, one for each intent, from the facts of the prompt. */
import { type Sayings } from "./Composer.ts"
import * as say from "./EnglishPhrases.ts"
import { askedPolicies } from "./PolicyChoice.ts"
import { askedItem, askedTitles, commonGenre, oneOfEachTitle } from "./ProductChoice.ts"
import { type PromptOrder, type PromptProduct } from "./PromptFacts.ts"
import { askedOrders, mostTitles, type Scene } from "./Scene.ts"

const abilities =
  "I can recommend manga, look up titles, prices, stock and release dates, check your orders, and explain shipping and returns."

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
      `${opening} ${say.list(titles.slice(0, brief ? 3 : 5).map(entry))}.`,
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
      cost && `${say.name(product)} costs ${cost}.`,
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

  const priceOrStock = () => {
    const choice = askedItem(prompt)
    if (choice === undefined) return notFound()
    const { item, missingFormat, missingVolume, others, series } = choice
    if (item === undefined) {
      return say.joined([
        `I could not find volume ${missingVolume ?? ""} of ${series.title} in our catalogue.`,
        series.volumes === undefined ? undefined : `The series has ${series.volumes} volumes.`,
        "Which volume shall I check instead?",
      ])
    }
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

  const authors = () => {
    const asked = askedTitles(prompt)[0]
    const person = asked?.author
    if (asked === undefined || person === undefined) return notFound()
    const works = titles.filter((product) => product.author === person)
    return say.joined([
      `${asked.title} is by ${person}.`,
      works.length === 1
        ? extent(asked)
        : `We have ${say.list(works.slice(0, 5).map((work) => work.title))} by the same author.`,
      brief ? undefined : asked.synopsis && say.sentence(asked.synopsis),
    ])
  }

  const releaseDate = () => {
    const choice = askedItem(prompt)
    const item = choice?.item
    if (choice === undefined || item === undefined) return choice ? priceOrStock() : notFound()
    const { releaseDate: day } = item
    if (day === undefined) return `I have no release date for ${say.name(item)} here.`
    if (day <= today) return `${say.name(item)} came out on ${say.date(day)}.`
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
    const { orders, unknownId } = askedOrders(prompt)
    if (orders.length > 0) return say.joined(orders.slice(0, 5).map(ordered))
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

  const hello = prompt.customer?.name === undefined ? "Hello" : `Hello ${prompt.customer.name}`

  return {
    recommend: fromProducts(recommend),
    trending: fromProducts(() =>
      browse(
        choose(["Readers are buying these most right now:", "Most popular at the moment are"]),
      ),
    ),
    "new-releases": fromProducts(() =>
      say.joined([
        `${choose(["New in our store:", "The newest arrivals are"])} ${say.list(
          titles
            .slice(0, brief ? 3 : 5)
            .map(
              (product) =>
                `${say.name(product)}${product.releaseDate === undefined ? "" : ` (${say.date(product.releaseDate)})`}`,
            ),
        )}.`,
        titles[0] && priced(titles[0]),
      ]),
    ),
    "genre-browse": fromProducts(() => {
      const genre = commonGenre(titles)
      return browse(genre === undefined ? "We have" : `In ${say.genre(genre)} we have`)
    }),
    "title-lookup": fromProducts(() =>
      say.joined(askedTitles(prompt).slice(0, mostTitles(scene)).map(about)),
    ),
    "price-or-stock": fromProducts(priceOrStock),
    author: fromProducts(authors),
    "release-date": fromProducts(releaseDate),
    policy,
    "order-status": orderStatus,
    greeting: () =>
      `${hello}! ${choose(["Welcome to our manga store.", "Nice to see you."])} ${abilities}`,
    other: () =>
      `${choose(["I'm the assistant of this manga store.", "That is beyond me."])} ${abilities}`,
    "no-information": () =>
      "I have no product information here, so I cannot answer that from our catalogue. Please ask me about manga, orders, shipping or returns in our store's chat.",
  }
}
