/** An abort ends its call, whatever was collected since it began. */
import { setTimeout as sleep } from "node:timers/promises"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { expect, it } from "vitest"
import { pooledFetch } from "../src/http/PooledFetch.ts"
import { cert } from "./certificate.ts"
import { onCleanup, serve } from "./handlerHarness.ts"

setFlagsFromString("--expose-gc")
const collect = async () => {
  const gc = runInNewContext("gc") as () => void // As the flag makes it.
  for (let times = 0; times < 3; times += 1) {
    gc()
    await sleep(10)
  }
}

type Ask = (url: string, signal: AbortSignal) => Parameters<typeof fetch>
const asks: ReadonlyArray<readonly [string, Ask]> = [
  ["options", (url, signal) => [url, { signal }]],
  ["a Request", (url, signal) => [new Request(url, { signal })]],
  ["both", (url, signal) => [new Request(url), { signal }]],
  ["one of several", (url, signal) => [url, { signal: AbortSignal.any([signal]) }]],
]
const cases = asks.flatMap(([name, ask]) =>
  [undefined, 60_000].flatMap((headersMs) =>
    (["before the head", "in the answer"] as const).map(
      (when) => [name, when, headersMs, ask] as const,
    ),
  ),
)

it.each(cases)("with its signal in %s, %s (headersMs: %s)", async (_, when, headersMs, ask) => {
  const server = await serve(({ response }) => {
    // An answer that begins and goes on never.
    if (when === "in the answer") response.write("Rain")
  })
  const pooled = pooledFetch({ ca: cert, connectMs: 60_000, ...(headersMs && { headersMs }) })
  onCleanup(() => pooled.close())
  const controller = new AbortController()
  const told = (async () => {
    const response = await pooled(...ask(server.origin, controller.signal))
    await response.text()
  })().catch((error: unknown) => error)
  await expect.poll(() => pooled.stats().streams).toBe(1)
  await collect()
  controller.abort(new Error("enough"))
  expect(await told).toMatchObject({ message: "enough" })
  await expect.poll(() => pooled.stats()).toMatchObject({ streams: 0, aborted: 1 })
})
