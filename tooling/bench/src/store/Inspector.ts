/**
 * Client of another Node process's inspector (`--inspect`): calls its methods, and reads memory and handles after a
 * garbage collection.
 */
import { once } from "node:events"
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
  await once(socket, "open")
  let ids = 0
  const call: InspectorCall = (method, params = {}) =>
    new Promise((resolve, reject) => {
      const id = (ids += 1)
      const timer = setTimeout(() => {
        reject(new Error(`the inspector did not answer ${method}`))
      }, answerWithinMs)
      const onMessage = (data: Buffer) => {
        const message = JSON.parse(data.toString("utf8")) as {
          readonly id?: number
          readonly result?: unknown
        }
        if (message.id !== id) return
        clearTimeout(timer)
        socket.off("message", onMessage)
        resolve(message.result as never) // Node's inspector protocol gives each method its result.
      }
      socket.on("message", onMessage)
      socket.send(JSON.stringify({ id, method, params }))
    })
  try {
    return await use(call)
  } finally {
    socket.close()
  }
}

const expression =
  "JSON.stringify({ memory: process.memoryUsage(), handles: process.getActiveResourcesInfo().length })"

interface Told {
  readonly memory: Record<"rss" | "heapUsed" | "external", number>
  readonly handles: number
}

export const collectedMemory = (address: string): Promise<CollectedMemory> =>
  inspecting(address, async (call) => {
    // Twice, because what the first collection finalizes is freed by the second.
    for (let at = 0; at < 2; at += 1) await call("HeapProfiler.collectGarbage")
    const { result } = await call<{ readonly result?: { readonly value?: unknown } }>(
      "Runtime.evaluate",
      { expression, returnByValue: true },
    )
    const { handles, memory } = JSON.parse(String(result?.value)) as Told
    return { rss: memory.rss, held: memory.heapUsed + memory.external, handles }
  })
