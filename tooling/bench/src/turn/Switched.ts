/**
 * Measures what a setting gains and costs: two servers over the same services, one of which has it on, are asked like
 * questions at the same random times. Each question is asked once, and so is a miss.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { together } from "../process/Together.ts"
import { setFaults } from "../store/Admin.ts"
import { nextVolume } from "../store/LaboratoryQuestions.ts"
import { metricsPage } from "../store/MetricsPage.ts"
import { startServer } from "../store/RunningStore.ts"
import { openServices } from "../store/StoreFolder.ts"
import { randomChats } from "./SpacedChats.ts"

export type Server = Pick<Awaited<ReturnType<typeof startServer>>, "operator" | "url">

export const twoServers = (setting: string, flags: ReadonlyArray<string>) =>
  together(async (use) => {
    const services = await use(openServices(flags))
    const start = (mode: "on" | "off") =>
      use(startServer(services, `${services.folder}/${mode}`, { environment: { [setting]: mode } }))
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

/** Of the model's answers one in thirty is slow, whoever asks. */
const slow = { kind: "slow", operation: "ConverseStream", rate: 1 / 30, delayMs: 1_500 } as const

export const hedgedFirstToken = row({
  name: "hedged-first-token",
  isSteady: true,
  rounds: () => 1,
  processes: () => twoServers("HEDGED_FIRST_TOKEN", ["--latency", "source-after"]),
  load: async ({ off, on, services }, { quick, seed }) => {
    await setFaults(services, [{ service: "bedrock", ...slow }])
    const load = { count: quick ? 100 : 900, perSecond: 5, question: nextVolume, seed }
    const ask = async (server: Server) => {
      const counter = "manga_assist_hedged_call_events_total"
      const chats = () => randomChats(server.url, load)
      const { dollars, events, seen } = await counted(server, counter, chats)
      const first = LatencyHistogram.of(seen.flatMap(({ firstTokenMs }) => firstTokenMs ?? []))
      const calls = `${events("started")} of ${seen.length} calls, ${events("won")} won`
      return { p50: first.percentile(50), p99: first.percentile(99), dollars, calls }
    }
    const [without, hedged] = await Promise.all([ask(off), ask(on)])
    const more = 100 * (hedged.dollars / without.dollars - 1)
    const note = `${hedged.calls}; p50 ${without.p50} and ${hedged.p50} ms`
    return { off: without.p99, on: hedged.p99, more, note }
  },
  figures: () => [
    { name: "one in thirty slow: first token, p99", unit: "ms", of: "off" },
    {
      name: "one in thirty slow, hedged: first token, p99",
      unit: "ms",
      of: "on",
      note: ([seen]) => seen?.note,
    },
    { name: "hedging: what the models cost more", unit: "%", of: "more", target: atMost(5) },
  ],
})
