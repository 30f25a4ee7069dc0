import { expect, it } from "vitest"
import { fromOneList, type Take } from "../src/FromOneList.ts"

const takeAll = (take: Take<string>, until: () => Promise<unknown>) => async () => {
  const taken: Array<string> = []
  for (let next = take(); next !== undefined; next = take()) {
    taken.push(`${next[0]} ${next[1]}`)
    await until()
  }
  return taken
}

it("gives each worker the next item as soon as it is free", async () => {
  const slow = Promise.withResolvers<void>()
  const made = await fromOneList(["a", "b", "c", "d"], ["slow", "quick"], (worker, take) => {
    if (worker === "slow") return takeAll(take, () => slow.promise)()
    return takeAll(take, () => Promise.resolve())().finally(slow.resolve)
  })
  expect(made).toEqual([["0 a"], ["1 b", "2 c", "3 d"]])
})

it("ends with what failed when the others have ended, who get nothing more", async () => {
  const failed = Promise.withResolvers<void>()
  const events: Array<string> = []
  const made = fromOneList(["a", "b", "c"], ["fails", "goes on"], async (worker, take) => {
    events.push(`${worker}: ${take()?.[1]}`)
    if (worker === "fails") {
      queueMicrotask(failed.resolve)
      throw new Error("no world")
    }
    await failed.promise
    events.push(`${worker}: ${take()?.[1]}`)
  })
  await expect(made.finally(() => events.push("over"))).rejects.toThrow("no world")
  expect(events).toEqual(["fails: a", "goes on: b", "goes on: undefined", "over"])
})
