/**
 * Decides what a text is about that the grammar does not understand as a whole (without a canonical form): one of
 * twelve intents, such as `price-or-stock` or `recommend`. It goes by the kinds of the words that are understood. The
 * rules stand in order, the most telling first; the first that matches wins. Pure.
 */
import { kindsIn } from "../kinds/Kind.ts"
import * as kinds from "./Kinds.ts"
import type { Intent, Slots, Wish } from "./Reading.ts"
import { type Said, says } from "./Said.ts"

export interface Understood {
  readonly said: Said
  readonly slots: Slots
  readonly wish: Wish
  /** How many words say something. */
  readonly words: number
  readonly hasUnknown: boolean
  /** How many words no list explains. */
  readonly unknown: number
}

const namesBook = ({ slots }: Understood): boolean =>
  slots.series.length > 0 || slots.volume !== undefined

const browses = ({ slots }: Understood): boolean =>
  slots.genres.length > 0 || slots.demographic !== undefined

const narrows = ({ slots }: Understood): boolean =>
  slots.priceMax !== undefined || slots.priceMin !== undefined || slots.format !== undefined

/** Says what books are to be like, and names none: "a calm manga that my mother can enjoy". */
const describesBooks = ({ said, slots, wish }: Understood): boolean => {
  const { ageMax, status, volumesMax, volumesMin } = wish
  return (
    slots.series.length === 0 &&
    says(said, ["MANGA"]) &&
    (says(said, ["MOOD", "LENGTH", "READERS", "GOOD"]) ||
      [ageMax, status, volumesMax, volumesMin].some((bound) => bound !== undefined))
  )
}

/** "Something like my last order", "recommend me something based on my orders": of a wish, what was bought is the measure. */
const measuresByOwn = ({ said }: Understood): boolean =>
  (says(said, kinds.ownOrder) || (says(said, kinds.mine) && says(said, kinds.anOrder))) &&
  says(said, ["LIKEN", "LIKE", "LIKEJA", "LIKENJA", "RECOMMEND"]) &&
  !says(said, ["WHEN", "WHERE", "ARRIVE", "ARRIVEJA", "CANCEL"])

const isOrder = (text: Understood): boolean => {
  const { said, slots } = text
  return (
    slots.orderId !== undefined ||
    (!measuresByOwn(text) &&
      !isYetToBeMade(said) &&
      (says(said, kinds.ownOrder) ||
        (says(said, kinds.mine) && says(said, kinds.anOrder) && !describesBooks(text)) ||
        speaksOfOrder(said)))
  )
}

/** "How long until my order arrives if I order now?": a rule of the shop. */
const isYetToBeMade = (said: Said): boolean =>
  says(said, ["ATBUY"]) &&
  says(said, ["HOWLONG", "WHEN", "ARRIVE", "SHIP", "SHIPTIME", "PLACE", "CAN"]) &&
  !says(said, ["PAST", "ORDEREDALREADY"])

/** "What was in the October order?": an order that was made, whoever it is said to belong to. */
const speaksOfOrder = (said: Said): boolean =>
  says(said, kinds.orderNoun) &&
  says(said, kinds.ofMadeOrder) &&
  !says(said, kinds.toBeMade) &&
  !says(said, kinds.shopBesideShipping)

/** Wishes for books, so that "to follow along" tracks no parcel. */
const wishesForBooks = (text: Understood): boolean => says(text.said, kinds.seeks) || browses(text)

/** So many words that no list explains tell what happens in a story. */
const leastTold = 4

const tellsStory = ({ said, slots, unknown }: Understood): boolean =>
  unknown >= leastTold &&
  slots.series.length === 0 &&
  says(said, ["MANGA", "TALE", "STORYJA", "STORY"])

/** Words that no list explains, about a book that is not named. */
const tellsOfBook = ({ hasUnknown, said }: Understood): boolean =>
  hasUnknown &&
  says(said, ["MANGA", "CALLED", "TALE", "STORYJA"]) &&
  !says(said, kinds.firmShop) &&
  kinds.shop.filter((kind) => said[kind] !== undefined).length < 2

const isPolicy = (text: Understood): boolean => {
  const { said, slots } = text
  if (says(said, kinds.compares) && slots.series.length > 0) return false
  if (describesBooks(text) && !says(said, kinds.firmShop)) return false
  if (says(said, kinds.shop)) {
    return !tellsOfBook(text) && !(wishesForBooks(text) && !says(said, kinds.surelyShop))
  }
  const asksForBooks =
    namesBook(text) ||
    slots.authors.length > 0 ||
    browses(text) ||
    says(said, kinds.seeks) ||
    says(said, ["READERS", "AGEOF", "BEGINNER"])
  return !asksForBooks && says(said, kinds.shopUnlessBook)
}

const isRelease = (text: Understood): boolean => {
  const { said } = text
  if (namesBook(text) && says(said, ["PREORDER", "PREORDERQ"])) return true
  if (says(said, ["WHEN"]) && says(said, ["VNEXT", "NEXTOF", "NEWOF", "NEW", "VNEW", "SEQUELOF"]))
    return true
  return (
    says(said, kinds.release) &&
    (namesBook(text) || says(said, ["WHEN", "RELEASEDATE", "STILL"])) &&
    (namesBook(text) || !says(said, kinds.newReleases))
  )
}

const isAuthor = (text: Understood): boolean => {
  const { said, slots } = text
  // "Anything else by Kaoru Mori besides Emma?"
  if (slots.authors.length > 0 && says(said, ["ELSE", "WITHOUT", "WORKS"])) return true
  if (slots.series.length > 0 && says(said, ["SAMEAUTHOR"])) return true
  if (slots.authors.length > 0 && slots.series.length === 0) {
    return !says(said, ["LIKE", "LIKEN", "LIKED", "LIKEJA", "LIKENJA", "LIKEDJA"])
  }
  if (!says(said, kinds.author)) return false
  // "Make it scary", 「恋愛を描いた漫画」: a story is drawn, and nobody asks by whom.
  const wishes = browses(text) || says(said, ["MOOD"])
  if (!namesBook(text) && wishes && !says(said, ["AUTHOR", "WHO", "BY"])) return false
  return (
    slots.authors.length > 0 || namesBook(text) || !says(said, ["RECOMMEND", "LOOKFOR", "ABOUT"])
  )
}

const isPriceOrStock = (text: Understood): boolean => {
  const { said, slots, wish } = text
  // "I'd rather avoid romance and sports. What's left?"
  if (says(said, kinds.priceOrStock)) return namesBook(text) || !(browses(text) || bounds(text))
  if (says(said, kinds.cheapness)) {
    return namesBook(text) || !(browses(text) || narrows(text) || says(said, kinds.books))
  }
  const asks = says(said, kinds.wantsBook)
  return asks && (namesBook(text) || slots.format === "box-set") && !wish.likeSeries
}

const isRecommend = ({ said, slots, wish }: Understood): boolean =>
  (says(said, kinds.recommends) || wish.free) && (slots.series.length === 0 || wish.likeSeries)

const hasBounds = ({ volumesMax, volumesMin, yearMax, yearMin }: Wish): boolean =>
  [volumesMax, volumesMin, yearMax, yearMin].some((bound) => bound !== undefined)

/** 「KADOKAWAから出てる漫画」, 「全部出てるやつ」: out, and not new. */
const tellsWhatIsOut = ({ said, wish }: Understood): boolean =>
  (wish.publishers.length > 0 || wish.status === "completed" || hasBounds(wish)) &&
  !says(said, ["WHEN", "CLOCK", "PERIOD", "UPCOMING"])

/** "What are the newest things in your shop?", of nothing that is named. */
const asksForNewest = ({ said, slots, wish }: Understood): boolean =>
  says(said, ["LATEST"]) &&
  slots.series.length + slots.authors.length === 0 &&
  !wish.likeSeries &&
  says(said, ["INSHOP", "MANGA", "WHATIS", "SHOW", "HAVE", "ITEM"])

/** "What comes out next week?" */
const asksWhatComes = ({ said, slots }: Understood): boolean =>
  slots.series.length + slots.authors.length === 0 &&
  says(said, kinds.release) &&
  says(said, ["WHAT", "WHATIS"]) &&
  says(said, ["PERIOD", "NEXT", "FUT", "CLOCK"]) &&
  !says(said, ["IT", "THAT"])

const countsVolumes = (said: Said): boolean =>
  (says(said, ["HOWMANYVOLS"]) || (says(said, ["HOWMANY"]) && says(said, ["VOLS"]))) &&
  !says(said, ["STOCK", "LEFT", "LEFTJA", "COPY", "SOLDOUT", "PRICE"])

export const intentOf = (text: Understood): Intent => {
  if (isOrder(text)) return "order-status"
  return isPolicy(text) ? "policy" : bookIntentOf(text)
}

/** Another series of a story is asked for, and no fact of it. */
const asksForKin = ({ said, slots }: Understood): boolean =>
  slots.series.length > 0 &&
  says(said, kinds.kin) &&
  !says(said, ["PRICE", "STOCK", "AUTHOR", "WHO", "WHEN", "RELEASEDATE"])

/** What a text wants beside what it asks of the shop or of an order. */
export const bookIntentOf = (text: Understood): Intent => {
  const { hasUnknown, said, slots, words } = text
  if (words === 0) return "greeting"
  if (asksForKin(text)) return "title-lookup"
  if (says(said, ["CALLED"]) && slots.authors.length === 0) return "title-lookup"
  if (isRelease(text)) return "release-date"
  if (isAuthor(text)) return "author"
  if (countsVolumes(said)) return "title-lookup"
  if (isPriceOrStock(text)) return "price-or-stock"
  if (tellsStory(text)) return "recommend"
  const waits = hasBounds(text.wish) || (says(said, ["FINISHED"]) && says(said, kinds.recommends))
  if (says(said, kinds.newReleases) && slots.series.length === 0 && !waits) return "new-releases"
  // 「鬼が出る漫画」
  const isOfStory = says(said, ["THEME"]) && !says(said, ["WHEN", "CLOCK", "PERIOD", "UPCOMING"])
  if (says(said, kinds.release) && says(said, kinds.books) && !isOfStory && !tellsWhatIsOut(text)) {
    return "new-releases"
  }
  if (asksWhatComes(text) || asksForNewest(text)) return "new-releases"
  if (says(said, kinds.trending) && slots.series.length === 0 && !browses(text)) return "trending"
  const asksForBooks = says(said, kinds.books) || browses(text)
  const wishes =
    asksToRead(text) ||
    (says(said, ["LOOKFORJA"]) && says(said, ["THEME", "MOOD", "LENGTH", "READERS", "AGEOF"]))
  if (isRecommend(text) && (asksForBooks || !hasUnknown || wishes)) return "recommend"
  if (slots.series.length > 0 || slots.volume !== undefined) return "title-lookup"
  if (browses(text)) return "genre-browse"
  if (narrows(text)) return says(said, kinds.books) ? "genre-browse" : "title-lookup"
  return says(said, kinds.books) || bounds(text) ? "recommend" : "other"
}

const subjects = kindsIn("THEME MOOD GENRE LEANING DEMO LENGTH")

/** "I'd like one about doctors", "my daughter just started ballet lessons": a wish, though no book is mentioned. */
const asksToRead = ({ said, slots }: Understood): boolean =>
  says(said, ["RECOMMEND", "SEEK", "LIKEOF"]) ||
  (says(said, subjects) &&
    slots.authors.length === 0 &&
    (says(said, ["LOOKFOR", "WANTTO"]) || !says(said, kinds.asksFact)))

/** "Old classics from the 70s", 「少年漫画以外で」: says what books are to be like, and nothing else. */
const bounds = ({ said, wish }: Understood): boolean => {
  const { notDemographics, notGenres, notPublishers, notThemes, publishers } = wish
  const lists = [notDemographics, notGenres, notPublishers, notThemes, publishers]
  return (
    (!says(said, ["IT", "THEY", "THAT"]) || says(said, ["LOOKFORJA", "RECOMMEND", "SEEKJA"])) &&
    (lists.some((list) => list.length > 0) ||
      says(said, ["NOTMOOD", "MOOD", "LENGTH"]) ||
      hasBounds(wish))
  )
}
