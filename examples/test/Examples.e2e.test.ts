/** Every example as a process of its own, against the emulator. */
import { spawn } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync } from "node:fs"
import { createServer, type AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text as wholeText } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { type BedrockEmulator, startBedrockEmulator } from "@manga-assist/bedrock-emulator"
import { afterAll, beforeAll, expect, it } from "vitest"

const folder = fileURLToPath(new URL("../src/", import.meta.url))
const answer = "It was a quiet evening, and nobody knew."
const threeAnswers = `${`${answer}\n`.repeat(3)}3 calls over 1 connection\n`

let emulator: BedrockEmulator
beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "examples-"))
  emulator = await startBedrockEmulator({ dataDir, answers: [{ text: answer }], keepRequests: 100 })
})
afterAll(() => emulator.close())

const run = (name: string, more: Record<string, string> = {}) => {
  const env = { ...process.env, ...emulator.environment, ...more }
  const child = spawn(process.execPath, ["--no-warnings", join(folder, name)], { env })
  let out = ""
  let error = ""
  child.stdout.on("data", (text) => (out += String(text)))
  child.stderr.on("data", (text) => (error += String(text)))
  const ended = new Promise<{ code: number | null; out: string; error: string }>((resolve) => {
    child.once("exit", (code) => resolve({ code, out, error }))
  })
  const ready = () =>
    new Promise<void>((resolve, reject) => {
      child.stdout.on("data", () => out.includes("ready") && resolve())
      child.once("exit", () => reject(new Error(error)))
    })
  return { child, ended, ready }
}

it.each(["ai-sdk.ts", "anthropic.ts", "aws-sdk.ts", "langchain.ts"])(
  "%s asks three questions over one connection, and ends by itself",
  async (name) => {
    const before = emulator.stats().handshakes
    const { ended } = run(name)
    expect(await ended).toEqual({ code: 0, out: threeAnswers, error: expect.any(String) })
    expect(emulator.stats().handshakes - before).toBe(1)
  },
)

it.each(["aws-sdk.ts", "langchain.ts"])("%s makes one attempt for each question", async (name) => {
  const before = emulator.requests().length
  emulator.answer([{ error: "ServiceUnavailableException" }])
  expect(await run(name).ended).toMatchObject({ code: 1, out: "" })
  emulator.answer([{ text: answer }])
  // The program ends at the first refusal; a question that is asked again would have been so by then.
  const asked = emulator.requests().slice(before)
  const questions = new Set(asked.map(({ body }) => JSON.stringify(body)))
  expect(asked.length).toBeGreaterThan(0)
  expect(questions.size).toBe(asked.length)
})

it("the README of connections holds a whole program for the AI SDK, and what it prints", async () => {
  const readme = readFileSync(
    new URL("../../packages/connections/README.md", import.meta.url),
    "utf8",
  )
  const [, program, told] = /^```js example\n(.*?)^```\n\nIt prints:\n\n```\n(.*?)^```/msu.exec(
    readme,
  )!
  const cwd = fileURLToPath(new URL("..", import.meta.url))
  const args = ["--no-warnings", "--input-type=module", "--eval", program!]
  const child = spawn(process.execPath, args, {
    cwd,
    stdio: ["ignore", "pipe", "inherit"],
  })
  expect(await wholeText(child.stdout)).toBe(told)
})

const freePort = async (): Promise<string> => {
  const server = createServer().listen(0, "127.0.0.1")
  await new Promise((resolve) => server.once("listening", resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}

it.each(["express.ts", "hono.ts"])(
  "%s serves, tells a broken answer, stops with its reader, and ends",
  async (name) => {
    const PORT = await freePort()
    const { child, ended, ready } = run(name, { PORT })
    await ready()
    const url = `http://127.0.0.1:${PORT}/chat?q=Well`
    const ask = async () => (await fetch(url)).text()
    const textOf = (said: string) =>
      said.includes("event: text")
        ? [...said.matchAll(/event: text\ndata: (.*)\n/g)]
            .map(([, data]) => JSON.parse(data!))
            .join("")
        : said
    const before = emulator.stats().handshakes
    const all = await Promise.all([ask(), ask(), ask()])
    expect(all.map(textOf)).toEqual([answer, answer, answer])
    expect(emulator.stats().handshakes - before).toBe(1)

    emulator.break({ kind: "reset", afterEvents: 4, operation: "ConverseStream" })
    expect(await ask()).toMatch(/event: failed|the answer broke off/)

    emulator.break({ kind: "stall", afterEvents: 3, operation: "ConverseStream" })
    const cancelled = emulator.stats().streamsCancelled
    const left = new AbortController()
    const { body } = await fetch(url, { signal: left.signal })
    await body!.getReader().read()
    left.abort()
    await expect.poll(() => emulator.stats().streamsCancelled).toBe(cancelled + 1)
    emulator.break()

    child.kill("SIGTERM")
    expect(await ended).toEqual({ code: 0, out: "ready\n", error: "" })
  },
)

it("all are run here, and none has more than 40 lines", () => {
  const names = readdirSync(folder)
  expect(names.toSorted()).toEqual([
    "ai-sdk.ts",
    "anthropic.ts",
    "aws-sdk.ts",
    "express.ts",
    "hono.ts",
    "langchain.ts",
  ])
  for (const name of names) {
    expect(
      readFileSync(join(folder, name), "utf8").trimEnd().split("\n").length,
    ).toBeLessThanOrEqual(40)
  }
})
