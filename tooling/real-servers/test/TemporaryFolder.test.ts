import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { temporaryFolder } from "../src/TemporaryFolder.ts"

it.effect("is there until its scope closes", () =>
  Effect.gen(function* () {
    const folder = yield* Effect.scoped(
      Effect.tap(temporaryFolder("scope"), (open) =>
        Effect.sync(() => assert.isTrue(existsSync(open))),
      ),
    )
    assert.isFalse(existsSync(folder))
  }),
)

it("goes with a process that ends before its scope closes", () => {
  const file = JSON.stringify(join(import.meta.dirname, "../src/TemporaryFolder.ts"))
  const program = `
    import { Effect } from "effect"
    import { temporaryFolder } from ${file}
    const opened = Effect.tap(temporaryFolder("ended"), (folder) =>
      Effect.sync(() => { process.stdout.write(folder, () => process.exit(3)) }))
    await Effect.runPromise(Effect.scoped(Effect.andThen(opened, Effect.never)))
  `
  const { status, stdout } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", program],
    { cwd: import.meta.dirname, encoding: "utf8" },
  )
  assert.strictEqual(status, 3)
  assert.include(stdout, "ended-")
  assert.isFalse(existsSync(stdout))
})
