/**
 * Lists the series that a message may be about: those that it names, that the customer named before, that were shown,
 * that answers named, and those of the customer's own orders. The model gets a record of each and decides which is
 * meant. Pure.
 */
import type { Catalogue, Order } from "@manga-assist/catalogue"
import type { StoreReader } from "@manga-assist/store-grammar"
import type { Conversation, PastTurn } from "../conversation/Conversation.ts"
import { oncePer } from "../reading/OncePer.ts"
import type { Question } from "../reading/Question.ts"
import { read } from "../reading/Read.ts"
import type { Topic } from "./Topic.ts"
import { nearTitles } from "./NearTitles.ts"
import { titlesTold } from "./TitlesTold.ts"

/** What was said earlier is in the summary alone. */
const turnsBack = 6
const mostFull = 5
const mostBrief = 6

/** What a text names surely, then what it may mean. */
const namedIn = (question: Question): ReadonlyArray<string> => [
  ...question.slots.series,
  // "Not that Baki, the older one": what is refused is spoken of.
  ...question.wish.notSeries,
  ...nearTitles(question),
]

/** A past turn is told to many prompts, and read once. */
const namedBefore = oncePer((names: StoreReader) =>
  oncePer(({ question }: PastTurn) => namedIn(read(names, question))),
)
const toldBefore = oncePer((catalogue: Catalogue) =>
  oncePer(({ answer }: PastTurn) => titlesTold(answer, catalogue)),
)

const lastTurns = ({ turns }: Conversation): ReadonlyArray<PastTurn> =>
  turns.slice(-turnsBack).toReversed()

const shownIn = ({ products }: PastTurn, catalogue: Catalogue): ReadonlyArray<string> =>
  products.flatMap((id) => catalogue.bookOf(id)?.series ?? [])

/** Series that were shown in the last six turns, the newest first. */
export const shownLately = (
  conversation: Conversation,
  catalogue: Catalogue,
): ReadonlyArray<string> => [
  ...new Set(lastTurns(conversation).flatMap((turn) => shownIn(turn, catalogue))),
]

/** Series that were spoken of, turn by turn, the likeliest to be meant next first. */
export const spokenOf = (conversation: Conversation, names: StoreReader): ReadonlyArray<string> => [
  ...new Set(
    lastTurns(conversation).flatMap((turn) =>
      namedBefore(names)(turn).concat(
        shownIn(turn, names.catalogue),
        toldBefore(names.catalogue)(turn),
      ),
    ),
  ),
]

interface Spoken {
  readonly question: Question
  readonly conversation: Conversation
  /** None unless the message may be about them. */
  readonly orders: ReadonlyArray<Order>
}

/** Of what is told of the same story as a title that is named: a short name may mean any of it. */
const mostKin = 2

const kinOf = (ids: ReadonlyArray<string>, catalogue: Catalogue): ReadonlyArray<string> =>
  ids.flatMap((id) =>
    catalogue
      .familyOf(id)
      .flatMap((each) => (ids.includes(each.id) ? [] : [each.id]))
      .slice(0, mostKin),
  )

const worksBy = (people: ReadonlyArray<string>, catalogue: Catalogue): ReadonlyArray<string> =>
  people.flatMap((person) => catalogue.worksOf(person).map(({ id }) => id))

/** What stands beside the series and people that a question names: kin, and works of the same people. */
export const besideNamed = ({
  names: { catalogue },
  slots,
}: Pick<Question, "names" | "slots">): ReadonlyArray<string> =>
  [...new Set([...kinOf(slots.series, catalogue), ...worksBy(slots.authors, catalogue)])].slice(
    0,
    mostBrief,
  )

/** The most likely first: five in full, six more by a line each. */
export const topicsOf = ({ conversation, orders, question }: Spoken): ReadonlyArray<Topic> => {
  const { names } = question
  const { catalogue } = names
  const named = namedIn(question)
  const likely = new Set([
    ...named,
    // What is perhaps meant makes no place for its kin.
    ...kinOf(question.slots.series, catalogue),
    ...spokenOf(conversation, names),
    ...orders.flatMap(({ items }) =>
      items.flatMap(({ productId }) => catalogue.bookOf(productId)?.series ?? []),
    ),
  ])
  const full = [...likely].slice(0, mostFull)
  const near = [
    ...worksBy(question.slots.authors, catalogue),
    ...worksBy(catalogue.peopleOf(full[0] ?? ""), catalogue),
    ...kinOf(full, catalogue),
  ]
  const brief = [...new Set([...likely, ...near])].filter((id) => !full.includes(id))
  return [
    ...full.map((series) => ({ series, detail: "full" as const })),
    ...brief.slice(0, mostBrief).map((series) => ({ series, detail: "brief" as const })),
  ]
}
