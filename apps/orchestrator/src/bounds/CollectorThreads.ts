/**
 * Lowers the priority of the threads on which V8 marks garbage, so that on a busy core they leave it to the event loop.
 * At the same priority four of them took four fifths of a task's only core for 0.1 to 0.2 s at each large collection
 * (`limits`, abuse over `ws`). A free core they use as before. At the lowest priority they do not get done, and the event
 * loop has to stop for the rest.
 */
import { readdir, readFile } from "node:fs/promises"
import { constants, setPriority } from "node:os"
import { Effect, Layer } from "effect"
import { SocketServer } from "../transport/SocketServer.ts"

const threads = "/proc/self/task"

const lowered = Effect.tryPromise(async () => {
  for (const id of await readdir(threads)) {
    const name = await readFile(`${threads}/${id}/comm`, "utf8")
    if (name.startsWith("V8Worker"))
      setPriority(Number(id), constants.priority.PRIORITY_BELOW_NORMAL)
  }
})

/**
 * For Node's server alone, which paces what it reads: over uWebSockets.js garbage came faster than such threads mark it,
 * and a ping beside one of thirty abuses waited 85 ms for it. Where the system does not show its threads they stay as they
 * are.
 */
export const layerCollectorThreads: Layer.Layer<never, never, SocketServer> = Layer.effectDiscard(
  Effect.gen(function* () {
    const { name } = yield* SocketServer
    if (name === "ws") yield* Effect.ignore(lowered)
  }),
)
