/**
 * A store with `REDIS_KEY_PREFIX` leaves everything of other stores on its Redis alone: server, worker and change feed
 * have no key and no channel without it.
 */
import { redisServer } from "@manga-assist/real-servers"
import { Effect, Exit, Scope } from "effect"
import { afterAll, beforeAll, expect, it } from "vitest"
import { connect } from "./ChatClient.ts"
import { type RunningStack, startStack } from "./RunningStack.ts"

const prefix = "staging:"
const scope = Effect.runSync(Scope.make())
let redis: (...words: ReadonlyArray<string>) => Promise<unknown>
let stack: RunningStack

beforeAll(async () => {
  const { command, url } = await Effect.runPromise(Scope.provide(redisServer(), scope))
  redis = (...words) => Effect.runPromise(command(...words))
  stack = await startStack(["--latency", "none"], {
    REDIS_URL: url,
    REDIS_KEY_PREFIX: prefix,
    MODEL_TOKENS_PER_HOUR: "100000000",
    CUSTOMER_TOKENS_PER_HOUR: "1000000",
  })
})
afterAll(async () => {
  await stack?.stop()
  await Effect.runPromise(Scope.close(scope, Exit.void))
})

it("has nothing without its prefix", async () => {
  const client = await connect(stack.url, { session: "prefixed", user: "demo-01" })
  const sourceOf = async (text: string) => (await client.ask(text)).last["source"]
  await sourceOf("Is volume 12 of Blue Lock in stock as paperback?")
  await expect
    .poll(() => sourceOf("Is volume 12 of Blue Lock in stock as paperback?"), { timeout: 20_000 })
    .toBe("exact")
  client.close()
  const keysNow = () => redis("KEYS", "*")
  await expect
    .poll(keysNow, { timeout: 60_000 })
    .toContainEqual(expect.stringMatching(/^staging:precompute:/))
  const keys = await keysNow()
  expect(keys).toContainEqual(expect.stringMatching(/^staging:cache:/))
  const channels = await redis("PUBSUB", "CHANNELS")
  expect(channels).toContain(`${prefix}tags:invalidated`)
  const names = [keys, channels].flat().map(String)
  expect(names.filter((name) => !name.startsWith(prefix))).toEqual([])
})
