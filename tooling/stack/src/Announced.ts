/**
 * Starts the children of the stack that say on a line of their output that they are ready, and collects what they said:
 * the emulators' environment, the server's addresses, the folder of the built page. Other lines are passed on.
 */
import { join } from "node:path"
import { Deferred, Effect } from "effect"
import { type ChildSpec, startChild } from "./Child.ts"
import { readAssignment } from "./Environment.ts"

type Spec = Omit<ChildSpec, "onOut">

/** The child and what it says, which never comes if it ends before; `hear` is false for a line that is none of it. */
const startSaying = Effect.fnUntraced(function* <A>(
  spec: Spec,
  hear: (line: string, say: (value: A) => void) => boolean,
) {
  const said = Deferred.makeUnsafe<A>()
  const say = (value: A) => void Deferred.doneUnsafe(said, Effect.succeed(value))
  const child = yield* startChild({
    ...spec,
    onOut: (line) => {
      if (!hear(line, say)) spec.onErr(line)
    },
  })
  return { child, said: Deferred.await(said), say }
})

/**
 * `local-aws`, which says lines `NAME=value`, then `ready`. It stops by itself when the IPC channel closes, so it does
 * not need the preload `FollowParent.ts`.
 */
export const startEmulators = (spec: Spec) => {
  const names = new Map<string, string>()
  return startSaying<ReadonlyMap<string, string>>(spec, (line, say) => {
    const assignment = readAssignment(line)
    if (assignment !== undefined) names.set(...assignment)
    else if (line === "ready") say(names)
    return assignment !== undefined || line === "ready"
  })
}

interface Addresses {
  readonly customers: string
  readonly operators: string
}

/** The server, which says `operator http://HOST:PORT`, then `listening http://HOST:PORT`. */
export const startOrchestrator = (spec: Spec) => {
  let operators = ""
  return startSaying<Addresses>(spec, (line, say) => {
    const [, who, base = ""] = /^(operator|listening) (https?:\/\/\S+)$/.exec(line) ?? []
    if (who === "operator") operators = base
    if (who === "listening") say({ customers: base, operators })
    return who !== undefined
  })
}

/**
 * Builds the web console into the stack's data folder, as `console FOLDER` says; resolves to the environment that names
 * it. It is empty where the shell names a page, or none can be built: the chat works all the same.
 */
export const buildPage = Effect.fnUntraced(function* (spec: Spec) {
  const { CONSOLE_DIR, DATA_DIR } = spec.environment
  if (CONSOLE_DIR !== undefined && CONSOLE_DIR !== "") return Effect.succeed({})
  const { child, said, say } = yield* startSaying<{ readonly CONSOLE_DIR?: string }>(
    { ...spec, args: [join(DATA_DIR || ".data", "console")] },
    (line, found) => {
      const [, folder] = /^console (.+)$/.exec(line) ?? []
      if (folder !== undefined) found({ CONSOLE_DIR: folder })
      return folder !== undefined
    },
  )
  yield* Effect.forkScoped(
    Effect.tap(child.ended, ({ code, detail }) =>
      Effect.sync(() => {
        if (code !== 0) spec.onErr(`the page could not be built (${detail}); there is none`)
        say({})
      }),
    ),
    { startImmediately: true },
  )
  return said
})
