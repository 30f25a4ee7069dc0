/**
 * Asks for cache hits from Redis and from memory, one at a time, so that only the look-up is measured. An answer that the
 * worker has generated is asked for twice: the first time this instance finds it in Redis, the second time in memory.
 */
import { products } from "@manga-assist/catalogue"
import { Chat } from "../store/Chat.ts"
import { pause } from "../measure/OpenLoop.ts"

/** Milliseconds to the first content of each hit; `plain`: from memory, with nothing to verify. */
export type Hits = Readonly<Record<"memory" | "plain" | "redis", ReadonlyArray<number>>>

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

export const measureHits = async (url: string, count: number): Promise<Hits> => {
  using chat = await Chat.open(url)
  const ask = async (text: string): Promise<ReadonlyArray<number>> => {
    const { end, firstProductsMs, firstTokenMs } = await chat.ask(text)
    const first = Math.min(firstProductsMs ?? Infinity, firstTokenMs ?? Infinity)
    return end?.source === "model" || !Number.isFinite(first) ? [] : [first]
  }
  const [redis, memory, plain] = [new Array<number>(), new Array<number>(), new Array<number>()]
  // Until the way of a hit is compiled.
  for (let warm = 0; warm < 30; warm += 1) await ask("trending manga")
  for (const text of questions(count)) {
    redis.push(...(await ask(text)))
    memory.push(...(await ask(text)))
  }
  for (const text of policies) {
    await ask(text)
    // The answer is written after it was said.
    await pause(200)
    for (let again = 0; again < 10; again += 1) plain.push(...(await ask(text)))
  }
  return { redis, memory, plain }
}
