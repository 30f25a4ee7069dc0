/** A temporary folder that is removed with its content when the scope closes. */
import { Effect, type Scope } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

export const temporaryFolder = (
  prefix: string,
  within = tmpdir(),
): Effect.Effect<string, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(within, `${prefix}-`))),
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true })),
  )
