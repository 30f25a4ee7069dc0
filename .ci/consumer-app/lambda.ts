/** What a function on Lambda is made of: bundled into one file and run where nothing is installed. */
import { auditedCache } from "@manga-assist/answer-audit/promise"
import { makeSink } from "@manga-assist/async-sinks/promise"
import { makeCache } from "@manga-assist/caching/promise"
import { leader } from "@manga-assist/leader/promise"
import { estimateTokens } from "@manga-assist/payload/promise"
import { makePrefetch } from "@manga-assist/prefetch/promise"

const main = async () => {
  const cache = await makeCache({ freshForMs: 60_000 })
  const audited = await auditedCache({ lookup: () => undefined, answer: () => "" })
  const one = await leader({ key: "report:{leader}" })
  const prefetch = makePrefetch({
    name: { deadlineMs: 1_000, freshForMs: 60_000, load: async () => "Ana" },
  })
  const written: Array<string> = []
  const sink = await makeSink<{ id: string }>({
    name: "rows",
    class: "best-effort",
    batch: { count: 10, ageMs: 1 },
    write: async (batch) => void written.push(...batch.map(({ id }) => id)),
  })
  sink.offer({ id: "a" })
  const value = await cache.getOrSet("key", () => "value")
  const { values } = await prefetch.take({ session: "s1" }, 500)
  const drained = await sink.drain(1_000)
  const said = `${value} ${values.name}, leads: ${one.isLeading()}, wrote ${written.join()}: ${drained}`
  console.log(`Node ${process.versions.node}: the bundle answers ${said}`)
  for (const each of [cache, audited, one, prefetch, sink]) await each.close()
  if (said !== "value Ana, leads: true, wrote a: true" || estimateTokens(said).likely < 1) {
    process.exitCode = 1
  }
}
main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
