/**
 * Judges a text that the grammar does not understand as a whole (without a canonical form): does it speak of the
 * person who asks, may it concern their orders, is it understood without the conversation, and does answering it need
 * the larger model. Pure.
 */
import { kindsIn, type Token } from "../kinds/Kind.ts"
import type { Understood } from "./Intent.ts"
import * as kinds from "./Kinds.ts"
import type { Intent, Slots } from "./Reading.ts"
import { type Said, says } from "./Said.ts"

const named = (slots: Slots): number =>
  slots.series.length + slots.authors.length + slots.genres.length

/** A recommendation without any wish is personal too: the customer's preferences fill the gap. */
export const isPersonal = ({ said, slots, wish }: Understood, intent: Intent): boolean => {
  if (intent === "order-status" || says(said, kinds.mine) || says(said, kinds.ownOrder)) return true
  const wishesNothing = named(slots) === 0 && slots.demographic === undefined && !wish.free
  const ownPurchases = says(said, ["ITEMRECEIVED", "PURCHASES"])
  return intent === "recommend" && (wishesNothing || ownPurchases)
}

/** Where it is not wholly read, an order may be meant by what was not. */
export const mayConcernOrders = (
  { hasUnknown, said, slots }: Understood,
  intent: Intent,
): boolean =>
  intent === "order-status" ||
  intent === "other" ||
  hasUnknown ||
  says(said, kinds.ownAffairs) ||
  // 「20世紀少年注文したんだけど、今どこ？」
  (slots.series.length > 0 && says(said, ["AFTERORDER", "ORDEREDALREADY"])) ||
  // 「注文をキャンセルしたい。まだ発送前ですよね」
  (says(said, ["CANCEL"]) && says(said, ["BEFORESHIP"]))

const needsTitle: ReadonlySet<Intent> = new Set<Intent>([
  "price-or-stock",
  "release-date",
  "title-lookup",
  "author",
])

const isName = ({ kind }: Token): boolean => kinds.names.includes(kind)

/** A title explains what comes after it, not what comes before: "Is Monster good and is it in stock?" */
const pointsBack = (tokens: ReadonlyArray<Token>): boolean => {
  const pointer = tokens.findIndex(({ kind }) => kinds.pointers.includes(kind))
  if (pointer < 0) return false
  const name = tokens.findIndex(isName)
  return name < 0 || pointer < name
}

/** More words than these beside a number, and it is not the volume of what was spoken of. */
const fewWords = 3
const mostVolumes = 999

/** A number and next to nothing else: "ok then 112". */
const isLoneNumber = (
  tokens: ReadonlyArray<Token>,
  { NUM: [number, second] = [] }: Said,
): boolean =>
  number !== undefined &&
  second === undefined &&
  tokens.length <= fewWords &&
  Number(number) <= mostVolumes

/** Facts that only a title has. */
const ofSomeTitle = kindsIn(
  "HOWMANYVOLS VOLS FINISHED ENDS SYNOPSIS PUBLISHER GENREWORD VNEXT VNEW",
)

export const isSelfContained = (
  tokens: ReadonlyArray<Token>,
  { said, slots }: Understood,
  intent: Intent,
): boolean => {
  if (intent === "greeting") return true
  const [first] = tokens
  if (first !== undefined && kinds.openers.includes(first.kind)) return false
  if (pointsBack(tokens) || isLoneNumber(tokens, said)) return false
  if (named(slots) > 0 || slots.demographic !== undefined) return true
  if (says(said, ["MEASURE", "COMPARE"]) || says(said, ofSomeTitle)) return false
  return !needsTitle.has(intent)
}

/** About 30 English words, or two Japanese sentences. */
const longLatin = 130
const longJapanese = 70

const wishes = (slots: Slots): number =>
  slots.genres.length +
  slots.authors.length +
  [slots.demographic, slots.priceMax ?? slots.priceMin, slots.format, slots.language].filter(
    (slot) => slot !== undefined,
  ).length

/** `letters`: how many the text has; `japanese`: whether it is Japanese. */
export const difficultyOf = (
  said: Said,
  slots: Slots,
  intent: Intent,
  { japanese, letters }: { readonly japanese: boolean; readonly letters: number },
): "simple" | "complex" => {
  const open = intent === "recommend" || intent === "genre-browse"
  const refuses = says(said, ["NOTGENRE", "NOTTHEME", "NOTDEMO", "NOTMOOD", "NOT", "WITHOUT"])
  const hard =
    slots.series.length > 1 ||
    says(said, kinds.argues) ||
    (open && (wishes(slots) >= 3 || refuses)) ||
    letters > (japanese ? longJapanese : longLatin)
  return hard ? "complex" : "simple"
}
