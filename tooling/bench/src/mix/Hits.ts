/**
 * Measures cache hits from Redis and from memory separately. An answer that the precompute worker has generated is
 * asked for twice: the first time this instance finds it in Redis, the second time in memory.
 *
 * One question at a time, so that only the look-up is measured.
 */
import { products } from "@manga-assist/catalogue"
import { atMost, type Figure, figure } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import type { RunningStore } from "../store/RunningStore.ts"
import { sharedClock } from "../measure/OpenLoop.ts"
import { edgeMs } from "./BySource.ts"
import { type Answered, CustomerSocket } from "./CustomerSocket.ts"

/** In the words of the worker's schedule. */
const questions = (count: number): ReadonlyArray<string> =>
  products()
    .filter(({ kind }) => kind === "series")
    .toSorted((a, b) => b.popularity - a.popularity)
    .slice(0, count)
    .map(({ japaneseTitle, title }, index) =>
      index % 2 === 0 ? `Tell me about ${title}` : `${japaneseTitle}について教えて`,
    )

const policies = [
  "What is your return policy?",
  "What payment methods do you accept?",
  "Do you ship overseas?",
  "返品できますか",
  "支払い方法を教えてください",
]

const contentMs = ({ end, firstProductsMs, firstTokenMs }: Answered): ReadonlyArray<number> => {
  const first = Math.min(firstProductsMs ?? Infinity, firstTokenMs ?? Infinity)
  return end?.source === "model" || !Number.isFinite(first) ? [] : [first]
}

const figures = (
  name: string,
  all: ReadonlyArray<number>,
  target: number,
  note: string,
): ReadonlyArray<Figure> => {
  if (all.length === 0) throw new Error(`${name}: no hit`)
  const histogram = LatencyHistogram.of(all)
  const p95 = histogram.percentile(95)
  const options = { note: `${all.length} hits; ${note}` }
  return [
    figure(`${name}: p50`, "ms", [histogram.percentile(50)], options),
    figure(`${name}: p95`, "ms", [p95], { target: atMost(target) }),
    figure(`${name}: p95 with an edge of ${edgeMs} ms`, "ms", [p95 + edgeMs]),
  ]
}

export const measureHits = async (
  store: RunningStore,
  count: number,
): Promise<ReadonlyArray<Figure>> => {
  const found = {
    redis: [] as Array<number>,
    memory: [] as Array<number>,
    plain: [] as Array<number>,
  }
  let asked = 0
  const ask = async (socket: CustomerSocket, text: string) => {
    asked += 1
    return contentMs(await socket.ask(`h${asked}`, text, sharedClock.now()))
  }
  const socket = await CustomerSocket.open(store.url, `hits-${process.pid}`, undefined)
  // Until the way of a hit is compiled.
  for (let warm = 0; warm < 30; warm += 1) await ask(socket, "trending manga")
  for (const text of questions(count)) {
    found.redis.push(...(await ask(socket, text)))
    found.memory.push(...(await ask(socket, text)))
  }
  for (const text of policies) {
    await ask(socket, text)
    // The answer is written after it was said.
    await sharedClock.until(sharedClock.now() + 200)
    for (let again = 0; again < 10; again += 1) found.plain.push(...(await ask(socket, text)))
  }
  socket.close()
  const checked =
    "while no change feed is live, the table is asked for its prices and stock before it is shown (8 ms in the 95th percentile)"
  return [
    ...figures("hit from Redis, first content", found.redis, 15, checked),
    ...figures("hit from memory, first content", found.memory, 3, checked),
    ...figures(
      "hit from memory that names no product, first content",
      found.plain,
      3,
      "nothing is asked anywhere",
    ),
  ]
}
