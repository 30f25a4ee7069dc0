/**
 * Measures what it gains and costs to begin the model's answer for a draft: three kinds of typists ask like
 * questions of two servers at once, over the same services, one of which begins answers.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { pause } from "../measure/OpenLoop.ts"
import { median, seededRandom } from "../measure/Statistics.ts"
import { together } from "../process/Together.ts"
import { type Answered, Chat, endedOf } from "../store/Chat.ts"
import { nextCircumstance, nextVolume } from "../store/LaboratoryQuestions.ts"
import { metricsPage } from "../store/MetricsPage.ts"
import { startServer } from "../store/RunningStore.ts"
import { exactlyAfter, openFolder, openServices } from "../store/StoreFolder.ts"
import { enterAfterMs, type Habits, typing, typists } from "../store/Typist.ts"

const typistsAtOnce = 12
type Server = Pick<Awaited<ReturnType<typeof startServer>>, "operator" | "url">

/** With a mark behind the last word, without one; one in six goes on behind the mark. */
const questionOf = [0, 1, 2, 3, 4, 5].map((at) =>
  at === 5 ? nextCircumstance : () => nextVolume().slice(0, at % 2 === 0 ? undefined : -1),
)

const typeAndAsk = async (chat: Chat, text: string, habits: Habits, random: () => number) => {
  for (const { afterMs, line } of typing(text, random, habits)) {
    await pause(afterMs)
    chat.type(line)
  }
  await pause(enterAfterMs(random, habits))
  return await chat.ask(text)
}

const counted = async ({ operator }: Server) => {
  const page = await metricsPage(operator)
  const drafts = "manga_assist_draft_answer_events_total"
  return {
    begun: page.value(drafts, { event: "begun" }) ?? 0,
    wasted: page.value(drafts, { event: "wasted" }) ?? 0,
    dollars: page.sum("manga_assist_model_budget_dollars_total", {}),
  }
}

const asked = async (
  server: Server,
  questions: ReadonlyArray<ReadonlyArray<string>>,
  habits: Habits,
  seed: number,
) => {
  const before = await counted(server)
  const answers = await Promise.all(
    questions.map(async (texts, typist) => {
      const random = seededRandom(seed + typist)
      using chat = await Chat.open(server.url)
      const told: Array<Answered> = []
      for (const text of texts) told.push(await typeAndAsk(chat, text, habits, random))
      return told
    }),
  )
  const after = await counted(server)
  const all = endedOf(answers.flat())
  const isDrafted = ({ end }: (typeof all)[number]) =>
    end.timeline.some(({ outcome, stage }) => stage === "model" && outcome === "draft")
  return {
    messages: all.length,
    firstMs: median(all.flatMap(({ firstTokenMs }) => firstTokenMs ?? [])),
    drafted: all.filter(isDrafted).length,
    begun: after.begun - before.begun,
    wasted: after.wasted - before.wasted,
    dollars: after.dollars - before.dollars,
  }
}

/** Each kind has servers of its own: those that waste much have none begun any more. */
const typed = <const Kind extends keyof typeof typists>(kind: Kind) =>
  row({
    name: `draft-answers-${kind}`,
    isSteady: true,
    rounds: () => 1,
    processes: () =>
      together(async (use) => {
        const services = await use(openServices(exactlyAfter))
        const start = async (mode: "on" | "off") => {
          const { folder } = await use(openFolder())
          return use(startServer(services, folder, { environment: { DRAFT_ANSWERS: mode } }))
        }
        return { off: await start("off"), on: await start("on") }
      }),
    load: async ({ off, on }, { quick, seed }) => {
      // What one server asks the model, the other would follow.
      const questions = () =>
        Array.from({ length: typistsAtOnce }, (_, typist) =>
          Array.from(
            { length: quick ? 1 : 4 },
            () => questionOf[typist % questionOf.length]?.() ?? "",
          ),
        )
      const ask = (server: Server) => asked(server, questions(), typists[kind], seed * 7_919)
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
