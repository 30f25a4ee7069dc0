/** SIGKILL at any moment loses no accepted must-keep record. */
import { spawn } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { isEntry, temporary } from "./harness.ts"

/** What the process said until it ended; killed once it has said `killAfter` bytes. */
const said = (directory: string, mode: string, from: number, killAfter: number) =>
  Effect.callback<string>((resume) => {
    const script = path.join(import.meta.dirname, "offering.ts")
    const child = spawn(process.execPath, [script, directory, mode, String(from)], {
      stdio: ["ignore", "pipe", "inherit"],
    })
    let text = ""
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString()
      if (text.length >= killAfter) child.kill("SIGKILL")
    })
    child.once("close", () => resume(Effect.succeed(text)))
    return Effect.sync(() => child.kill("SIGKILL"))
  })

const delivered = (directory: string): ReadonlyArray<string> =>
  fs
    .readdirSync(directory)
    .filter((name) => name.startsWith("target"))
    .flatMap((name) => fs.readFileSync(path.join(directory, name), "utf8").split("\n"))
    .flatMap((line) => {
      try {
        const value: unknown = JSON.parse(line)
        return isEntry(value) ? [value.id] : []
      } catch {
        return []
      }
    })

describe("a must-keep sink whose process is killed", () => {
  it.live("delivers every accepted record after the restart", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const accepted: Array<string> = []
      for (let round = 0; round < 12; round += 1) {
        const from = round * 1_000_000
        // Lines grow with the round, so that the moments of the kills differ.
        const text = yield* said(directory, "offer", from, 20 + round * round * 400)
        const whole = text.slice(0, text.lastIndexOf("\n")).split("\n")
        accepted.push(...whole.map((n) => `r${n}`))
      }
      const counters: unknown = JSON.parse(yield* said(directory, "drain", 0, Infinity))
      assert.deepInclude(counters, { pending: 0, dropped: 0 })
      const got = new Set(delivered(directory))
      assert.isAbove(accepted.length, 1_000)
      assert.deepStrictEqual(
        accepted.filter((id) => !got.has(id)),
        [],
      )
    }),
  )
})
