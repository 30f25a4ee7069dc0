/**
 * Each dependency is broken in turn while twenty sockets chat: every message is answered or refused
 * as the failure table says, the server stays alive, and the dependency comes back by itself.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Answer, type ChatClient, connect } from "./ChatClient.ts"
import { type RunningStack, startStack } from "./RunningStack.ts"

let stack: RunningStack
let clients: ReadonlyArray<ChatClient>

const questions = [
  "Recommend a seinen manga about Vikings",
  "ワンピースの105巻はいくら？",
  "Is volume 12 of Blue Lock in stock as paperback?",
  "What's trending this week?",
  "返品できますか",
]

const putFaults = async (faults: ReadonlyArray<object>) => {
  const reply = await fetch(`${stack.admin}/faults`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(faults),
  })
  expect(reply.status).toBe(200)
}

/** One question of the socket with this index. */
const ask = (round: number, index: number): Promise<Answer> => {
  const client = clients[index]
  if (client === undefined) throw new Error(`there is no socket ${index}`)
  return client.ask(`${questions[(index + round) % questions.length]} (${round}-${index})`)
}

/** Each of the twenty asks one; what matters is that each one ends. */
const askAll = (round: number): Promise<ReadonlyArray<Answer>> =>
  Promise.all(clients.map((_, index) => ask(round, index)))

beforeAll(async () => {
  stack = await startStack()
  clients = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      connect(stack.url, {
        session: `faults-${index}`,
        user: `demo-${String(index + 1).padStart(2, "0")}`,
      }),
    ),
  )
})

afterAll(async () => {
  for (const client of clients) client.close()
  expect(await stack.stop()).toBe(0)
})

const ended = (answers: ReadonlyArray<Answer>) => {
  for (const { last } of answers) {
    expect(["turn-end", "error"]).toContain(last.type)
    if (last.type === "error") {
      expect(["model-unavailable", "timeout", "truncated"]).toContain(last["code"])
      expect(last["retryable"]).toBe(true)
    }
  }
}

const withinBudget = (answers: ReadonlyArray<Answer>) => {
  for (const { last } of answers) {
    if (last.type !== "turn-end") continue
    const { totalMs, usedMs } = last["budget"] as { totalMs: number; usedMs: number }
    expect(usedMs).toBeLessThanOrEqual(totalMs)
  }
}

const isWhole = ({ last }: Answer): boolean =>
  last.type === "turn-end" && (last["degraded"] as ReadonlyArray<string>).length === 0

/** Every socket is answered with nothing left out again, each at its time: a busy machine is late for one now and then. */
const healthy = async (round: number) => {
  await putFaults([])
  let left = [...clients.keys()]
  const askThoseLeft = async () => {
    const answers = await Promise.all(left.map((index) => ask(round, index)))
    left = left.filter((_, at) => answers[at] === undefined || !isWhole(answers[at]))
    return left
  }
  await expect.poll(askThoseLeft, { timeout: 40_000, interval: 200 }).toEqual([])
  expect((await fetch(`${stack.url}/healthz`)).status).toBe(200)
}

describe.each(["opensearch", "dynamodb", "redis"])("%s broken", (service) => {
  it.each(["refuse", "reset", "black-hole"])("by %s: every message is answered", async (kind) => {
    const { services } = await knownFaults()
    if (!services.includes(service)) return
    await putFaults([{ service, kind }])
    const answers = [...(await askAll(1)), ...(await askAll(2))]
    ended(answers)
    withinBudget(answers)
    expect(answers.filter(({ last }) => last.type === "turn-end")).toHaveLength(40)
    await healthy(3)
  })
})

/** Without a Redis on the PATH there is none to break. */
const knownFaults = async () => {
  const stats = (await (await fetch(`${stack.admin}/stats`)).json()) as Record<string, unknown>
  return { services: Object.keys(stats) }
}

describe("bedrock broken", () => {
  it.each(["refuse", "reset", "black-hole", "throttle", "unavailable", "garbage", "stall"])(
    "by %s: answered from the catalogue, or refused within the budget",
    async (kind) => {
      await putFaults([{ service: "bedrock", kind }])
      const answers = [...(await askAll(1)), ...(await askAll(2))]
      ended(answers)
      withinBudget(answers)
      // Open connections outlive a refusal of new ones, so nothing is missing then.
      const source = kind === "refuse" ? "model" : "catalogue"
      expect(answers.map(({ last }) => last["source"])).toContain(source)
      await healthy(3)
    },
  )

  it.each(["fin", "mid-stream-exception"])(
    "by %s in mid-stream: a clear error, nothing passed off as complete",
    async (kind) => {
      await putFaults([{ service: "bedrock", kind, operation: "ConverseStream", afterEvents: 4 }])
      const answers = await askAll(1)
      ended(answers)
      for (const { text, last } of answers) {
        if (text !== "" && last["source"] === "model") expect(last.type).not.toBe("turn-end")
      }
      await healthy(2)
    },
  )
})
