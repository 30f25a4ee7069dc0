import { Effect } from "effect"
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, expect, it } from "vitest"
import { environmentFile, leaveEnvironment, runningEnvironment } from "../src/EnvironmentFile.ts"

const names = new Map([
  ["OPENSEARCH_URL", "http://127.0.0.1:1/?a=b"],
  ["REDIS_URL", "redis://127.0.0.1:2"],
])
let shell: { DATA_DIR: string }
beforeEach(() => {
  shell = { DATA_DIR: mkdtempSync(join(tmpdir(), "stack-")) }
})
afterEach(() => rmSync(shell.DATA_DIR, { recursive: true }))

/** Runs with the file there, in this process's name. */
const left = (look: () => void) =>
  Effect.runPromise(
    Effect.scoped(
      Effect.andThen(
        leaveEnvironment(shell, names, () => undefined),
        Effect.sync(look),
      ),
    ),
  )

it("is there for its user alone while the stack runs, and gone after it", async () => {
  // Left behind by another one, for everybody to read.
  writeFileSync(environmentFile(shell), "old")
  await left(() => {
    expect(statSync(environmentFile(shell)).mode & 0o777).toBe(0o600)
    expect(runningEnvironment(shell)).toEqual(names)
  })
  expect(existsSync(environmentFile(shell))).toBe(false)
  expect(runningEnvironment(shell)).toBeUndefined()
})

it("says nothing to a shell that names a store itself", () =>
  left(() => {
    expect(runningEnvironment({ ...shell, REDIS_URL: "redis://10.0.0.1" })).toBeUndefined()
    expect(runningEnvironment({ ...shell, OPENSEARCH_URL: "https://a" })).toBeUndefined()
    expect(runningEnvironment({ ...shell, REDIS_URL: "", AWS_REGION: "eu-west-1" })).toEqual(names)
  }))

it("is as good as none when the process that wrote it is gone", async () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""])
  let text = ""
  await left(() => {
    text = readFileSync(environmentFile(shell), "utf8")
  })
  writeFileSync(environmentFile(shell), text.replace(`process ${process.pid}`, `process ${pid}`))
  expect(runningEnvironment(shell)).toBeUndefined()
})

it("does not keep a stack from running where it cannot be written", async () => {
  const notes: Array<string> = []
  const nowhere = { DATA_DIR: join(shell.DATA_DIR, "none") }
  const note = (line: string) => notes.push(line)
  await Effect.runPromise(Effect.scoped(leaveEnvironment(nowhere, names, note)))
  expect(notes.join()).toContain("ENOENT")
})

const besides = fileURLToPath(new URL("../src/BesideStack.ts", import.meta.url))

const told = (environment: Record<string, string>, script: string) =>
  spawnSync(process.execPath, ["--import", besides, "-e", script], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], AWS_PROFILE: "real", ...environment },
  })

it("is the environment of a command beside the stack, which then reaches no real account", () =>
  left(() => {
    const { stdout } = told(shell, "console.log(JSON.stringify(process.env))")
    const environment = JSON.parse(stdout)
    expect(environment).toMatchObject(Object.fromEntries(names))
    expect(environment).not.toHaveProperty("AWS_PROFILE")
    expect(told({ ...shell, REDIS_URL: "" }, "process.exit(1)").stderr).toBe("")
  }))

it("is missed aloud by a command that fails without it", () => {
  const { stderr } = told(shell, "process.exit(1)")
  expect(stderr).toContain(`no store runs here (no ${environmentFile(shell)})`)
  expect(told(shell, "").stderr).toBe("")
})
