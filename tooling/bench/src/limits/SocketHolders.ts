/** Starts as many socket-holding processes (`SocketHolderProcess.ts`) as the limit of open files requires. */
import { type PinnedProcess, startProcess } from "../process/PinnedProcess.ts"
import { mostSockets } from "./FileLimit.ts"
import type { SocketHolderCalls } from "./SocketHolderProcess.ts"

export type SocketHolder = PinnedProcess<SocketHolderCalls>

/** One process's most. */
const perHolder = (): number => Math.min(15_000, mostSockets())

/** What the first sockets of a server cost once is not the price of a socket: they have come and gone. */
export const withHolders = async <A>(
  sockets: number,
  { perSecond, url }: { readonly perSecond: number; readonly url: string },
  use: (holders: ReadonlyArray<SocketHolder>) => Promise<A>,
): Promise<A> => {
  await using started = new AsyncDisposableStack()
  const file = import.meta.resolve("./SocketHolderProcess.ts")
  const holders = await Promise.all(
    Array.from({ length: Math.ceil(sockets / perHolder()) }, async () =>
      started.use(await startProcess<SocketHolderCalls>(file, { core: 1 })),
    ),
  )
  await holders[0]?.call("open", { url, holder: 0, count: 300, perSecond })
  await holders[0]?.call("closeAll")
  return await use(holders)
}

/** Where a server at this address takes its customers. */
export const chatAddress = (url: string): string => `${url.replace(/^http/u, "ws")}/chat`
