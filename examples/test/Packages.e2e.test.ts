/** What an outsider meets first: a package's description, its README, and the README's program. */
import { spawn } from "node:child_process"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { type BedrockEmulator, startBedrockEmulator } from "@manga-assist/bedrock-emulator"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { layerWs } from "../../apps/orchestrator/src/transport/WsSocketServer.ts"
import { startServer, type TestServer } from "../../apps/orchestrator/test/TestServer.ts"
import { asCommonJs, publishedPackages } from "../../.ci/ReadmePrograms.ts"

const published = publishedPackages()

let emulator: BedrockEmulator
let chat: TestServer
beforeAll(async () => {
  chat = await startServer(layerWs)
  emulator = await startBedrockEmulator({ dataDir: mkdtempSync(join(tmpdir(), "packages-")) })
})
afterAll(() => Promise.all([emulator.close(), chat.close()]))

/** In the package's own folder, where its name is its own and its peers are there. */
const run = (name: string, type: "commonjs" | "module", program: string) =>
  new Promise<{ code: number | null; said: string }>((resolve) => {
    const cwd = fileURLToPath(new URL(`../../packages/${name}`, import.meta.url))
    const args = ["--no-warnings", `--input-type=${type}`, "--eval", program]
    const env = { ...process.env, ...emulator.environment, CHAT_URL: chat.http }
    const child = spawn(process.execPath, args, { cwd, env })
    let said = ""
    child.stdout.on("data", (text) => (said += String(text)))
    child.stderr.on("data", (text) => (said += String(text)))
    child.once("exit", (code) => resolve({ code, said }))
  })

const expected: Record<string, RegExp> = {
  "answer-audit": /served 5 of 300: 5 of 5 checked answers were wrong/,
  "async-sinks": /wrote a[^]*all written: true[^]*accepted: 3, retried: \d+, written: 3/,
  "bedrock-emulator": /^Rain, then sun\.[^]*told: ModelStreamErrorException/,
  client:
    /^Vinland Saga\nYou said: What's trending this week\?\ncomplete by model\nfeedback taken: true/m,
  caching: /1000 callers, 1 read, price 8\n[^]*price 9, 2 reads/,
  connections: /^403 [^]*50 calls over 1 connections\nfetch failed: connect-failed/,
  "endpoint-health": /the endpoint is (healthy|degraded|unhealthy)/,
  language: /price MODEL=roadrunner SIZE=28\nspeaks of the person helmet/,
  "latency-budget": /ms are left: small-model\nServer-Timing: .*search/,
  leader: /leads: true, lost: false\n42 orders\nlost: true\nnot-leading: /,
  options:
    /OptionError retry.atempts is not known; the nearest is "attempts"\nOptionError retry.pauseMs must be .*\nOptionError onEnd must be a function, not left out/,
  payload: /of 40 exchanges stay whole[^]*the same: true\nrefused: corrupt/,
  prefetch: /name: 'Ana'[^]*profile: 'used', orders: 'late', stock: 'failed'/,
}

it("all published packages are here", () => {
  expect(published.map(({ name }) => name)).toEqual(Object.keys(expected).toSorted())
})

describe.each(published.map((each) => [each.name, each] as const))("%s", (name, each) => {
  const { manifest, program, readme } = each

  it("says what it is, where it comes from, and what it needs", () => {
    expect(manifest).toMatchObject({
      name: `@manga-assist/${name}`,
      license: "MIT",
      repository: { type: "git", directory: `packages/${name}` },
      homepage: expect.stringContaining(`/packages/${name}`),
      engines: { node: expect.stringMatching(/^>=22/) },
      publishConfig: { access: "public" },
    })
    expect(manifest.description?.length).toBeGreaterThan(40)
    expect(manifest.keywords?.length).toBeGreaterThan(4)
    expect(Object.keys(manifest.publishConfig.exports)).toEqual(Object.keys(manifest.exports))
  })

  it("asks for ranges, so that a user's tree has one copy of each", () => {
    const asked = { ...manifest.dependencies, ...manifest.peerDependencies }
    for (const [dependency, range] of Object.entries(asked)) {
      expect([dependency, range]).toEqual([
        dependency,
        expect.stringMatching(/^(catalog:published|workspace:\^|\^\d)/),
      ])
    }
  })

  it("has an install line, and a program of at most 20 lines without Effect", () => {
    expect(readme).toMatch(new RegExp(`npm install (--save-dev )?@manga-assist/${name}`))
    expect(program).toBeDefined()
    expect(program!.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(20)
    expect(program).not.toMatch(/from "effect|Effect\./)
  })

  it.each(["module", "commonjs"] as const)("runs its program as %s", async (type) => {
    const text = program!
    const { code, said } = await run(name, type, type === "module" ? text : asCommonJs(text))
    expect(said).toMatch(expected[name]!)
    expect(code).toBe(0)
  })
})
