/** A target that the test breaks and mends, and folders that go away. */
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { Effect, type Scope } from "effect"
import type { WriteAnswer } from "../src/index.ts"

export interface Entry {
  readonly id: string
  readonly key?: string
  readonly text?: string
}

export type Way = "ok" | "fail" | "die" | "hang" | "half" | "garbage" | "reject"

export const makeTarget = () => {
  const state: { way: Way; poison: string | undefined } = { way: "ok", poison: undefined }
  const batches: Array<ReadonlyArray<string>> = []
  const got: Array<string> = []
  const take = (batch: ReadonlyArray<Entry>) => got.push(...batch.map(({ id }) => id))
  const write = (batch: ReadonlyArray<Entry>) =>
    Effect.suspend((): Effect.Effect<WriteAnswer | void, string> => {
      batches.push(batch.map(({ id }) => id))
      if (batch.some(({ id }) => id === state.poison)) return Effect.fail("poison")
      if (state.way === "fail") return Effect.fail("down")
      if (state.way === "die") return Effect.die("broken")
      if (state.way === "hang") return Effect.never
      if (state.way === "half") {
        take(batch.filter((_, index) => index % 2 === 1))
        return Effect.succeed({ failed: batch.map((_, index) => index).filter((n) => n % 2 === 0) })
      }
      if (state.way === "reject") {
        take(batch.slice(1))
        return Effect.succeed({ rejected: [{ index: 0, reason: "not valid" }] })
      }
      if (state.way === "garbage") {
        take(batch)
        return Effect.succeed({ failed: [-1, 0.5, 10_000] })
      }
      take(batch)
      return Effect.void
    })
  return { state, batches, got, write }
}

export const temporary: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.sync(() => fs.mkdtempSync(path.join(os.tmpdir(), "sinks-"))),
  (directory) => Effect.sync(() => fs.rmSync(directory, { recursive: true, force: true })),
)

export const isEntry = (value: unknown): value is Entry =>
  typeof value === "object" && value !== null && "id" in value && typeof value.id === "string"

export const spoolIn = (directory: string, maxBytes?: number) => ({
  directory,
  maxBytes,
  decode: (value: unknown) => (isEntry(value) ? value : undefined),
})

export const balanced = (counters: {
  readonly accepted: number
  readonly written: number
  readonly dropped: number
  readonly pending: number
}): boolean => counters.accepted === counters.written + counters.dropped + counters.pending

export const ids = (from: number, count: number): ReadonlyArray<Entry> =>
  Array.from({ length: count }, (_, index) => ({ id: `r${from + index}` }))
