/** The whole command over twelve questions, one order of asking: two of them cannot be answered rightly. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, expect, it } from "vitest"
import { readAnswers } from "../../src/answers/AnswersResult.ts"

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "answers-"))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const bench = (...words: ReadonlyArray<string>) =>
  spawnSync(process.execPath, [at("../../src/main.ts"), "answers", ...words], { encoding: "utf8" })

it("asks, judges, finds the causes and holds the gate", () => {
  const corpus = at("twelve.jsonl")
  const asked = ["--orders", "forward", "--out", folder]
  const run = bench(corpus, ...asked, "--at-least", "0.84")
  expect(run.stderr).toContain("forward, 12 of 12 asked")
  expect(run.status).toBe(1)
  expect(run.stdout).toMatch(/^forward +10 +12 +83\.3 /mu)

  const { runs } = readAnswers(join(folder, "twelve.json"))
  const { entries } = runs[0]
  const wrong = entries.filter(({ turns }) => turns.some(({ unmet }) => unmet.length > 0))
  expect(wrong.map(({ id, turns: [turn] }) => [id, turn.cause])).toEqual([
    ["en-wrong-figure", "facts not in the prompt"],
    ["en-wrong-words", "model alone"],
  ])
  const turns = entries.flatMap((entry) => entry.turns)
  expect(turns.map(({ outcome }) => outcome)).toEqual(Array(13).fill("complete"))
  expect(turns.filter(({ stated }) => stated === undefined)).toEqual([])
  expect(turns.flatMap(({ stated }) => stated?.nowhere ?? [])).toEqual([])
})

it("says what a store that runs will cost and asks nothing before that is agreed to", () => {
  const refused = bench(at("twelve.jsonl"), "--url", "http://127.0.0.1:9")
  expect(refused.status).toBe(64)
  expect(refused.stdout).toMatch(
    /^http:\/\/127\.0\.0\.1:9: 13 questions: about [\d,]+ input tokens/u,
  )
  expect(refused.stderr).toContain("nothing was asked; with --yes it is")
  const unreachable = bench(at("twelve.jsonl"), "--url", "http://127.0.0.1:9", "--yes")
  expect(unreachable.status).toBe(1)
})
