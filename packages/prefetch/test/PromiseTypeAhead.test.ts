/** Type-ahead for programs without Effect: what a message gets of what was read for its drafts. */
import { expect, it } from "vitest"
import { makeTypeAhead } from "../src/promise.ts"

/** A search that answers when told to, and hears when nobody waits any more. */
const searches = () => {
  const events: Array<string> = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const search = (text: string) => async (signal: AbortSignal) => {
    events.push(`start ${text}`)
    signal.addEventListener("abort", () => events.push(`cut ${text}`))
    await promise
    return `found ${text}`
  }
  return { events, search, answer: resolve }
}

it("hands the draft's read to the message that asks for the same, once", async () => {
  const { answer, events, search } = searches()
  await using ahead = makeTypeAhead<string>()
  ahead.draft("s", "one piece", search("one piece"))
  expect(events).toEqual(["start one piece"])
  const looked = ahead.look("s", "one piece")
  const taken = ahead.take("s", "one piece")
  answer()
  expect([await looked, await taken]).toEqual(["found one piece", "found one piece"])
  expect(await ahead.take("s", "one piece")).toBeUndefined()
  expect(ahead.counters()).toMatchObject({ drafts: 1, started: 1, hits: 1 })
})

it("cuts off what nobody needs, by its signal", async () => {
  const { events, search } = searches()
  const ahead = makeTypeAhead<string>({ minGapMs: 0 })
  ahead.draft("s", "one", search("one"))
  ahead.draft("s", "one piece", search("one piece"))
  expect(await ahead.take("s", "vinland saga")).toBeUndefined()
  ahead.draft("left", "a", search("a"))
  ahead.leave("left")
  ahead.draft("open", "b", search("b"))
  await ahead.close()
  expect(events).toEqual([
    "start one",
    "cut one",
    "start one piece",
    "cut one piece",
    "start a",
    "cut a",
    "start b",
    "cut b",
  ])
})

it("leaves the reading to the message where the draft's has failed", async () => {
  await using ahead = makeTypeAhead<string>()
  ahead.draft("s", "a", () => Promise.reject(new Error("away")))
  expect(await ahead.take("s", "a")).toBeUndefined()
  ahead.draft("s", "a", () => {
    throw new Error("at once")
  })
  expect(await ahead.take("s", "a")).toBeUndefined()
  expect(ahead.counters()).toMatchObject({ failed: 2 })
})

it("refuses a key or a read of another kind", async () => {
  await using ahead = makeTypeAhead<string>()
  // What plain JavaScript may give; TypeScript refuses it.
  const wrong = 7 as never
  expect(() => ahead.draft("s", wrong, async () => "")).toThrow("draft: key must be a text, not 7")
  expect(() => ahead.draft("s", "a", wrong)).toThrow("draft: read must be a function, not 7")
  await expect(ahead.take("s", wrong)).rejects.toThrow("take: key must be a text, not 7")
})
