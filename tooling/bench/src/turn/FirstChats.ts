/**
 * Measures a process that has just said that it is ready: its first chat beside its later ones, and fifty customers whose
 * first message comes within the second. Each round is a new process over the same services; each chat has its own
 * socket, session and question, so that only the process warms up.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { median } from "../measure/Statistics.ts"
import { type Ended, endedOf } from "../store/Chat.ts"
import { nextLikeTitles, nextVolume } from "../store/LaboratoryQuestions.ts"
import { patient } from "../laboratory/RunningLaboratory.ts"
import { startServer } from "../store/RunningStore.ts"
import { exactlyAfter, openServices } from "../store/StoreFolder.ts"
import { oneChat, spacedChats } from "./SpacedChats.ts"

/** After the first: as many until what runs often is compiled, then those that are measured. */
const warming = 8
const warm = 10

/** @throws Error where it was no miss */
const firstTokenOf = ({ end, firstTokenMs, text }: Ended): number => {
  if (end.source === "model" && firstTokenMs !== undefined) return firstTokenMs
  throw new Error(`"${text}" was meant as a miss, answered from: ${end.source}`)
}

export const coldStart = row({
  name: "cold-start",
  processes: () => openServices(exactlyAfter),
  rounds: ({ quick }) => (quick ? 5 : 15),
  load: async (services) => {
    await using server = await startServer(services, services.folder, { environment: patient })
    const [first] = endedOf([await oneChat(server.url, nextLikeTitles())])
    const load = { count: warming + warm, apartMs: 50, question: nextLikeTitles }
    const later = (await spacedChats(server.url, load)).map(firstTokenOf)
    const cold = first === undefined ? Number.NaN : firstTokenOf(first)
    return { cold, warm: median(later.slice(warming)) }
  },
  figures: () => [
    {
      name: "first chat of a process ÷ its warm p50: first token",
      unit: "times",
      of: ({ cold, warm: later }) => cold / later,
      target: atMost(1.1),
      note: `each process asked as soon as /readyz says yes, beside ${warm} later chats of its own; all are misses; one round is one process`,
    },
  ],
})

const customers = 50
const name = `${customers} first messages within a second of ready` as const

export const burst = row({
  name: "burst",
  processes: () => openServices(["--latency", "none"]),
  rounds: ({ quick }) => (quick ? 3 : 9),
  load: async (services) => {
    await using server = await startServer(services, services.folder)
    // Every other by meaning, and every other by its title.
    const question = (at: number) => (at % 2 === 0 ? nextLikeTitles() : nextVolume())
    const asked = Array.from({ length: customers }, (_, at) =>
      oneChat(server.url, question(at), { openMs: (1_000 * at) / customers })
        .then((answer) => endedOf([answer]))
        .catch(() => []),
    )
    const answers = (await Promise.all(asked)).flat()
    const contents = LatencyHistogram.of(
      answers.flatMap(({ firstProductsMs, firstTokenMs, totalMs = 0 }) =>
        Math.min(firstProductsMs ?? totalMs, firstTokenMs ?? totalMs),
      ),
    )
    return {
      p95: contents.percentile(95),
      degraded: answers.filter(({ end }) => end.degraded.length > 0).length,
      errors: customers - answers.length,
    }
  },
  figures: () => [
    { name: `${name}: first content, p95`, unit: "ms", of: "p95", target: atMost(500) },
    { name: `${name}: degraded`, unit: "answers", of: "degraded", target: atMost(0) },
    { name: `${name}: errors`, unit: "answers", of: "errors", target: atMost(0) },
  ],
})
