/**
 * Decides what the emulated model's answer is about: orders, rules of the store, facts of books, or what is not known.
 * The question's own words decide; the intent that the prompt names counts only where they say nothing.
 */
import { type askedOf, hasTitle, type Part, says } from "./Asked.ts"
import { type namesIn } from "./embedding/CatalogueNames.ts"
import { policiesGoneOn } from "./GoneOn.ts"
import { type Intent } from "@manga-assist/store-grammar"
import { likensToOrder, ordersAsked } from "./orders/OrdersAsked.ts"
import { surePolicies, topicsUnruled } from "./PolicyChoice.ts"
import { type Scene } from "./Scene.ts"
import { asksByName, asksUnknownTitle } from "./UnknownTitle.ts"
import { type Aspect, type Unknown } from "./language/Vocabulary.ts"

/** What a person made. */
const asksWorks =
  /\b(?:works?|books?|series|manga|titles?|stuff|anything|something|everything|wrote|written|drew|drawn|by ¶|have|carry|sell|stock|got|read|looking for|comics?|publish\w*|new\w*|latest|best|recommend\w*|buy|volumes?|stories|collection|fans?|like|love|adore|by (?:him|her|them)|in your (?:shop|store))\b|作品|漫画|マンガ|コミック|本(?!名)|描い|書い|ありますか|ある[?]|置いて|売って|扱|シリーズ|新刊|新作|代表作|おすすめ|好き/u
/** Said of a series, and meant of a person where no series is named. */
const ofSeriesAlone: ReadonlySet<Aspect> = new Set(["status", "firstYear", "about", "audience"])

const wishes: ReadonlySet<Intent> = new Set([
  "recommend",
  "trending",
  "new-releases",
  "genre-browse",
  "other",
])

/** What is not known, or not sold, may stand beside what is asked of a book. */
const besideFacts: ReadonlySet<Unknown> = new Set(["detail", "goods"])

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

export const subjectsOf = (
  { prompt }: Scene,
  asked: ReturnType<typeof askedOf>,
  named: ReturnType<typeof namesIn>,
  intent: Intent | undefined,
) => {
  const { question } = prompt
  const aboutOrder = ordersAsked(prompt, asked, named.titles, intent)
  const surely = [
    ...asked.parts.flatMap(({ policies }) => policies),
    ...surePolicies(prompt, asked.text),
    ...(named.titles.length === 0 ? policiesGoneOn(prompt) : []),
  ]
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
  const isOfBooks = named.titles.length > 0 || (intent !== undefined && wishes.has(intent))
  const isUnruled = isOfBooks
    ? asked.parts.some(
        ({ aspects: of, text, told }) =>
          !told && !(of.length > 0 && hasTitle(text)) && topicsUnruled(text),
      )
    : topicsUnruled(asked.text)
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

  return {
    aboutOrder,
    topics,
    asksOfPerson,
    unknown,
    isUnruled,
    isOfNewest,
    aspects,
    arrivesWhen,
    isUnknownTitle,
  }
}

/** Having a book is asked where nothing else is asked of it: "Do you have Monster 1, and how long does shipping take?" */
const aspectsOf = (part: Part): ReadonlyArray<Aspect> =>
  part.aspects.length === 0 && hasTitle(part.text) && says(part.text, "wants")
    ? ["stock"]
    : part.aspects
