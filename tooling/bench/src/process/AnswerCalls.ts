/**
 * The child's side of `PinnedProcess.ts`: serves the parent's calls over IPC from a table of functions. The child exits
 * when the channel closes.
 */
/** What a child answers: method → function of one argument. */
export type Calls = Readonly<Record<string, (argument: never) => unknown>>

export interface CallMessage {
  readonly id: number
  readonly method: string
  readonly argument: unknown
}

export type ReplyMessage =
  | { readonly type: "ready" }
  | { readonly type: "done"; readonly id: number; readonly value: unknown }
  | { readonly type: "failed"; readonly id: number; readonly message: string }

/** Call it once, when everything that the calls need stands. */
export const answerCalls = (calls: Calls): void => {
  const reply = (message: ReplyMessage) => void process.send?.(message)
  process.on("disconnect", () => process.exit(0))
  // The parent may have gone while this process started.
  if (!process.connected) process.exit(0)
  process.on("message", (message) => {
    const { id, method, argument } = message as CallMessage // Only the parent speaks on this channel.
    const answer = async (): Promise<unknown> => {
      const called = calls[method]
      if (called === undefined) throw new Error(`no call ${method}`)
      return called(argument as never)
    }
    answer().then(
      (value) => reply({ type: "done", id, value }),
      (error: unknown) => {
        reply({ type: "failed", id, message: error instanceof Error ? `${error}` : String(error) })
      },
    )
  })
  reply({ type: "ready" })
}
