/** A service that is lost makes no server unready: a balancer would replace it. Operators are told. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest"
import { connect } from "./ChatClient.ts"
import { type RunningStack, startStack } from "./RunningStack.ts"

let stack: RunningStack

beforeAll(async () => {
  stack = await startStack(["--latency", "none"], { READINESS_PROBE_MS: "250" })
})
afterAll(async () => {
  expect(await stack.stop()).toBe(0)
})

const status = async (path: string): Promise<number> => (await fetch(`${stack.url}${path}`)).status

interface Told {
  readonly ready: boolean
  readonly services: ReadonlyArray<{ readonly name: string; readonly awayMs: number }>
}

const awayMs = async (service: string): Promise<number | undefined> => {
  const reply = await fetch(`${stack.operator}/readyz`)
  expect(reply.status).toBe(200)
  const told = (await reply.json()) as Told
  return told.services.find(({ name }) => name === service)?.awayMs
}

const faults = (list: ReadonlyArray<object>) =>
  fetch(`${stack.admin}/faults`, { method: "PUT", body: JSON.stringify(list) })
beforeEach(() => faults([]))

it.each(["dynamodb", "bedrock", "opensearch"])("is ready while %s is lost", async (service) => {
  await expect.poll(() => awayMs(service)).toBe(0)
  expect((await faults([{ service, kind: "black-hole" }])).status).toBe(200)
  await expect.poll(() => awayMs(service)).toBeGreaterThan(1_000)
  expect([await status("/readyz"), await status("/healthz")]).toEqual([200, 200])
  const page = await (await fetch(`${stack.operator}/metrics`)).text()
  expect(page).toMatch(new RegExp(`service_away_seconds{service="${service}"} [1-9]`))
  const client = await connect(stack.url, { session: `lost-${service}` })
  const { last } = await client.ask("Is One Piece volume 105 in stock?")
  client.close()
  expect(["turn-end", "error"]).toContain(last.type)
  expect((await faults([])).status).toBe(200)
  await expect.poll(() => awayMs(service)).toBe(0)
})

it("names the models that refuse calls, of answers and of vectors, in the log and to operators", async () => {
  expect((await faults([{ service: "bedrock", kind: "throttle" }])).status).toBe(200)
  const client = await connect(stack.url, { session: "refused" })
  await client.ask("My nephew likes quiet stories with ghosts, what should he read?")
  client.close()
  const models = async () => {
    const { services } = (await (await fetch(`${stack.operator}/readyz`)).json()) as Told
    return services.find(({ name }) => name === "models")
  }
  await expect.poll(models).toMatchObject({ ok: false, detail: expect.stringContaining("titan") })
  expect(await models()).toMatchObject({ detail: expect.stringContaining("claude") })
  expect(stack.output()).toMatch(/the model refused a call, \S*titan\S*: .*throttled/i)
  expect(await status("/readyz")).toBe(200)
})
