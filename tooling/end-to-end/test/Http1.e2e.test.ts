/** The whole store while Bedrock speaks nothing but HTTP/1.1. */
import { afterAll, beforeAll, expect, it } from "vitest"
import { connect } from "./ChatClient.ts"
import { patient, type RunningStack, startStack } from "./RunningStack.ts"

let stack: RunningStack

beforeAll(async () => {
  stack = await startStack(["--latency", "none", "--bedrock-protocol", "h1"], patient)
})
afterAll(async () => {
  expect(await stack.stop()).toBe(0)
})

it("answers over kept HTTP/1.1 connections, one for each chat at a time", async () => {
  const clients = await Promise.all(
    Array.from({ length: 10 }, (_, index) => connect(stack.url, { session: `h1-${index}` })),
  )
  for (let round = 0; round < 5; round += 1) {
    const answers = await Promise.all(
      clients.map((client, index) =>
        client.ask(`A story about pirates, please (${round}-${index})`),
      ),
    )
    for (const { last } of answers) {
      expect(last.type, JSON.stringify(last)).toBe("turn-end")
      expect(last["source"]).toBe("model")
      // Ten at once are late on a slow machine; that nothing fails is what is asked here.
      const degraded = last["degraded"] as ReadonlyArray<string>
      expect(degraded.filter((code) => !code.endsWith("-late"))).toEqual([])
    }
  }
  for (const client of clients) client.close()
  const stats = (await (await fetch(`${stack.admin}/stats`)).json()) as {
    bedrock: { handshakes: number; requests: Record<string, number> }
  }
  expect(stats.bedrock.requests["ConverseStream"]).toBeGreaterThanOrEqual(50)
  // Chats and embeddings run side by side, and what is given up as late takes its connection along.
  const requests = Object.values(stats.bedrock.requests).reduce((sum, count) => sum + count, 0)
  expect(stats.bedrock.handshakes).toBeLessThan(requests / 2)
})
