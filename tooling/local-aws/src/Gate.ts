/**
 * A gate for the data of one connection: shut while the connection is in an emulated black hole, opened when that is
 * healed. Senders wait until it is open.
 */
export interface Gate {
  readonly shut: () => void
  readonly open: () => void
  /** Resolves when the gate is open; `undefined` when it is open now. */
  readonly passable: () => Promise<void> | undefined
}

export const makeGate = (): Gate => {
  let shut: PromiseWithResolvers<void> | undefined
  return {
    shut: () => {
      shut ??= Promise.withResolvers()
    },
    open: () => {
      shut?.resolve()
      shut = undefined
    },
    passable: () => shut?.promise,
  }
}
