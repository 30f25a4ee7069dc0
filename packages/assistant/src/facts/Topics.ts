/**
 * Lists the series that a message may be about: those that it names, that the customer named before, that were shown,
 * that answers named, and those of the customer's own orders. The model gets a record of each and decides which is
 * meant. Pure.
 */
import type { Catalogue, Order } from "@manga-assist/catalogue"
import type { Conversation, PastTurn } from "../conversation/Conversation.ts"
import { oncePer } from "../reading/OncePer.ts"
import type { Question } from "../reading/Question.ts"
import { read } from "../reading/Read.ts"
import type { Topic } from "./Topic.ts"
import { titlesTold } from "./TitlesTold.ts"

/** What was said earlier is in the summary alone. */
const turnsBack = 6
const mostFull = 6
const mostBrief = 8

const namedIn = ({ slots, wish }: Pick<Question, "slots" | "wish">): ReadonlyArray<string> => [
  ...slots.series,
  // "Not that Baki, the older one": what is refused is spoken of.
  ...wish.notSeries,
]

/** A past turn is told to many prompts, and read once. */
const namedBefore = oncePer(({ question }: PastTurn) => namedIn(read(question)))
const toldBefore = oncePer((catalogue: Catalogue) =>
  oncePer(({ answer }: PastTurn) => titlesTold(answer, catalogue)),
)

const lastTurns = ({ turns }: Conversation): ReadonlyArray<PastTurn> =>
  turns.slice(-turnsBack).toReversed()

/** Series that were shown in the last six turns, the newest first. */
export const shownLately = (
  conversation: Conversation,
  catalogue: Catalogue,
): ReadonlyArray<string> => [
  ...new Set(
    lastTurns(conversation).flatMap(({ products }) =>
      products.flatMap((id) => catalogue.bookOf(id)?.series ?? []),
    ),
  ),
]

/** Series that were spoken of, the likeliest to be meant next first. */
export const spokenOf = (
  conversation: Conversation,
  catalogue: Catalogue,
): ReadonlyArray<string> => {
  const past = lastTurns(conversation)
  return [
    ...new Set([
      ...past.flatMap(namedBefore),
      ...shownLately(conversation, catalogue),
      ...past.flatMap(toldBefore(catalogue)),
    ]),
  ]
}

interface Spoken {
  readonly question: Question
  readonly conversation: Conversation
  /** None unless the message may be about them. */
  readonly orders: ReadonlyArray<Order>
  readonly catalogue: Catalogue
}

/** The most likely first: six in full, eight more by a line each. */
export const topicsOf = ({
  catalogue,
  conversation,
  orders,
  question,
}: Spoken): ReadonlyArray<Topic> => {
  const named = [...namedIn(question), ...lastTurns(conversation).flatMap(namedBefore)]
  const likely = new Set([
    ...namedIn(question),
    ...spokenOf(conversation, catalogue),
    ...orders.flatMap(({ items }) =>
      items.flatMap(({ productId }) => catalogue.bookOf(productId)?.series ?? []),
    ),
  ])
  const full = [...likely].slice(0, mostFull)
  const near = [
    ...named.flatMap((id) => catalogue.familyOf(id).map((each) => each.id)),
    ...question.slots.authors.flatMap((person) => catalogue.worksOf(person).map(({ id }) => id)),
  ]
  const brief = [...new Set([...likely, ...near])].filter((id) => !full.includes(id))
  return [
    ...full.map((series) => ({ series, detail: "full" as const })),
    ...brief.slice(0, mostBrief).map((series) => ({ series, detail: "brief" as const })),
  ]
}
