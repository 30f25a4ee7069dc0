/**
 * "And volume 13?", "the second one", その作者は？: fills what earlier turns already said.
 *
 * Only a question that does not stand on its own is touched, and it stays marked as such, so that
 * nothing answered this way is ever cached for somebody else.
 */
import type { Conversation, PastTurn } from "./Conversation.ts"
import type { Intent, Question, Slots } from "../reading/Question.ts"
import { read } from "../reading/Read.ts"

/** "And digital?" means the book spoken of, though its author was asked for in between. */
const recentTurns = 3

/** Of a list of more titles, a comparison would be a new list. */
const mostCompared = 3

const latestWith = (conversation: Conversation, series: number): PastTurn | undefined =>
  conversation.turns.findLast((turn) => turn.series.length >= series)

/** What the question means by "it": one title, or all those it chooses between. */
const meantSeries = (
  { reference, slots }: Question,
  conversation: Conversation,
): ReadonlyArray<string> => {
  const picked = slots.volume === 1 ? undefined : reference.ordinal
  if (picked !== undefined) {
    return latestWith(conversation, picked + 1)?.series.slice(picked, picked + 1) ?? []
  }
  const last = latestWith(conversation, 1)?.series ?? []
  return reference.compares && last.length > 1 && last.length <= mostCompared
    ? last
    : last.slice(0, 1)
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
  { intent, reference, slots }: Question,
  conversation: Conversation,
  series: ReadonlyArray<string>,
): Slots["volume"] => {
  const { format, volume } = slots
  if (volume !== undefined || series.length !== 1 || format === "box-set") return volume
  if (intent === "other" || intent === "title-lookup") {
    if (reference.number !== undefined) return reference.number
  }
  if (format !== undefined) {
    const recent = conversation.turns.slice(-recentTurns).toReversed()
    return recent
      .map((each) => lastVolume(each, series[0] ?? ""))
      .find((found) => found !== undefined)
  }
  return intent === "price-or-stock"
    ? lastVolume(conversation.turns.at(-1), series[0] ?? "")
    : undefined
}

const meantIntent = ({ intent, reference }: Question, before: Question, slots: Slots): Intent => {
  if (intent !== "other" && intent !== "greeting" && intent !== "title-lookup") return intent
  if (slots.volume === undefined && slots.format === undefined) {
    return reference.aboutPrice ? "price-or-stock" : "title-lookup"
  }
  return before.intent === "release-date" ? "release-date" : "price-or-stock"
}

/** What is looked up for an intent that the conversation gave. */
const readsFor: Readonly<Partial<Record<Intent, Question["reads"]>>> = {
  "price-or-stock": "books",
  "release-date": "releases",
  "title-lookup": "series",
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
  const asked = conversation.turns.map((turn) => read(turn.question))
  return asked.findLast((each) => each.selfContained && each.intent !== "greeting") ?? read("")
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
  const { reference, slots } = question
  if (slots.series.length > 0 || slots.orderId !== undefined) return question
  // "Is Solo Leveling in stock?" is not about the book before, though no title was recognised.
  if (!reference.back && reference.unknownName) return question
  const before = anchorOf(conversation)
  if (staysWithOrders(question, before)) {
    return {
      ...question,
      intent: "order-status",
      reads: "nothing",
      personal: true,
      ownAffairs: true,
    }
  }
  if (aboutNothingBefore.has(question.intent)) return question
  const series = meantSeries(question, conversation)
  if (series.length === 0) return question
  const volume = meantVolume(question, conversation, series)
  const filled = { ...slots, series, ...(volume === undefined ? {} : { volume }) }
  const intent = meantIntent(question, before, filled)
  const reads = intent === question.intent ? question.reads : (readsFor[intent] ?? question.reads)
  return { ...question, intent, reads, slots: filled }
}
