/** The entries without Effect over a real Redis (`REDIS_URL`): two caches share one computation's value, two leaders one term. */
import { makeCache } from "@manga-assist/caching/promise"
import { leader } from "@manga-assist/leader/promise"

const redisUrl = process.env["REDIS_URL"] ?? ""
// Programs of several versions of Node run over one Redis.
const name = `node-${process.versions.node}`
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const until = async (what: () => boolean | Promise<boolean>) => {
  for (let waited = 0; waited < 10_000; waited += 20) {
    if (await what()) return true
    await pause(20)
  }
  return false
}

const options = { freshForMs: 60_000, redisUrl }
const [one, other] = [await makeCache(options), await makeCache(options)]
let reads = 0
const price = (cache: typeof one) =>
  cache.getOrSet(`${name}:price`, () => ({ yen: 600 + ++reads }), { tags: [`${name}:product`] })
const first = await price(one)
// It is written beside the answer.
await pause(500)
const shared = await price(other)
await other.invalidate(`${name}:product`)
// The others hear of it over Redis, in some milliseconds.
const changed = await until(async () => (await price(one)).yen === 602)

const key = `${name}:{leader}`
const leading = await leader({ key, redisUrl })
const alone = await until(leading.isLeading)
const next = await leader({ key, redisUrl })
const second = next.isLeading()
await leading.close()
const follows = await until(next.isLeading)

const said = JSON.stringify({ first, shared, changed, reads, alone, second, follows })
console.log(`Node ${process.versions.node} over Redis: ${said}`)
for (const each of [one, other, next]) await each.close()
const wanted = {
  first: { yen: 601 },
  shared: { yen: 601 },
  changed: true,
  reads: 2,
  alone: true,
  second: false,
  follows: true,
}
if (said !== JSON.stringify(wanted)) process.exitCode = 1
