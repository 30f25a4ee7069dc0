/** A temporary folder that is removed with its content when the scope closes, or when the process ends before. */
import { Effect, type Scope } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const opened = new Set<string>()

const remove = (folder: string): void => {
  opened.delete(folder)
  rmSync(folder, { recursive: true, force: true })
}

process.once("exit", () => {
  for (const folder of opened) {
    try {
      remove(folder)
    } catch {
      // Who is being ended still wrote into it.
    }
  }
})

export const temporaryFolder = (
  prefix: string,
  within = tmpdir(),
): Effect.Effect<string, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const folder = mkdtempSync(join(within, `${prefix}-`))
      opened.add(folder)
      return folder
    }),
    (folder) => Effect.sync(() => remove(folder)),
  )
