/**
 * Composes the emulated model's answer to one question from the facts in the prompt, with the sentences of one
 * language. What is answered (orders, books, policies) is decided by the question's own words; the intent that the
 * prompt names counts only where the words say nothing.
 */
import { askedOf, hasTitle, type Part, says } from "./Asked.ts"
import { bookAnswers } from "./books/BookAnswers.ts"
import { isCourtesy, opensKindly } from "./Courtesy.ts"
import { namesIn } from "./embedding/CatalogueNames.ts"
import { policiesGoneOn } from "./GoneOn.ts"
import { type ComposedIntent } from "./Intents.ts"
import { type Sentences } from "./language/EnglishSentences.ts"
import { listAnswers } from "./ListAnswers.ts"
import { orderAnswer } from "./orders/OrderAnswers.ts"
import { likensToOrder, ordersAsked } from "./orders/OrdersAsked.ts"
import {
  contactTopics,
  likelyPolicies,
  perhapsPolicies,
  policyTexts,
  surePolicies,
  topicsUnruled,
} from "./PolicyChoice.ts"
import { oneOfEachTitle } from "./books/ProductChoice.ts"
import { type Scene } from "./Scene.ts"
import { asksByName, asksUnknownBeside, asksUnknownTitle } from "./UnknownTitle.ts"
import { type Aspect, type Unknown } from "./language/Vocabulary.ts"

const lists: ReadonlySet<ComposedIntent> = new Set([
  "recommend",
  "trending",
  "new-releases",
  "genre-browse",
])
const ofBooks: ReadonlySet<ComposedIntent> = new Set([
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

/** What a person made. */
const asksWorks =
  /\b(?:works?|books?|series|manga|titles?|stuff|anything|something|everything|wrote|written|drew|drawn|by ¶|have|carry|sell|stock|got|read|looking for|comics?|publish\w*|new\w*|latest|best|recommend\w*|buy|volumes?|stories|collection|fans?|like|love|adore|by (?:him|her|them)|in your (?:shop|store))\b|作品|漫画|マンガ|コミック|本(?!名)|描い|書い|ありますか|ある[?]|置いて|売って|扱|シリーズ|新刊|新作|代表作|おすすめ|好き/u
/** Said of a series, and meant of a person where no series is named. */
const ofSeriesAlone: ReadonlySet<Aspect> = new Set(["status", "firstYear", "about", "audience"])

interface Told {
  readonly orders: string | undefined
  readonly policies: ReadonlyArray<string>
  readonly books: string | undefined
}

/** What is not known, or not sold, may stand beside what is asked of a book. */
const besideFacts: ReadonlySet<Unknown> = new Set(["detail", "goods"])

/** What no bookseller sells, or helps with. */
const besideTheTrade: ReadonlySet<Unknown> = new Set(["shop", "offTopic", "illegal"])

/** Said in one breath with a rule of the store, these are of a book all the same. */
const ofSeriesOnly: ReadonlySet<Aspect> = new Set([
  "author",
  "volumes",
  "status",
  "publisher",
  "pages",
])

/** A part about an order asks the book's own facts only where these cannot be an order's. */
const neverOfOrders: ReadonlySet<Aspect> = new Set([
  "author",
  "publisher",
  "stock",
  "others",
  "genres",
])

export const answer = (
  scene: Scene,
  say: Sentences,
  intent: ComposedIntent | undefined,
): string => {
  const { prompt } = scene
  const { question } = prompt
  const asked = askedOf(prompt)
  const named = namesIn(question)
  const lines = listAnswers(scene, say)
  const books = bookAnswers(scene, say, asked)
  const isList = intent !== undefined && lists.has(intent)

  if (isCourtesy(question, asked, named.titles, intent)) return lines.greeting()
  if (say.asksOwnName(question)) return lines.ownName()

  const aboutOrder = ordersAsked(prompt, asked, named.titles, intent)
  const surely = [
    ...asked.parts.flatMap(({ policies }) => policies),
    ...surePolicies(prompt, asked.text),
    ...(named.titles.length === 0 ? policiesGoneOn(prompt) : []),
  ]
  const orders = (): string => orderAnswer(scene, say, asked)

  /** Topics told: an order that is shown needs no general words on shipping, unless these are asked for beside. */
  const topics =
    aboutOrder && prompt.orders.length > 0
      ? surely.filter(
          (topic) =>
            !/ship/u.test(topic) ||
            /送料|海外|\bcost|\bfee|\babroad|\bfree\b/u.test(asked.text) ||
            asked.parts.some(({ order, policies }) => order === "no" && policies.includes(topic)),
        )
      : surely

  const bookParts = asked.parts.filter((part) => {
    if (part.order === "surely" || (aboutOrder && part.order === "perhaps")) {
      return part.aspects.some((aspect) => neverOfOrders.has(aspect))
    }
    return true
  })
  const asksOfPerson =
    named.authors.length > 0 &&
    named.titles.length === 0 &&
    !asksWorks.test(asked.text) &&
    (asked.leftOver.length > 0 ||
      asked.parts.some((part) => part.aspects.some((aspect) => ofSeriesAlone.has(aspect))))
  const unknown =
    asked.parts.flatMap((part) => part.unknown ?? [])[0] ??
    (asksOfPerson || asked.ofPerson ? "person" : undefined)
  // "Something uplifting for my sister, she lost her job" asks for no job.
  const isUnruled = topicsUnruled(isList || named.titles.length > 0 ? asked.asking : asked.text)
  const isOfNewest = asked.newest && named.titles.length > 0
  const aspects = [
    ...new Set(
      bookParts.flatMap((part) =>
        (part.unknown !== undefined && !besideFacts.has(part.unknown)) ||
        (part.policies.length > 0 && !hasTitle(part.text))
          ? part.aspects.filter(
              (aspect) =>
                named.titles.length > 0 &&
                (aspect === "total" ||
                  (aspect === "price" && asked.wantsAll) ||
                  (part.unknown === undefined && ofSeriesOnly.has(aspect))),
            )
          : aspectsOf(part).filter(
              (aspect) => !aboutOrder || neverOfOrders.has(aspect) || part.order === "no",
            ),
      ),
    ),
  ]

  // "Can I pre-order volume 16, and when will it come?" is told by its date.
  const arrivesWhen =
    named.titles.length > 0 &&
    topics.length > 0 &&
    /pre-?order|予約/u.test(asked.text) &&
    /\bwhen\b|いつ|何日/u.test(asked.text)
  const isUnknownTitle =
    (intent !== "policy" || asksByName(question, asked)) &&
    !aboutOrder &&
    !(
      asked.parts.some(({ order }) => order !== "no") && likensToOrder(prompt, asked.text, intent)
    ) &&
    topics.length === 0 &&
    !isUnruled &&
    asksUnknownTitle(question, asked, named) &&
    !prompt.products.some(({ title }) => question.toLowerCase().includes(title.toLowerCase()))

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
      if (besideTheTrade.has(unknown) && named.titles.length === 0) return say.unknown(unknown)
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

/** Having a book is asked where nothing else is asked of it: "Do you have Monster 1, and how long does shipping take?" */
const aspectsOf = (part: Part): ReadonlyArray<Aspect> =>
  part.aspects.length === 0 && hasTitle(part.text) && says(part.text, "wants")
    ? ["stock"]
    : part.aspects
