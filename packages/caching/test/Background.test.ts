/** What the caches do after their callers were answered, and when it has ended. */
import { expect, it } from "vitest"
import { makeCache } from "../src/promise.ts"

const gate = <A>() => {
  let open: (value: A) => void = () => {}
  const value = new Promise<A>((resolve) => (open = resolve))
  return { open, value }
}

it("ends `idle` once what is loaded anew is kept", async () => {
  await using cache = await makeCache({ freshForMs: 0, staleForMs: 60_000 })
  await cache.getOrSet("a", () => "old")
  const { open, value } = gate<string>()
  expect(await cache.getOrSet("a", () => value)).toBe("old")
  let isIdle = false
  const idle = cache.idle().then(() => (isIdle = true))
  await new Promise(setImmediate)
  expect(isIdle).toBe(false)
  open("new")
  await idle
  expect(await cache.get("a")).toBe("new")
})

it("ends `idle` after a load that failed, and where nothing is under way", async () => {
  await using cache = await makeCache({ freshForMs: 1 })
  await cache.idle()
  const load = cache.getOrSet("a", () => Promise.reject(new Error("away")))
  await expect(load).rejects.toThrow("away")
  await cache.idle()
})
