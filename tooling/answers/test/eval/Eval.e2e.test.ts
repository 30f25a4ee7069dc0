/** The mechanics of the whole command, over the emulated model. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, expect, it } from "vitest"

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "eval-"))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const run = (...words: ReadonlyArray<string>) =>
  spawnSync(process.execPath, [at("../../src/eval/main.ts"), ...words], { encoding: "utf8" })
const list = at("../small.jsonl")

it("tells its price and asks nothing before that is agreed to", () => {
  const { status, stderr, stdout } = run(list)
  expect(status).toBe(64)
  expect(stdout).toMatch(/^9 questions: about [\d,]+ input and [\d,]+ output tokens, at most/u)
  expect(stderr).toContain("nothing was asked; with --yes it is")
})

it("asks each entry as often as samples are wanted, and tells figures of all answers", () => {
  const out = join(folder, "eval.json")
  const { status, stdout } = run(list, "--samples", "2", "--yes", "--out", out)
  expect(status).toBe(0)
  expect(stdout).toMatch(/^all +\d+ +\d+ +\d+ +\d+ +16 /mu)
  expect(stdout).toMatch(/^second looks: 0 of \d+ answers of the model$/mu)
  expect(stdout).toMatch(/^first token: \d+ ms in the median/mu)
  const { answers, inputTokens } = JSON.parse(readFileSync(out, "utf8")) as {
    readonly inputTokens: number
    readonly answers: ReadonlyArray<{ readonly id: string; readonly outcome: string }>
  } // As it was written.
  expect(inputTokens).toBeGreaterThan(1_000)
  expect(answers.map(({ outcome }) => outcome)).toEqual(Array(16).fill("complete"))
})
