/**
 * Composes the emulated model's answer to one question from the facts in the prompt, with the sentences of one
 * language. `Subjects.ts` decides what is answered: orders, books, policies.
 */
import { askedOf } from "./Asked.ts"
import { bookAnswers } from "./books/BookAnswers.ts"
import { isCourtesy, opensKindly } from "./Courtesy.ts"
import { namesIn } from "./embedding/CatalogueNames.ts"
import { type Intent } from "@manga-assist/store-grammar"
import { type Sentences } from "./language/EnglishSentences.ts"
import { listAnswers } from "./ListAnswers.ts"
import { orderAnswer } from "./orders/OrderAnswers.ts"
import { contactTopics, likelyPolicies, perhapsPolicies, policyTexts } from "./PolicyChoice.ts"
import { oneOfEachTitle } from "./books/ProductChoice.ts"
import { type Scene } from "./Scene.ts"
import { subjectsOf } from "./Subjects.ts"
import { asksUnknownBeside } from "./UnknownTitle.ts"
import { type Unknown } from "./language/Vocabulary.ts"

/** What no bookseller sells, or helps with. */
const besideTheTrade: ReadonlySet<Unknown> = new Set(["shop", "offTopic", "illegal"])
const lists: ReadonlySet<Intent> = new Set([
  "recommend",
  "trending",
  "new-releases",
  "genre-browse",
])
const ofBooks: ReadonlySet<Intent> = new Set([
  ...lists,
  "title-lookup",
  "price-or-stock",
  "author",
  "release-date",
])

const asksOfAdaptation =
  /\b(?:turned|made|adapted) into\b|\badaptation\b|\bvoice (?:actor|actress|cast)s?\b|\bvoices\b|声優|(?:アニメ|映画|実写|ドラマ)化/u

/** Of several people's books, or of what to read. */
const asksForBooks =
  /\brecommend\w*|\bsuggest\w*|\blooking for\b|\bwhat (?:should|can) i read\b|\bgood\b|\bbest\b|\bsomething\b|\bany (?:manga|series|comics?)\b|おすすめ|オススメ|お勧め|面白い|探して|何か|ください|知りたい|教えて/u

const asksToRecommend = /\brecommend\w*|\bsuggest\w*|おすすめ|オススメ|お勧め|お薦め/u

interface Told {
  readonly orders: string | undefined
  readonly policies: ReadonlyArray<string>
  readonly books: string | undefined
}

export const answer = (scene: Scene, say: Sentences, intent: Intent | undefined): string => {
  const { prompt } = scene
  const { question } = prompt
  const asked = askedOf(prompt)
  const named = namesIn(question)
  const lines = listAnswers(scene, say)
  const books = bookAnswers(scene, say, asked)
  const isList = intent !== undefined && lists.has(intent)

  if (isCourtesy(question, asked, named.titles, intent)) return lines.greeting()
  if (say.asksOwnName(question)) return lines.ownName()

  const {
    aboutOrder,
    arrivesWhen,
    asksOfPerson,
    aspects,
    isOfNewest,
    isUnknownTitle,
    isUnruled,
    topics,
    unknown,
  } = subjectsOf(scene, asked, named, intent)
  const orders = (): string => orderAnswer(scene, say, asked)

  const bookText = (): string | undefined => {
    if (
      unknown !== undefined &&
      !(isUnknownTitle && unknown === "ending") &&
      (!isList ||
        prompt.products.length === 0 ||
        besideTheTrade.has(unknown) ||
        asksOfAdaptation.test(asked.text) ||
        (named.genres.length === 0 && !asksForBooks.test(asked.text)))
    ) {
      const isOfShop = unknown === "shop" && named.titles.length > 0
      if (besideTheTrade.has(unknown) && !isOfShop) return say.unknown(unknown)
      return say.joined([
        say.unknown(unknown),
        asksOfPerson ? books.authors.worksAlone() : undefined,
        (aspects.length > 0 || isOfNewest) && named.titles.length > 0
          ? books.told(aspects.length > 0 ? aspects : ["release"], intent)
          : unknown === "restock" && prompt.products.length > 0
            ? books.told(["stock"], intent)
            : undefined,
        isList && prompt.products.length > 0 && asksForBooks.test(asked.text)
          ? lines.list(intent)
          : undefined,
      ])
    }
    if (isUnknownTitle) {
      return say.joined([
        say.notCarried,
        named.titles.length > 0
          ? books.told(aspects, intent)
          : named.authors.length > 0
            ? books.authors.worksAlone()
            : say.near(oneOfEachTitle(prompt.products).slice(0, 2)),
      ])
    }
    if (aboutOrder && aspects.length === 0) return undefined
    if (topics.length > 0 && named.titles.length === 0 && prompt.products.length === 0)
      return undefined
    if (prompt.products.length === 0) {
      if (prompt.unread.has("products") && (intent === undefined || ofBooks.has(intent)))
        return say.unread
      if (aboutOrder || topics.length > 0 || isUnruled) return undefined
      if (prompt.looser.length > 0) return say.nothingFits(prompt.looser)
      const perhaps = policyTexts(prompt, perhapsPolicies(prompt), prompt.locale)
      if (named.titles.length === 0 && perhaps.length > 0) return say.joined(perhaps)
      return intent !== undefined && ofBooks.has(intent) ? say.notFound() : undefined
    }
    // What was found for a question of the store's rules is not what it asks about.
    if (
      (topics.length > 0 || isUnruled) &&
      isList &&
      named.genres.length === 0 &&
      !asksForBooks.test(asked.text)
    ) {
      return undefined
    }
    if (isList && (named.titles.length === 0 || !books.shows(named.titles)))
      return lines.list(intent)
    if (intent === undefined && aspects.length === 0) return lines.list("recommend")
    // "A good mystery, and what does delivery cost?"
    if (topics.length > 0 && named.titles.length === 0 && asksToRecommend.test(asked.text)) {
      return lines.list("recommend")
    }
    if (arrivesWhen && prompt.products.length > 0) {
      return books.told([...new Set([...aspects, "release" as const])], intent)
    }
    // What was found for a question of policy alone is not what it asks about.
    if (topics.length > 0 && aspects.length === 0) return undefined
    if (intent === "policy" && (isUnruled || !books.knows(named.titles))) return undefined
    return books.told(aspects, intent)
  }

  /** Where rules are asked for, those that may be meant beside are told too. */
  const alsoMeant = topics.length > 0 ? perhapsPolicies(prompt) : []

  /** No rule is there for it: people can be asked. */
  const noRule = () =>
    say.joined([say.noPolicy, ...policyTexts(prompt, contactTopics(prompt), prompt.locale)])

  const told: Told = {
    orders: aboutOrder ? orders() : undefined,
    books: bookText(),
    policies: [
      isUnruled ? noRule() : "",
      ...policyTexts(
        prompt,
        [...topics, ...alsoMeant].filter((topic) => !isUnruled || !/pay/u.test(topic)),
        prompt.locale,
      ),
    ],
  }
  const isUnknownBeside = !isUnknownTitle && !aboutOrder && asksUnknownBeside(question)
  const text = say.joined([
    isUnknownBeside ? say.notCarried : undefined,
    told.orders,
    told.books,
    ...told.policies,
  ])
  if (text !== "") return text
  if (!prompt.hasBlocks && intent === undefined) {
    const likely = policyTexts(prompt, likelyPolicies(prompt), prompt.locale)
    if (likely.length > 0) return say.joined(likely)
    return opensKindly(question) ? lines.greeting() : say.noInformation
  }
  if (intent === "order-status") return orders()
  if (intent === "policy" || intent === undefined) {
    const likely = policyTexts(prompt, likelyPolicies(prompt), prompt.locale)
    if (likely.length > 0) return say.joined(likely)
    return intent === "policy" ? noRule() : say.onlyTheStore
  }
  return intent === "greeting" ? lines.greeting() : say.onlyTheStore
}
