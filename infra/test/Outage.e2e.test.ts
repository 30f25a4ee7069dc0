/**
 * Bedrock, OpenSearch and DynamoDB are away one after the other, under load, for longer than any health check is patient:
 * no task would be replaced, no socket is cut, every message ends. Then the task is stopped while the table is away: what
 * was acknowledged is recorded by the next one. `OUTAGE_SECONDS` makes each outage longer.
 */
import { Template } from "aws-cdk-lib/assertions"
import { afterEach, beforeEach, expect, it, onTestFinished } from "vitest"
import { type ChatClient, connect } from "../../tooling/end-to-end/test/ChatClient.ts"
import { openPrograms, type Programs, type Server } from "../../tooling/end-to-end/test/Programs.ts"
import { everyStoredTurn } from "../../tooling/end-to-end/test/SessionTable.ts"
import { build } from "../src/Build.ts"
import { watchTask } from "./Scheduler.ts"

const template = Template.fromStack(
  build({
    domain: "chat.example.jp",
    certificateArn: "arn:aws:acm:ap-northeast-1:123456789012:certificate/abc",
    settings: '{"AUTH":"jwt"}',
    gatewaySecret: "gateway",
  }).store,
)
const outageMs = 1_000 * Number(process.env["OUTAGE_SECONDS"] ?? 20)
const customers = 6

let programs: Programs
let aws: Readonly<Record<string, string>>
let server: Server

// For each try: what one leaves behind must not fail the next.
beforeEach(async () => {
  programs = await openPrograms()
  aws = await programs.startEmulators()
  server = await programs.startServer(aws)
}, 120_000)
afterEach(() => programs?.stop())

const faults = (list: ReadonlyArray<object>) =>
  fetch(`${aws["ADMIN_URL"]}/faults`, { method: "PUT", body: JSON.stringify(list) })

const sleep = (ms: number) => new Promise((resume) => setTimeout(resume, ms))

const awayMs = async (service: string): Promise<number | undefined> => {
  const { services } = (await (await fetch(`${server.operator}/readyz`)).json()) as {
    readonly services: ReadonlyArray<{ readonly name: string; readonly awayMs: number }>
  }
  return services.find(({ name }) => name === service)?.awayMs
}

/** Between two questions of a customer: who never pauses is a flood, which the server stops reading. */
const pauseMs = 250

/** Customers who ask one question after the other on one socket each, and what became of them. */
const startLoad = async () => {
  const sockets = await Promise.all(
    Array.from({ length: customers }, (_, index) =>
      connect(server.url, { session: `outage-${process.pid}-${index}` }),
    ),
  )
  const seen = { ends: 0, recorded: new Array<string>(), cut: new Array<string>() }
  const over = new AbortController()
  const askOn = async (client: ChatClient, index: number) => {
    for (let asked = 1; !over.signal.aborted; asked += 1) {
      const { last } = await client.ask(`How much is volume ${asked} of Monster? (${index})`)
      seen.ends += 1
      await sleep(pauseMs)
      const degraded = last["degraded"]
      if (last.type !== "turn-end" || !Array.isArray(degraded)) continue
      if (!degraded.includes("not-recorded")) seen.recorded.push(String(last["turn"]))
    }
  }
  const loops = sockets.map((client, index) =>
    askOn(client, index).catch((error: unknown) => {
      if (!over.signal.aborted) seen.cut.push(String(error))
    }),
  )
  return {
    seen,
    /** The server may be stopped from now on. */
    over: () => over.abort(),
    stop: async () => {
      over.abort()
      await Promise.all(loops)
      for (const client of sockets) client.close()
    },
  }
}

it(
  "replaces no task and cuts no socket, and loses nothing acknowledged at a stop",
  async ({ annotate }) => {
    const scheduler = watchTask(template, server.url)
    onTestFinished(scheduler.stop)
    const load = await startLoad()
    onTestFinished(load.stop)
    for (const service of ["bedrock", "opensearch", "dynamodb"]) {
      const before = load.seen.ends
      expect((await faults([{ service, kind: "black-hole" }])).status).toBe(200)
      await sleep(outageMs)
      await expect.poll(() => awayMs(service)).toBeGreaterThan(0)
      expect((await faults([])).status).toBe(200)
      const over = performance.now()
      await expect.poll(() => awayMs(service), { timeout: 60_000 }).toBe(0)
      await annotate(`${service} was seen again after ${Math.round(performance.now() - over)} ms`)
      expect(load.seen.ends).toBeGreaterThan(before)
    }
    expect(load.seen.cut).toEqual([])
    await scheduler.stop()
    expect(scheduler.replaced).toEqual([])
    expect(scheduler.asked.size).toBe(3)
    for (const asked of scheduler.asked.values()) expect(asked).toBeGreaterThan(3)

    await faults([{ service: "dynamodb", kind: "unavailable" }])
    const before = load.seen.recorded.length
    await expect
      .poll(() => load.seen.recorded.length, { timeout: 60_000 })
      .toBeGreaterThan(before + customers)
    load.over()
    expect(await server.stop()).toBe(3)
    await load.stop()
    await faults([])
    server = await programs.startServer(aws, { data: server.data })
    const missing = async () => {
      const stored = await everyStoredTurn(aws)
      return load.seen.recorded.filter((turn) => !stored.has(turn))
    }
    await expect.poll(missing, { timeout: 60_000 + outageMs, interval: 500 }).toEqual([])
  },
  4 * outageMs + 540_000,
)
