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
type Server = NonNullable<Parameters<typeof serve>[1]>

/** An answer that begins and goes on never, or that does not even begin. */
const silent = (when: "before the head" | "in the answer", options?: Server) =>
  serve(({ response }) => {
    if (when === "in the answer") response.write("Rain")
  }, options)
const whens = ["before the head", "in the answer"] as const

const pool = (headersMs?: number) => {
  const pooled = pooledFetch({ ca: cert, connectMs: 60_000, ...(headersMs && { headersMs }) })
  onCleanup(() => pooled.close())
  /** What its caller is told in the end; nothing here holds what was asked with. */
  const ask = (...asked: Parameters<typeof fetch>): Promise<unknown> =>
    pooled(...asked)
      .then((response) => response.text())
      .catch((error: unknown) => error)
  return { ask, pooled }
}
const asks: ReadonlyArray<readonly [string, Ask]> = [
  ["options", (url, signal) => [url, { signal }]],
  ["a Request", (url, signal) => [new Request(url, { signal })]],
  ["both", (url, signal) => [new Request(url), { signal }]],
  ["one of several", (url, signal) => [url, { signal: AbortSignal.any([signal]) }]],
]
const cases = asks.flatMap(([name, ask]) =>
  [undefined, 60_000].flatMap((headersMs) =>
    whens.map((when) => [name, when, headersMs, ask] as const),
  ),
)

it.each(cases)("with its signal in %s, %s (headersMs: %s)", async (_, when, headersMs, ask) => {
  const server = await silent(when)
  const { pooled, ...caller } = pool(headersMs)
  const controller = new AbortController()
  const told = caller.ask(...ask(server.origin, controller.signal))
  await expect.poll(() => pooled.stats().streams).toBe(1)
  await collect()
  controller.abort(new Error("enough"))
  expect(await told).toMatchObject({ message: "enough" })
  await expect.poll(() => pooled.stats()).toMatchObject({ streams: 0, aborted: 1 })
})

const overHttp1 = cases.filter(([, , headersMs]) => headersMs === undefined)
it.each(overHttp1)("over HTTP/1.1, with its signal in %s, %s", async (_, when, __, ask) => {
  const server = await silent(when, { protocols: "h1" })
  const { pooled, ...caller } = pool()
  const controller = new AbortController()
  const told = caller.ask(...ask(server.origin, controller.signal))
  await expect.poll(() => server.requests).toBe(1)
  await collect()
  controller.abort(new Error("enough"))
  expect(await told).toMatchObject({ message: "enough" })
  expect(pooled.stats()).toMatchObject({ aborted: 1, http1Requests: 1 })
  await server.until(() => server.cancelled === 1)
})

it.each(cases)(
  "by `AbortSignal.timeout` in %s, %s (headersMs: %s)",
  async (_, when, headersMs, ask) => {
    const server = await silent(when)
    const { pooled, ...caller } = pool(headersMs)
    // Held by the call alone. Where the machine is too slow to begin in that time, the call ends all the same.
    const told = caller.ask(...ask(server.origin, AbortSignal.timeout(300)))
    await collect()
    expect(await told).toMatchObject({ name: "TimeoutError" })
    await expect.poll(() => pooled.stats()).toMatchObject({ streams: 0, aborted: 1 })
  },
)
