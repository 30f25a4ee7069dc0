/** A foreign client that asks as fast as it can: nghttp2's h2load, a hundred streams at a time on each of ten connections. */
import { execFile, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect, it } from "vitest"
import { startBedrockEmulator } from "../src/BedrockEmulator.ts"
import { ask, haiku } from "./harness.ts"

const requests = 10_000
const hasH2load = spawnSync("h2load", ["--version"]).status === 0

it.skipIf(!hasH2load).each(["converse", "converse-stream"])(
  "ten thousand requests of h2load are all answered by %s",
  async (operation) => {
    const dataDir = mkdtempSync(join(tmpdir(), "bedrock-emulator-h2load-"))
    await using emulator = await startBedrockEmulator({ dataDir, answers: [{ text: "Hello." }] })
    const { messages } = ask("Hi")
    const body = join(dataDir, "body.json")
    writeFileSync(body, JSON.stringify({ messages }))
    const shape = ["-n", `${requests}`, "-c", "10", "-m", "100"]
    const headers = ["-H", `authorization: Bearer ${emulator.apiKey}`]
    const url = `${emulator.url}/model/${haiku}/${operation}`
    const args = [...shape, ...headers, "-d", body, url]
    const { stdout } = await promisify(execFile)("h2load", args, { timeout: 60_000 }).finally(() =>
      rmSync(body),
    )
    expect(stdout).toContain("Application protocol: h2")
    expect(stdout).toContain(`${requests} succeeded, 0 failed, 0 errored, 0 timeout`)
    expect(stdout).toContain(`status codes: ${requests} 2xx, 0 3xx, 0 4xx, 0 5xx`)
    expect(emulator.stats().streamsOpen).toBe(0)
  },
)
