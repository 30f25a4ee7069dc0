/** Calls of a model that were begun before a tag was invalidated, in this process or another, over a real Redis. */
import { generateText, wrapLanguageModel } from "ai"
import { afterAll, beforeAll, expect, it } from "vitest"
import { Effect, Exit, Scope } from "effect"
import { safeCacheMiddleware } from "../src/ai-sdk.ts"
import { redisServer, type RedisServer } from "./realRedis.ts"
import { answerOf, scriptedModel } from "./scriptedModel.ts"

const scope = Scope.makeUnsafe()
let redis: RedisServer
beforeAll(async () => {
  redis = await Effect.runPromise(redisServer().pipe(Scope.provide(scope)))
})
afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

const process = async (scripted: ReturnType<typeof scriptedModel>, redisUrl?: string) => {
  const forCall = () => ({ tags: ["book:1"] })
  const middleware = await safeCacheMiddleware({ freshForMs: 60_000, redisUrl, forCall })
  const model = wrapLanguageModel({ model: scripted.model, middleware })
  const ask = async (prompt: string) => (await generateText({ model, prompt, maxRetries: 0 })).text
  return { ask, middleware, [Symbol.asyncDispose]: middleware.close }
}
const say = (scripted: ReturnType<typeof scriptedModel>, call: number, text: string) => {
  scripted.calls[call]?.say(...answerOf([text]))
  scripted.calls[call]?.end()
}
const follows = async () =>
  Effect.runPromise(redis.command("KEYS", "model-flight:*:followed")).then((keys) => String(keys))

it("are not joined in the same process, nor in another, and both share the next one", async () => {
  const scripted = scriptedModel()
  const answering = scriptedModel(() => answerOf(["its own"]))
  await using one = await process(scripted, redis.url)
  await using other = await process(answering, redis.url)
  await other.ask("heard?")
  await other.middleware.idle()
  const before = [one.ask("Q"), one.ask("Q")]
  await expect.poll(() => scripted.calls.length).toBe(1)
  await one.middleware.invalidate("book:1")
  const after = [one.ask("Q"), one.ask("Q")]
  await expect.poll(() => scripted.calls.length).toBe(2)
  // The invalidation reaches the other by a message: what it kept itself ends with it.
  await expect.poll(() => other.ask("heard?").then(() => answering.calls.length)).toBe(2)
  const elsewhere = other.ask("Q")
  await expect.poll(follows).not.toBe("")
  say(scripted, 1, "new")
  expect(await Promise.all([...after, elsewhere])).toEqual(["new", "new", "new"])
  say(scripted, 0, "old")
  expect(await Promise.all(before)).toEqual(["old", "old"])
  await one.middleware.idle()
  expect([await one.ask("Q"), await other.ask("Q")]).toEqual(["new", "new"])
  expect([scripted.calls.length, answering.calls.length]).toEqual([2, 2])
})

it("are not joined without Redis either", async () => {
  const scripted = scriptedModel()
  await using one = await process(scripted)
  const before = one.ask("Q")
  await expect.poll(() => scripted.calls.length).toBe(1)
  await one.middleware.invalidate("book:1")
  const after = one.ask("Q")
  await expect.poll(() => scripted.calls.length).toBe(2)
  say(scripted, 1, "new")
  say(scripted, 0, "old")
  expect([await before, await after]).toEqual(["old", "new"])
})

it("are not joined where Redis did not say what had been invalidated", async () => {
  const scripted = scriptedModel()
  await using one = await process(scripted, "redis://127.0.0.1:1")
  const before = one.ask("Q")
  await expect.poll(() => scripted.calls.length).toBe(1)
  const after = one.ask("Q")
  await expect.poll(() => scripted.calls.length).toBe(2)
  say(scripted, 1, "new")
  say(scripted, 0, "old")
  expect([await before, await after]).toEqual(["old", "new"])
})
