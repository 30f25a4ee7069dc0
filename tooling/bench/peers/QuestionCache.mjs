/**
 * Answers in Redis by their question, with a plain GET and SET, because client libraries bring no cache:
 * https://redis.io/docs/latest/develop/use-cases/cache-aside/nodejs/ without its lock against stampedes.
 */
import { Redis } from "ioredis"

const redis = new Redis(process.env.REDIS_URL)
const seconds = 3_600

/** `ask` calls back for each piece of text. @returns {import("../src/peers/PlainServer.ts").Answer} */
export const cachedByQuestion = (ask) => async (asked, say) => {
  const key = `answer:${asked.model}:${asked.question}`
  const kept = await redis.get(key)
  if (kept !== null) return say(kept)
  let text = ""
  await ask(asked, (piece) => {
    text += piece
    say(piece)
  })
  await redis.set(key, text, "EX", seconds)
}
