/** The command in a process of its own. */
import { execFile, spawn } from "node:child_process"
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { request } from "node:https"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "bedrock-emulator-command-"))

const run = (...args: ReadonlyArray<string>) =>
  new Promise<{ code: unknown; out: string; error: string }>((resolve) => {
    execFile(process.execPath, [main, ...args], (failure, out, error) =>
      resolve({ code: failure?.code ?? 0, out, error }),
    )
  })

it("shows help and its version, without starting anything", async () => {
  const help = await run("--help")
  expect(help).toMatchObject({ code: 0, error: "" })
  expect(help.out).toMatch(/--first-token-ms N/)
  expect(await run("--version")).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+/) })
})

it.each([
  [["--port", "x"], /--port: must be a whole number/],
  [["--protocol", "h3"], /--protocol: unknown value "h3"; the nearest is "h1"; known: any, h1, h2/],
  [["--frist-token-ms", "5"], /--frist-token-ms: unknown flag; the nearest is "--first-token-ms"/],
  [["--seed"], /--seed/],
  [["--record", "a.json"], /--record-from: must be the https URL/],
  [["--record-from", "https://a.example"], /--record: is needed/],
  [["--record", "a.json", "--record-from", "https://a.example"], /RECORD_API_KEY: must hold/],
  [["--api-key", "sk-1"], /--api-key: must begin with bedrock-api-key- or ABSK/],
  [["extra"], /extra/],
  [["--script", "/nowhere.json"], /--script: must be a file of JSON/],
  [["--latency", "/nowhere.json"], /latency/],
])("refuses %j by name", async (args, message) => {
  const { code, error } = await run(...args)
  expect(error).toMatch(message)
  expect(code).toBe(2)
})

it("prints what clients need, serves, and ends on SIGTERM", async () => {
  const script = join(folder, "script.json")
  writeFileSync(script, JSON.stringify([{ text: "scripted" }]))
  const child = spawn(process.execPath, [main, "--script", script, "--data-dir", folder])
  const ended = new Promise((resolve) => child.once("exit", resolve))
  const environment: Record<string, string> = {}
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === "ready") break
    const at = line.indexOf("=")
    environment[line.slice(0, at)] = line.slice(at + 1)
  }
  expect(Object.keys(environment)).toEqual([
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_ENDPOINT_URL_BEDROCK_RUNTIME",
    "NODE_EXTRA_CA_CERTS",
    "AWS_CA_BUNDLE",
    "ADMIN_URL",
  ])
  const status = await new Promise((resolve) => {
    const ca = readFileSync(environment["NODE_EXTRA_CA_CERTS"]!, "utf8")
    const sent = request(`${environment["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"]}/async-invoke`, { ca })
    sent.once("response", (response) => resolve(response.statusCode))
    sent.end()
  })
  expect(status).toBe(403)
  const stats = await (await fetch(`${environment["ADMIN_URL"]}/stats`)).json()
  expect(stats).toMatchObject({ bedrock: { handshakes: 1, requests: { ListAsyncInvokes: 1 } } })
  child.kill("SIGTERM")
  expect(await ended).toBe(0)
})
