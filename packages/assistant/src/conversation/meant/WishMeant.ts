/**
 * Resolves follow-ups that change the wishes of a conversation (its criteria for recommendations): "something below 700
 * yen", "not so long", やっぱり恋愛もので. `undefined` where a question changes none.
 *
 * Pure. The result of `wishMeant` holds all wishes that apply now and the titles not to show again; `wishText` writes
 * them in sentences for the prompt. A turn that asks for books on a subject of its own starts anew. `ownWishes` are the
 * wishes of a question by itself, without the conversation; `mayGoOn` tells whether a question may continue earlier
 * wishes although it makes sense without them.
 */
import {
  byKind,
  furtherWishes,
  type Pointing,
  says,
  type WishChange,
  wishChangeOf,
  type WishSlots,
} from "@manga-assist/store-grammar"
import type { Locale } from "@manga-assist/protocol"
import { wishSentence } from "../../reading/FormSentence.ts"
import { oncePer } from "../../reading/OncePer.ts"
import type { Question, Wishes } from "../../reading/Question.ts"
import type { Memory } from "../Memory.ts"
import { listedSeries } from "./About.ts"
import { likeThat, ofSameAuthor, otherWorks, type WishMeant } from "../AuthorWish.ts"
import { chosenByWords, seriesOfId } from "./Described.ts"
import { asksElsewhere, isFactQuestion, isFragment } from "./WishFacts.ts"
import { changedWishes, noWishes, type WishMode } from "./Wishes.ts"

const saysNothing = ({ drops, unwishes, wishes, words }: WishChange): boolean =>
  Object.keys(wishes).length + Object.keys(unwishes).length + drops.length + words.length === 0

const readers = ["DEMO", "READERS", "AGEOF", "KIDS"]

const namesReaders = (slots: WishSlots): boolean =>
  readers.some((kind) => slots[kind] !== undefined)

const isOfSubject = ({ wishes }: Pick<WishChange, "wishes">): boolean =>
  ["GENRE", "THEME"].some((kind) => wishes[kind] !== undefined)

const ofSubjectAlone: ReadonlySet<string> = new Set(
  "THEME GENRE HINT LEANING MANGA TOPIC WHATIF OTHERWAY AND OR".split(" "),
)

const asIfAsked: ReadonlySet<string> = new Set(["then", "maybe", "perhaps", "now", "anything"])

/** "Figure skating?" after "ballet?" asks of another theme. */
const asksOfAnother = (
  { reading }: Question,
  { wishes }: WishChange,
  { adds }: Pointing,
  { slots }: Wishes,
): boolean =>
  !adds &&
  !(wishes["THEME"] ?? []).some((theme) => theme.endsWith("-lead")) &&
  ["THEME", "GENRE"].some((kind) => wishes[kind] !== undefined && slots[kind] !== undefined) &&
  reading.tokens.every(
    ({ end, kind, start }) =>
      ofSubjectAlone.has(kind) || asIfAsked.has(reading.letters.text.slice(start, end)),
  )

/** 「かるたの方だけで」 */
const narrows = ({ only, wishes }: WishChange, { slots }: Wishes): boolean =>
  only &&
  ["GENRE", "THEME"].some((kind) => wishes[kind]?.every((value) => slots[kind]?.includes(value)))

const modeOf = (
  question: Question,
  change: WishChange,
  pointing: Pointing,
  before: Wishes,
): WishMode => {
  if (asksOfAnother(question, change, pointing, before) || narrows(change, before)) return "replace"
  // What gives way was named: the rest stays.
  if (!change.hasSubject || Object.keys(change.unwishes).length > 0) return "add"
  if (pointing.replaces || pointing.keeps) return isOfSubject(change) ? "replace" : "add"
  if (change.asksOutright) return pointing.adjusts ? "add" : "anew"
  // 「少女漫画でお願いします」 after a genre narrows it down.
  const isOther = isOfSubject(change) && isOfSubject({ wishes: before.slots })
  const isFurther = !isOther && !(namesReaders(change.wishes) && namesReaders(before.slots))
  return change.begins && !pointing.adjusts && !isFurther ? "anew" : "add"
}

const anything: Readonly<Record<Locale, string>> = {
  en: "Can you recommend manga?",
  ja: "漫画のおすすめを教えてください。",
}

/** All at once where one sentence can say it, else in as few as can. */
const sentencesOf = (slots: WishSlots, locale: Locale): ReadonlyArray<string> => {
  const told = Object.fromEntries(
    Object.entries(slots).filter(([kind]) => furtherWishes({ [kind]: ["x"] }, locale).length === 0),
  )
  if (Object.keys(told).length === 0) return [anything[locale]]
  const whole = wishSentence(told, locale)
  if (whole !== undefined) return [whole]
  let together: WishSlots = {}
  const alone: Array<string> = []
  for (const [kind, values] of Object.entries(told)) {
    const more = { ...together, [kind]: values }
    if (wishSentence(more, locale) !== undefined) together = more
    else alone.push(...values.flatMap((value) => wishSentence({ [kind]: [value] }, locale) ?? []))
  }
  return [wishSentence(together, locale) ?? anything[locale], ...alone]
}

export const wishText = ({ slots, words }: Wishes, locale: Locale): string =>
  [
    ...sentencesOf(slots, locale),
    [...furtherWishes(slots, locale), ...words].join(locale === "en" ? ", " : "、"),
  ]
    .filter((part) => part !== "")
    .join(" ")

/** What a question that stands alone wishes, where it wishes. */
export const ownWishes = (question: Question): Wishes | undefined => {
  const { intent } = question
  if (intent !== "recommend" && intent !== "genre-browse" && intent !== "other") return undefined
  return changedWishes(noWishes, wishChangeOf(question), "anew")
}

/** May it go on with wishes of before? "Something below 700 yen" does, though it could be said first. */
export const mayGoOn = oncePer(
  (question: Question): boolean =>
    question.intent === "recommend" && !wishChangeOf(question).hasSubject,
)

const listing: ReadonlySet<string> = new Set(["recommend", "genre-browse"])

/** "Sci-fi, rather", "other sci-fi, please": a wish, though a book was spoken of and nothing was wished for before. */
const freshWish = (
  { intent, slots }: Question,
  change: WishChange,
  { others, person, replaces }: Pointing,
): WishMeant | undefined =>
  (replaces || (others && !person && listing.has(intent))) &&
  isOfSubject(change) &&
  slots.series.length + slots.authors.length === 0
    ? { wishes: changedWishes(noWishes, change, "anew"), without: [] }
    : undefined

/** A list that is asked for anew is read by itself, where it was read as one. */
const anewWish = (question: Question, change: WishChange): WishMeant | undefined =>
  question.intent === "price-or-stock" || question.intent === "other"
    ? { wishes: changedWishes(noWishes, change, "anew"), without: [] }
    : undefined

/** "20 would be OK as well", 「10巻でもいい」: the bound that was said before gives way to the number. */
const withSameBound = (
  change: WishChange,
  { reading, slots }: Question,
  { numbers }: Pointing,
  { about, wishes = noWishes }: Memory,
): WishChange => {
  const [kind, more] = upperBounds.filter((each) => wishes.slots[each] !== undefined)
  const [number = slots.volume, further] = numbers
  const isAllowed =
    says(byKind(reading.tokens), ["CANJA", "GOOD"]) ||
    reading.tokens.some(({ value }) => allowing.has(value))
  const isBound =
    about === "wish" &&
    kind !== undefined &&
    more === undefined &&
    further === undefined &&
    isAllowed
  if (!isBound || typeof number !== "number" || change.wishes[kind] !== undefined) return change
  return { ...change, wishes: { ...change.wishes, [kind]: [String(number)] } }
}
const upperBounds = ["VOLSMAX", "VOLSBELOW", "PRICEMAX", "PRICEBELOW"]
const allowing: ReadonlySet<string> = new Set(["ok", "okay", "alright"])

/** "Too long", of a book that was spoken of: shorter than that. */
const withLengthOf = (
  change: WishChange,
  { returns }: Pointing,
  { about, topic }: Memory,
): WishChange => {
  const volumes = topic === undefined ? undefined : seriesOfId(topic.series)?.volumes
  const isSpokenOf = about === "things" || returns
  if (!change.tooLong || !isSpokenOf || volumes === undefined) return change
  const { LENGTH: _short, ...others } = change.wishes
  if (others["VOLSMAX"] !== undefined || others["VOLSBELOW"] !== undefined) return change
  return { ...change, wishes: { ...others, VOLSBELOW: [String(volumes)] } }
}

export const wishMeant = (
  question: Question,
  pointing: Pointing,
  memory: Memory,
): WishMeant | undefined => {
  const bound = withSameBound(wishChangeOf(question), question, pointing, memory)
  const change = withLengthOf(bound, pointing, memory)
  const similar = likeThat(question, change, pointing, memory)
  if (similar !== undefined) return similar
  const ofPerson =
    ofSameAuthor(question, change, pointing, memory) ?? otherWorks(question, change, memory)
  if (ofPerson !== undefined) return ofPerson
  // "The same author did one on food": of that person's works.
  if (says(byKind(question.reading.tokens), ["SAMEAUTHOR"])) return undefined
  // 「進撃の作者の漫画って、進撃のほかにもある？」: a title tells whose works are asked for.
  const isOfWorks = question.slots.series.length > 0 && question.intent === "author"
  if (isOfWorks && says(byKind(question.reading.tokens), ["WORKS"])) return undefined
  // "The one about bread" of what was shown.
  const choosesOne = pointing.single && !pointing.replaces
  if (choosesOne && chosenByWords(question, listedSeries(memory)) !== undefined) {
    return undefined
  }
  const before = memory.wishes
  if (before === undefined) return freshWish(question, change, pointing)
  // "I have read Uzumaki, something else then": but for that one, what was shown may be shown again.
  const isMore =
    pointing.others && memory.about === "wish" && change.wishes["NOTSERIES"] === undefined
  if (pointing.keeps && saysNothing(change) && memory.about === "wish") {
    return { wishes: before, without: [] }
  }
  if (saysNothing(change) && !isMore) {
    return isFragment(question, pointing, memory) ? { wishes: before, without: [] } : undefined
  }
  if (question.slots.series.length > 0 && change.wishes["NOTSERIES"] === undefined) return undefined
  if (question.slots.authors.length > 0 && change.wishes["NOTPERSON"] === undefined)
    return undefined
  if (isFactQuestion(question, change, pointing, memory)) return undefined
  if (asksElsewhere(question, change)) return undefined
  // "And their long one?", of who made what was spoken of.
  const isOfPerson =
    pointing.person && says(byKind(question.reading.tokens), ["NUM", "WORKS", "MANGA"])
  if (memory.about === "things" && isOfPerson && !change.asks) return undefined
  // All books are in one language: that is asked, and not wished.
  if (Object.keys(change.wishes).join() === "LANGUAGE") return undefined
  const hasWish = Object.keys(change.wishes).length + change.drops.length > 0
  const isUnwishing = Object.keys(change.unwishes).length > 0
  // "Can you deliver by tomorrow?": a word of it that nobody knows is none of a wish.
  const isOfShop = question.intent === "policy" || question.intent === "order-status"
  // "Beyond 3,000 yen, what does shipping cost?"
  const isOfPrice =
    Object.keys(change.wishes).every((kind) => kind.startsWith("PRICE")) &&
    !says(byKind(question.reading.tokens), ["PERVOL", "LIMIT"])
  if (isOfShop && isOfPrice && change.drops.length === 0 && !isUnwishing) return undefined
  // Words alone go on with a wish only right behind it, and where they are no question of another kind.
  if (!hasWish && !isUnwishing && !isMore && memory.about !== "wish") return undefined
  const mode = modeOf(question, change, pointing, before)
  if (mode === "anew") return anewWish(question, change)
  const wishes = changedWishes(before, change, mode)
  const refused = wishes.slots["NOTSERIES"] ?? []
  return { wishes, without: [...refused, ...(isMore ? memory.seen : [])] }
}
