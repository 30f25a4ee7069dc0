/**
 * Builds the web console into the stack's data folder while the emulators are seeded.
 *
 * If it cannot be built, the server is started without it; the chat works all the same.
 */
import { join } from "node:path"
import { Deferred, Effect } from "effect"
import { type ChildSpec, startChild } from "./Child.ts"

type Spec = Omit<ChildSpec, "args" | "onOut">

/** Resolves to the environment that names the page; to nothing where the shell names one, or none can be built. */
export const buildPage = Effect.fnUntraced(function* (spec: Spec) {
  const { CONSOLE_DIR, DATA_DIR } = spec.environment
  if (CONSOLE_DIR !== undefined && CONSOLE_DIR !== "") return Effect.succeed({})
  const built = Deferred.makeUnsafe<{ readonly CONSOLE_DIR?: string }>()
  const child = yield* startChild({
    ...spec,
    args: [join(DATA_DIR || ".data", "console")],
    onOut: (line) => {
      const [, folder] = /^console (.+)$/.exec(line) ?? []
      if (folder === undefined) spec.onErr(line)
      else Deferred.doneUnsafe(built, Effect.succeed({ CONSOLE_DIR: folder }))
    },
  })
  yield* Effect.forkScoped(
    Effect.tap(child.ended, ({ code, detail }) =>
      Effect.sync(() => {
        if (code !== 0) spec.onErr(`the page could not be built (${detail}); there is none`)
        Deferred.doneUnsafe(built, Effect.succeed({}))
      }),
    ),
    { startImmediately: true },
  )
  return Deferred.await(built)
})
