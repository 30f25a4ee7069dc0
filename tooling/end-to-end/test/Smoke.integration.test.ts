/** `pnpm smoke` passes against a whole store, and names the reason when a part of it is broken. */
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { afterAll, afterEach, beforeAll, expect, it } from "vitest"
import { connect } from "./ChatClient.ts"
import { type RunningStack, startStack } from "./RunningStack.ts"

const main = fileURLToPath(new URL("../../smoke/src/main.ts", import.meta.url))

interface Side {
  readonly turns: number
  readonly failures: ReadonlyArray<string>
  readonly stages: ReadonlyArray<{
    readonly stage: string
    readonly startMs: number
    readonly endMs: number
  }>
}

/** As the operators' port tells it. */
interface Replay {
  readonly state: string
  readonly step?: { readonly side: string; readonly step: string }
  readonly result?: { readonly sides: Readonly<Record<"before" | "after", Side>> }
}

let stack: RunningStack

beforeAll(async () => {
  stack = await startStack()
  // The worker has made popular answers; until then the second of two questions would ask the model too.
  await untilPopular()
})
afterAll(() => stack.stop())
afterEach(() => faults([]))

const faults = (list: ReadonlyArray<object>) =>
  fetch(`${stack.admin}/faults`, { method: "PUT", body: JSON.stringify(list) })

const untilPopular = async (): Promise<void> => {
  const client = await connect(stack.url)
  for (let asked = 0; asked < 200; asked += 1) {
    const { last } = await client.ask("What's trending this week?")
    if (last["source"] === "precomputed") break
  }
  client.close()
}

const smoke = (...args: ReadonlyArray<string>): Promise<{ code: number | null; out: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [main, stack.url, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    })
    let out = ""
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (out += text))
    }
    child.once("close", (code) => resolve({ code, out }))
  })

it("passes when all is well", async () => {
  const { code, out } = await smoke("--budget", "20000")
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining("all is well") })
})

it.each([
  ["the model is throttled", [{ service: "bedrock", kind: "throttle" }]],
  ["the product index cannot be asked", [{ service: "opensearch", kind: "reset" }]],
  ["a table cannot be read", [{ service: "dynamodb", kind: "reset" }]],
  [
    "the answer cache does not serve what was just answered",
    [{ service: "redis", kind: "black-hole" }],
  ],
] as const)("fails and says that %s", async (reason, list) => {
  expect((await faults(list)).status).toBe(200)
  // A fault of Redis is noticed when its heartbeat fails.
  let ended = await smoke("--budget", "20000")
  for (let again = 0; again < 3 && !ended.out.includes(reason); again += 1) {
    ended = await smoke("--budget", "20000")
  }
  expect(ended).toMatchObject({ code: 1, out: expect.stringContaining(`wrong: ${reason}`) })
})

it("fails when answers begin later than they may", async () => {
  const { code, out } = await smoke("--budget", "1")
  expect({ code, out }).toMatchObject({
    code: 1,
    out: expect.stringContaining("began later than 1 ms"),
  })
})

it("fails for who may not speak in this session", async () => {
  const owner = await connect(stack.url, { session: "smoke-owned", user: "demo-01" })
  await owner.ask("hello")
  const { code, out } = await smoke("--session", "smoke-owned", "--user", "demo-02")
  owner.close()
  expect({ code, out }).toMatchObject({
    code: 1,
    out: expect.stringContaining("the identity was refused"),
  })
})

it("replays the source's two configurations at the operators' port, and leaves the emulators as they were", async () => {
  const ask = async <A>(url: string, init?: RequestInit): Promise<A> =>
    (await (await fetch(url, init)).json()) as A
  const times = () => ask<{ readonly services: object }>(`${stack.admin}/latency`)
  const taken = await times()
  const address = `${stack.operator}/machine/replay`
  const headers = { "content-type": "application/json" }
  await ask(address, { method: "POST", headers, body: "{}" })
  const steps = new Set<string>()
  let replay: Replay = { state: "running" }
  const look = async () => {
    replay = await ask<Replay>(address)
    if (replay.step !== undefined) steps.add(`${replay.step.side} ${replay.step.step}`)
    return replay.state
  }
  await expect.poll(look, { interval: 200, timeout: 200_000 }).not.toBe("running")
  expect(replay).toMatchObject({ state: "done" })
  const { after, before } = replay.result?.sides ?? {}
  for (const side of [before, after]) expect(side).toMatchObject({ turns: 20, failures: [] })
  // Played times are never less than their figure.
  const took = (side: Side | undefined, name: string) => {
    const stage = side?.stages.find(({ stage }) => stage === name)
    return stage === undefined ? undefined : stage.endMs - stage.startMs
  }
  expect(took(before, "model")).toBeGreaterThan(799)
  expect(took(after, "model")).toBeGreaterThan(679)
  for (const name of ["hops", "guardrail", "session-update"]) {
    expect(took(before, name)).toBeGreaterThan(4)
    expect(took(after, name)).toBeUndefined()
  }
  expect([...steps]).toEqual(
    expect.arrayContaining(["before starting", "before asking", "after starting", "after asking"]),
  )
  expect((await times()).services).toEqual(taken.services)
})
