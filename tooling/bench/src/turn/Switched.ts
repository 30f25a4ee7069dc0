/**
 * Measures what a setting gains and costs: two servers over the same services, one of which has it on, are asked like
 * questions at the same random times. Each question is asked once, and so is a miss.
 */
import { row } from "../command/Row.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { together } from "../process/Together.ts"
import { setFaults, slowModel } from "../store/Admin.ts"
import { nextLikeTitles, nextVolume } from "../store/LaboratoryQuestions.ts"
import { metricsPage } from "../store/MetricsPage.ts"
import { startServer } from "../store/RunningStore.ts"
import { openServices } from "../store/StoreFolder.ts"
import { randomChats } from "./SpacedChats.ts"

export type Server = Pick<Awaited<ReturnType<typeof startServer>>, "operator" | "url">

export const twoServers = (setting: string, flags: ReadonlyArray<string>, both = {}) =>
  together(async (use) => {
    const services = await use(openServices(flags))
    const start = (mode: "on" | "off") => {
      const environment = { ...both, [setting]: mode }
      return use(startServer(services, `${services.folder}/${mode}`, { environment }))
    }
    return { services, off: await start("off"), on: await start("on") }
  })

/** What a load adds to a server's counters: events of one of them, and what the models cost. */
export const counted = async <A>({ operator }: Server, counter: string, load: () => Promise<A>) => {
  const before = await metricsPage(operator)
  const seen = await load()
  const after = await metricsPage(operator)
  const more = (name: string, labels = {}) => after.sum(name, labels) - before.sum(name, labels)
  const events = (event: string) => more(counter, { event })
  return { seen, events, dollars: more("manga_assist_model_budget_dollars_total") }
}

/** Of the model's answers one in forty, whoever asks. */
const slow = slowModel(1_500, 1 / 40)

interface Switch {
  /** The setting's, in small letters. */
  readonly name: string
  readonly counter: readonly [name: string, events: string]
  readonly faults?: ReadonlyArray<typeof slow>
  readonly flags?: ReadonlyArray<string>
  readonly budgetMs?: number
  readonly load?: Omit<Parameters<typeof randomChats>[1], "seed">
}

const switches: ReadonlyArray<Switch> = [
  {
    name: "hedged-first-token",
    counter: ["hedged_call_events_total", "started, won"],
    faults: [slow],
  },
  // With little time left they are asked for; what they cost is assumed (`ServiceTiers.ts`).
  {
    name: "service-tiers",
    counter: ["service_tier_events_total", "priority, refused"],
    budgetMs: 1_300,
  },
  {
    name: "guardrail-by-intent",
    counter: ["unjudged_answer_events_total", "called, retracted"],
    flags: ["--verdict-ms", "250"],
  },
  // Bedrock forgets a prompt after 300 s: this takes twenty minutes.
  {
    name: "prompt-cache-warm",
    counter: ["warm_prompts", "read, written"],
    load: { count: 4, perSecond: 1 / 330, question: nextLikeTitles },
  },
]

export const switched = switches.map(
  ({ budgetMs = 2_000, counter, faults = [], flags = [], load: seldom, name }) =>
    row({
      name,
      isSteady: true,
      rounds: () => 1,
      processes: () =>
        twoServers(
          name.toUpperCase().replaceAll("-", "_"),
          ["--latency", "source-after", ...flags],
          {
            LATENCY_BUDGET_MS: `${budgetMs}`,
          },
        ),
      load: async ({ off, on, services }, { quick, seed }) => {
        await setFaults(services, faults)
        const load = seldom ?? { count: quick ? 60 : 450, perSecond: 3, question: nextVolume }
        const ask = async (server: Server) => {
          const chats = () => randomChats(server.url, { ...load, seed })
          const [of, told] = counter
          const { dollars, events, seen } = await counted(server, `manga_assist_${of}`, chats)
          const first = LatencyHistogram.of(seen.flatMap(({ firstTokenMs }) => firstTokenMs ?? []))
          const calls = told.replaceAll(/\w+/gu, (event) => `${events(event)} ${event}`)
          return { p50: first.percentile(50), p99: first.percentile(99), dollars, calls }
        }
        const [without, used] = await Promise.all([ask(off), ask(on)])
        const more = 100 * (used.dollars / without.dollars - 1)
        const note = `calls: ${used.calls}; p50 ${without.p50} and ${used.p50} ms`
        return { off: without.p99, on: used.p99, more, note }
      },
      figures: () => [
        { name: `${name}, off: first token, p99`, unit: "ms", of: "off" },
        {
          name: `${name}, on: first token, p99`,
          unit: "ms",
          of: "on",
          note: ([seen]) => seen?.note,
        },
        { name: `${name}: what the models cost more`, unit: "%", of: "more" },
      ],
    }),
)
