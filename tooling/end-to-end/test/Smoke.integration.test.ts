/** `pnpm smoke` passes against a whole store, and names the reason when a part of it is broken. */
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { afterAll, afterEach, beforeAll, expect, it } from "vitest"
import { connect } from "./ChatClient.ts"
import { type RunningStack, startStack } from "./RunningStack.ts"

const main = fileURLToPath(new URL("../../smoke/src/main.ts", import.meta.url))

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
