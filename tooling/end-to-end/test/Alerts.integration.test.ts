/**
 * A real Prometheus reads both apps while their services break: the alerts of the rules fire, and clear when the fault
 * has gone. The rules' times are shortened to seconds, their expressions are as they are.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type ChatClient, connect } from "./ChatClient.ts"
import { type RunningStack, startStack } from "./RunningStack.ts"

const rules = fileURLToPath(new URL("../../../infra/monitoring/alerts.yaml", import.meta.url))

const operations = fileURLToPath(new URL("../../../docs/operations.md", import.meta.url))

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no port"))
        else resolve(address.port)
      })
    })
  })

let stack: RunningStack
let prometheus: ChildProcess
let folder = ""
let workerPage = ""
let address = ""

beforeAll(async () => {
  const workerPort = await freePort()
  const port = await freePort()
  workerPage = `http://127.0.0.1:${workerPort}/metrics`
  stack = await startStack(["--latency", "none"], {
    METRICS_PORT: `${workerPort}`,
    METRICS_HOST: "127.0.0.1",
    ENDPOINT_HEALTH_INTERVAL_MS: "1000",
  })
  folder = await mkdtemp(join(tmpdir(), "prometheus-"))
  const text = await readFile(rules, "utf8")
  const quick = text.replaceAll(/\[\d+m\]/g, "[8s]").replaceAll(/for: \d+m/g, "for: 2s")
  await writeFile(join(folder, "alerts.yaml"), quick)
  const job = (name: string, target: string) => ({
    job_name: name,
    static_configs: [{ targets: [new URL(target).host] }],
  })
  const configuration = {
    global: { scrape_interval: "1s", scrape_timeout: "1s", evaluation_interval: "1s" },
    rule_files: ["alerts.yaml"],
    scrape_configs: [job("manga-assist", stack.operator), job("manga-assist-worker", workerPage)],
  }
  await writeFile(join(folder, "prometheus.yaml"), JSON.stringify(configuration))
  address = `http://127.0.0.1:${port}`
  prometheus = spawn(
    "prometheus",
    [
      `--config.file=${join(folder, "prometheus.yaml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: "ignore" },
  )
})

afterAll(async () => {
  prometheus.kill("SIGTERM")
  await stack.stop()
  await rm(folder, { recursive: true, force: true })
})

const ask = async (path: string): Promise<unknown> => {
  const reply = await fetch(`${address}/api/v1/${path}`)
  const body: unknown = await reply.json()
  return body !== null && typeof body === "object" && "data" in body ? body.data : undefined
}

interface Alert {
  readonly state: string
  readonly labels: Readonly<Record<string, string>>
}

const firing = async (): Promise<ReadonlySet<string>> => {
  const data = await ask("alerts").catch(() => undefined)
  const { alerts } = (data ?? { alerts: [] }) as { readonly alerts: ReadonlyArray<Alert> }
  return new Set(
    alerts.filter(({ state }) => state === "firing").map(({ labels }) => labels["alertname"] ?? ""),
  )
}

const faults = (list: ReadonlyArray<object>) =>
  fetch(`${stack.admin}/faults`, { method: "PUT", body: JSON.stringify(list) })

let asked = 0
/** Never the same words, so that no cache answers; of products, prices and a wish, so that every service is asked. */
const chatOnce = async (client: ChatClient): Promise<void> => {
  asked += 1
  await client
    .ask(`Which quiet stories about the sea, number ${asked * 7919}, would you recommend?`)
    .catch(() => {})
}

/** Chats on until it is so. */
const whileChatting = async (
  until: () => Promise<boolean>,
  withinMs = 90_000,
): Promise<boolean> => {
  const client = await connect(stack.url)
  const deadline = performance.now() + withinMs
  try {
    while (performance.now() < deadline) {
      // Five questions a second are enough for every rule, and leave the machine some air.
      await Promise.all([chatOnce(client), setTimeout(200)])
      if (await until()) return true
    }
    return false
  } finally {
    client.close()
  }
}

/** Empty while nobody answers. */
const pageOf = (url: string): Promise<string> =>
  fetch(url).then(
    (reply) => reply.text(),
    () => "",
  )

const promtool = (page: string): Promise<{ code: number; out: string }> =>
  new Promise((resolve) => {
    const child = execFile("promtool", ["check", "metrics"], (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out: out + err }),
    )
    child.stdin?.end(page)
  })

/** Counters of the operators' page, of which every page of the running apps has a sample. */
const documented = async (prefix: string): Promise<ReadonlyArray<string>> => {
  const text = await readFile(operations, "utf8")
  return [...new Set(text.match(new RegExp(`\\b${prefix}[a-z_]+_total\\b`, "g")))]
}

const missingFrom = (page: string, names: ReadonlyArray<string>): ReadonlyArray<string> =>
  names.filter((name) => !new RegExp(`^${name}(?:\\{.*\\})? \\d`, "m").test(page))

describe("metrics", () => {
  it("of the chat server have every counter before its first event", async () => {
    const page = await pageOf(`${stack.operator}/metrics`)
    const names = await documented("manga_assist_")
    expect(names.length).toBeGreaterThan(20)
    expect(missingFrom(page, names)).toEqual([])
    expect(page).toMatch(/^manga_assist_frames_sent_total 0$/m)
  })

  it("of the chat server are as Prometheus wants them", async () => {
    const client = await connect(stack.url)
    await chatOnce(client)
    client.close()
    const page = await pageOf(`${stack.operator}/metrics`)
    expect(page).toContain("manga_assist_first_content_seconds_bucket")
    expect(await promtool(page)).toEqual({ code: 0, out: "" })
  })

  it("of the worker are as Prometheus wants them", async () => {
    // It starts once the server is ready, and leads once no other does.
    const leading = async () => /^precompute_leader 1$/m.test(await pageOf(workerPage))
    expect(await whileChatting(leading)).toBe(true)
    const page = await pageOf(workerPage)
    expect(await promtool(page)).toEqual({ code: 0, out: "" })
    expect(missingFrom(page, await documented("precompute_"))).toEqual([])
  })

  it("of both are read", async () => {
    const read = async (): Promise<boolean> => {
      const data = await ask("query?query=sum(up)").catch(() => undefined)
      return JSON.stringify(data ?? "").includes('"2"')
    }
    expect(await whileChatting(read)).toBe(true)
  })
})

describe("alerts", () => {
  it("are silent while nothing is wrong", async () => {
    // Long enough for every window of the shortened rules.
    const until = performance.now() + 15_000
    await whileChatting(() => Promise.resolve(performance.now() > until))
    expect([...(await firing())]).toEqual([])
  })

  it.each([
    ["ModelUnavailable", [{ service: "bedrock", kind: "reset" }]],
    ["SearchDegraded", [{ service: "opensearch", kind: "reset" }]],
    ["TablesDegraded", [{ service: "dynamodb", kind: "reset" }]],
    ["CacheUnreadable", [{ service: "redis", kind: "black-hole" }]],
    ["NoWorkerLeads", [{ service: "redis", kind: "black-hole" }]],
    ["EndpointUnhealthy", [{ service: "bedrock", kind: "refuse" }]],
  ] as const)("%s fires by its fault and clears after it", async (name, list) => {
    expect((await faults(list)).status).toBe(200)
    const fires = await whileChatting(async () => (await firing()).has(name))
    await faults([])
    expect(fires).toBe(true)
    expect(await whileChatting(async () => !(await firing()).has(name))).toBe(true)
  })
})
