/**
 * The emulated language model: tells in one or two sentences what the prompt holds on the titles that the question names,
 * else on what was found first, or an order, or the policy whose words fit best. It understands nothing; that it is a
 * demonstration is said once in a conversation.
 *
 * Deterministic: the same prompt gives the same text. Product and customer texts are quoted as data and never followed
 * as instructions.
 */
import type { Item } from "./Facts.ts"
import { looksJapanese } from "./Language.ts"
import { fittingPolicy } from "./PolicyChoice.ts"
import type { Prompt } from "./PromptReader.ts"
import { type Sentences, sentences } from "./Sentences.ts"

const mostListed = 5
const mostNamed = 2
const mostSummarised = 4
const summarisedLetters = 80

/** The few words that choose among facts of a book, in the order in which they count. */
const topics = {
  author: /\bwho\b|\bauthor\b|\bwr[oi]te|作者|著者|誰|描い|書い/iu,
  date: /\bwhen\b|\breleased?\b|\bcomes? out\b|\bdates?\b|いつ|発売|出る|出た/iu,
  price:
    /\bpric|\bcosts?\b|\bhow much\b|\bcheap|\bstock\b|\bavailable\b|\bbuy\b|いくら|値段|価格|何円|在庫|買/iu,
} as const
type Topic = keyof typeof topics | "about"

const ofIntents: Readonly<Record<string, Topic>> = {
  "price-or-stock": "price",
  "release-date": "date",
  author: "author",
}

/** What is told although nothing was found. */
const withoutProducts = new Set([undefined, "greeting", "other"])

const orderId = /MA-\d{2}-\d{4}/giu

const namesOfTopics = Object.keys(topics) as ReadonlyArray<keyof typeof topics> // Its own keys.

export const compose = (prompt: Prompt): string => {
  if (prompt.conversation !== undefined) return summarise(prompt.conversation)
  const say = sentences[prompt.locale]
  const told = tell(prompt, say)
  return say.joined(prompt.isFirst ? [...told, say.demonstration] : told)
}

const tell = (prompt: Prompt, say: Sentences): ReadonlyArray<string> => {
  const { day, intent, locale, orders, others, policies, products, question, unread } = prompt
  const ordered = tellOrders(prompt, say)
  if (ordered.length > 0) return ordered
  const policy = fittingPolicy(policies, question, locale)
  if (intent === "policy" && policy !== undefined) return [policy]
  const all = [...products, ...others]
  const named = namedIn(question, all)
  const topic = topicOf(question, intent)
  const tellItem = (item: Item) => tellOf(item, topic, say, day)
  if (named.length > 0) return named.map(tellItem)
  const [newest] = orders
  if (newest !== undefined && products.length === 0) return [say.order(newest)]
  if (intent === "greeting") return [say.help]
  if (policy !== undefined && products.length === 0) return [policy]
  const shown = oneOfEachTitle(products.length > 0 ? products : others)
  const [first] = shown
  if (first !== undefined) {
    return [shown.length > 1 ? say.list(shown.slice(0, mostListed)) : tellItem(first)]
  }
  if (unread.some((each) => each !== "orders")) return [say.unread]
  return [withoutProducts.has(intent) ? say.help : say.notFound]
}

/** Of the orders that are named, else of the newest; nothing where none is asked for. */
const tellOrders = (prompt: Prompt, say: Sentences): ReadonlyArray<string> => {
  const { intent, orders, question, signedIn, unread } = prompt
  const ids = Array.from(question.matchAll(orderId), ([id]) => id.toUpperCase())
  if (intent !== "order-status" && ids.length === 0) return []
  const meant = ids.length === 0 ? orders : orders.filter(({ id }) => ids.includes(id))
  if (meant.length > 0) return meant.slice(0, mostNamed).map(say.order)
  if (unread.includes("orders")) return [say.unread]
  return [signedIn ? say.notFound : say.signIn]
}

const topicOf = (question: string, intent = ""): Topic =>
  namesOfTopics.find((name) => topics[name].test(question)) ?? ofIntents[intent] ?? "about"

const tellOf = (item: Item, topic: Topic, say: Sentences, day: string): string => {
  if (topic === "author" || topic === "date") {
    return topic === "author" ? say.author(item) : say.date(item, day)
  }
  return topic === "price" || item.volume !== undefined ? say.price(item) : say.about(item)
}

/** Words between single blanks; Japanese has none, so a title may stand anywhere in it. */
const normalised = (text: string): string => {
  const words = text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
  return looksJapanese(words) ? words.replaceAll(" ", "") : ` ${words} `
}

/** Of each title named the volume that is named, else the first. */
const namedIn = (question: string, items: ReadonlyArray<Item>): ReadonlyArray<Item> => {
  const text = normalised(question)
  const solid = text.replaceAll(" ", "")
  const isNamed = (name: string | undefined): boolean => {
    const own = name === undefined ? "" : normalised(name)
    if (own.trim() === "") return false
    return own.startsWith(" ") && text.startsWith(" ")
      ? text.includes(own)
      : solid.includes(own.trim())
  }
  const numbers = new Set(
    Array.from(question.normalize("NFKC").matchAll(/\d+/g), ([each]) => Number(each)),
  )
  const named = items.filter(({ japanese, title }) => isNamed(title) || isNamed(japanese))
  const numbered = named.filter(({ volume }) => volume !== undefined && numbers.has(volume))
  return oneOfEachTitle([...numbered, ...named]).slice(0, mostNamed)
}

const oneOfEachTitle = (items: ReadonlyArray<Item>): ReadonlyArray<Item> => {
  const titles = items.map(({ title }) => title)
  return items.filter(({ title }, at) => titles.indexOf(title) === at)
}

const summarise = (conversation: string): string => {
  const asked = Array.from(conversation.matchAll(/^Customer: (.+)$/gmu), ([, words = ""]) =>
    words.slice(0, summarisedLetters).toWellFormed(),
  )
  const locale = looksJapanese(asked.join(" ")) ? "ja" : "en"
  return sentences[locale].summary(asked.slice(-mostSummarised))
}
