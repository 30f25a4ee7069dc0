/** What a function on Lambda is made of: bundled into one file and run where nothing is installed. */
import { auditedCache } from "@manga-assist/answer-audit/promise"
import { makeCache } from "@manga-assist/caching/promise"
import { leader } from "@manga-assist/leader/promise"

const main = async () => {
  const cache = await makeCache({ freshForMs: 60_000 })
  const audited = await auditedCache({ lookup: () => undefined, answer: () => "" })
  const one = await leader({ key: "report:{leader}" })
  const value = await cache.getOrSet("key", () => "value")
  console.log(
    `Node ${process.versions.node}: the bundle answers ${value}, leads: ${one.isLeading()}`,
  )
  for (const each of [cache, audited, one]) await each.close()
}
main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
