/** What a turn writes, measured on a server over the emulators, is what the bill assumes. */
import { readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { openPrograms, type Programs } from "../../tooling/end-to-end/test/Programs.ts"
import { perTurn } from "../src/cost/Usage.ts"

const turns = 40
const words = ["ninjas", "cooking", "Vikings", "ghosts", "tennis"]
const questions = Array.from(
  { length: turns },
  (_, index) => `Something about ${words[index % 5]}, but calm, number ${index} of them?`,
)

let programs: Programs

beforeAll(async () => {
  programs = await openPrograms()
})
afterAll(() => programs.stop())

const bytesOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ndjson"))
    .reduce((sum, { name, parentPath }) => sum + statSync(join(parentPath, name)).size, 0)

it("writes as much to log, audit and stream as is billed", async () => {
  const emulators = await programs.startEmulators()
  const server = await programs.startServer({ ...emulators, LOG_FORMAT: "json" })
  const before = server.output().length
  for (const [index, text] of questions.entries()) {
    const reply = await fetch(`${server.url}/chat`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id: `${index}`, text }),
    })
    expect(await reply.text()).toContain("turn-end")
  }
  await server.stop()
  const log = server.output().slice(before)
  // CloudWatch bills 26 bytes more for each line.
  const logBytes = Buffer.byteLength(log) + 26 * (log.split("\n").length - 1 + turns)
  const each = {
    logBytes: (logBytes + bytesOf(join(server.data, "audit"))) / turns,
    streamBytes: bytesOf(join(server.data, "analytics")) / turns,
  }
  for (const name of ["logBytes", "streamBytes"] as const) {
    expect(each[name], name).toBeGreaterThan(perTurn[name] * 0.75)
    expect(each[name], name).toBeLessThan(perTurn[name] * 1.25)
  }
})
