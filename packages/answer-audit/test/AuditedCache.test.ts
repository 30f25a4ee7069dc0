/** The audit around a semantic cache that is good, bad, or honest about a world that changed. */
import { afterEach, describe, expect, it, vi } from "vitest"
import {
  type AuditedCache,
  auditedCache,
  type AuditedCacheOptions,
  type CachedHit,
} from "../src/promise.ts"

const opened: Array<AuditedCache<CachedHit>> = []
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})

const stock = (size: number) => `${size % 2 === 0 ? "Yes" : "No"}, size ${size}: ${size * 10} left.`
const sizeIn = (question: string) => Number(/\d+/u.exec(question)?.[0])
const inOtherWords = (size: number) => `do you have size ${size}`
const written = (size: number) => `Is size ${size} in stock?`

/** `near`: which size's answer the cache takes for the one asked. */
const around = async (
  near: (size: number) => number,
  more: Partial<AuditedCacheOptions<CachedHit>> = {},
) => {
  const calls = { lookups: 0, answers: 0 }
  const cache = await auditedCache<CachedHit>({
    lookup: async (question) => {
      calls.lookups += 1
      const size = near(sizeIn(question))
      return { question: written(size), answer: stock(size) }
    },
    answer: async (question) => {
      calls.answers += 1
      return stock(sizeIn(question))
    },
    share: 1,
    maxAnswersPerHour: 100_000,
    ...more,
  })
  opened.push(cache)
  const ask = async (count: number, question = inOtherWords) => {
    const served: Array<CachedHit | undefined> = []
    for (let index = 0; index < count; index += 1) {
      served.push(await cache.lookup(question(2 + (index % 7))))
      await cache.idle()
    }
    return served
  }
  return { ask, cache, calls }
}

describe("a cache", () => {
  it("that takes neighbours for one question is switched off, for other words alone", async () => {
    const { ask, cache } = await around((size) => size + 1)
    const served = await ask(50)
    expect(served.slice(0, 5).every((hit) => hit !== undefined)).toBe(true)
    expect(served.slice(5).every((hit) => hit === undefined)).toBe(true)
    expect(cache.counters()).toMatchObject({ served: 5, sampled: 5, wrong: 5, right: 0 })
    expect(cache.rates()).toMatchObject([{ group: "cache", off: true }])
    expect(cache.offReason()).toBe("5 of 5 checked answers were wrong")
    await cache.switchOn()
    expect(cache.offReason()).toBeUndefined()
    expect((await ask(1))[0]).toBeDefined()
    const own = await around((size) => size)
    await own.ask(250, written)
    expect(own.cache.counters()).toMatchObject({ served: 0 })
  })

  it("that is switched off tells it on standard error, and leaves standard output alone", async () => {
    const printed = vi.spyOn(console, "log").mockImplementation(() => {})
    const warned = vi.spyOn(console, "error").mockImplementation(() => {})
    const { ask } = await around((size) => size + 1)
    await ask(6)
    expect([warned.mock.calls.length, printed.mock.calls]).toEqual([1, []])
    vi.restoreAllMocks()
  })

  it("that is wrong in one group is switched off there, and found after few checks", async () => {
    const { ask, cache } = await around((size) => size + 1, {
      lookup: (question) => {
        const size = sizeIn(question)
        const wrong = size === 3 ? 4 : size
        return {
          question: written(wrong),
          answer: stock(wrong),
          group: size === 3 ? "prices" : "faq",
        }
      },
    })
    const served = await ask(50)
    expect(served.findIndex((hit) => hit === undefined)).toBe(5 * 7 + 1)
    expect(cache.rates().map(({ group, off: isOff }) => [group, isOff])).toEqual([
      ["faq", false],
      ["prices", true],
    ])
  })

  it("that is right in other words stays on", async () => {
    const { ask, cache } = await around((size) => size)
    const served = await ask(400)
    expect(served.every((hit) => hit !== undefined)).toBe(true)
    expect(cache.counters()).toMatchObject({ right: 400, wrong: 0 })
    expect(cache.rates()).toMatchObject([{ right: 400, evidence: 0, off: false }])
  })

  it("is not blamed for a world that changed, nor for a model that wavers", async () => {
    const changed = await around((size) => size, { answer: async () => "None is left." })
    const verdicts: Array<string> = []
    const told = await around((size) => size, {
      answer: async (question) => stock(sizeIn(question)).replace("Yes", "No"),
      onVerdict: (_, __, { verdict }) => verdicts.push(verdict),
    })
    await changed.ask(20)
    expect(changed.cache.counters()).toMatchObject({ wrong: 0 })
    await told.ask(20)
    expect(new Set(verdicts)).toEqual(new Set(["right", "changed"]))

    let turn = 0
    const wavering = await around((size) => size, {
      answer: async (question) => {
        turn += 1
        return turn % 3 === 1 ? "Size 99: 5 left." : stock(sizeIn(question))
      },
    })
    await wavering.ask(30)
    expect(wavering.cache.counters()).toMatchObject({ right: 30, wrong: 0 })
  })

  it("costs no more answers than allowed, and none without a sample", async () => {
    const { ask, cache, calls } = await around((size) => size, { maxAnswersPerHour: 10 })
    await ask(50)
    expect(calls.answers).toBe(10)
    expect(cache.counters()).toMatchObject({ right: 10, dropped: 40 })
    const unseen = await around((size) => size + 1, { share: 0 })
    await unseen.ask(300)
    expect(unseen.calls.answers).toBe(0)
  })

  it("answers while its audit cannot", async () => {
    const { ask, cache } = await around((size) => size + 1, {
      answer: () => Promise.reject(new Error("throttled")),
      onVerdict: () => {
        throw new Error("a mistake of the caller's")
      },
    })
    expect((await ask(5)).every((hit) => hit !== undefined)).toBe(true)
    expect(cache.counters()).toMatchObject({ right: 0, wrong: 0, failed: 5 })
  })

  it("that fails fails as before, and hits nothing where it hits nothing", async () => {
    const failing = await around((size) => size, {
      lookup: () => Promise.reject(new Error("away")),
    })
    await expect(failing.cache.lookup("q")).rejects.toThrow("away")
    const empty = await around((size) => size, { lookup: () => undefined })
    expect(await empty.cache.lookup("q")).toBeUndefined()
    await expect(
      auditedCache({ lookup: () => undefined, answer: () => "", redisUrl: "nonsense" }),
    ).rejects.toThrow(/redisUrl must be a URL/)
  })
})
