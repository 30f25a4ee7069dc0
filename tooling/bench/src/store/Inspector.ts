/**
 * Client of another Node process's inspector (`--inspect`): calls its methods, and reads memory and handles after a
 * garbage collection.
 */
import { on, once } from "node:events"
import { WebSocket } from "ws"

export interface CollectedMemory {
  readonly rss: number
  /** Objects and what they hold outside of the heap. */
  readonly held: number
  /** What keeps the event loop alive: sockets, timers, requests. */
  readonly handles: number
}

const answerWithinMs = 60_000

export type InspectorCall = <A = unknown>(method: string, params?: object) => Promise<A>

/** `address`: what Node prints behind "Debugger listening on". */
export const inspecting = async <A>(
  address: string,
  use: (call: InspectorCall) => Promise<A>,
): Promise<A> => {
  const socket = new WebSocket(address, { maxPayload: 512 * 1_024 * 1_024 })
  await once(socket, "open", { signal: AbortSignal.timeout(answerWithinMs) })
  let ids = 0
  const call: InspectorCall = async (method, params = {}) => {
    const id = (ids += 1)
    socket.send(JSON.stringify({ id, method, params }))
    const signal = AbortSignal.timeout(answerWithinMs)
    for await (const [data] of on(socket, "message", { signal })) {
      const message = JSON.parse(String(data)) as {
        readonly id?: number
        readonly result?: unknown
      }
      // Node's inspector protocol gives each method its result.
      if (message.id === id) return message.result as never
    }
    throw new Error(`the inspector did not answer ${method}`)
  }
  try {
    return await use(call)
  } finally {
    socket.close()
  }
}

const expression =
  "(({ rss, heapUsed, external }) => ({ rss, held: heapUsed + external, handles: process.getActiveResourcesInfo().length }))(process.memoryUsage())"

export const collectedMemory = (address: string): Promise<CollectedMemory> =>
  inspecting(address, async (call) => {
    // Twice, because what the first collection finalizes is freed by the second.
    for (let at = 0; at < 2; at += 1) await call("HeapProfiler.collectGarbage")
    const { result } = await call<{ readonly result: { readonly value: CollectedMemory } }>(
      "Runtime.evaluate",
      { expression, returnByValue: true },
    )
    return result.value
  })
