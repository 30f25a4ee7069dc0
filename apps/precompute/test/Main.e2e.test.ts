/** The command as a process: its exit codes and what it says; nothing of it connects to anything. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, it } from "vitest"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "precompute-"))
afterAll(() => rmSync(folder, { recursive: true }))

const run = (words: ReadonlyArray<string>, schedule?: string) => {
  const file = join(folder, "schedule.json")
  if (schedule !== undefined) writeFileSync(file, schedule)
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, ...words], {
    encoding: "utf8",
    timeout: 200_000,
    env: { ...process.env, ...(schedule === undefined ? {} : { PRECOMPUTE_SCHEDULE: file }) },
  })
  return { status, stderr, stdout, file }
}

describe("precompute", () => {
  it("explains itself", () => {
    const { status, stdout } = run(["--help"])
    expect(status).toBe(0)
    expect(stdout).toContain("precompute report [--json]")
  })

  it.each([
    [["walk"], "unknown command walk"],
    [
      ["run", "--pattern", "titels"],
      '--pattern must be one of trending, new-releases, demographic, genre, title, demand, not "titels"',
    ],
  ])("refuses %j with code 2", (words, message) => {
    const { status, stderr, stdout } = run(words)
    expect(status).toBe(2)
    expect(stderr).toContain(message)
    expect(stdout).toBe("")
  })

  it.each([["run"], ["--once"], ["report"]])(
    "does not start %s with a broken schedule: code 2, file, line and rule",
    (word) => {
      const { file, status, stderr } = run([word], '{\n  "concurrency": 0,\n  "patterns": []\n}')
      expect(status).toBe(2)
      expect(stderr).toContain(`${file}:2: concurrency must be a whole number from 1 to 50`)
      expect(stderr).toContain(`${file}:3: patterns must be a list with at least one pattern`)
    },
  )

  it.each([[["run"]], [["run", "--once"]]])(
    "does not buy answers with %j that no server could read",
    (words) => {
      const { status, stderr } = spawnSync(process.execPath, [main, ...words], {
        encoding: "utf8",
        timeout: 200_000,
        env: {
          ...process.env,
          AWS_REGION: "ap-northeast-1",
          OPENSEARCH_URL: "http://127.0.0.1:1",
          OPENSEARCH_INDEX: "products",
          REDIS_URL: "",
        },
      })
      expect(stderr).toMatch(/^error: a setting is missing\n {2}REDIS_URL /u)
      expect(status).toBe(1)
    },
  )

  it("does not take a Redis that is away for another worker", () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [main, "run", "--once"], {
      encoding: "utf8",
      timeout: 200_000,
      env: {
        ...process.env,
        AWS_REGION: "ap-northeast-1",
        AWS_ACCESS_KEY_ID: "local",
        AWS_SECRET_ACCESS_KEY: "local",
        OPENSEARCH_URL: "http://127.0.0.1:1",
        OPENSEARCH_INDEX: "products",
        REDIS_URL: "redis://127.0.0.1:1",
      },
    })
    expect(stderr).toContain("error: store: redis cannot be reached (leader.acquire)")
    expect(status).toBe(1)
    expect(stdout).toBe("")
  })

  it("names a schedule that is not there", () => {
    const { status, stderr } = spawnSync(process.execPath, [main], {
      encoding: "utf8",
      env: { ...process.env, PRECOMPUTE_SCHEDULE: join(folder, "none.json") },
    })
    expect(status).toBe(2)
    expect(stderr).toContain("none.json:1: the schedule cannot be read")
  })
})
