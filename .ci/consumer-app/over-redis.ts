/** The entries without Effect over a real Redis (`REDIS_URL`): two caches share one computation's value, two leaders one term. */
import { makeCache } from "@manga-assist/caching/promise"
import { leader } from "@manga-assist/leader/promise"

const redisUrl = process.env["REDIS_URL"] ?? ""
// Programs of several versions of Node run over one Redis.
const name = `node-${process.versions.node}`
const until = async (what: () => boolean) => {
  for (let waited = 0; !what() && waited < 10_000; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return what()
}

const options = { freshForMs: 60_000, redisUrl }
const [one, other] = [await makeCache(options), await makeCache(options)]
let reads = 0
const price = (cache: typeof one) =>
  cache.getOrSet(`${name}:price`, () => ({ yen: 600 + ++reads }), { tags: [`${name}:product`] })
const first = await price(one)
const shared = await price(other)
await other.invalidate(`${name}:product`)
const changed = await price(one)

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
  changed: { yen: 602 },
  reads: 2,
  alone: true,
  second: false,
  follows: true,
}
if (said !== JSON.stringify(wanted)) process.exitCode = 1
