/**
 * Starts `local-aws` and collects the environment it prints, until its line `ready`.
 *
 * It stops by itself when the IPC channel closes, so it does not need the preload `FollowParent.ts`.
 */
import { Deferred, Effect } from "effect"
import { type ChildSpec, startChild } from "./Child.ts"
import { readAssignment } from "./Environment.ts"

type Spec = Omit<ChildSpec, "onOut">

/** The child, and its names and values once it said `ready`; that never comes if it ends before. */
export const startEmulators = Effect.fnUntraced(function* (spec: Spec) {
  const environment = new Map<string, string>()
  const ready = Deferred.makeUnsafe<ReadonlyMap<string, string>>()
  const child = yield* startChild({
    ...spec,
    onOut: (line) => {
      const assignment = readAssignment(line)
      if (assignment !== undefined) environment.set(...assignment)
      else if (line === "ready") Deferred.doneUnsafe(ready, Effect.succeed(environment))
      else spec.onErr(line)
    },
  })
  return { child, environment: Deferred.await(ready) }
})
