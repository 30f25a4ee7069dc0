/** The whole command over eight questions, one order of asking: the facts of one of them nobody looks up. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, expect, it } from "vitest"
import { isHeld, readAnswers } from "../src/AnswersResult.ts"

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "answers-"))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

it("asks, finds each request, judges it, keeps it and holds the gate", () => {
  const kept = join(folder, "kept")
  const words = ["--orders", "forward", "--out", folder, "--keep", kept, "--at-least", "0.9"]
  const run = spawnSync(process.execPath, [at("../src/main.ts"), at("small.jsonl"), ...words], {
    encoding: "utf8",
  })
  expect(run.stderr).toContain("forward, 8 of 8 asked")
  expect(run.status).toBe(1)
  expect(run.stdout).toMatch(/^all +6 +7 +85\.7 /mu)

  const { entries } = readAnswers(join(folder, "small.json")).runs[0]
  expect(entries.map(({ outcome }) => outcome)).toEqual(Array(8).fill("complete"))
  expect(entries.filter((entry) => !isHeld(entry)).map(({ id }) => id)).toEqual(["small-en-s7"])
  const asked = entries.filter(({ source }) => source !== "store")
  expect(asked.filter(({ tokens = 0 }) => tokens < 10)).toEqual([])
  // One wording is answered by the other's answer, whose request is found all the same.
  expect(entries.find(({ id }) => id === "small-en-s6")?.source).toMatch(/model|canonical/u)

  expect(readdirSync(kept)).toHaveLength(8)
  const conversation = JSON.parse(readFileSync(join(kept, "small-en-c5.json"), "utf8")) as {
    readonly turns: ReadonlyArray<unknown>
    readonly request: unknown
  } // As it was written.
  expect(conversation.turns).toHaveLength(2)
  expect(JSON.stringify(conversation.request)).toContain("one-piece-v104-paperback")
})
