/**
 * A server of the model that misbehaves in one way after another, over HTTP/2 with TLS, as customers of the chat server
 * see it: every message ends once and in time, nothing broken is kept, no half of a tool's use is executed, and when it
 * is over the next message is answered.
 */
import { describe, expect, it } from "vitest"
import { answerBehaviours } from "./misbehaving/AnswerBehaviours.ts"
import type { Behaviour } from "./misbehaving/Behaviour.ts"
import { judge, type Seen } from "./misbehaving/Judge.ts"
import { suffer } from "./misbehaving/Suffer.ts"
import { wireBehaviours } from "./misbehaving/WireBehaviours.ts"

const behaviours: ReadonlyArray<Behaviour> = [...answerBehaviours, ...wireBehaviours]

/** Most of their time they wait. */
const atOnce = 6

/** All begin with the first that is asked for. What is asked for again is seen anew, alone. */
const suffering = () => {
  const seen = new Map(behaviours.map((each) => [each, Promise.withResolvers<Seen>()]))
  const waiting = [...seen]
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [behaviour, { reject, resolve }] = next
      await suffer(behaviour).then(resolve, reject)
    }
  }
  for (const { promise } of seen.values()) promise.catch(() => {})
  for (let worker = 0; worker < atOnce; worker++) void work()
  return (behaviour: Behaviour): Promise<Seen> => {
    const first = seen.get(behaviour)
    seen.delete(behaviour)
    return first?.promise ?? suffer(behaviour)
  }
}

let seenOf: ReturnType<typeof suffering> | undefined

describe("a model's server that misbehaves", () => {
  it.each(behaviours.map((behaviour) => [behaviour.name, behaviour] as const))(
    "%s",
    async (_, behaviour) => {
      seenOf ??= suffering()
      expect(judge(behaviour, await seenOf(behaviour))).toEqual([])
    },
  )

  it("plays more than sixty ways, each under a name of its own", () => {
    expect(new Set(behaviours.map(({ name }) => name)).size).toBe(behaviours.length)
    expect(behaviours.length).toBeGreaterThan(60)
  })
})

describe("the judge", () => {
  it("sees an answer that was kept, and came from the cache", async () => {
    const whole: Behaviour = { name: "none at all", ends: ["error truncated"] }
    expect(judge(whole, await suffer(whole))).toEqual([
      "message 1: it ended as complete model",
      "message 1: its answer was kept",
      "message 2: it ended as complete model",
      "message 3: it ended as complete exact",
      "message 4: it ended as complete model",
    ])
  })

  it("sees uses of tools that were executed, and requests that are none", async () => {
    const used = behaviours.find(({ name }) => name === "tool: ten uses")!
    const lines = judge({ ...used, uses: 9 }, await suffer(used))
    expect(lines).toEqual([2, 4].map((at) => `message ${at}: 10 uses of tools were executed`))
  })

  it("sees what comes late, twice, never, of no model, from too many connections, or is left", () => {
    const behaviour: Behaviour = { name: "", ends: ["error timeout"] }
    const end = { type: "error", code: "timeout", message: "", retryable: true, id: "m" } as const
    const heard = (...times: ReadonlyArray<number>) => ({
      frames: times.map((atMs) => ({ frame: end, atMs })),
      calls: 1,
      kept: 0,
    })
    const seen: Seen = { ill: [heard(10)], healed: [], refusals: [], connections: 1, open: 0 }
    const linesOf = (change: Partial<Seen>) => judge(behaviour, { ...seen, ...change })
    expect(linesOf({})).toEqual([])
    expect(linesOf({ ill: [heard(10, 11)] })).toEqual(["message 1: it ended 2 times"])
    expect(linesOf({ ill: [heard()] })).toEqual([
      "message 1: it ended 0 times",
      "message 1: it ended as nothing",
    ])
    expect(linesOf({ ill: [heard(9_000)] })).toEqual([
      "message 1: its first content came after 9000 ms",
      "message 1: it ended after 9000 ms",
    ])
    expect(linesOf({ ill: [{ ...heard(10), calls: 0 }] })).toEqual([
      "message 1: no model was called for it",
    ])
    expect(linesOf({ healed: [heard(10)] })).toEqual([
      "healed, message 1: it ended as error timeout",
    ])
    expect(linesOf({ refusals: ["no"], connections: 25, open: 1 })).toEqual([
      "Bedrock would refuse a request: no",
      "25 connections were made",
      "1 requests are left",
    ])
  })
})
