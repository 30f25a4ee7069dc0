/**
 * Lowers the priority of the threads on which V8 marks garbage, so that on a busy core they leave it to the event loop.
 * At the same priority they share a task's only core with it: pings waited 0.1 to 0.2 s at a large collection (`limits`,
 * abuse). A free core they use as before. At the lowest priority single pings waited up to 0.4 s.
 */
import { readdir, readFile } from "node:fs/promises"
import { constants, setPriority } from "node:os"
import { Effect, Layer } from "effect"

const threads = "/proc/self/task"

const lowered = Effect.tryPromise(async () => {
  for (const id of await readdir(threads)) {
    const name = await readFile(`${threads}/${id}/comm`, "utf8")
    if (name.startsWith("V8Worker"))
      setPriority(Number(id), constants.priority.PRIORITY_BELOW_NORMAL)
  }
})

/** Where the system does not show its threads they stay as they are. */
export const layerCollectorThreads: Layer.Layer<never> = Layer.effectDiscard(Effect.ignore(lowered))
