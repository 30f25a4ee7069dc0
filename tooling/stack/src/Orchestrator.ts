/**
 * Starts the server and reads its addresses from its output: first `operator http://HOST:PORT`, then `listening
 * http://HOST:PORT`.
 */
import { Deferred, Effect } from "effect"
import { type ChildSpec, startChild } from "./Child.ts"

type Spec = Omit<ChildSpec, "onOut">

const spoken = /^(operator|listening) (https?:\/\/\S+)$/

export interface Addresses {
  readonly customers: string
  readonly operators: string
}

/** The child, and its addresses once it listens; they never come if it ends before. */
export const startOrchestrator = Effect.fnUntraced(function* (spec: Spec) {
  const addresses = Deferred.makeUnsafe<Addresses>()
  let operators = ""
  const child = yield* startChild({
    ...spec,
    onOut: (line) => {
      const [, who, base = ""] = spoken.exec(line) ?? []
      if (who === undefined) spec.onErr(line)
      else if (who === "operator") operators = base
      else Deferred.doneUnsafe(addresses, Effect.succeed({ customers: base, operators }))
    },
  })
  return { child, addresses: Deferred.await(addresses) }
})
