/** Memory of another Node process after a collection, asked through its inspector (`--inspect`). */
import { WebSocket } from "ws"

export interface CollectedMemory {
  readonly rss: number
  /** Objects and what they hold outside of the heap. */
  readonly held: number
}

const answerWithinMs = 60_000

/** `address`: what Node prints behind "Debugger listening on". */
export const collectedMemory = async (address: string): Promise<CollectedMemory> => {
  const socket = new WebSocket(address)
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => {
      resolve()
    })
    socket.once("error", reject)
  })
  let ids = 0
  const call = (method: string, params: object = {}) =>
    new Promise<{ readonly result?: { readonly value?: unknown } }>((resolve, reject) => {
      const id = (ids += 1)
      const timer = setTimeout(() => {
        reject(new Error(`the inspector did not answer ${method}`))
      }, answerWithinMs)
      const onMessage = (data: Buffer) => {
        const message = JSON.parse(data.toString("utf8")) as {
          readonly id?: number
          readonly result?: { readonly result?: { readonly value?: unknown } }
        }
        if (message.id !== id) return
        clearTimeout(timer)
        socket.off("message", onMessage)
        resolve(message.result ?? {})
      }
      socket.on("message", onMessage)
      socket.send(JSON.stringify({ id, method, params }))
    })
  // Twice, because what the first collection finalizes is freed by the second.
  for (let at = 0; at < 2; at += 1) await call("HeapProfiler.collectGarbage")
  const { result } = await call("Runtime.evaluate", {
    expression: "JSON.stringify(process.memoryUsage())",
    returnByValue: true,
  })
  socket.close()
  const usage = JSON.parse(String(result?.value)) as Record<"rss" | "heapUsed" | "external", number>
  return { rss: usage.rss, held: usage.heapUsed + usage.external }
}
