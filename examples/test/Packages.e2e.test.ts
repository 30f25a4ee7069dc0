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
import { asCommonJs, printed, publishedPackages } from "../../.ci/ReadmePrograms.ts"

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

it("all published packages are here", () => {
  expect(published.map(({ name }) => name)).toEqual(Object.keys(printed).toSorted())
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
      // Else a bundler keeps all of it for one function.
      sideEffects: expect.anything(),
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
    expect(said).toMatch(printed[name]!)
    expect(code).toBe(0)
  })
})
