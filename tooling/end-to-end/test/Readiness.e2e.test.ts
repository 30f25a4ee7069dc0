/** `/readyz` turns 503 while a critical service is lost for longer than its grace, and back by itself. */
import { afterAll, beforeAll, expect, it } from "vitest"
import { connect } from "./ChatClient.ts"
import { type RunningStack, startStack } from "./RunningStack.ts"

let stack: RunningStack

beforeAll(async () => {
  stack = await startStack(["--latency", "none"], {
    READINESS_GRACE_MS: "1000",
    READINESS_PROBE_MS: "250",
  })
})
afterAll(async () => {
  expect(await stack.stop()).toBe(0)
})

const status = async (path: string): Promise<number> => (await fetch(`${stack.url}${path}`)).status

/** Asks again and again; an answer takes its own time, so this does not spin. */
const becomes = async (wanted: number, withinMs: number): Promise<void> => {
  const deadline = performance.now() + withinMs
  while ((await status("/readyz")) !== wanted) {
    if (performance.now() > deadline) throw new Error(`/readyz was not ${wanted} in ${withinMs} ms`)
  }
}

const faults = (list: ReadonlyArray<object>) =>
  fetch(`${stack.admin}/faults`, { method: "PUT", body: JSON.stringify(list) })

it.each(["dynamodb", "bedrock"])(
  "is not ready while %s is lost, and lives all the same",
  async (service) => {
    expect(await status("/readyz")).toBe(200)
    expect((await faults([{ service, kind: "black-hole" }])).status).toBe(200)
    await becomes(503, 30_000)
    expect(await status("/healthz")).toBe(200)
    const client = await connect(stack.url, { session: `not-ready-${service}` })
    const { last } = await client.ask("Is One Piece volume 105 in stock?")
    client.close()
    expect(["turn-end", "error"]).toContain(last.type)
    expect((await faults([])).status).toBe(200)
    await becomes(200, 30_000)
  },
)
