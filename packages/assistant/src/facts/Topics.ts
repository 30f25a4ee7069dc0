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
import type { Topic } from "./SeriesRecords.ts"
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
  const past = lastTurns(conversation)
  const named = [...namedIn(question), ...past.flatMap(namedBefore)]
  const likely = [
    ...named,
    ...shownLately(conversation, catalogue),
    ...past.flatMap(toldBefore(catalogue)),
    ...orders.flatMap(({ items }) =>
      items.flatMap(({ productId }) => catalogue.bookOf(productId)?.series ?? []),
    ),
  ]
  const near = [
    ...named.flatMap((id) => catalogue.familyOf(id).map((each) => each.id)),
    ...question.slots.authors.flatMap((person) => catalogue.worksOf(person).map(({ id }) => id)),
  ]
  const full = [...new Set(likely)]
  const brief = [...new Set([...full.slice(mostFull), ...near])].filter(
    (id) => !full.slice(0, mostFull).includes(id),
  )
  return [
    ...full.slice(0, mostFull).map((series) => ({ series, detail: "full" as const })),
    ...brief.slice(0, mostBrief).map((series) => ({ series, detail: "brief" as const })),
  ]
}
