import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { killProcesses } from "../src/process/PinnedProcess.ts"
import { allOf, optionsOfEach, runOne } from "../src/All.ts"
import { readCommandLine } from "../src/command/CommandLine.ts"
import { type Subcommand } from "../src/command/Subcommand.ts"

const told = (...given: ReadonlyArray<string>) =>
  optionsOfEach(readCommandLine(["all", ...given]).options, "out").join(" ")

it("hands on the options that are given", () => {
  expect(told()).toBe("--seed 1 --out out")
  expect(told("--quick", "--rounds", "4", "--only", "a,b", "--of", "there", "--seed", "2")).toBe(
    "--seed 2 --out out --quick --only a,b --rounds 4 --of there",
  )
})

describe("one of all", { timeout: 30_000 }, () => {
  let folder = ""
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bench-all-"))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  const script = (content: string) => {
    const file = join(folder, "one.mjs")
    writeFileSync(file, content)
    return file
  }

  it("ends with its own code, and as broken where a signal ended it", async () => {
    expect(await runOne(script("process.exit(Number(process.argv[2]))"), ["3"], 20_000)).toBe(3)
    expect(await runOne(script("process.exit(0)"), [], 20_000)).toBe(0)
    expect(await runOne(script("process.kill(process.pid, 'SIGKILL')"), [], 20_000)).toBe(1)
  })

  it("that hangs is ended, and told apart", async () => {
    expect(await runOne(script("setInterval(() => {}, 1_000)"), [], 500)).toBe(70)
  })

  it("that does not even hear that it should end is ended all the same", async () => {
    const deaf = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1_000)"
    expect(await runOne(script(deaf), [], 1_000)).toBe(70)
  })

  it("hears that all is interrupted, so that it can end its own processes", async () => {
    const ready = join(folder, "ready")
    const ending = `process.on("SIGTERM", () => process.exit(42)); setInterval(() => {}, 1_000)
      import("node:fs").then(({ writeFileSync }) => writeFileSync(${JSON.stringify(ready)}, ""))`
    const ended = runOne(script(ending), [], 20_000)
    await expect.poll(() => existsSync(ready), { timeout: 15_000 }).toBe(true)
    killProcesses()
    expect(await ended).toBe(42)
  })
})

describe("all", () => {
  const { options } = readCommandLine(["all"])
  const none = { step: () => {} }
  const report: Subcommand = { name: "report", summary: "", run: () => Promise.resolve(0) }
  const run = (parameters: ReadonlyArray<string>, only: ReadonlyArray<string> = []) =>
    allOf([], report).run({
      parameters,
      options: { ...options, only },
      folder: "",
      print: () => {},
      progress: none,
    })

  it("refuses what is for one benchmark", async () => {
    await expect(run(["turn"])).rejects.toThrow("all takes no turn")
    await expect(run([], ["a"])).rejects.toThrow("--only is for one benchmark")
    expect(await run([])).toBe(0)
  })
})
