/** Blocks work while a connection is in a black hole and resumes it once healed. */
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
