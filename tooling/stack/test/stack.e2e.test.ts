import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, expect, it } from "vitest"
import { fixtureMain, RunningStack } from "./runningStack.ts"

const running: Array<RunningStack> = []
const start = (...args: ConstructorParameters<typeof RunningStack>) => {
  const stack = new RunningStack(...args)
  running.push(stack)
  return stack
}
const ready = /^ready http:\/\/127\.0\.0\.1:\d+$/m

afterEach(() => {
  for (const stack of running.splice(0)) stack.clear()
})

it("starts in order, says admin, operator and ready once on stdout, stops in order and exits 0", async () => {
  const stack = start("redis", {
    args: ["--latency", "source-after"],
    environment: { AWS_PROFILE: "real-account", SHELL_NAME: "kept" },
  })
  await stack.said(ready)
  await stack.happened("precompute-start")
  expect(stack.out).toMatch(
    /^admin http:\/\/127\.0\.0\.1:4242\noperator (http:\/\/127\.0\.0\.1:\d+)\nready \1\n$/,
  )
  expect(stack.err).toContain("[local-aws] seeding 2,500 of 5,000")
  expect(stack.err).toContain("[orchestrator] a log line")
  expect(stack.err).toMatch(/pnpm@12 chat --url ws:\/\/127\.0\.0\.1:\d+\/chat/)
  // Its last two lines.
  expect(stack.err).toMatch(
    /: +http:\/\/127\.0\.0\.1:\d+\/\n.*: +http:\/\/127\.0\.0\.1:\d+\/machine#replay\n$/,
  )
  expect(stack.left).toContain("REDIS_URL=redis://127.0.0.1:1\n")
  stack.process.kill("SIGINT")
  expect(await stack.ended()).toBe(0)
  expect(stack.left).toBeUndefined()
  expect(stack.did).toEqual([
    "local-aws-start[--latency source-after]",
    "orchestrator-start[http://127.0.0.1:9=x,redis://127.0.0.1:1,-,-,kept]",
    "precompute-start",
    "orchestrator-SIGTERM",
    "orchestrator-drained",
    "precompute-SIGTERM",
    "local-aws-SIGTERM",
  ])
  await stack.nobodyLeft()
})

it("gives the server the page it built, the shell's own, or none where it cannot be built", async () => {
  const built = start("redis")
  const own = start("redis", { environment: { CONSOLE_DIR: "off" } })
  const broken = start("redis page-fails")
  await Promise.all([built, own, broken].map((stack) => stack.said(ready)))
  const pages = [built, own, broken].map(({ err }) => /\[orchestrator\] page (.*)/.exec(err)?.[1])
  expect(pages).toEqual(["console", "off", "-"])
  expect(broken.err).toContain("the page could not be built (code 1); there is none")
})

it("tells the gateway in front who is behind it, and how to chat through it", async () => {
  const stack = start("redis gateway", { args: ["--gateway", "none"] })
  await stack.said(/^ready http/m)
  const server = /^ready (.*)$/m.exec(stack.out)?.[1]
  expect(stack.did).toContain(`PUT /backends: ["${server}"]`)
  expect(stack.out).toContain("\ngateway ws://127.0.0.1:4243/prod\nready")
  expect(stack.err).toContain("pnpm@12 chat --url ws://127.0.0.1:4243/prod")
})

const replayOf = async (stack: RunningStack) => {
  await stack.said(ready)
  const url = /^\[orchestrator\] replays (http:\S+)$/m.exec(stack.err)?.[1] ?? ""
  const ask = async (method: string) => {
    const reply = await fetch(url, { method })
    return { status: reply.status, said: (await reply.json()) as { readonly state: string } }
  }
  const over = async () => {
    for (;;) {
      const { said } = await ask("GET")
      if (said.state !== "running") return said
    }
  }
  return { ask, over }
}

it("replays on request, with the emulators' names and nothing of the shell's", async () => {
  const { ask, over } = await replayOf(start("redis", { environment: { SHELL_NAME: "kept" } }))
  expect((await ask("GET")).said).toEqual({ state: "idle" })
  expect((await ask("POST")).status).toBe(202)
  const result = { OPENSEARCH_URL: "http://127.0.0.1:9=x", SHELL_NAME: "-" }
  expect(await over()).toEqual({ state: "done", result })
  expect((await ask("POST")).status).toBe(202)
  expect((await over()).state).toBe("done")
})

it("runs one replay at a time, and ends it with the stack", async () => {
  const stack = start("redis replay-hangs")
  const { ask } = await replayOf(stack)
  await ask("POST")
  await stack.happened("replay-start")
  expect((await ask("POST")).status).toBe(409)
  await expect
    .poll(async () => (await ask("GET")).said)
    .toMatchObject({
      state: "running",
      step: { side: "before", step: "asking", done: 1, of: 2 },
    })
  stack.process.kill("SIGTERM")
  expect(await stack.ended()).toBe(0)
  expect(stack.did).toContain("replay-SIGTERM")
  await stack.nobodyLeft()
})

it("says that a replay broke, and how", async () => {
  const { ask, over } = await replayOf(start("redis replay-breaks"))
  await ask("POST")
  expect(await over()).toEqual({ state: "failed", why: "it ended before its end (code 4)" })
})

it("says that its port is taken before anything is started", async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve))
  const { port } = other.address() as AddressInfo
  const stack = start("redis", { environment: { PORT: `${port}` } })
  expect(await stack.ended()).toBe(1)
  other.close()
  expect(stack.err).toContain(`another program listens on 127.0.0.1:${port}; end it, or set PORT`)
  expect(stack.did).toEqual([])
})

it("says every two seconds what it is doing, until it is ready", async () => {
  const stack = start("redis late")
  await stack.said(ready)
  const before = stack.err
  expect(before).toContain("starting the emulators and their data: 2 s\n")
  expect(before).toContain("starting the emulators and their data: 4 s\n")
  stack.process.kill("SIGTERM")
  expect(await stack.ended()).toBe(0)
  expect(stack.err.slice(before.length)).not.toMatch(/: \d+ s$/m)
})

it("moves the worker into the server when there is no Redis", async () => {
  const stack = start("")
  await stack.said(ready)
  stack.process.kill("SIGTERM")
  expect(await stack.ended()).toBe(0)
  expect(stack.did[1]).toBe("orchestrator-start[http://127.0.0.1:9=x,-,in-process,-,-]")
  expect(stack.did).not.toContain("precompute-start")
})

it("keeps Ctrl-C to itself and takes its echo for the same wish", async () => {
  const stack = start("redis")
  await stack.said(ready)
  const { pid } = stack.process
  process.kill(-(pid ?? 0), "SIGINT")
  process.kill(-(pid ?? 0), "SIGINT")
  expect(await stack.ended()).toBe(0)
  expect(stack.did.filter((what) => what.endsWith("SIGINT"))).toEqual([])
  expect(stack.did.filter((what) => what === "orchestrator-SIGTERM")).toHaveLength(1)
})

it("kills what hangs at the second signal and exits 130", async () => {
  const stack = start("redis hang grandchild")
  await stack.said(ready)
  stack.process.kill("SIGINT")
  await stack.happened("orchestrator-SIGTERM")
  // The gate takes signals within 150 ms for one: repeat until one counts.
  const again = setInterval(() => stack.process.kill("SIGINT"), 50)
  expect(await stack.ended()).toBe(130)
  clearInterval(again)
  await stack.nobodyLeft()
})

it("kills a server that does not drain in time, and still stops the rest", async () => {
  const short = start("hang grandchild", { environment: { DRAIN_TIMEOUT_MS: "0" } })
  await short.said(ready)
  short.process.kill("SIGTERM")
  await short.said(/did not stop within 5000 ms/)
  expect(await short.ended()).toBe(0)
  expect(short.did.at(-1)).toBe("local-aws-SIGTERM")
  await short.nobodyLeft()
})

it("ends with the server's code when the server ends", async () => {
  const stack = start("redis")
  const base = (await stack.said(ready)).slice("ready ".length)
  await stack.happened("precompute-start")
  await fetch(`${base}/die`).catch(() => undefined)
  expect(await stack.ended()).toBe(7)
  expect(stack.err).toContain("orchestrator ended by itself (code 7); stopping")
  expect(stack.did.slice(-2)).toEqual(["precompute-SIGTERM", "local-aws-SIGTERM"])
  await stack.nobodyLeft()
})

it("ends with a clear line when the emulators are killed", async () => {
  const stack = start("redis")
  await stack.said(ready)
  const [, pid] = stack.journal[0] ?? ["", 0]
  process.kill(pid, "SIGKILL")
  expect(await stack.ended()).toBe(137)
  expect(stack.err).toContain("local-aws ended by itself (SIGKILL); stopping")
  await stack.nobodyLeft()
})

it("passes on why the emulators cannot start, and their code", async () => {
  const stack = start("emulators-fail")
  expect(await stack.ended()).toBe(3)
  expect(stack.err).toContain("[local-aws] DATA_DIR is not writable")
  expect(stack.err).toContain("local-aws ended before it was ready (code 3)")
  expect(stack.out).toBe("")
})

it("passes on that the port is in use", async () => {
  const stack = start("port-in-use grandchild")
  expect(await stack.ended()).toBe(1)
  expect(stack.err).toContain("PORT 8080 on 127.0.0.1 is in use")
  expect(stack.out).not.toContain("ready")
  await stack.nobodyLeft()
})

it("starts a worker again that ends", async () => {
  const stack = start("redis worker-fails")
  await stack.said(ready)
  await stack.happened("precompute-start", 4)
  expect(stack.err).toContain("precompute ended (code 3), starting it again in 20 ms")
  stack.process.kill("SIGTERM")
  expect(await stack.ended()).toBe(0)
  await stack.nobodyLeft()
})

it("leaves nothing behind when it is killed itself", async () => {
  const stack = start("redis")
  await stack.said(ready)
  await stack.happened("precompute-start")
  stack.process.kill("SIGKILL")
  await stack.happened("orchestrator-drained")
  await stack.nobodyLeft()
})

it("stops while it is still starting", async () => {
  const stack = start("never-ready")
  await stack.happened("orchestrator-start[http://127.0.0.1:9=x,-,in-process,-,-]")
  stack.process.kill("SIGTERM")
  expect(await stack.ended()).toBe(0)
  await stack.nobodyLeft()
})

it("stops when the package manager that started it is gone", async () => {
  // As `npx` starts us: a package manager, its shell, another one, its shell.
  const inner = `${process.execPath} ${fixtureMain}; true`
  const shell = (name: string, command: string) =>
    `exec -a '${name}' bash -c "$0"`.replace("$0", `${command.replaceAll('"', '\\"')}; true`)
  const stack = start("redis", {
    command: ["bash", "-c", shell("npm exec pnpm start", shell("pnpm start", inner))],
  })
  await stack.said(ready)
  stack.process.kill("SIGKILL")
  await stack.said(/the command that started this is gone; stopping/)
  await stack.nobodyLeft()
})
