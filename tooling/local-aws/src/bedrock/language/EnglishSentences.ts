/**
 * The English sentences of which answers are made, by purpose; its type `Sentences` is the contract for both languages.
 * Where several wordings exist, the given function chooses one.
 */
import * as say from "./EnglishPhrases.ts"
import { type ItemChoice } from "../books/ProductChoice.ts"
import {
  type PromptItem,
  type PromptLooser,
  type PromptOrder,
  type PromptProduct,
  type PromptSum,
} from "../PromptFacts.ts"
import { type Choose } from "../SeededChoice.ts"
import { type OrderStatus, type Unknown } from "./Vocabulary.ts"

const costs = (product: PromptProduct) =>
  product.price === undefined ? undefined : `${say.price(product.price)}${say.inFormat(product)}`

const extent = ({ status, volumes }: PromptProduct) => {
  const known = [
    volumes === undefined ? undefined : `has ${volumes} ${volumes === 1 ? "volume" : "volumes"}`,
    status === undefined ? undefined : `is ${say.status(status)}`,
  ].filter((part) => part !== undefined)
  return known.length === 0 ? undefined : `It ${known.join(" and ")}.`
}

const synopsis = (product: PromptProduct) => product.synopsis && say.sentence(product.synopsis)

const titlesOf = (works: ReadonlyArray<PromptProduct>) => say.list(works.map((work) => work.title))

const abilities =
  "I can recommend manga, look up titles, prices, stock and release dates, check your orders, and explain shipping and returns."

const priced = (choose: Choose, product: PromptProduct, today: string): string | undefined => {
  const stock = say.stock(product, today)
  if (product.price === undefined) return stock && `${say.name(product)} ${stock}.`
  if (stock === undefined) return `${say.name(product)} costs ${costs(product)}.`
  const but = stock.startsWith("is out") ? ", but" : " and"
  return choose([
    `${say.name(product)} costs ${costs(product)}${but} ${stock}.`,
    `${say.name(product)} is ${costs(product)}; it ${stock}.`,
  ])
}

const unknowns: Readonly<Record<Unknown, string>> = {
  adaptation: "I'm sorry, I don't know about anime, films or music; I only know the books we sell.",
  sales: "I'm sorry, I don't know how many copies were sold; our catalogue does not say it.",
  ending: "I'm sorry, I can't give the ending away, and I would rather not spoil the story.",
  person: "I'm sorry, I don't have personal details of authors; I only know their books.",
  goods: "I'm sorry, we don't sell anything but books.",
  restock: "I'm sorry, I don't know when it will be in stock again.",
  shop: "I'm sorry, I don't have information about shops or branches; I can only help with our books and your orders here.",
  story:
    "I'm sorry, our catalogue does not go into characters and details of the plot; I don't know that.",
  detail: "I'm sorry, I do not know that; our catalogue does not say it.",
  illegal: "I'm sorry, I can't help to find copies for free; we only sell the books themselves.",
  offTopic:
    "I'm sorry, I can't help with that: I'm the assistant of this manga store, so I only know our books and your orders.",
  reviews: "I'm sorry, I don't have reviews or awards; our catalogue does not list them.",
}

const item = ({ quantity, title }: PromptItem): string =>
  quantity === 1 ? title : `${quantity} copies of ${title}`

export type Sentences = ReturnType<typeof englishSentences>

export const englishSentences = (choose: Choose) => ({
  joined: say.joined,
  stock: say.stock,
  extent,
  synopsis,
  author: (product: PromptProduct) => product.author,

  notFound: () =>
    choose([
      "I could not find that in our catalogue. If you tell me a title, an author or a genre, I will gladly look again.",
      "I'm sorry, I could not find anything like that in our catalogue. Would you like to try another title, author or genre?",
    ]),
  nothingFits: (looser: ReadonlyArray<PromptLooser>) =>
    say.joined([
      ...looser.flatMap(({ contradictory, without }) =>
        contradictory ? [`Your wishes for ${say.wishPart(without)} exclude each other.`] : [],
      ),
      "Nothing in our catalogue is all of what you wish for.",
      ...looser.map(
        ({ fits, without }) =>
          `Without ${say.wishPart(without)} there would be ${say.list(fits.map(({ title }) => title))}.`,
      ),
    ]),
  unread: "I cannot look that up at the moment. Please ask me again shortly.",
  noInformation:
    "I have no product information here, so I cannot answer that from our catalogue. Please ask me about manga, orders, shipping or returns in our store's chat.",
  noPolicy: "I'm sorry, I don't have any information on that; our rules do not mention it.",

  first: (product: PromptProduct, liked: string | undefined) => {
    const opening =
      liked === undefined
        ? choose(["My first choice would be", "I would start with", "You may well enjoy"])
        : `As you like ${say.genre(liked)}, ${choose(["I would start with", "my first choice would be"])}`
    const story = say.kindOfStory(product)
    const cost = costs(product)
    return say.joined([
      `${opening} ${product.title}${say.by(product)}${story === "" ? "" : `, ${story}`}.`,
      synopsis(product),
      cost && `It is ${cost}.`,
    ])
  },
  further: (product: PromptProduct, index: number) => {
    const another = index === 0 ? choose(["Another good one is", "You could also try"]) : undefined
    const opening = another ?? (index === 1 ? "Or have a look at" : "There is also")
    const facts = [
      say.list(product.genres.slice(0, 2).map(say.genre)),
      product.price === undefined ? "" : say.price(product.price),
    ].filter((fact) => fact !== "")
    const told = facts.length === 0 ? "" : ` (${facts.join(", ")})`
    return `${opening} ${product.title}${say.by(product)}${told}.`
  },

  weHave: "We have",
  popular: () =>
    choose(["Readers are buying these most right now:", "Most popular at the moment are"]),
  comingSoon: "Coming soon:",
  newest: () => choose(["New in our store:", "The newest arrivals are"]),
  inGenres: (genres: ReadonlyArray<string>) => `In ${say.list(genres.map(say.genre))} we have`,
  closestTo: (genres: ReadonlyArray<string>) =>
    `We have nothing that is all of ${say.list(genres.map(say.genre))}; the closest are`,
  listed: (opening: string, entries: ReadonlyArray<string>) => `${opening} ${say.list(entries)}.`,
  entry: (product: PromptProduct) =>
    `${say.name(product)}${say.by(product)}${product.price === undefined ? "" : ` (${say.price(product.price)})`}`,
  datedEntry: (product: PromptProduct) =>
    `${say.name(product)}${product.releaseDate === undefined ? "" : ` (${say.date(product.releaseDate)})`}`,
  aboutFirst: ({ synopsis, title }: PromptProduct) =>
    synopsis && `About the first, ${title}: ${say.sentence(synopsis)}`,

  rated: ({ title }: PromptProduct, rating: string) => `${title} is ${say.ageRating(rating)}.`,
  extentOf: (product: PromptProduct) => extent(product)?.replace(/^It/u, product.title),
  began: ({ title }: PromptProduct, year: number) => `${title} began in ${year}.`,
  hasPages: (product: PromptProduct, pages: number) => `${say.name(product)} has ${pages} pages.`,
  holdsVolumes: (product: PromptProduct, from: number, to: number) =>
    `${say.name(product)} holds the printed volumes ${from} to ${to}.`,
  published: ({ title }: PromptProduct, publisher: string) =>
    `${title} is published by ${publisher}.`,
  whatItIs: (product: PromptProduct) =>
    `${product.title}${say.by(product)} is ${say.kindOfStory(product) || "in our catalogue"}.`,
  worksBy: (person: string, works: ReadonlyArray<PromptProduct>) =>
    `By ${person} we have ${works.length === 1 ? "only " : ""}${titlesOf(works)}.`,
  writtenBy: ({ author, title }: PromptProduct) => author && `${title} is by ${author}.`,
  kin: (product: PromptProduct, others: ReadonlyArray<PromptProduct>) =>
    `Related to ${product.title}, we have ${titlesOf(others)}.`,
  noKin: ({ title }: PromptProduct) =>
    `I could not find a sequel or another series of ${title} in our catalogue.`,
  noOthers: "I could not find another work by the same author in our catalogue.",
  othersBySame: (product: PromptProduct, others: ReadonlyArray<PromptProduct>) =>
    others.length === 0 ? extent(product) : `We also have ${titlesOf(others)} by the same author.`,

  priced: (product: PromptProduct, today: string) => priced(choose, product, today),
  copies: (_product: PromptProduct, stock: number) =>
    stock === 1 ? "One copy is left." : `We have ${stock} copies.`,
  verdict: (holds: boolean): string => (holds ? "Yes." : "No."),
  together: (yen: number) => `Together they cost ${say.price(yen)}.`,
  sumOfVolumes: (sum: PromptSum) => {
    const { count, kind = "", notInStock, price, title, volumesHeld, volumesNotInStock } = sum
    const books = kind.endsWith("digital") ? "digital volumes" : "paperbacks"
    const which =
      volumesHeld === undefined
        ? `All ${count} ${books} of ${title}`
        : `Volumes ${volumesHeld} of ${title}, ${count} ${books},`
    return say.joined([
      `${which} cost ${say.price(price)} together.`,
      say.setStock(count, notInStock, volumesNotInStock),
    ])
  },
  cheapestWay: (way: string, yen: number) => `The cheapest is ${way}, at ${say.price(yen)}.`,
  wayOfBundle: ({ title }: PromptProduct) => `the digital bundle of ${title}`,
  wayOfSum: ({ kind = "", title }: PromptSum) =>
    kind === "all-box-sets"
      ? `the box sets of ${title}`
      : `the ${kind.endsWith("digital") ? "single digital volumes" : "paperbacks"} of ${title}`,
  boxSets: ({ count, title }: PromptSum) =>
    `There ${count === 1 ? "is one box set" : `are ${count} box sets`} of ${title}, with ten printed volumes each: volumes 1 to ${count * 10}.`,
  allBoxSets: ({ count, notInStock, price, title, volumesNotInStock }: PromptSum) =>
    say.joined([
      count === 1
        ? `The one box set of ${title} costs ${say.price(price)}.`
        : `All ${count} box sets of ${title} cost ${say.price(price)} together.`,
      say.setStock(count, notInStock, volumesNotInStock),
    ]),
  inNoBox: (from: number, to: number) =>
    from === to ? `Volume ${to} is in no box set.` : `Volumes ${from} to ${to} are in no box set.`,
  unpriced: (product: PromptProduct) =>
    `We list ${say.name(product)}, but I have no price or stock for it here.`,
  missing: ({ missingVolume, ofBoxSet, series }: ItemChoice) =>
    say.joined([
      `I'm sorry, I could not find ${ofBoxSet ? "box set" : "volume"} ${missingVolume ?? ""} of ${series.title} in our catalogue; there is no such ${ofBoxSet ? "box set" : "volume"}.`,
      series.volumes === undefined
        ? undefined
        : `The series has only ${series.volumes} ${series.volumes === 1 ? "volume" : "volumes"}.`,
    ]),
  missingFormat: (format: string) =>
    `I'm sorry, we do not have a ${say.format(format)} of it; I could not find one in our catalogue.`,
  otherEdition: ({ format, price }: PromptProduct, stock: string) => {
    const cost = price === undefined ? "" : ` costs ${say.price(price)} and`
    return `The ${say.format(format ?? "other edition")}${cost} ${stock}.`
  },
  samePrice: "They cost the same.",
  cheaperOne: (product: PromptProduct) => `${say.edition(product)} is the cheaper one.`,
  dearerOne: (product: PromptProduct) => `${say.edition(product)} is the more expensive one.`,
  difference: (yen: number) => `The difference is ${say.price(yen)}.`,
  change: (yen: number): string =>
    yen < 0
      ? `No, ${say.price(-yen)} more is needed.`
      : `Yes, that is enough; your change is ${say.price(yen)}.`,
  earlierBook: (book: PromptProduct) =>
    `${say.name(book)} comes first, on ${say.date(book.releaseDate ?? "")}.`,
  laterBook: (book: PromptProduct) =>
    `${say.name(book)} is the later one, of ${say.date(book.releaseDate ?? "")}.`,
  shorterOne: (short: PromptProduct, long: PromptProduct) =>
    long.volumes === short.volumes
      ? `Both have ${long.volumes} volumes.`
      : `${short.title} is the shorter one, with ${short.volumes} volumes; ${long.title} has ${long.volumes}.`,
  longerOne: (long: PromptProduct, short: PromptProduct) =>
    long.volumes === short.volumes
      ? `Both have ${long.volumes} volumes.`
      : `${long.title} is the longer one, with ${long.volumes} volumes; ${short.title} has ${short.volumes}.`,
  olderOne: (old: PromptProduct, late: PromptProduct) =>
    old.firstYear === late.firstYear
      ? `Both began in ${old.firstYear}.`
      : `${old.title} came first: it began in ${old.firstYear}, ${late.title} in ${late.firstYear}.`,
  unknown: (what: Unknown) => unknowns[what],
  unknownDetail: "I do not know that; our catalogue does not say it.",
  notCarried: "I'm sorry, I could not find that title in our catalogue, so we do not carry it.",
  near: (products: ReadonlyArray<PromptProduct>) =>
    products.length === 0 ? undefined : `Something near to it may be ${titlesOf(products)}.`,
  askOther: "Which one shall I check instead?",

  noReleaseDate: (product: PromptProduct) =>
    `I have no release date for ${say.name(product)} here.`,
  newestOut: ({ title }: PromptProduct, day: string) =>
    `The newest volume of ${title} came out on ${say.date(day)}.`,
  cameOut: (product: PromptProduct, day: string) =>
    `${say.name(product)} came out on ${say.date(day)}.`,
  complete: ({ title }: PromptProduct) => `${title} is complete, so there is no next volume.`,
  noNext: ({ title }: PromptProduct) => `No further volume of ${title} is announced yet.`,
  comesOut: (product: PromptProduct, day: string) => {
    const cost = costs(product)
    return `${say.name(product)} comes out on ${say.date(day)}. You can pre-order it now${cost === undefined ? "" : ` for ${cost}`}.`
  },

  ordered: ({ expectedOn, id, items, placedOn, status, total }: PromptOrder) => {
    const contents = items.length === 0 ? "" : ` (${say.list(items.map(item))})`
    const placed = placedOn && `, placed on ${say.date(placedOn)},`
    const sum = total === undefined ? "" : ` It comes to ${say.price(total)}.`
    const expected = expectedOn && ` It should arrive on ${say.date(expectedOn)}.`
    return `Order ${id}${contents}${placed ?? ""} ${say.orderStatus(status)}.${expected ?? ""}${sum}`
  },
  orderedCopies: (items: ReadonlyArray<PromptItem>) =>
    items.length === 0
      ? undefined
      : `You ordered ${say.list(items.map(({ quantity, title }) => `${quantity} of ${title}`))}.`,
  bookCount: (count: number) => (count === 1 ? "That is one book." : `That is ${count} books.`),
  orderCount: (count: number) =>
    count === 1
      ? "I can see one order on your account."
      : `I can see ${count} orders on your account.`,
  orderSum: (count: number, yen: number) =>
    `Your ${count} orders come to ${say.price(yen)} in all.`,
  unitPrices: (items: ReadonlyArray<PromptItem>) =>
    items.length === 0
      ? undefined
      : `${say.list(items.map(({ price = 0, title }) => `${title} was ${say.price(price)}`))} a copy.`,
  noneThen: "None of your orders is of that time.",
  noneOfStatus: (status: OrderStatus) => `None of your orders ${say.orderStatus(status)}.`,
  notOrdered: "I could not find that title in any order on this account.",
  signIn: "Please sign in so that I can see your orders; then I will check the status for you.",
  otherOrderUnknown: "The other order number is not on this account.",
  noOrder: "I could not find any order on this account.",
  orderUnknown: "I could not find that order on this account. Please check the order number.",

  thanks: /\b(?:thank|thanks|thx|ty|cheers)/i,
  youAreWelcome: "You're welcome! Is there anything else I can find for you?",
  leaves: /\b(?:bye|goodbye|good night|see you|that's (?:all|it))\b/i,
  goodbye: "Goodbye, and enjoy your reading!",
  hello: (customer: string | undefined, _question: string) =>
    `Hello${customer === undefined ? "" : ` ${customer}`}! ${choose(["Welcome to our manga store.", "Nice to see you."])} ${abilities}`,
  asksOwnName: (question: string) => /\bmy name\b|\bwho am i\b/i.test(question),
  notSignedIn: `You are not signed in, so I do not know your name. ${abilities}`,
  signedInAs: (customer: string) => `You are signed in as ${customer}.`,
  onlyTheStore: `I'm the assistant of this manga store, so I can only help with our books and your orders. ${abilities}`,
})
