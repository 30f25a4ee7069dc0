/**
 * "And volume 13?", "the second one", その作者は？: fills what earlier turns already said.
 *
 * Only a question that does not stand on its own is touched, and it stays marked as such, so that
 * nothing answered this way is ever cached for somebody else.
 */
import type { Conversation, PastTurn } from "./Conversation.ts"
import { mayNameUnknown } from "./FreeWish.ts"
import type { Intent, Question, Slots } from "./Question.ts"
import { lexicon } from "./StoreLexicon.ts"
import { cheapness, comparison } from "./understanding/IntentWords.ts"
import { refersBack } from "./understanding/FollowUp.ts"
import { understand } from "./understanding/Understand.ts"

const ordinals: ReadonlyArray<readonly [RegExp, number]> = [
  [/\b(first|1st)\b|最初の|[一1１]番目|[1１一]つ目/iu, 0],
  [/\b(second|2nd)\b|[二2２]番目|[2２二]つ目/iu, 1],
  [/\b(third|3rd)\b|[三3３]番目|[3３三]つ目/iu, 2],
  [/\b(fourth|4th)\b|[四4４]番目|[4４四]つ目/iu, 3],
  [/\b(fifth|5th)\b|[五5５]番目|[5５五]つ目/iu, 4],
]

/** "And digital?" means the book spoken of, though its author was asked for in between. */
const recentTurns = 3

/** Of a list of more titles, a comparison would be a new list. */
const mostCompared = 3

/** "ok then 112": a number and next to nothing else. */
const bareNumber = /^[^\d]{0,16}(\d{1,3})(?!\s?(?:番|つ|st|nd|rd|th))[^\d]{0,6}$/u

const latestWith = (conversation: Conversation, series: number): PastTurn | undefined =>
  conversation.turns.findLast((turn) => turn.series.length >= series)

const compares = (text: string) =>
  comparison.test(text.toLowerCase()) || /\bwhich\b|どっち|どちら/iu.test(text)

/** What the question means by "it": one title, or all those it chooses between. */
const meantSeries = (question: Question, conversation: Conversation): ReadonlyArray<string> => {
  const { text } = question
  const picked =
    question.slots.volume === 1 ? undefined : ordinals.find(([pattern]) => pattern.test(text))?.[1]
  if (picked !== undefined) {
    return latestWith(conversation, picked + 1)?.series.slice(picked, picked + 1) ?? []
  }
  const last = latestWith(conversation, 1)?.series ?? []
  return compares(text) && last.length > 1 && last.length <= mostCompared ? last : last.slice(0, 1)
}

/** The number of the one book the last turn was about, in whatever formats. */
const lastVolume = (turn: PastTurn | undefined, series: string): number | undefined => {
  const numbers = new Set(
    turn?.products.map((id) => {
      const [, of, number] = /^(.+)-v(\d+)-(?:paperback|digital)$/u.exec(id) ?? []
      return of === series ? Number(number) : undefined
    }),
  )
  const [only] = numbers
  return numbers.size === 1 ? only : undefined
}

const meantVolume = (
  question: Question,
  conversation: Conversation,
  series: ReadonlyArray<string>,
): Slots["volume"] => {
  const { format, volume } = question.slots
  if (volume !== undefined || series.length !== 1 || format === "box-set") return volume
  if (question.intent === "other" || question.intent === "title-lookup") {
    const bare = bareNumber.exec(question.text.normalize("NFKC"))?.[1]
    if (bare !== undefined) return Number(bare)
  }
  if (format !== undefined) {
    const recent = conversation.turns.slice(-recentTurns).toReversed()
    return recent
      .map((each) => lastVolume(each, series[0] ?? ""))
      .find((found) => found !== undefined)
  }
  return question.intent === "price-or-stock"
    ? lastVolume(conversation.turns.at(-1), series[0] ?? "")
    : undefined
}

const meantIntent = (question: Question, before: Question, slots: Slots): Intent => {
  const { intent, text } = question
  if (intent !== "other" && intent !== "greeting" && intent !== "title-lookup") return intent
  if (slots.volume === undefined && slots.format === undefined) {
    return cheapness.test(text.toLowerCase()) ? "price-or-stock" : "title-lookup"
  }
  return before.intent === "release-date" ? "release-date" : "price-or-stock"
}

/** "Is it shipped?" after a question about an order. */
const staysWithOrders = (question: Question, before: Question): boolean =>
  before.intent === "order-status" &&
  question.slots.place === undefined &&
  question.slots.series.length === 0 &&
  (question.intent === "policy" ||
    question.intent === "other" ||
    question.intent === "release-date")

/** The last question that stood on its own: what all later ones lean on. */
const anchorOf = (conversation: Conversation): Question => {
  const asked = conversation.turns.map((turn) => understand(turn.question, undefined, lexicon))
  return (
    asked.findLast((each) => each.selfContained && each.intent !== "greeting") ??
    understand("", undefined, lexicon)
  )
}

/** A list for everybody is not about what was said before. */
const aboutNothingBefore: ReadonlySet<Intent> = new Set<Intent>([
  "policy",
  "order-status",
  "trending",
  "new-releases",
])

export const resolveFollowUp = (question: Question, conversation: Conversation): Question => {
  const last = conversation.turns.at(-1)
  if (question.selfContained || last === undefined) return question
  const { slots } = question
  if (slots.series.length > 0 || slots.orderId !== undefined) return question
  // "Is Solo Leveling in stock?" is not about the book before, though no title was recognised.
  if (!refersBack(question.text.toLowerCase()) && mayNameUnknown(question.text)) return question
  const before = anchorOf(conversation)
  if (staysWithOrders(question, before)) {
    return { ...question, intent: "order-status", personal: true }
  }
  if (aboutNothingBefore.has(question.intent)) return question
  const series = meantSeries(question, conversation)
  if (series.length === 0) return question
  const volume = meantVolume(question, conversation, series)
  const filled = { ...slots, series, ...(volume === undefined ? {} : { volume }) }
  return { ...question, intent: meantIntent(question, before, filled), slots: filled }
}
