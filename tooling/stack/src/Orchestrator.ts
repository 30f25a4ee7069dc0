/**
 * Starts the server and learns its address from the line `listening http://HOST:PORT`.
 */
import { Deferred, Effect } from "effect"
import { type ChildSpec, startChild } from "./Child.ts"

type Spec = Omit<ChildSpec, "onOut">

const listening = /^listening (https?:\/\/\S+)$/

/** The child, and its base address once it listens; that never comes if it ends before. */
export const startOrchestrator = Effect.fnUntraced(function* (spec: Spec) {
  const address = Deferred.makeUnsafe<string>()
  const child = yield* startChild({
    ...spec,
    onOut: (line) => {
      const base = listening.exec(line)?.[1]
      if (base === undefined) spec.onErr(line)
      else Deferred.doneUnsafe(address, Effect.succeed(base))
    },
  })
  return { child, address: Deferred.await(address) }
})
