/**
 * Measures what it gains and costs to begin the model's answer for a draft: three kinds of typists ask like
 * questions of two servers at once, over the same services, one of which begins answers.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { median } from "../measure/Statistics.ts"
import { nextCircumstance, nextVolume } from "../store/LaboratoryQuestions.ts"
import { exactlyAfter } from "../store/StoreFolder.ts"
import { typists } from "../store/Typist.ts"
import { typedChats } from "./SpacedChats.ts"
import { counted, type Server, twoServers } from "./Switched.ts"

const typistsAtOnce = 12

/** With a mark behind the last word, without one; one in six goes on behind the mark. */
const questionOf = [0, 1, 2, 3, 4, 5].map((at) =>
  at === 5 ? nextCircumstance : () => nextVolume().slice(0, at % 2 === 0 ? undefined : -1),
)

/** Each kind has servers of its own: those that waste much have none begun any more. */
const typed = <const Kind extends keyof typeof typists>(kind: Kind) =>
  row({
    name: `draft-answers-${kind}`,
    isSteady: true,
    rounds: () => 1,
    processes: () => twoServers("DRAFT_ANSWERS", exactlyAfter),
    load: async ({ off, on }, { quick, seed }) => {
      const ask = async (server: Server) => {
        // What one server asks the model, the other would follow.
        const questions = Array.from({ length: typistsAtOnce }, (_, typist) =>
          Array.from(
            { length: quick ? 1 : 4 },
            questionOf[typist % questionOf.length] ?? nextVolume,
          ),
        )
        const counter = "manga_assist_draft_answer_events_total"
        const load = () => typedChats(server.url, questions, typists[kind], seed * 7_919)
        const { dollars, events, seen } = await counted(server, counter, load)
        const isDrafted = ({ end }: (typeof seen)[number]) =>
          end.timeline.some(({ outcome, stage }) => stage === "model" && outcome === "draft")
        return {
          messages: seen.length,
          firstMs: median(seen.flatMap(({ firstTokenMs }) => firstTokenMs ?? [])),
          drafted: seen.filter(isDrafted).length,
          begun: events("begun"),
          wasted: events("wasted"),
          dollars,
        }
      }
      const [without, begun] = await Promise.all([ask(off), ask(on)])
      return { off: without, on: begun }
    },
    figures: () => [
      {
        name: `${kind} typist: first token after Enter, p50, without`,
        unit: "ms",
        of: ({ off }) => off.firstMs,
      },
      {
        name: `${kind} typist: first token after Enter, p50, begun for the draft`,
        unit: "ms",
        of: ({ on }) => on.firstMs,
        note: ([seen]) => seen && `${seen.on.drafted} of ${seen.on.messages} messages gained`,
      },
      {
        name: `${kind} typist: of the first token's time without`,
        unit: "%",
        of: ({ off, on }) => (100 * on.firstMs) / off.firstMs,
        target: kind === "pausing" ? atMost(60) : undefined,
      },
      {
        name: `${kind} typist: calls wasted`,
        unit: "%",
        of: ({ on }) => (100 * on.wasted) / Math.max(1, on.begun),
        target: kind === "pausing" ? atMost(15) : undefined,
        note: ([seen]) => seen && `${seen.on.wasted} of ${seen.on.begun}`,
      },
      {
        name: `${kind} typist: what the models cost more`,
        unit: "%",
        of: ({ off, on }) => 100 * (on.dollars / off.dollars - 1),
        target: kind === "pausing" ? atMost(12) : undefined,
        note: "a call that was cut off counts as the longest answer",
      },
    ],
  })

export const draftAnswers = [typed("steady"), typed("pausing"), typed("pasting")]
