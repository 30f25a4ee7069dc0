/**
 * Measures the time to the first products of a cache miss, and our own share of the time to the first token: everything
 * beyond embedding, search, prices and the model, which have exact latencies. Then the same with somebody who types, for
 * whose drafts the server reads ahead.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { median } from "../measure/Statistics.ts"
import { type Ended } from "../store/Chat.ts"
import { freeWish } from "../store/Questions.ts"
import { exactlyAfter, openStore } from "../store/StoreFolder.ts"
import { typists } from "../store/Typist.ts"
import { spacedChats, typedChats } from "./SpacedChats.ts"

/** What is waited for at exact times. */
const services = new Set(["embedding", "search", "facts", "model"])

/** What is left of the time to the first token when the waits for services, which may be at once, are taken away. */
const oursMs = ({ end, firstTokenMs = Number.NaN }: Ended): number => {
  let [left, waitedTo] = [firstTokenMs, 0]
  for (const { endMs, stage, startMs } of end.timeline) {
    if (!services.has(stage)) continue
    left -= Math.max(0, endMs - Math.max(startMs, waitedTo))
    waitedTo = Math.max(waitedTo, endMs)
  }
  return left
}

const p95 = (answers: ReadonlyArray<Ended>): number => {
  const times = answers.flatMap(({ firstProductsMs }) => firstProductsMs ?? [])
  return times.length === 0 ? Number.NaN : LatencyHistogram.of(times).percentile(95)
}

let asked = 0
const question = () => freeWish((asked += 1))

const typistsAtOnce = 24

const retrieved = ({ end }: Ended) =>
  end.timeline.find(({ outcome, stage }) => stage === "retrieve" && outcome === "draft")

/** Typing takes a person's time: everybody types at once. */
const typed = async (url: string, each: number, seed: number) => {
  const texts = () => Array.from({ length: each }, question)
  const questions = Array.from({ length: typistsAtOnce }, texts)
  const all = await typedChats(url, questions, typists.pausing, seed, { leaves: true })
  const drafted = all.filter((answer) => retrieved(answer) !== undefined)
  const ready = drafted.filter((answer) => {
    const { endMs = 1, startMs = 0 } = retrieved(answer) ?? {}
    return endMs - startMs < 1
  })
  return {
    drafted: (100 * drafted.length) / all.length,
    ready: (100 * ready.length) / all.length,
    draftedP95: p95(drafted),
    readyP95: p95(ready),
  }
}

export const firstProducts = row({
  name: "first-products",
  processes: () => openStore({ flags: exactlyAfter }),
  warm: ({ url }) => spacedChats(url, { count: 20, apartMs: 100, question }),
  load: async ({ url }, { quick, seed }, round) => {
    const answers = await spacedChats(url, { count: quick ? 24 : 60, apartMs: 100, question })
    const shown = answers.filter(({ firstProductsMs }) => firstProductsMs !== undefined)
    const typing = await typed(url, quick ? 1 : 4, seed * 7_919 + round * 104_729)
    return { p95: p95(shown), ours: median(shown.map(oursMs)), ...typing }
  },
  figures: () => [
    {
      name: "first products on a miss, p95",
      unit: "ms",
      of: "p95",
      target: atMost(90),
      note: "of misses that found some; the source document shows nothing before its first token, about 760 ms",
    },
    {
      name: "added by us: time to the first token in which no service was waited for",
      unit: "ms",
      of: "ours",
      target: atMost(5),
      note: "seen by the client, both ways over loopback included; waits as the turn's ledger has them",
    },
    {
      name: "first products after such a draft, read in time or not, p95",
      unit: "ms",
      of: "draftedP95",
      target: atMost(25),
      note: (seen) =>
        `of ${typistsAtOnce} typists who pause ${median(seen.map(({ drafted }) => drafted)).toFixed(0)} % had told a draft of the same; one told just before Enter is still being read when the message comes, and is waited for: reading takes 73 ms by the services' times`,
    },
    {
      name: "first products after such a draft that had been read, p95",
      unit: "ms",
      of: "readyP95",
      target: atMost(25),
      note: (seen) => `${median(seen.map(({ ready }) => ready)).toFixed(0)} % of all`,
    },
  ],
})
